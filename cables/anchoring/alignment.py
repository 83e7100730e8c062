"""What became of every word of a text: the earlier text and the new one set side by side."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from cables.anchoring.folding import Folded, fold

MOST_WORDS = 8_000  # of either text: some 50,000 characters; the work grows with the product

INNER = 3  # words of a place that stand next to its border
ALIKE = 0.8  # likeness of a word that has lost a letter


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each word of the new text, by index, the word of the earlier one that it continues, or -1."""

    origins: "array[int]"

    def elsewhere(self, home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> float:
        """The share of a place's letters, 0 to 1, that continue words of the earlier text outside the passage.

        Passage and place are ranges of letters.
        """
        first, last = home.word_at(passage[0]), home.word_at(passage[1] - 1)
        strange = 0
        for word in range(text.word_at(place[0]), text.word_at(place[1] - 1) + 1):
            if self.origins[word] >= 0 and not first <= self.origins[word] <= last:
                strange += min(text.word_start(word + 1), place[1]) - max(text.word_start(word), place[0])
        return strange / (place[1] - place[0])

    def bordered(self, home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> bool:
        """Whether the place begins and ends with the passage's own first and last word, or with one spelt much like it.

        Of another word at its border nobody can say whether it was put in its place or beside the passage.
        """
        first, last, begin, end = _ends(home, passage, text, place)
        for was, now, within in ((first, begin, range(begin + 1, end + 1)), (last, end, range(end - 1, begin - 1, -1))):
            if within and not any(first <= self.origins[word] <= last for word in within[:INNER]):
                return False  # alone behind new words, it is as likely theirs
            said, word = home.words_between(was, was + 1)[0], text.words_between(now, now + 1)[0]
            if self.origins[now] != was and Indel.normalized_similarity(said, word) < ALIKE:
                return False
            joined = within and self.origins[now] == was and self.origins[within[0]] == was + within.step
            if not joined and word in self._lost(home, was, now, -within.step):
                return False  # it stood in the passage and beside it too; nobody can say which of the two is left
        return True

    def _lost(self, home: Folded, was: int, now: int, step: int) -> list[str]:
        """The earlier text's words beside its word `was`, one way, up to the first that is left beside `now`."""
        edge, stop = (len(home.words), len(self.origins)) if step > 0 else (-1, -1)
        kept = next((self.origins[at] for at in range(now + step, stop, step) if self.origins[at] >= 0), edge)
        return home.words_between(was + 1, kept) if step > 0 else home.words_between(kept + 1, was)

    def adjoins(self, home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> bool:
        """Whether a word next to the place is the one next to the passage, and neither only looks the same.

        A text's beginning and its end count as words.
        """
        first, last, begin, end = _ends(home, passage, text, place)
        old, new = home.words_between(0, len(home.words)), text.words_between(0, len(text.words))
        adjoining = False
        for was, now, is_edge in (
            (first - 1, begin - 1, (first == 0, begin == 0)),
            (last + 1, end + 1, (last + 1 == len(old), end + 1 == len(new))),
        ):
            if any(is_edge):
                adjoining |= all(is_edge)
            elif self.origins[now] == was:
                adjoining = True
            elif old[was] == new[now]:
                return False
        return adjoining

    def echoed(self, home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> float:
        """The share of the passage's words, 0 to 1, that stands again in what has come between the place and its sides.

        The passage itself may stand there, in other words. A single word that the earlier text had elsewhere may be a
        coincidence; two in a row are what stood beside the passage.
        """
        first, last, begin, end = _ends(home, passage, text, place)
        between: set[str] = set()
        for words in (range(begin - 1, -1, -1), range(end + 1, len(self.origins))):
            for word in words:
                origin, further = self.origins[word], word + words.step
                alone = 0 <= further < len(self.origins) and self.origins[further] != origin + words.step
                if not (origin < 0 or first <= origin <= last or alone):
                    break
                between.update(text.words_between(word, word + 1))
        own = set(home.words_between(first, last + 1))
        return sum(map(len, own & between)) / sum(map(len, own))


def _ends(home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> tuple[int, int, int, int]:
    """The indexes of the first and the last word of the passage, and of the place."""
    return (
        home.word_at(passage[0]), home.word_at(passage[1] - 1), text.word_at(place[0]), text.word_at(place[1] - 1),
    )  # fmt: skip


@lru_cache(maxsize=16)
def align(earlier: str, text: str) -> Alignment | None:
    """The alignment with most words in common, or None where the texts are too long for one."""
    old, new = fold(earlier), fold(text)
    if max(len(old.words), len(new.words)) > MOST_WORDS:
        return None
    before, after = old.words_between(0, len(old.words)), new.words_between(0, len(new.words))
    origins = array("l", [-1]) * len(after)
    for block in Indel.opcodes(before, after).as_matching_blocks():
        for at in range(block.size):
            origins[block.b + at] = block.a + at
    return Alignment(origins)


def letter_at(text: Folded, offset: int) -> int:
    """The index of the first letter at or behind an offset."""
    return bisect_left(text.offsets, offset)
