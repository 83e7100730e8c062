"""Instruments named in prose: "the Immigration Law (Decree 95-98)", "Law 599 of 2000", "Article 7 of the Code".

A name is the run of capitalised words around a head word (Code, Law, Decree, Convention, ...). Head words in small
letters count where a number or a year makes them one law ("law number 1 of 2008"), and for codes and constitutions.
"""

import re
from dataclasses import dataclass, replace

from statutes.extraction.articles import with_articles
from statutes.extraction.dates import DATED, NUMBERED, YEAR_BEFORE, YEARS
from statutes.extraction.heads import (
    AFTER_LAW,
    HEAD,
    HEADS,
    INTERNATIONAL,
    LAW_WORDS,
    NOT_LAW,
    NUMBERABLE,
    PLANNED,
    is_no_number,
    is_one_instrument,
)
from statutes.extraction.instrument_names import name_of, small_left, walk_left, walk_right
from statutes.extraction.structure import Article, Citation, InstrumentKind

MERGING = re.compile(r"^(?:\s|,\s|\s\((?:formerly\s)?|,\sor\s|\s-\s)$")


@dataclass(frozen=True, slots=True)
class _Named:
    citation: Citation
    is_bare: bool  # a number and no name: "Decree 95-98"


def read_instruments(
    text: str, start: int = 0, end: int | None = None
) -> tuple[tuple[Citation, ...], tuple[Article, ...]]:
    """Instruments and articles named in text[start:end], in order, the articles bound as far as the text says."""
    stop = len(text) if end is None else end
    named: list[_Named] = []
    for match in HEAD.finditer(text, start, stop):
        if named and match.start() < named[-1].citation.end:
            continue
        found = _named(text, match, named[-1].citation.end if named else start, stop)
        if found is not None:
            named.append(found)
            named += _others_numbered(text, found.citation, stop)
    citations = _merged(text, named)
    return with_articles(text, start, stop, citations)


def _named(text: str, head: re.Match[str], start: int, end: int) -> _Named | None:
    word = head[0].lower()
    kind = HEADS[word]
    if AFTER_LAW.match(text, head.end()) or OF_AN_ACT.match(text, head.end()):
        return None
    capital = head[0][0].isupper()
    first = walk_left(text, head.start(), start, word) if capital else small_left(text, head.start(), start, word)
    numbered = NUMBERED.match(text, head.end(), end) if word in LAW_WORDS or kind in NUMBERABLE else None
    if numbered and is_no_number(numbered, capital, word):
        numbered = None
    last = numbered.end() if numbered else head.end()
    if capital and not (numbered and first == head.start()):
        last = walk_right(text, last, end, kind)
    year = YEAR_BEFORE.search(text, max(start, first - 6), first)
    if not is_one_instrument(text, head, first, last, bool(numbered), bool(year), capital):
        return None
    name = name_of(text, first, last, numbered, head)
    if not name or (NOT_LAW.match(name) and not numbered and not year):
        return None
    behind = NUMBERED.match(text, last, end) if numbered is None and last > head.end() else None
    serial = behind if behind and behind["mark"] else numbered  # "Law on Wages No. 12"
    last = max(last, serial.end() if serial else 0)
    dated = (YEARS.match(text, last, end) if kind in PLANNED else None) or DATED.match(text, last, end)
    date = (serial and serial["date"]) or (dated and dated["date"]) or (year and year["year"]) or ""
    stop = max(last, dated.end() if dated else 0)
    if text[first:stop].count("(") < text[first:stop].count(")"):
        stop -= 1
    if kind is InstrumentKind.TREATY and word == "protocol" and not INTERNATIONAL.search(name):
        kind = InstrumentKind.POLICY
    number = serial["number"].rstrip(".,") if serial else ""
    citation = Citation(name, kind, year.start() if year else first, stop, number, date)
    return _Named(citation, bool(numbered) and first == head.start())


OF_AN_ACT = re.compile(r"\s(?:\([A-Z][\w\s-]{2,30}\)|Amendment|Reform)\s(?:Act|Ordinance|Law|Bill)\b")
AND_NUMBER = re.compile(r"(?:,|\sand|,\sand)\s(?:No\.?\s)?(?P<number>\d{1,3})(?![\d,./-]|\s(?:years?|months?|of)\b)")


def _others_numbered(text: str, first: Citation, end: int) -> list[_Named]:
    """ "ILO Conventions 29 and 105" are two treaties."""
    found: list[_Named] = []
    at = first.end
    while first.kind is InstrumentKind.TREATY and first.number and (match := AND_NUMBER.match(text, at, end)):
        name = first.name.removesuffix(first.number) + match["number"]
        found.append(_Named(Citation(name, first.kind, match.start("number"), match.end(), match["number"]), False))
        at = match.end()
    return found


SERIAL_NAME = re.compile(r"(?:[A-Z][a-z]+\s){1,2}(?:Decree|Law|Act|Ordinance|Order)")


def _is_serial_only(last: Citation, citation: Citation) -> bool:
    """ "Penal Code (Royal Decree No. 15 of 1974)": a number under which the code was issued."""
    return bool(citation.number) and not last.number and SERIAL_NAME.fullmatch(citation.name) is not None


def _merged(text: str, named: list[_Named]) -> list[Citation]:
    """A number beside a name is the same instrument: "Immigration Law (Decree 95-98)", "Code, Law No. 4573"."""
    kept: list[Citation] = []
    for found in named:
        citation = found.citation
        last = kept[-1] if kept else None
        if last and found.is_bare and not last.number and MERGING.match(text[last.end : citation.start]):
            end = citation.end + (1 if text[citation.end : citation.end + 1] == ")" else 0)
            kept[-1] = replace(
                last,
                end=end,
                number=citation.number,
                date=last.date or citation.date,
                aliases=(*last.aliases, citation.name),
            )
        elif (
            last
            and (citation.kind is last.kind or _is_serial_only(last, citation))
            and text[last.end : citation.start] == " ("
            and text[citation.end : citation.end + 1] == ")"
        ):
            has_number = not citation.number or citation.number in citation.name
            alias = citation.name if has_number else f"{citation.name} {citation.number}"
            kept[-1] = replace(
                last, end=citation.end + 1, number=last.number or citation.number, aliases=(*last.aliases, alias)
            )
        else:
            kept.append(citation)
    return kept
