"""The registry of facets. A new facet is one entry in FACETS; another app's entries join it when that app is ready.

Facets of cables, of sections and of rows are held as columns; those `of_person` are what a person may read beside
sections.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from cables.chapters import Chapter
from cables.disclosure import Person
from cables.parsing.structure import AnswerStatus
from cables.search import personal
from cables.search.archive import CableFacts, Reference, SectionFacts
from cables.search.rows import Under

BUREAUS = {
    "AF": "Africa (AF)",
    "EAP": "East Asia and the Pacific (EAP)",
    "EUR": "Europe and Eurasia (EUR)",
    "NEA": "Near East (NEA)",
    "SCA": "South and Central Asia (SCA)",
    "WHA": "Western Hemisphere (WHA)",
}
STATUSES = {
    AnswerStatus.ANSWERED: "Answered",
    AnswerStatus.NO_INFORMATION: "No information",
    AnswerStatus.NOT_APPLICABLE: "Not applicable",
    AnswerStatus.MISSING: "Missing",
}


class Sorted(Enum):
    """How the options of a facet stand."""

    BY_COUNT = "most frequent first, the more frequent the sooner"
    FALLING = "by value, the greatest first"
    GIVEN = "in the order of the facet's labels"


Pairs = tuple[str, str]  # an option's value, as in the address, and its label


@dataclass(frozen=True, slots=True)
class FacetKind:
    """One facet: `of_cable` or `of_section` says which options a cable, or a section, falls under. `of_rows` says it of
    all sections at once, or of those of some cables (primary keys), where there are about as many combinations of
    options as sections; the database notes when it would say something else. `of_person` says which options a person
    has, and the texts under each; `written_in` is the table whose rows make them, `rest` the option of all others."""

    name: str  # the parameter's name
    label: str
    of_cable: Callable[[CableFacts, Reference], Iterable[Pairs]] | None = None
    of_section: Callable[[SectionFacts, Reference], Iterable[Pairs]] | None = None
    of_rows: Callable[[Collection[int] | None], Under] | None = None
    of_person: Callable[[Person], Iterable[personal.Written]] | None = None
    written_in: str = ""
    rest: Pairs | None = None
    sorted: Sorted = Sorted.BY_COUNT
    given: tuple[str, ...] = ()


def countries(cable: CableFacts, reference: Reference) -> Iterable[Pairs]:
    if held := reference.countries.get(cable.country or 0):
        yield held[0], held[1]


def bureaus(cable: CableFacts, reference: Reference) -> Iterable[Pairs]:
    if (held := reference.countries.get(cable.country or 0)) and held[3]:
        yield held[3].lower(), BUREAUS.get(held[3], held[3])


def years(cable: CableFacts, _reference: Reference) -> Iterable[Pairs]:
    if cable.report_year:
        yield str(cable.report_year), str(cable.report_year)


def chapters(section: SectionFacts, _reference: Reference) -> Iterable[Pairs]:
    yield section.chapter, Chapter(section.chapter).label


def topics(section: SectionFacts, reference: Reference) -> Iterable[Pairs]:
    asked = (reference.questions[question] for question in section.questions if question in reference.questions)
    return dict(reference.topics[topic] for topic, _ in asked if topic in reference.topics).items()


def tags(cable: CableFacts, reference: Reference) -> Iterable[Pairs]:
    for code, name in (reference.tags[tag] for tag in cable.tags if tag in reference.tags):
        yield code.lower(), f"{code} · {name}" if name else code


def markings(cable: CableFacts, _reference: Reference) -> Iterable[Pairs]:
    """The classification and the captions of a cable, each once, however they are written."""
    return {word.lower(): word.upper() for word in (cable.classification, *cable.captions) if word}.items()


def posts(cable: CableFacts, reference: Reference) -> Iterable[Pairs]:
    if held := reference.posts.get(cable.post or 0):
        yield held[0].lower(), held[1]


def statuses(section: SectionFacts, _reference: Reference) -> Iterable[Pairs]:
    if section.status:
        yield section.status, STATUSES[AnswerStatus(section.status)]


def laws(section: SectionFacts, _reference: Reference) -> Iterable[Pairs]:
    yield ("yes", "Quotes law") if section.has_law else ("no", "Quotes no law")


def archives(cable: CableFacts, _reference: Reference) -> Iterable[Pairs]:
    yield ("sample", "Sample") if cable.sample else ("real", "Real")


class Facets:
    """Facets in the order in which they stand on a page."""

    def __init__(self, *kinds: FacetKind) -> None:
        self.kinds = kinds

    def __iter__(self) -> Iterator[FacetKind]:
        return iter(self.kinds)

    def join(self, *kinds: FacetKind, after: str) -> None:
        """Takes up facets of another app, behind the one of that name. To be called from that app's `ready`."""
        names = [facet.name for facet in self]
        if taken := {kind.name for kind in kinds} & set(names):
            raise ValueError(f"there is a facet of this name already: {', '.join(sorted(taken))}")
        place = names.index(after) + 1
        self.kinds = (*self.kinds[:place], *kinds, *self.kinds[place:])

    @property
    def held(self) -> tuple[FacetKind, ...]:
        """Those of cables and of kinds of sections."""
        return tuple(facet for facet in self if facet.of_cable or facet.of_section)

    @property
    def of_rows(self) -> tuple[FacetKind, ...]:
        return tuple(facet for facet in self if facet.of_rows)

    @property
    def personal(self) -> tuple[FacetKind, ...]:
        return tuple(facet for facet in self if facet.of_person)


FACETS = Facets(
    FacetKind("country", "Country", of_cable=countries),
    FacetKind("bureau", "Region", of_cable=bureaus, sorted=Sorted.GIVEN, given=tuple(map(str.lower, BUREAUS))),
    FacetKind("year", "Report year", of_cable=years, sorted=Sorted.FALLING),
    FacetKind("chapter", "Chapter", of_section=chapters, sorted=Sorted.GIVEN, given=tuple(Chapter.values)),
    FacetKind("topic", "Topic", of_section=topics),
    FacetKind("tag", "TAGS", of_cable=tags),
    FacetKind("marking", "Marking", of_cable=markings),
    FacetKind("post", "Post", of_cable=posts),
    FacetKind("status", "Answer", of_section=statuses, sorted=Sorted.GIVEN, given=tuple(map(str, STATUSES))),
    FacetKind("law", "Quoted law", of_section=laws, sorted=Sorted.GIVEN, given=("yes", "no")),
    FacetKind(
        "note",
        "Notes",
        of_person=personal.notes,
        written_in="cables_comment",
        sorted=Sorted.GIVEN,
        given=tuple(personal.NOTES),
    ),
    FacetKind("code", "Codes", of_person=personal.codes, written_in="cables_coding"),
    FacetKind(
        "reading",
        "Reading",
        of_person=personal.states,
        written_in="cables_review",
        rest=personal.TO_DO,
        sorted=Sorted.GIVEN,
        given=(personal.TO_DO[0], *personal.STATES),
    ),
    FacetKind("archive", "Archive", of_cable=archives, sorted=Sorted.GIVEN, given=("real", "sample")),
)
