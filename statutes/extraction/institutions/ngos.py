"""Names that a text calls an NGO: "the NGO Open Door", "NGOs such as A, B, and C", "Open Door, a local NGO"."""

from collections.abc import Iterator

from statutes.extraction.institutions.acronyms import NO_NAMES, is_acronym
from statutes.extraction.institutions.groups import POSSESSIVE
from statutes.extraction.institutions.names import squeezed
from statutes.extraction.institutions.tokens import BLANK, BREAK, COMMA, Tokens
from statutes.extraction.institutions.words import MONTHS, OPENERS, ROLES

ANNOUNCERS = frozenset("ngo ngos charity charities non-profit nonprofit non-governmental".split())
UNITS = frozenset({"organization", "organisation", "group", "association", "foundation", "shelter"})
SMALL = frozenset("des du di da dos et sans de del la las los for of the por tus para y e".split())
LONGEST = 7
NAMED = UNITS | {"shelter", "center", "house", "home", "charity", "network"}  # "a shelter named Casa Azul"
NOT_APPOSED = frozenset("a an another the of in with for by to and or that is was as from on at".split())


def ngos_in(tokens: Tokens) -> Iterator[tuple[int, int, str]]:
    """Where each name begins and ends, and the name as printed."""
    for at, word in enumerate(tokens.plain):
        if word in ANNOUNCERS and at + 1 < len(tokens):
            yield from _named_after(tokens, at)
        elif word in UNITS and at + 1 < len(tokens) and tokens.gaps[at] == BLANK and _is_code(tokens, at + 1):
            yield tokens.starts[at + 1], tokens.ends[at + 1], tokens.words[at + 1]
        elif word in NAMED and tokens.plain[at + 1 : at + 2] in (["named"], ["called"]) and tokens.gaps[at] == BLANK:
            last = _name_end(tokens, at + 2)
            if last is not None:
                yield _passage(tokens, at + 2, last)
        if word == "ngo":
            yield from _named_before(tokens, at)


def _passage(tokens: Tokens, first: int, last: int) -> tuple[int, int, str]:
    """The words first to last (past it) with their offsets, without a possessive."""
    start, end = tokens.starts[first], tokens.ends[last - 1]
    mark = POSSESSIVE.search(tokens.words[last - 1])
    end -= len(mark[0]) if mark else 0
    return start, end, squeezed(tokens.text[start:end])


def _is_code(tokens: Tokens, at: int) -> bool:
    """ "the organization FONDEMA": a name all in capitals, where other words are not."""
    word = tokens.words[at]
    return not tokens.loud[at] and len(word) >= 4 and word.isalpha() and word.isupper() and word not in NO_NAMES


def _named_after(tokens: Tokens, at: int) -> Iterator[tuple[int, int, str]]:
    first = at + 1
    opens = tokens.text[tokens.ends[at] : tokens.starts[first]] == " ("
    if tokens.gaps[at] != BLANK and not opens:
        return
    if tokens.plain[first] == "the" and first + 1 < len(tokens):
        first += 1
    elif tokens.plain[first : first + 2] == ["such", "as"]:
        first += 2
    elif tokens.plain[first] in ("including", "include", "called", "named", "like"):
        first += 1
    is_list = tokens.plain[at].endswith("s")
    for _ in range(8):
        last = _name_end(tokens, first)
        if last is None:
            return
        yield _passage(tokens, first, last)
        if not is_list or last >= len(tokens):
            return
        first = last + 1 if tokens.plain[last] == "and" and tokens.gaps[last - 1] in (BLANK, COMMA) else last
        if first == last and tokens.gaps[last - 1] != COMMA:
            return


def _name_end(tokens: Tokens, first: int) -> int | None:
    """Past the last word of the name that begins at `first`; None where none does."""
    if first >= len(tokens) or not _is_part(tokens, first) or tokens.plain[first] in OPENERS:
        return None
    last = first + 1
    while last < len(tokens) and last - first < LONGEST and tokens.gaps[last - 1] == BLANK:
        if _is_part(tokens, last):
            last += 1
        elif tokens.plain[last] in SMALL and last + 1 < len(tokens) and tokens.gaps[last] == BLANK:
            ahead = last + 1 if tokens.plain[last + 1] not in SMALL else last + 2
            if ahead >= len(tokens) or not _is_part(tokens, ahead):
                break
            last = ahead + 1
        else:
            break
    return last


def _is_part(tokens: Tokens, at: int) -> bool:
    word = tokens.plain[at]
    if tokens.words[at].isupper() and (tokens.loud[at] or not is_acronym(tokens.words[at])):
        return False
    return tokens.capitals[at] and word not in MONTHS and word not in ROLES and word not in ("ngo", "ngos")


def _is_apposed(tokens: Tokens, at: int) -> bool:
    """Whether a word can tell what kind of NGO: "a small child welfare NGO"."""
    return tokens.gaps[at] == BLANK and not tokens.capitals[at] and tokens.plain[at] not in NOT_APPOSED


def _named_before(tokens: Tokens, at: int) -> Iterator[tuple[int, int, str]]:
    """ "Open Door, a local NGO": the words in capitals before the comma and the article."""
    first = at
    while first > max(at - 4, 0) and _is_apposed(tokens, first - 1):
        first -= 1
    last = first - 1 if first and tokens.plain[first - 1] in ("a", "an", "another") else first
    if last < 1 or tokens.gaps[last - 1] not in (COMMA, BREAK):
        return
    between = tokens.text[tokens.ends[last - 1] : tokens.starts[last]].strip()
    if between not in (",", "-", "--", "–") or (between == "," and last == first == at):
        return
    start = last
    while (
        start > 0
        and last - start < LONGEST
        and _is_part(tokens, start - 1)
        and (start == last or tokens.gaps[start - 1] == BLANK)
    ):
        start -= 1
    while start < last and tokens.plain[start] in OPENERS:
        start += 1
    if start < last:
        yield _passage(tokens, start, last)
