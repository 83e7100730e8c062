"""What the pages of an instrument and of a provision show, as far as a person may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cables.disclosure import Person, disclosed
from statutes.models import Instrument, LifeEvent, Mention, Penalty, Provision, Standing
from statutes.models.choices import event_kinds
from statutes.names import folded
from statutes.penalty_summaries import range_words
from statutes.provision_facts import (
    CitedAs,
    Uses,
    cited_as,
    headings_of,
    offence_labels,
    offences_of,
    other_names,
    quotations,
    uses_of,
)
from statutes.shown_penalties import Said, ShownPenalty, by_provision, said_at, shown_penalties

EVENTS = dict(event_kinds())


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """An instrument in a list."""

    instrument: Instrument
    told: CitedAs
    provisions: int
    uses: Uses


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A provision in the list of its instrument, or on its card."""

    provision: Provision
    heading: str
    offence: str
    penalty: str
    uses: Uses = field(default_factory=Uses)

    @property
    def is_suggested(self) -> bool:
        return self.provision.standing == Standing.SUGGESTED

    @property
    def title(self) -> str:
        """ "Article 194 (Trafficking in persons)" """
        return f"{self.provision.label} ({self.heading})" if self.heading else self.provision.label


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened to an instrument, and the sections that say so; none where a curator wrote it."""

    when: str
    kind: str
    words: str
    articles: tuple[str, ...]
    is_suggested: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a provision: runs of paragraphs and of numbered items, and where it is quoted so."""

    runs: tuple[tuple[bool, tuple[str, ...]], ...]  # (is a list of items, its paragraphs)
    said: tuple[Said, ...]
    is_suggested: bool


def instrument_rows(instruments: Sequence[Instrument], person: Person) -> list[InstrumentRow]:
    told = cited_as(instruments, person)
    uses = uses_of(Mention.objects.visible_to(person).filter(instrument__in=instruments), "instrument")
    numbers: dict[int, int] = {}
    visible = Provision.objects.visible_to(person).filter(instrument__in=instruments)
    for pk in visible.order_by().values_list("instrument", flat=True):
        numbers[pk] = numbers.get(pk, 0) + 1
    return [InstrumentRow(one, told[one.pk], numbers.get(one.pk, 0), uses.get(one.pk, Uses())) for one in instruments]


def provision_rows(provisions: Sequence[Provision], person: Person) -> list[ProvisionRow]:
    """Each of these visible provisions with its heading, offence, range of penalties and uses. The number of queries is
    constant."""
    own = {one.pk: one.offence for one in provisions}
    headings, offences = headings_of(provisions, person), offences_of(own, person)
    penalties = by_provision(shown_penalties(Penalty.objects.filter(provision__in=provisions), person, offences))
    uses = uses_of(Mention.objects.visible_to(person).filter(provision__in=provisions), "provision")
    return [
        ProvisionRow(
            one,
            headings[one.pk],
            offence_labels(offences.get(one.pk, ())),
            summary_of(penalties.get(one.pk, ())),
            uses.get(one.pk, Uses()),
        )
        for one in provisions
    ]


def summary_of(penalties: Iterable[ShownPenalty]) -> str:
    """The range of the penalties in force, those under conditions apart."""
    shown = [one for one in penalties if not one.is_proposed]
    plain = [outcome for one in shown if not one.is_variant for outcome in one.outcomes]
    variants = [outcome for one in shown if one.is_variant for outcome in one.outcomes]
    return range_words(plain, variants)


def instrument_row(instrument: Instrument, person: Person) -> InstrumentRow:
    return instrument_rows([instrument], person)[0]


def names_of(instrument: Instrument, person: Person) -> list[str]:
    return other_names([instrument], person).get(instrument.pk, [])


def events_of(instrument: Instrument, person: Person) -> list[EventRow]:
    """The visible events in order of time, those without a date last; what several sections tell alike is one."""
    rows = LifeEvent.objects.visible_to(person).filter(instrument=instrument)
    rows = rows.select_related("section__cable__country", "text").defer("text__text")
    merged: dict[object, list[LifeEvent]] = {}
    for event in sorted(rows, key=lambda event: (not event.year, event.when, event.pk)):
        key = (event.kind, event.when, "" if event.year else event.date_words, tuple(event.articles))
        merged.setdefault(key, []).append(event)
    return [_event_row(events, person) for events in merged.values()]


def _event_row(events: Sequence[LifeEvent], person: Person) -> EventRow:
    first = events[0]
    show = [first.date_words, first.words]
    if first.section is not None:
        show = [disclosed(words, cable=first.section.cable, person=person) for words in show]
    return EventRow(
        when=show[0],
        kind=EVENTS.get(first.kind, first.kind),
        words=show[1],
        articles=tuple(first.articles),
        is_suggested=all(event.standing == "suggested" for event in events),
        said=said_in(events),
    )


def said_in(rows: Iterable[LifeEvent | Mention]) -> tuple[Said, ...]:
    """The sections of these rows, each once."""
    found: dict[int, Said] = {}
    for row in rows:
        if row.section is not None and row.text is not None and row.section.pk not in found:
            found[row.section.pk] = said_at(row.section, row.text)
    return tuple(found.values())


def wordings_of(provision: Provision, person: Person) -> list[Wording]:
    """The words of the provision as visible sections quote them: each wording once, the one most often quoted first."""
    rows = quotations(person).filter(provision=provision).select_related("section__cable__country", "text")
    merged: dict[str, list[tuple[Mention, str]]] = {}
    for mention in rows.order_by("-section__cable__report_year", "section__cable__mrn", "text__position", "start"):
        text = disclosed(mention.text.text, cable=mention.section.cable, person=person)
        words = text[body_start(mention) : mention.end].strip()
        if words:
            merged.setdefault(folded(words), []).append((mention, text))
    ordered = sorted(merged.values(), key=len, reverse=True)
    return [
        Wording(
            runs=runs_of(same[0][0], same[0][1]),
            said=said_in(mention for mention, _ in same),
            is_suggested=all(mention.standing == "suggested" for mention, _ in same),
        )
        for same in ordered
    ]


def body_start(mention: Mention) -> int:
    """Where the words of a quotation begin, behind its caption."""
    return mention.start if mention.body_start is None else mention.body_start


def runs_of(mention: Mention, text: str) -> tuple[tuple[bool, tuple[str, ...]], ...]:
    """The words as paragraphs and lists: what stands between the numbered items is not of them."""
    runs: list[tuple[bool, list[str]]] = []
    at = body_start(mention)

    def add(words: str, *, is_item: bool) -> None:
        found = [" ".join(words.split())] if is_item else [" ".join(one.split()) for one in words.split("\n\n")]
        kept = [one for one in found if one]
        if kept and runs and runs[-1][0] == is_item:
            runs[-1][1].extend(kept)
        elif kept:
            runs.append((is_item, kept))

    for _label, start, end in mention.items:
        if at <= start < end <= mention.end:
            add(text[at:start], is_item=False)
            add(text[start:end], is_item=True)
            at = end
    add(text[at : mention.end], is_item=False)
    return tuple((is_item, tuple(words)) for is_item, words in runs)
