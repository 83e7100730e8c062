"""The stretch of a text that shows the words searched for, and the words in it. Knows no database but for stems."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cables.search.language import Term
from cables.search.query import MARK_END, MARK_START

LENGTH = 280  # characters of a snippet
LEAD = 60  # of them before the first word found
TOKEN = re.compile(r"\d+(?:,\d{3})+(?!\d)|\d+|[^\W\d_]+")
PRIVATE = str.maketrans("", "", MARK_START + MARK_END)
SAME_START = 3  # characters that a word and its stem have in common, whatever its ending

Stems = Callable[[Iterable[str]], dict[str, str]]
Found = tuple[int, int, str]  # start, end, word without accents in lower case


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term as the words that must follow each other; the last may be a beginning."""

    words: tuple[str, ...]
    prefix: bool


def folded(text: str) -> str:
    """The text in lower case without accents, each character in its place."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    lower = character.lower()
    plain = unicodedata.normalize("NFD", lower)[0] if lower else character
    return plain if len(lower) == 1 else character


def patterns_of(terms: Iterable[Term]) -> list[Pattern]:
    found = (Pattern(tuple(_number(word) for word in TOKEN.findall(folded(term.text))), term.prefix) for term in terms)
    return [pattern for pattern in found if pattern.words]


def _number(word: str) -> str:
    """`327` for `000327`, `1000` for `1,000`; words as they are."""
    return word.replace(",", "").lstrip("0") or "0" if word[0].isdigit() else word


class Highlighter:
    """Marks the words of some terms in texts. `stems` gives the stem of each word as the index has it, "" for a stop
    word."""

    def __init__(self, terms: Iterable[Term], stems: Stems) -> None:
        self.patterns = patterns_of(terms)
        self.stems = stems
        wanted = {word for pattern in self.patterns for word in pattern.words}
        begins = "|".join(sorted(re.escape(word[:SAME_START]) for word in wanted if not word[0].isdigit()))
        numbers = r"\d+(?:,\d{3})+(?!\d)|\d+" if any(word[0].isdigit() for word in wanted) else ""
        words = rf"(?<![^\W\d_])(?:{begins})[^\W\d_]*" if begins else ""
        self.candidate = re.compile("|".join(filter(None, (numbers, words)))) if wanted else None
        self.wanted = wanted

    def snippets(self, texts: Sequence[str]) -> list[str]:
        """The best stretch of each text, its words marked; its beginning where none is found."""
        clean = [text.translate(PRIVATE) for text in texts]
        plain = [folded(text) for text in clean]
        candidates = [self._candidates(text) for text in plain]
        stems = self.stems({word for found in candidates for *_, word in found} | self.wanted)
        return [
            stretch(text, self._marks(folds, found, stems))
            for text, folds, found in zip(clean, plain, candidates, strict=True)
        ]

    def _candidates(self, text: str) -> list[Found]:
        if self.candidate is None:
            return []
        return [(found.start(), found.end(), _number(found[0])) for found in self.candidate.finditer(text)]

    def _marks(self, text: str, found: Sequence[Found], stems: dict[str, str]) -> list[tuple[int, int]]:
        """Whole terms, or, where none stands there as it was typed, their single words."""
        marks = {mark for pattern in self.patterns for mark in _standing(pattern, text, found, stems)}
        if not marks:
            single = [Pattern((word,), pattern.prefix) for pattern in self.patterns for word in pattern.words]
            marks = {mark for pattern in single for mark in _standing(pattern, text, found, stems)}
        return sorted(marks)


def _standing(pattern: Pattern, text: str, found: Sequence[Found], stems: dict[str, str]) -> Iterable[tuple[int, int]]:
    number = len(pattern.words)
    if number == 1 and not stems.get(pattern.words[0]) and not pattern.prefix:
        return
    for at in range(len(found) - number + 1):
        run = found[at : at + number]
        are_side_by_side = all(not TOKEN.search(text, before[1], after[0]) for before, after in pairwise(run))
        if are_side_by_side and all(
            _is_same(word, wanted, stems, prefix=pattern.prefix and place == number - 1)
            for place, ((*_, word), wanted) in enumerate(zip(run, pattern.words, strict=True))
        ):
            yield from ((start, end) for start, end, _ in run)


def _is_same(word: str, wanted: str, stems: dict[str, str], *, prefix: bool) -> bool:
    if word == wanted or (stems.get(word) and stems.get(word) == stems.get(wanted)):
        return True
    return prefix and word.startswith((wanted, stems.get(wanted) or wanted))


def stretch(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """About LENGTH characters with as many different marked words as possible, cut between words."""
    start = _best_start(text, marks)
    end = min(len(text), start + LENGTH)
    start = _between_words(text, max(0, end - LENGTH) if end == len(text) else start)
    if end < len(text):
        end = max(text.rfind(" ", start, end + 1), text.rfind("\n", start, end + 1), start + LENGTH // 2)
    pieces, at = [], start
    for first, last in marks:
        if first >= at and last <= end:
            pieces += [text[at:first], MARK_START, text[first:last], MARK_END]
            at = last
    shown = " ".join("".join([*pieces, text[at:end]]).split())
    return f"{'… ' if start > 0 else ''}{shown}{' …' if end < len(text) else ''}"


def _best_start(text: str, marks: Sequence[tuple[int, int]]) -> int:
    if not marks or marks[-1][1] <= LENGTH:
        return 0
    starts = [start for start, _ in marks]
    best = (-1, 0)
    for index, first in enumerate(starts):
        after = bisect_left(starts, first + LENGTH - LEAD)
        different = len({text[start:end].lower() for start, end in marks[index:after]})
        best = max(best, (different * 100 + min(after - index, 99), -first))
    return max(0, -best[1] - LEAD)


def _between_words(text: str, start: int) -> int:
    """The start of a word at or a little after `start`."""
    if start == 0:
        return 0
    for at in range(start, min(start + LEAD // 2, len(text))):
        if text[at - 1].isspace():
            return at
    return start
