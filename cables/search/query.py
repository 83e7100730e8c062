"""What is asked of the search, and what it answers: plain values, made once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cables.opening import Place

MARK_START, MARK_END = "\ue000", "\ue001"  # around the words found in a snippet: private characters, never in a text
PAGE_SIZE = 25


class Order(StrEnum):
    RANK = "rank"
    DATE = "date"  # newest first
    COUNTRY = "country"  # by name, then newest report first


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search. `chosen` maps a facet's name to the values chosen in it: any of them (OR), of every facet (AND).

    `cable` narrows to one cable (primary key), `since` to cables that came later; `whole` names the facets whose
    options are all wanted.
    """

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Order = Order.RANK
    grouped: bool = False  # one hit a cable, which says how many others it has
    page: int = 1
    cable: int | None = None
    since: datetime | None = None
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """One section that was found. `snippet` has the words found between MARK_START and MARK_END."""

    section_id: int
    text_id: int
    place: Place  # chapter, letters, the question's subject, and the section's address (`place.path`)
    mrn: str
    country: str
    report_year: int | None
    dtg: datetime | None
    access: str
    sample: bool
    status: str
    snippet: str
    others: int = 0  # further hits in the same cable, where results are grouped


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a facet; `count` is what choosing it alone would find under all the other facets."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """`options` are the most frequent and the chosen ones, or all where asked for; `more` counts those left out."""

    name: str
    label: str
    options: tuple[Option, ...]
    more: int = 0
    left_out: tuple[str, ...] = ()  # values that were chosen and that no section has: they do not narrow the results

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.chosen)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. `bounded` is how many hits were ranked where not all could be, 0 where all were."""

    total: int
    cables: int  # how many cables the hits are in
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    page: int = 1
    pages: int = 1
    bounded: int = 0
    corrections: tuple[str, ...] = ()  # whole queries to try instead: "did you mean"
    named: tuple[str, ...] = ()  # MRNs of cables that the words name: "go to"
    has_only_small_words: bool = False  # "the", "of": not searched, so they do not narrow the results

    @property
    def previous(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None
