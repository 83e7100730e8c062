"""`read_law`: everything about law in one section, from its clean text and its paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.bases import bound
from statutes.extraction.captions import unit_of
from statutes.extraction.clauses import clauses_of
from statutes.extraction.events import events_of
from statutes.extraction.instruments import read_instruments
from statutes.extraction.offences import offence_of
from statutes.extraction.places import Place
from statutes.extraction.provisions import read_provisions
from statutes.extraction.sentences import sentences
from statutes.extraction.spans import Spans
from statutes.extraction.structure import (
    Article,
    Citation,
    InstrumentKind,
    LifeEvent,
    QuotedProvision,
    SectionLaw,
    Stretch,
)
from statutes.extraction.threats import Clause

Cited = TypeVar("Cited", Article, Citation)
THREATENING = frozenset({
    InstrumentKind.ACT, InstrumentKind.CODE, InstrumentKind.CONSTITUTION, InstrumentKind.DECREE,
    InstrumentKind.REGULATION,
})  # fmt: skip
SUBHEADINGS = (ParagraphKind.QUESTION, ParagraphKind.LAW_HEADING)


def read_law(text: str, paragraphs: Sequence[Paragraph]) -> SectionLaw:
    """The law in a section. Never raises; the questionnaire's own words are left out."""
    asked = Spans((p.clean_start, p.clean_end) for p in paragraphs if p.kind is ParagraphKind.QUESTION)
    citations, articles = read_instruments(text)
    citations = tuple(c for c in citations if c.start not in asked)
    articles = tuple(a for a in articles if a.start not in asked)
    articles = _with_lead(text, paragraphs, citations, articles)
    provisions = read_provisions(text, paragraphs, citations, articles)
    articles = _with_sole(text, provisions, citations, _with_known(provisions, articles))
    places: list[Place] = []
    events: list[LifeEvent] = []
    for index, provision in enumerate(provisions):
        places += _quoted(text, paragraphs, provision, index)
    bodies = Spans((p.body_start, p.end) for p in provisions)
    for paragraph in paragraphs:
        if paragraph.kind in SUBHEADINGS:
            continue
        if paragraph.clean_start not in bodies:
            places += _in_prose(text, paragraph, bodies, citations, articles)
        for start, end in sentences(text, paragraph.clean_start, paragraph.clean_end):
            events += events_of(text, start, end, citations)
    places.sort(key=lambda place: place.clause.start)
    return SectionLaw(provisions, citations, articles, bound(text, places, provisions), tuple(events))


def _with_lead(
    text: str, paragraphs: Sequence[Paragraph], citations: Sequence[Citation], articles: Sequence[Article]
) -> tuple[Article, ...]:
    """Articles of a list, bound to the one instrument that its opening names: "Other articles of the code are:"."""
    owner = ""
    owned: list[Article] = list(articles)
    for paragraph in paragraphs:
        words = text[paragraph.clean_start : paragraph.clean_end]
        first = bisect_left(articles, paragraph.clean_start, key=lambda article: article.start)
        last = bisect_left(articles, paragraph.clean_end, key=lambda article: article.start)
        if paragraph.kind is ParagraphKind.LIST_ITEM and owner and re.match(r"[\s-]{0,4}(?:Art|Sec|art|sec)", words):
            for index in range(first, last):
                if not owned[index].instrument:
                    owned[index] = replace(owned[index], instrument=owner)
        elif words.endswith(":"):
            inside = {c.name for c in _within(citations, paragraph.clean_start, paragraph.clean_end)}
            owner = next(iter(inside)) if len(inside) == 1 else ""
        else:
            owner = ""
    return tuple(owned)


def _within(found: Sequence[Cited], start: int, end: int) -> Sequence[Cited]:
    """Those that begin in text[start:end]."""
    first = bisect_left(found, start, key=lambda one: one.start)
    return found[first : bisect_left(found, end, first, key=lambda one: one.start)]


def _with_known(provisions: Sequence[QuotedProvision], articles: Sequence[Article]) -> tuple[Article, ...]:
    """Articles cited again without their law, where the section says whose that number is and says it of one."""
    owners: dict[str, set[str]] = {}
    known: list[QuotedProvision | Article] = [*provisions, *articles]
    for one in known:
        if one.instrument:
            owners.setdefault(one.number.lower(), set()).add(one.instrument)
    sole = {number: names.copy().pop() for number, names in owners.items() if len(names) == 1}
    return tuple(
        replace(article, instrument=article.instrument or sole.get(article.number.lower(), "")) for article in articles
    )


OF_ANOTHER = re.compile(r"\s(?:of|in|under)\s(?:this|that|the|its|an?)\b")  # "Article 6 of this agreement"


def _with_sole(
    text: str, provisions: Sequence[QuotedProvision], citations: Sequence[Citation], articles: Sequence[Article]
) -> tuple[Article, ...]:
    """Articles that the post cites without saying whose they are, where the section names one law only."""
    names = {c.name.lower(): c.name for c in citations if c.kind in THREATENING}
    if len(names) != 1:
        return tuple(articles)
    quoted = Spans((p.start, p.end) for p in provisions)
    sole = next(iter(names.values()))
    return tuple(
        a if a.instrument or a.start in quoted or OF_ANOTHER.match(text, a.end) else replace(a, instrument=sole)
        for a in articles
    )


def _quoted(text: str, paragraphs: Sequence[Paragraph], provision: QuotedProvision, index: int) -> list[Place]:
    """The penalties of a quoted provision; a list that follows a clause holds its conditions."""
    places: list[Place] = []
    first_part = bisect_right(paragraphs, provision.body_start, key=lambda paragraph: paragraph.clean_end)
    last_part = bisect_left(paragraphs, provision.end, key=lambda paragraph: paragraph.clean_start)
    parts = paragraphs[first_part:last_part]
    numbered = {item.start for item in provision.items}
    for number, paragraph in enumerate(parts):
        start, end = max(paragraph.clean_start, provision.body_start), min(paragraph.clean_end, provision.end)
        for first, last in sentences(text, start, end):
            for clause in clauses_of(text, first, last, is_law=True):
                conditions = _conditions(clause)
                if (
                    clause.opens_list
                    and last >= end
                    and (items := _items(text, parts[number + 1 :][:MOST_ITEMS], provision.end, numbered))
                ):
                    conditions = [*items, *conditions[1:]] if clause.each else items
                places.append(
                    Place(
                        clause,
                        tuple(conditions),
                        provision.number,
                        provision.instrument,
                        "",
                        index,
                        start,
                        first,
                        provision.unit,
                    )
                )
    return places


def _conditions(clause: Clause) -> list[Stretch]:
    """ "if the victim is a child", and for how many it applies: "for each worker"."""
    return [Stretch(*span) for span in (clause.condition, clause.each) if span]


ITEM_MARK = re.compile(r"[\s-]{0,4}(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]\s{1,3})?")
ITEM_TAIL = re.compile(r"[.;,]{0,2}(?:\s(?:and|or))?[,;.]?\s{0,2}$")


MOST_ITEMS = 60


def _items(text: str, following: Sequence[Paragraph], stop: int, numbered: set[int]) -> list[Stretch]:
    """The items that follow a clause without a gap, each without its number."""
    items: list[Stretch] = []
    for paragraph in following:
        start, end = paragraph.clean_start, min(paragraph.clean_end, stop)
        if paragraph.kind is not ParagraphKind.LAW_ITEM and start not in numbered:
            break
        mark, tail = ITEM_MARK.match(text, start, end), ITEM_TAIL.search(text, start, end)
        items.append(Stretch(mark.end() if mark else start, tail.start() if tail else end))
    return items


def _in_prose(
    text: str, paragraph: Paragraph, bodies: Spans, citations: Sequence[Citation],
    articles: Sequence[Article],
) -> list[Place]:  # fmt: skip
    """The penalties that the post tells of, with the article, instrument and offence that the sentence names."""
    places: list[Place] = []
    offence = article = instrument = ""
    all_named = {c.name.lower(): c.name for c in citations if c.kind in THREATENING}
    sole = next(iter(all_named.values())) if len(all_named) == 1 else ""
    for start, end in sentences(text, paragraph.clean_start, paragraph.clean_end):
        inside = _within(articles, start, end)[:40]
        named = [c for c in _within(citations, start, end)[:40] if c.kind in THREATENING]
        instrument = named[-1].name if named else instrument
        found = [c for c in clauses_of(text, start, end, is_law=False) if c.start not in bodies]
        is_new = bool(inside) or any(clause.change is None for clause in found)
        offence, article = ("", "") if is_new and found else (offence, article)
        for number, clause in enumerate(found):
            following = found[number + 1].start if number + 1 < len(found) else end
            cited, owner, unit = _article_of(text, clause, inside, following)
            article = cited or article
            name = owner or (sole if cited and not named else instrument)
            offence = offence_of(text, start, end, clause.start, clause.end) or offence
            places.append(
                Place(
                    clause, tuple(_conditions(clause)), article, name, offence, -1, paragraph.clean_start, start, unit
                )
            )
    return places


STATED_BY = re.compile(
    r"\b(?:provided|prescribed|established|imposed|foreseen|set|laid\sdown)\s(?:for\s)?(?:by|in|under)\s$"
)


def _article_of(text: str, clause: Clause, inside: Sequence[Article], following: int) -> tuple[str, str, str]:
    """Number, instrument and unit of an article: in brackets behind a penalty, else the last before, else one after.

    Of "Articles 376 and 377" it is both.
    """
    behind = [a for a in inside if clause.end <= a.start < following]
    before = [a for a in inside if a.start < clause.start]
    if behind and (not before or text[behind[0].start - 1] == "("):
        chosen = behind[0]
    elif before:
        chosen = before[-1]
    elif later := [a for a in inside if a.start >= following and text[a.start - 1] == "("]:
        chosen = later[0]  # "up to eight years, or ten when ... (Article 161)"
    elif stated := [a for a in inside if STATED_BY.search(text, max(0, a.start - 40), a.start)]:
        chosen = stated[0]  # "a term of ten years, and a fine, is provided by Article 161"
    else:
        return "", "", "Article"
    return (
        ", ".join(a.number for a in inside if a.start == chosen.start),
        chosen.instrument,
        unit_of(text, chosen.start, chosen.end),
    )
