"""The sentences of a text in which a name stands, with the name told apart. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from statutes.extraction.sentences import sentences

LONGEST = 420  # characters of a sentence that are shown
LEAD = 140  # of them before the first name

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence, or the part of a long one around the name. `pieces` are (words, whether they are the name)."""

    pieces: tuple[tuple[str, bool], ...]
    is_cut_before: bool = False
    is_cut_after: bool = False

    @property
    def words(self) -> str:
        return "".join(words for words, _ in self.pieces)


def quoted(text: str, names: Iterable[Span]) -> tuple[Quoted, ...]:
    """The sentences with these names in them, each once, in the order of the text. A name that reaches over the end of
    a sentence brings the next one along; one beyond the text is left out."""
    fit = {(start, end) for start, end in names if 0 <= start < end <= len(text)}
    spans = sorted(fit, key=lambda span: (span[0], -span[1]))  # of two that begin together the longer one first
    bounds = sentences(text)
    found: list[tuple[Span, list[Span]]] = []
    for span in spans:
        around = _around(span, bounds)
        if found and around[0] < found[-1][0][1]:
            (start, end), inside = found[-1]
            found[-1] = ((start, max(end, around[1])), [*inside, span])
        else:
            found.append((around, [span]))
    return tuple(_cut(text, sentence, inside) for sentence, inside in found)


def _around(span: Span, bounds: Sequence[Span]) -> Span:
    touched = [sentence for sentence in bounds if sentence[0] < span[1] and sentence[1] > span[0]]
    return min([span[0], *(start for start, _ in touched)]), max([span[1], *(end for _, end in touched)])


def _cut(text: str, sentence: Span, names: Sequence[Span]) -> Quoted:
    start, end = sentence
    if end - start > LONGEST:
        start = _word_start(text, max(start, names[0][0] - LEAD), names[0][0])
        end = _word_end(text, min(end, max(start + LONGEST, names[0][1])), names[0][1])
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, last in names:
        if first < at or last > end:
            continue  # lies within the one before, or behind the cut
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    pieces.append((text[at:end], False))
    return Quoted(tuple(piece for piece in pieces if piece[0]), start > sentence[0], end < sentence[1])


def _word_start(text: str, at: int, latest: int) -> int:
    """The first beginning of a word from `at` on, and at the latest `latest`."""
    while 0 < at < latest and not text[at - 1].isspace():
        at += 1
    return at


def _word_end(text: str, at: int, earliest: int) -> int:
    while earliest < at < len(text) and not text[at].isspace():
        at -= 1
    return at
