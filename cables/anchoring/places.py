"""Where in a text a passage may stand: places with the same letters, and places with similar ones."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from cables.anchoring.context import NEARBY, Pattern, after, agreement, before
from cables.anchoring.folding import EDGE, Folded, read

MOST_COPIES = 200  # of the same letters; beyond, only places with the very same context are weighed
SEED = 10  # letters
MOST_SEEDS = 96
RARE = 8  # places at which a seed may stand to say something
MOST_WINDOWS = 6
LONGEST = 12_000  # letters of a passage that is still looked for in other words
SURE_BLOCK = 6  # letters of a run of words that is no coincidence


@dataclass(frozen=True, slots=True)
class Place:
    """A range of letters, and how well it fits: its words, what stands before, what stands behind, 0 to 1 each."""

    start: int
    end: int
    words: float
    left: float
    right: float

    @property
    def total(self) -> float:
        return self.words + self.left + self.right

    def overlaps(self, other: "Place") -> bool:
        return self.start < other.end and other.start < self.end


def starts(text: str, quote: str, most: int) -> list[int]:
    """The first places of a string, overlapping ones too; at most `most` + 1."""
    found: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(found) <= most:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def weigh(pattern: Pattern, text: Folded, start: int, end: int) -> Place:
    """A place with its agreement."""
    left = agreement(pattern.before, before(text, start, NEARBY * len(pattern.before)))
    right = agreement(pattern.after, after(text, end, NEARBY * len(pattern.after)))
    found = text.letters[start:end]
    words = 1.0 if found == pattern.quote else Indel.normalized_similarity(pattern.quote, found)
    return Place(start, end, words, left, right)


def places(pattern: Pattern, text: Folded) -> list[Place]:
    """All that are worth a look, best first; of those that overlap the best, and every copy of the very words."""
    ranges = set(_in_context(pattern, text))
    copies = starts(text.letters, pattern.quote, MOST_COPIES)
    if len(copies) <= MOST_COPIES:
        ranges.update(_whole(pattern, text, copies))
    if len(pattern.quote) <= LONGEST:
        ranges.update(_similar(pattern, text))
    weighed = [weigh(pattern, text, start, end) for start, end in ranges]
    weighed.sort(key=lambda place: (-place.total, place.start))
    chosen: list[Place] = []
    for place in weighed:
        if place.words == 1.0 or not any(place.overlaps(other) for other in chosen):
            chosen.append(place)
    return chosen


def _in_context(pattern: Pattern, text: Folded) -> Iterator[tuple[int, int]]:
    """Two places at most where the passage stands with all its context."""
    shift = len(pattern.before)
    for at in starts(EDGE + text.letters + EDGE, pattern.whole, 1):
        yield at - 1 + shift, at - 1 + shift + len(pattern.quote)


def _similar(pattern: Pattern, text: Folded) -> Iterator[tuple[int, int]]:
    whole = pattern.whole.strip(EDGE)
    slack = 48 + len(whole) // 8
    words = _words(pattern)
    for first, last in _windows(whole, text, slack):
        start, end = max(0, first - slack), min(len(text.letters), last + len(whole) + slack)
        if start < end and (found := _align(words, text, text.word_at(start), text.word_at(end - 1) + 1)):
            yield found


def _whole(pattern: Pattern, text: Folded, copies: list[int]) -> Iterator[tuple[int, int]]:
    """The copies that do not begin or end inside a word, unless the passage does."""
    begins, ends = (
        _cut(pattern.selector.prefix, pattern.selector.exact),
        _cut(pattern.selector.exact, pattern.selector.suffix),
    )
    for at in copies:
        end = at + len(pattern.quote)
        if (begins or text.opens_word(at)) and (ends or text.opens_word(end)):
            yield at, end


def _cut(text: str, after: str) -> bool:
    """Whether a word goes on from one text into the next."""
    return text[-1:].isalnum() and after[:1].isalnum()


def _words(pattern: Pattern) -> tuple[list[str], int, int]:
    """The words of a passage and its context, and which of them the passage has: whole ones, though it cut them."""
    chosen = pattern.selector
    folded = read(chosen.prefix + chosen.exact + chosen.suffix)
    start = bisect_left(folded.offsets, len(chosen.prefix))
    begin, end = folded.word_at(start), folded.word_at(start + len(pattern.quote) - 1) + 1
    words = folded.words_between(0, len(folded.words))
    edge = pattern.before.endswith(EDGE)
    return [EDGE] * edge + words + [EDGE] * pattern.after.endswith(EDGE), begin + edge, end + edge


def _windows(whole: str, text: Folded, slack: int) -> list[tuple[int, int]]:
    """Where rare pieces of the pattern put its beginning: the ranges with most of them."""
    last = max(len(whole) - SEED, 0)
    step = max(SEED // 2, last // MOST_SEEDS)
    votes = sorted(
        found - at for at in range(0, last + 1, step) for found in _rare(text.letters, whole[at : at + SEED])
    )
    groups: list[list[int]] = []
    for vote in votes:
        if groups and vote - groups[-1][-1] <= slack // 2 and vote - groups[-1][0] <= slack * 2:
            groups[-1].append(vote)
        else:
            groups.append([vote])
    groups.sort(key=len, reverse=True)
    return [(group[0], group[-1]) for group in groups[:MOST_WINDOWS]]


def _rare(text: str, seed: str) -> list[int]:
    found = starts(text, seed, RARE)
    return found if len(found) <= RARE else []


def _align(words: tuple[list[str], int, int], text: Folded, first: int, last: int) -> tuple[int, int] | None:
    """The range of letters that stands for the passage among the words `first` to `last`, or None."""
    pattern, begin, end = words
    window = [EDGE] * (first == 0) + text.words_between(first, last) + [EDGE] * (last == len(text.words))
    pairs = list(_pairs(pattern, window))
    within = [(i, j) for i, j in pairs if begin <= i < end]
    if not within:
        return None
    ahead = [j for i, j in pairs if i == begin - 1]
    behind = [j for i, j in pairs if i == end]
    opening = within[0][1] if within[0][0] == begin or not ahead else ahead[0] + 1
    closing = within[-1][1] + 1 if within[-1][0] == end - 1 or not behind else behind[0]
    if within[0][1] - opening > 2 * (within[0][0] - begin) + 3:
        opening = within[0][1]
    if closing - within[-1][1] > 2 * (end - within[-1][0]) + 3:
        closing = within[-1][1] + 1
    first -= first == 0  # the edge
    return text.word_start(first + opening), text.word_start(first + closing)


def _pairs(pattern: list[str], window: list[str]) -> Iterator[tuple[int, int]]:
    """Words of the pattern with their counterparts; runs too short to mean anything are left out."""
    for block in Indel.opcodes(pattern, window).as_matching_blocks():
        run = pattern[block.a : block.a + block.size]
        if sum(map(len, run)) >= SURE_BLOCK or EDGE in run:
            yield from ((block.a + i, block.b + i) for i in range(block.size))
