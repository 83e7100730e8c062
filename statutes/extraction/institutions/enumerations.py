"""Several names with one head word: "Ministries of Health and Education", "the Justice and Labor Ministries"."""

from dataclasses import dataclass

from statutes.extraction.institutions.complements import Complements
from statutes.extraction.institutions.groups import LONGEST
from statutes.extraction.institutions.names import squeezed
from statutes.extraction.institutions.tokens import BLANK, COMMA
from statutes.extraction.institutions.words import PLURAL_HEADS, PORTFOLIO


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name with its head word, where it stands."""

    start: int
    end: int
    name: str
    head: str
    is_listed: bool = False  # "Ministry of Education" out of "Ministries of Health and Education"


def listed(reader: Complements, first: int, head: int) -> tuple[list[Phrase], int]:
    """The names of a list, and the word to go on from."""
    tokens = reader.tokens
    singular = PLURAL_HEADS[tokens.plain[head]]
    if head > first:
        is_led = first > 1 and tokens.plain[first - 1] in ("and", "&")
        return (_listed_before(reader, first, head, singular) if is_led else []), head + 1
    after = head + 1
    if after >= len(tokens) or tokens.plain[after] not in ("of", "for") or tokens.gaps[head] != BLANK:
        return [], head + 1
    items = _items(reader, after + 1)
    if len(items) < 2:
        return [], head + 1
    found = []
    for number, (start, last) in enumerate(items):
        words = squeezed(tokens.text[tokens.starts[start] : reader.end(last)])
        name = f"{singular} {tokens.words[after]} {words}"
        begin = tokens.starts[head if number == 0 else start]
        found.append(Phrase(begin, reader.end(last), name, singular.lower(), True))
    return found, items[-1][1]


def _items(reader: Complements, at: int) -> list[tuple[int, int]]:
    """The items of a list: with a comma before the last "and", an "and" inside an item does not part it."""
    tokens = reader.tokens
    pieces: list[tuple[int, int, str]] = []  # first, past the last, what stands before
    mark = ""
    while reader.capital(at) and len(pieces) < LONGEST and tokens.words[at] not in reader.acronyms:
        last = reader.part(at, "")
        inner = reader.inner(at, last)
        if inner is not None and tokens.plain[inner] not in PORTFOLIO:
            break
        pieces.append((at, last, mark))
        at = last
        if reader.owns(last - 1) or at >= len(tokens):
            break
        mark = tokens.gaps[at - 1]
        if mark in (BLANK, COMMA) and tokens.plain[at] in ("and", "&"):
            mark = f"{mark}and"
            at = reader.past_articles(at + 1)
        elif mark != COMMA:
            break
    return _joined(pieces)


def _joined(pieces: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    has_final_comma = any(mark == f"{COMMA}and" for _, _, mark in pieces)
    items: list[tuple[int, int]] = []
    for first, last, mark in pieces:
        if items and mark == f"{BLANK}and" and has_final_comma:
            items[-1] = (items[-1][0], last)
        else:
            items.append((first, last))
    return items


def _listed_before(reader: Complements, first: int, head: int, singular: str) -> list[Phrase]:
    tokens = reader.tokens
    at = first - 2
    while (
        at >= max(first - LONGEST, 0)
        and tokens.capitals[at]
        and tokens.plain[at] in PORTFOLIO
        and tokens.gaps[at] == BLANK
    ):
        at -= 1
    if at + 1 > first - 2:
        return []
    start, stop = tokens.starts[at + 1], tokens.ends[first - 2]
    one = squeezed(tokens.text[start:stop])
    two = squeezed(tokens.text[tokens.starts[first] : tokens.ends[head - 1]])
    return [
        Phrase(start, stop, f"{one} {singular}", singular.lower(), True),
        Phrase(tokens.starts[first], tokens.ends[head], f"{two} {singular}", singular.lower(), True),
    ]
