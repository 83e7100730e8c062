"""What sections say about an institution: which of them name it, by report year and topic, and in which sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict

from cables.disclosure import Person, disclosed
from cables.models import Section
from cables.opening import Place, place_of
from statutes.models import Institution, Mention
from statutes.quoting import Quoted, quoted

PAGE_SIZE = 20
MOST_SENTENCES = 4  # of one section
NONE = "none"  # in addresses: without a report year, or under no question with a topic
FILTERS = ("year", "topic")
SPOT = (
    *("section", "section__cable", "section__cable__report_year", "section__cable__country__sort_name"),
    *("section__cable__mrn", "text__position", "text__questions__topic__slug", "text__questions__topic__name"),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A section that names the institution `passages` times. `year` and `topics` are as in addresses."""

    section: int
    cable: int
    year: str
    topics: frozenset[str]
    passages: int

    def has(self, name: str, values: Iterable[str]) -> bool:
        return self.year in values if name == "year" else not self.topics.isdisjoint(values)


@dataclass(frozen=True, slots=True)
class Told:
    """One section on the page: where it is, and its sentences with the institution's name."""

    place: Place
    title: str
    year: str
    sample: bool
    access: str
    sentences: tuple[Quoted, ...]
    more: int  # sentences that are not shown


class Passages:
    """The sections that name an institution and that this person may see, narrowed by what was asked. Repeated
    parameters mean OR; only what there is can be chosen, and everything else is named in `problems`."""

    def __init__(self, data: QueryDict, institution: Institution, person: Person, *, known: Iterable[str]) -> None:
        self.mentions = Mention.objects.visible_to(person).filter(institution=institution)
        self.person = person
        self.labels: dict[str, dict[str, str]] = {"year": {}, "topic": {}}
        self.spots = list(self._spots())
        self.chosen: dict[str, list[str]] = {}
        self.problems = [f"There is no filter called “{name}”; it was left out." for name in data if name not in known]
        for name in FILTERS:
            asked = list(dict.fromkeys(data.getlist(name)))
            self.chosen[name] = [value for value in asked if value in self.labels[name]]
            self.problems += [
                f"No section that names it has the {name} “{value}”; it was left out."
                for value in asked
                if value not in self.labels[name]
            ]

    def _spots(self) -> Iterator[Spot]:
        """The latest year first, then as the list of cables and the text go. One query."""
        country, mrn, position = SPOT[3:6]
        rows = self.mentions.order_by("-section__cable__report_year", country, mrn, position, "section")
        counted = rows.values_list(*SPOT).annotate(number=Count("pk", distinct=True))
        undated = []
        for section, topics in groupby(counted, key=lambda row: row[0]):
            known = list(topics)
            _, cable, year, *_, number = known[0]
            named = {slug or NONE: name or "Outside the topics" for *_, slug, name, _ in known}
            if len(named) > 1:
                named.pop(NONE, None)
            self.labels["topic"] |= named
            self.labels["year"][str(year or NONE)] = str(year or "No year")
            spot = Spot(section, cable, str(year or NONE), frozenset(named), number)
            if year is None:
                undated.append(spot)
            else:
                yield spot
        yield from undated

    @property
    def found(self) -> list[Spot]:
        return [
            spot for spot in self.spots if all(spot.has(name, asked) for name, asked in self.chosen.items() if asked)
        ]

    @property
    def sections(self) -> list[int]:
        """All that name it, whatever was asked."""
        return [spot.section for spot in self.spots]

    def page(self, number: int) -> Page[Told]:
        """The page asked for; past the end the last one. Two queries, and one for the questions."""
        page: Any = Paginator(self.found, PAGE_SIZE).get_page(number)
        page.object_list = self._told([spot.section for spot in page.object_list])
        return page  # type: ignore[no-any-return]

    def _told(self, ids: Sequence[int]) -> list[Told]:
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for section, start, end in self.mentions.filter(section__in=ids).values_list("section", "start", "end"):
            spans[section].append((start, end))
        sections = {section.pk: section for section in self._sections(ids)}
        return [self._row(sections[pk], spans[pk]) for pk in ids if pk in sections]

    def _sections(self, ids: Sequence[int]) -> QuerySet[Section]:
        visible = Section.objects.visible_to(self.person).filter(pk__in=ids, current__isnull=False)
        related = visible.select_related("cable__country", "current").prefetch_related("current__questions")
        return related.only(
            *("chapter", "key", "cable__mrn", "cable__report_year", "cable__sample", "cable__access"),
            *("cable__country__name", "current__keys", "current__text", "current__section"),
        )

    def _row(self, section: Section, spans: Sequence[tuple[int, int]]) -> Told:
        cable, text = section.cable, section.current
        assert text is not None  # noqa: S101 - `_sections` asks for it
        text.section = section
        sentences = quoted(disclosed(text.text, cable=cable, person=self.person), spans)
        return Told(
            place=place_of(text, cable.mrn, text.questions.all()),
            title=f"{cable.country.name if cable.country else cable.mrn} {cable.report_year or ''}".strip(),
            year=str(cable.report_year or "No year"),
            sample=cable.sample,
            access="" if cable.access == "public" else cable.get_access_display(),
            sentences=sentences[:MOST_SENTENCES],
            more=len(sentences) - MOST_SENTENCES,
        )


def by_year(rows: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """The rows of a page under the report years that they have in common."""
    return [(year, list(of_year)) for year, of_year in groupby(rows, key=lambda row: row.year)]


@dataclass(frozen=True, slots=True)
class Total:
    """How much was found."""

    passages: int
    sections: int
    cables: int


def total_of(spots: Sequence[Spot]) -> Total:
    return Total(sum(spot.passages for spot in spots), len(spots), len({spot.cable for spot in spots}))


def numbers_of(spots: Iterable[Spot]) -> dict[str, Counter[tuple[str, ...]]]:
    """How many sections each year, each topic and each of both together has."""
    numbers: dict[str, Counter[tuple[str, ...]]] = {"year": Counter(), "topic": Counter(), "cell": Counter()}
    for spot in spots:
        numbers["year"][(spot.year,)] += 1
        numbers["topic"].update((topic,) for topic in spot.topics)
        numbers["cell"].update((topic, spot.year) for topic in spot.topics)
    return numbers
