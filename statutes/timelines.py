"""What happened to an institution, in order, each with the passages that say so."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from cables.disclosure import Person, disclosed
from cables.opening import Place, place_of
from statutes.models import Institution, LifeEvent, Standing
from statutes.names import folded
from statutes.quoting import Quoted, quoted

PAGE_SIZE = 30
MOST_EVIDENCE = 6  # passages shown for one event


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that tells of an event."""

    title: str
    place: Place
    sentence: Quoted | None


@dataclass(slots=True)
class Moment:
    """One event, however many cables tell of it. `year` is the event's own, or that of the first report that tells of
    it (`is_reported`); 0 where neither is known. `date` is as printed, where that says more than the year."""

    kind: str
    year: int
    is_reported: bool
    date: str
    words: str
    events: list[LifeEvent] = field(default_factory=list)
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_suggested(self) -> bool:
        return all(event.standing == Standing.SUGGESTED and not event.is_curated for event in self.events)

    @property
    def passages(self) -> list[LifeEvent]:
        return [event for event in self.events if event.is_from_text]

    @property
    def more(self) -> int:
        return len(self.passages) - len(self.evidence)


def timeline_of(institution: Institution, person: Person, *, number: int = 1) -> Page[Moment]:
    """The events that the person may see, the earliest first; one that several cables tell of stands there once."""
    rows = LifeEvent.objects.visible_to(person).filter(institution=institution)
    page = Paginator(moments_of(rows.select_related("section__cable__country"), person), PAGE_SIZE).get_page(number)
    _bring_evidence(page.object_list, person)
    return page


def moments_of(events: Iterable[LifeEvent], person: Person) -> list[Moment]:
    found: dict[tuple[object, ...], Moment] = {}
    for event in sorted(events, key=_order):
        key = (event.kind, *event.when, folded(event.words))
        if key not in found:
            found[key] = _moment(event, person)
        found[key].events.append(event)
    return sorted(found.values(), key=_rank)


def _moment(event: LifeEvent, person: Person) -> Moment:
    date, words, reported = event.date_words, event.words, 0
    if event.section is not None:
        cable = event.section.cable
        date, words = disclosed(date, cable=cable, person=person), disclosed(words, cable=cable, person=person)
        reported = cable.report_year or 0
    year = event.year or reported
    return Moment(event.get_kind_display(), year, not event.year, "" if date == str(year) else date, words)


def _rank(moment: Moment) -> tuple[bool, int, int, int, str]:
    _, month, day = moment.events[0].when
    return not moment.year, moment.year, month, day, moment.kind


def _order(event: LifeEvent) -> tuple[int, str, int]:
    cable = event.section.cable if event.section else None
    return (cable.report_year or 0 if cable else 0, cable.mrn if cable else "", event.pk)


def _bring_evidence(moments: Iterable[Moment], person: Person) -> None:
    """Reads the passages of these moments: two queries."""
    shown = {event.pk for moment in moments for event in moment.passages[:MOST_EVIDENCE]}
    read = LifeEvent.objects.visible_to(person).filter(pk__in=shown).select_related("text__section__cable__country")
    by_id = {event.pk: _evidence(event, person) for event in read.prefetch_related("text__questions")}
    for moment in moments:
        moment.evidence = tuple(by_id[event.pk] for event in moment.events if event.pk in by_id)


def _evidence(event: LifeEvent, person: Person) -> Evidence:
    assert event.text is not None  # noqa: S101 - asked for with their texts
    assert event.start is not None and event.end is not None  # noqa: S101, PT018 - a constraint of the table
    cable = event.text.section.cable
    words = disclosed(event.text.text, cable=cable, person=person)
    sentences = quoted(words, [(event.start, event.end)])
    title = f"{cable.country.name if cable.country else cable.mrn} {cable.report_year or ''}".strip()
    return Evidence(title, place_of(event.text, cable.mrn, event.text.questions.all()), next(iter(sentences), None))
