"""Reads the law and the institutions of a cable's current text, and writes what they come to into the registries.

`record_law` runs when a reading of a cable becomes current. What is read is matched with the rows of the reading before
(`statutes.keeping`), so that what a curator decided stays.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cables.models import Cable, Paragraph, SectionText
from cables.parsing.structure import Paragraph as ReadParagraph
from cables.parsing.structure import ParagraphKind
from statutes.extraction import Citation, SectionLaw, read_law
from statutes.extraction.captions import unit_of
from statutes.extraction.institutions import SectionInstitutions, name_key, read_institutions
from statutes.keeping import SURFACE, forget_unnamed, keep_events, keep_mentions, keep_penalties
from statutes.models import LifeEvent, Mention, Penalty, Reading, Role, Standing
from statutes.names import folded, law_key
from statutes.offence_kinds import kind_of_provision, offence_kind
from statutes.penalty_rows import values_of
from statutes.registering import BodyRegister, LawRegister, hold_country, hold_international

READING_VERSION = "1"  # of what is read of law and institutions; another one has every cable read anew


@transaction.atomic
def record_law(cable: Cable, *, again: bool = False) -> bool:
    """Bring the registries up to this cable's current text and country. False where they were so already (unless it is
    to be read `again`: other names may be accepted now), or where the cable has no country, whose law it could be."""
    cable = Cable.objects.select_for_update(of=("self",)).select_related("country", "current").get(pk=cable.pk)
    if cable.current is None:
        return False
    done = Reading.objects.filter(revision=cable.current).first()
    if done and not again and (done.version, done.country_id) == (READING_VERSION, cable.country_id):
        return False
    found = Found()
    if cable.country:
        hold_country(cable.country)
        hold_international()
        found = _found_in(cable, LawRegister.of(cable.country, cable.access), BodyRegister.of(cable.country))
    unnamed = keep_mentions(cable, found.mentions)
    keep_penalties(cable, found.penalties)
    keep_events(cable, found.events)
    forget_unnamed(unnamed)
    values = {"version": READING_VERSION, "country": cable.country}
    Reading.objects.update_or_create(revision=cable.current, defaults=values)
    return cable.country is not None


@dataclass(slots=True)
class Found:
    """The rows of one reading, not saved yet."""

    mentions: list[Mention] = field(default_factory=list)
    penalties: list[Penalty] = field(default_factory=list)
    events: list[LifeEvent] = field(default_factory=list)


def _found_in(cable: Cable, law: LawRegister, bodies: BodyRegister) -> Found:
    texts = list(SectionText.objects.filter(revision=cable.current).select_related("section").order_by("position"))
    paragraphs = paragraphs_of(texts)
    pairs = [(text.text, paragraphs[text.pk]) for text in texts]
    found = Found()
    for text, institutions in zip(texts, read_institutions(pairs, bodies.aliases), strict=True):
        read = read_law(text.text, paragraphs[text.pk])
        _SectionRows(cable, text, law, found).add(read)
        _add_institutions(text, institutions, bodies, found)
    return found


def paragraphs_of(texts: Sequence[SectionText]) -> dict[int, list[ReadParagraph]]:
    """The paragraphs of these texts as the parser gave them, by the text's primary key."""
    names = ("kind", "start", "end", "clean_start", "clean_end", "number", "portion", "label")
    rows = Paragraph.objects.filter(section_text__in=texts).order_by("section_text_id", "position")
    found: dict[int, list[ReadParagraph]] = defaultdict(list)
    for text, kind, *values in rows.values_list("section_text_id", *names):
        found[text].append(ReadParagraph(ParagraphKind(kind), *values))
    return found


@dataclass(slots=True)
class _SectionRows:
    """The law of one section, as rows."""

    cable: Cable
    text: SectionText
    register: LawRegister
    found: Found
    instruments: dict[str, int] = field(default_factory=dict)  # by the name that the reading gives them
    offences: dict[int, str] = field(default_factory=dict)  # of quoted provisions

    def add(self, law: SectionLaw) -> None:
        for citation in law.citations:
            pk = self.register.instrument(citation)
            self.instruments[citation.name.lower()] = pk
            self._cite(citation, pk)
        self._quotations(law)
        self._articles(law)
        self._penalties(law)
        self._events(law)

    def _cite(self, citation: Citation, pk: int) -> None:
        self._mention(
            Role.CITES,
            citation.start,
            citation.end,
            instrument_id=pk,
            reason=f"cited as a {citation.kind.value}",
            number=citation.number[:60],
            date_words=citation.date[:60],
            other_names=[name[:200] for name in citation.aliases],
        )

    def _quotations(self, law: SectionLaw) -> None:
        for quoted in law.provisions:
            instrument = self.instruments.get(quoted.instrument.lower())
            if instrument is None:
                continue  # the text does not say whose article it is, and nothing is guessed
            provision = self.register.provision(instrument, quoted.unit, quoted.number)
            kind = kind_of_provision(quoted.heading, quoted.text)
            self.offences[provision] = kind.value if kind else ""
            self._mention(
                Role.QUOTES,
                quoted.start,
                quoted.end,
                surface=quoted.label,
                instrument_id=instrument,
                provision_id=provision,
                reason=f"quoted; its law is known from the {quoted.basis.value or 'text'}",
                heading=quoted.heading[:300],
                body_start=quoted.body_start,
                items=[[item.label, item.start, item.end] for item in quoted.items],
                offence=self.offences[provision],
            )

    def _articles(self, law: SectionLaw) -> None:
        for article in law.articles:
            instrument = self.instruments.get(article.instrument.lower()) if article.instrument else None
            if instrument is None:
                continue
            unit = unit_of(self.text.text, article.start, article.end)
            provision = self.register.provision(instrument, unit, article.number)
            self._mention(
                Role.CITES,
                article.start,
                article.end,
                instrument_id=instrument,
                provision_id=provision,
                reason="cited by its number",
            )

    def _penalties(self, law: SectionLaw) -> None:
        names = {clause.key: f"{self.cable.mrn}/{self.text.section}#{clause.key}"[:200] for clause in law.clauses}
        for position, clause in enumerate(law.clauses, start=1):
            provision = self._provision_of(clause.article, clause.instrument, clause.penalty.source)
            values = values_of(clause.penalty)
            offence = offence_kind(clause.offence) if clause.offence else None
            self.found.penalties.append(
                Penalty(
                    **{**values, "bases": [names[base] for base in values["bases"] if base in names]},
                    section=self.text.section,
                    text=self.text,
                    start=clause.start,
                    end=clause.end,
                    key=names[clause.key],
                    position=position,
                    provision_id=provision,
                    offence_words=clause.offence[:300],
                    offence=offence.value if offence else self.offences.get(provision or 0, ""),
                    surface_key=folded(self.text.text[clause.start : clause.end])[:SURFACE],
                    is_quoted=clause.is_quoted,
                    is_proposed=clause.is_proposed,
                )
            )

    def _provision_of(self, article: str, instrument: str, source: str) -> int | None:
        """Of a clause that the text binds to one article of one law."""
        owner = self.instruments.get(instrument.lower()) if instrument else None
        if owner is None or not article or "," in article:
            return None
        return self.register.provision(owner, source.partition(" ")[0] or "Article", article)

    def _events(self, law: SectionLaw) -> None:
        for event in law.events:
            instrument = self.instruments.get(event.instrument.lower())
            if instrument is None:
                continue
            self.found.events.append(
                LifeEvent(
                    instrument_id=instrument,
                    articles=[article[:40] for article in event.articles],
                    **_dated(event),
                    **_passage(self.text, event.start, event.end),
                )
            )

    def _mention(self, role: Role, start: int, end: int, *, surface: str = "", **values: Any) -> None:
        words = surface or " ".join(self.text.text[start:end].split())
        self.found.mentions.append(
            Mention(
                role=role,
                surface=words[:SURFACE],
                surface_key=law_key(words)[:SURFACE],
                standing=self.register.standing_of(values["instrument_id"], values.get("provision_id")),
                **values,
                **_passage(self.text, start, end),
            )
        )


def _add_institutions(text: SectionText, read: SectionInstitutions, bodies: BodyRegister, found: Found) -> None:
    named: dict[str, int] = {}
    for mention in read.mentions:
        pk = bodies.institution(mention)
        named.setdefault(mention.name, pk)
        words = " ".join(text.text[mention.start : mention.end].split())
        is_accepted = bodies.entries.standings.get(pk) == Standing.ACCEPTED
        found.mentions.append(
            Mention(
                role=Role.NAMES,
                institution_id=pk,
                surface=words[:SURFACE],
                surface_key=name_key(words)[:SURFACE],
                standing=Standing.ACCEPTED if is_accepted else Standing.SUGGESTED,
                reason=mention.reason[:300],
                other_names=[mention.acronym] if mention.acronym else [],
                **_passage(text, mention.start, mention.end),
            )
        )
    for event in read.events:
        pk = named.get(event.name) or bodies.entries.by_name.get(name_key(event.name)) or 0
        if pk:
            found.events.append(
                LifeEvent(
                    institution_id=pk,
                    words=event.words[:300],
                    **_dated(event),
                    **_passage(text, event.start, event.end),
                )
            )


def _passage(text: SectionText, start: int, end: int) -> dict[str, Any]:
    return {"section": text.section, "text": text, "start": start, "end": end}


def _dated(event: Any) -> dict[str, Any]:
    """The columns that an event of law and one of an institution share."""
    return {
        "kind": event.kind.value,
        "date_words": event.date[:60],
        "year": event.year,
        "month": event.month if event.year else 0,
        "day": event.day if event.year and event.month else 0,
    }
