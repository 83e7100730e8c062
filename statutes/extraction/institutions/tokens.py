"""A section's text as words and the gaps between them: what can stand inside one name and what ends it."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from statutes.extraction.institutions.names import folded
from statutes.extraction.institutions.words import ENGLISH_HEADS, GROUPS, MODIFIERS, PORTFOLIO, ROMANCE_HEADS

WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’`.-](?=[^\W_])[^\W_]+)*(?:['’](?![\w]))?|&")
BLANK, COMMA, SLASH, BREAK = " ", ",", "/", ""
GAPS = {",": COMMA, "/": SLASH}
TELLING = ENGLISH_HEADS | ROMANCE_HEADS | PORTFOLIO | MODIFIERS | {f"{word}'s" for word in GROUPS}
LINKS = frozenset("of the to with in and for on by was is from".split())
SAINTS = frozenset({"St", "Ste", "Sta", "Sto", "Mt"})
CAPITALS_IN_A_ROW = 4  # of a heading, where capital letters say nothing


@dataclass(frozen=True)
class Tokens:
    """The words of text[start:end] with offsets; `plain` without case and accents, `gaps` what follows each."""

    text: str
    start: int
    end: int
    words: list[str]
    plain: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]

    def __len__(self) -> int:
        return len(self.words)

    def index_before(self, offset: int) -> int:
        """The last word that ends at or before an offset, -1 for none."""
        return bisect_right(self.ends, offset) - 1

    @cached_property
    def capitals(self) -> list[bool]:
        """Which words are written as names are. In a heading in capitals only words that names are made of are."""
        return [
            is_capital(word) and (not self.loud[at] or self.plain[at] in TELLING) for at, word in enumerate(self.words)
        ]

    @cached_property
    def loud(self) -> list[bool]:
        """Which words stand in a row of words in capitals, and not in a list of acronyms."""
        loud = [False] * len(self)
        first, longest, run = 0, 0, 0  # the row over commas, and the longest part of it without one
        for at, word in enumerate(self.words):
            upper = word.isupper() and (len(word) > 1 or word in "A&")
            run = run + 1 if upper else 0
            longest = max(longest, run)
            gap = self.gaps[at] if upper and at + 1 < len(self) else BREAK
            if gap == BLANK:
                continue
            run = 0
            if gap == COMMA:
                continue
            last = at + 1 if upper else at
            is_prose = last - first >= CAPITALS_IN_A_ROW and any(word in LINKS for word in self.plain[first:last])
            if longest >= CAPITALS_IN_A_ROW or is_prose:
                loud[first:last] = [True] * (last - first)
            first, longest = at + 1, 0
        return loud


def is_capital(word: str) -> bool:
    """Whether a word begins as a name does: "Police", "al-Thawra", "d'Aide"."""
    if word[0].isupper():
        return True
    lead, mark, rest = word.partition("-" if "-" in word else "'")
    return bool(mark) and len(lead) <= 2 and rest[:1].isupper()


def tokens_of(text: str, start: int, end: int) -> Tokens:
    """The words of text[start:end]."""
    found = list(WORD.finditer(text, start, end))
    starts = [match.start() for match in found]
    ends = [match.end() for match in found]
    words = [match[0] for match in found]
    plain = ["".join(map(folded, word)) for word in words]
    after = [*starts[1:], end][: len(words)]
    gaps = [_gap(text, word, here, there) for word, here, there in zip(words, ends, after, strict=True)]
    if gaps:
        gaps[-1] = BREAK
    return Tokens(text, start, end, words, plain, starts, ends, gaps)


def _gap(text: str, word: str, start: int, end: int) -> str:
    if end - start > 4:
        return BREAK
    between = text[start:end]
    if between == ". " and word in SAINTS:
        return BLANK
    if between.isspace():
        return BLANK if between.count("\n") < 2 else BREAK
    mark = between.strip()
    return GAPS.get(mark, BREAK) if between.count("\n") < 2 else BREAK
