"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\s+|\w+|[^\w\s]")
UNIT = re.compile(r"\s+|(?:\w+|[^\w\s])\s*")  # a word with the blanks behind it: blanks alone would match any other
LINE = re.compile(r"[^\n]*\n|[^\n]+")
CONTEXT = 24  # words and blanks kept on either side of a change


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"
    ELIDED = "elided"


@dataclass(frozen=True, slots=True)
class Passage:
    change: Change
    words: str


class TooMuchError(Exception):
    """The comparison would cost more than the page may."""


class Budget:
    """How much comparing one page may cost, counted in words and pairs of words that are looked at: what repeats
    itself costs the cube of its length. Of what is left when the words have used it up, lines are compared."""

    def __init__(self, words: int = 6_000_000, lines: int = 300_000) -> None:
        self.left = {"words": words, "lines": lines}

    def spend(self, kind: str, work: int) -> None:
        if work > self.left[kind]:
            self.left[kind] = 0
            raise TooMuchError
        self.left[kind] -= work


class _Counted(SequenceMatcher[str]):
    """Counts the work before it is done."""

    a: list[str]
    b2j: dict[str, list[int]]

    def __init__(self, old: list[str], new: list[str], budget: Budget, kind: str) -> None:
        self.budget, self.kind = budget, kind
        super().__init__(None, old, new, autojunk=False)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self.budget.spend(self.kind, sum(1 + len(self.b2j.get(word, ())) for word in self.a[alo:ahi]))
        return super().find_longest_match(alo, ahi, blo, bhi)


def redline(before: str, after: str, budget: Budget | None = None) -> list[Passage]:
    """Passages that, without the new ones, read as `before`, and without those gone as `after`: by words, or where
    the budget does not allow that by lines, or else the one text for the other."""
    budget = budget or Budget()
    for kind, pieces in (("words", UNIT.findall), ("lines", LINE.findall)):
        try:
            budget.spend(kind, (len(before) + len(after)) // 8)
            return _passages(pieces(before), pieces(after), budget, kind)
        except TooMuchError:
            continue
    return [passage for passage in (Passage(Change.GONE, before), Passage(Change.NEW, after)) if passage.words]


def _passages(old: list[str], new: list[str], budget: Budget, kind: str) -> list[Passage]:
    budget.spend(kind, len(old) + len(new))
    passages = []
    for operation, old_start, old_end, new_start, new_end in _Counted(old, new, budget, kind).get_opcodes():
        gone, came = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        blanks = "" if operation == "equal" else _blanks_of_both(gone, came)
        if operation == "equal":
            passages.append(Passage(Change.SAME, gone))
            continue
        if gone := gone.removesuffix(blanks):
            passages.append(Passage(Change.GONE, gone))
        if came := came.removesuffix(blanks):
            passages.append(Passage(Change.NEW, came))
        if blanks:
            passages.append(Passage(Change.SAME, blanks))
    return passages


def _blanks_of_both(gone: str, came: str) -> str:
    """The blanks that end both."""
    blanks = gone[len(gone.rstrip()) :]
    return blanks if came.endswith(blanks) and came[: len(came) - len(blanks)].rstrip() else ""


def shortened(passages: list[Passage]) -> Iterator[Passage]:
    """The same with long unchanged stretches left out, for reading."""
    for index, passage in enumerate(passages):
        words = WORD.findall(passage.words)
        if passage.change is not Change.SAME or len(words) <= 2 * CONTEXT:
            yield passage
            continue
        if index > 0:
            yield Passage(Change.SAME, "".join(words[:CONTEXT]))
        yield Passage(Change.ELIDED, "")
        if index + 1 < len(passages):
            yield Passage(Change.SAME, "".join(words[-CONTEXT:]))
