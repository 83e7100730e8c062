"""What the search page shows of one search: its chips, its links, the sentence that is announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Self

from django.http import QueryDict
from django.urls import reverse

from cables.models import Access
from cables.parsing.structure import AnswerStatus
from cables.search import Facet, Hit, Option, Order, Results, SearchQuery
from cables.search.filters import SearchFilter
from cables.spelling import canonical_mrn
from cables.templatetags.reading import day, instant

ORDERS = {Order.RANK: "relevance", Order.DATE: "date", Order.COUNTRY: "country"}
MANY = 15  # options from which a facet can be searched
FINDINGS: dict[str, str] = {
    AnswerStatus.NO_INFORMATION: "no information",
    AnswerStatus.NOT_APPLICABLE: "not applicable",
    AnswerStatus.MISSING: "missing",
}
OPEN = frozenset({"country", "bureau", "year", "chapter", "topic"})  # facets that stand open before anything is chosen


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter and the address of the same search without it. `helps`: without it something is found."""

    label: str
    facet: str
    without: str
    helps: bool = False


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with what could not be used of it, and the address that shows all its options, or fewer again."""

    facet: Facet
    problems: Sequence[str] = ()
    is_whole: bool = False
    turned: str = ""

    @property
    def is_long(self) -> bool:
        return self.facet.more > 0 or self.is_whole or len(self.facet.options) > MANY

    @property
    def cut(self) -> int:
        """How many options are shown where even the whole list leaves some out."""
        return len(self.facet.options) if self.is_whole and self.facet.more else 0

    @property
    def options(self) -> list[tuple[str, str, str, str]]:
        """Value, label, count, and what the box is: "checked", "disabled" or ""."""
        return [(option.value, option.label, str(option.count), state_of(option)) for option in self.facet.options]

    @property
    def is_spent(self) -> bool:
        """Whether no option can be chosen: then nothing in its list takes the focus, so the list itself must."""
        return all(state_of(option) == "disabled" for option in self.facet.options)

    @property
    def chosen(self) -> int:
        return len(self.facet.chosen)

    @property
    def is_open(self) -> bool:
        return self.facet.name in OPEN or self.is_whole or bool(self.chosen or self.problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that was found, in words. `others` leads to the other hits in its cable."""

    hit: Hit
    inside: str

    @property
    def name(self) -> str:
        """`Guatemala 2008, Prosecution B`."""
        hit = self.hit
        return f"{hit.country or hit.mrn}{f' {hit.report_year}' if hit.report_year else ''}, {hit.place.name}"

    @property
    def said(self) -> str:
        """When it was sent, and what the post said instead of an answer."""
        return " · ".join(filter(None, (day(self.hit.dtg), FINDINGS.get(self.hit.status, ""))))

    @property
    def access(self) -> str:
        return "" if self.hit.access == Access.PUBLIC else Access(self.hit.access).label

    @property
    def others(self) -> str:
        return f"{self.hit.others} more in this cable" if self.hit.others else ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a search, from which the others on its page are made. They lead to the first page. `path` is
    that of another list that is asked in the same way."""

    asked: QueryDict
    path: str = ""

    def without(self, name: str, value: str = "") -> str:
        """Without this parameter, or without one of its values."""
        kept = [other for other in self.asked.getlist(name) if value and other != value]
        return self._written({name: kept, "page": []})

    def bare(self, *names: str) -> str:
        return self._written({name: [] for name in (*names, "page")})

    def turned(self, **values: str) -> str:
        """With these parameters set; an empty one is taken out."""
        return self._written({"page": []} | {name: [value] if value else [] for name, value in values.items()})

    def with_whole(self, facet: str, *, whole: bool) -> str:
        """With all options of this facet, or not: the one change that leaves the page as it is."""
        others = [name for name in self.asked.getlist("all") if name != facet]
        return self._written({"all": [*others, facet] if whole else others})

    def _written(self, changes: Mapping[str, list[str]]) -> str:
        query = self.asked.copy()
        for name, values in changes.items():
            query.setlist(name, values)
        return written(query, self.path)


def written(query: QueryDict, path: str = "") -> str:
    """The address of a search as it is shared and kept: without parameters that say nothing."""
    said = QueryDict(mutable=True)
    for name, values in query.lists():
        if kept := [value for value in values if isinstance(value, str) and value]:
            said.setlist(name, kept)
    path = path or search_path()
    return f"{path}?{said.urlencode()}" if said else path


@cache
def search_path() -> str:
    return reverse("search")


@dataclass(frozen=True)
class SearchPage:
    """Everything beside the results themselves. `problems` are told by the parameter they belong to."""

    results: Results
    query: SearchQuery
    address: Address
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, filters: SearchFilter, results: Results) -> Self:
        return cls(results, filters.query, Address(filters.data), filters.problems)

    @property
    def words(self) -> str:
        """What was typed, also where it could not be used."""
        return self.address.asked.get("q", "").strip()

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.query.cable is not None:
            mrn = canonical_mrn(str(self.address.asked["cable"])) or ""
            chips.append(Chip(mrn, "In cable", self.address.without("cable"), helps=True))
        if self.query.since is not None:
            chips.append(Chip(instant(self.query.since), "Imported since", self.address.without("since"), helps=True))
        return chips + [
            Chip(option.label, facet.label, self.address.without(facet.name, option.value), helps(facet))
            for facet in self.results.facets
            for option in facet.options
            if option.chosen
        ]

    @property
    def ways_out(self) -> list[Chip]:
        """Where nothing is found, the filters without which something may be."""
        return [chip for chip in self.chips if chip.helps]

    @property
    def cleared(self) -> str:
        """The same words without any filter."""
        return self.address.bare("cable", "since", *(facet.name for facet in self.results.facets))

    @property
    def facets(self) -> list[FacetBox]:
        boxes = (self._box(facet) for facet in self.results.facets)
        return [box for box in boxes if box.facet.options or box.problems]

    def _box(self, facet: Facet) -> FacetBox:
        problems = [f"Nothing is held for “{value}”; it was left out." for value in facet.left_out]
        is_whole = facet.name in self.query.whole
        turned = self.address.with_whole(facet.name, whole=not is_whole)
        return FacetBox(facet, [*self.problems.get(facet.name, ()), *problems], is_whole, turned)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form has to carry on beside the words and the boxes."""
        names = ("order", "group", "cable", "all", "since")
        return [(name, value) for name in names for value in self.address.asked.getlist(name) if value]

    @property
    def orders(self) -> list[Link]:
        offered = [order for order in ORDERS if self.query.words or order is not Order.RANK]
        current = self.query.order if self.query.order in offered else Order.DATE
        default = offered[0]
        return [
            Link(ORDERS[order], self.address.turned(order="" if order is default else order.value), order is current)
            for order in offered
        ]

    @property
    def grouping(self) -> Link:
        address = self.address.turned(group="" if self.query.grouped else "cable")
        return Link("one row per cable", address, self.query.grouped)

    @property
    def rows(self) -> list[Row]:
        address = self.address.bare("cable", "group")
        inside = f"{address}{'&' if '?' in address else '?'}cable="
        return [Row(hit, inside) for hit in self.results.hits]

    @property
    def previous(self) -> str:
        return self._page(self.results.previous)

    @property
    def next(self) -> str:
        return self._page(self.results.next)

    def _page(self, number: int | None) -> str:
        return self.address.turned(page="" if number == 1 else str(number)) if number else ""

    @property
    def corrections(self) -> list[tuple[str, str]]:
        return [(words, self.address.turned(q=words)) for words in self.results.corrections]

    @property
    def kept_query(self) -> str:
        """The query string under which this search is kept."""
        return self.address.bare("all", "since").partition("?")[2]

    @cached_property
    def title(self) -> str:
        """`police · Guatemala, 2008`: the search in one line, for the window and as a name to keep it under."""
        chosen = ", ".join(chip.label for chip in self.chips)
        return " · ".join(filter(None, (self.words, chosen))) or "Search"

    @property
    def count(self) -> str:
        """`1,204 answers in 87 cables`."""
        total, cables = self.results.total, self.results.cables
        if not total:
            return "Nothing found"
        return f"{total:,} answer{'s' * (total != 1)} in {cables:,} cable{'s' * (cables != 1)}"

    @property
    def bounded(self) -> str:
        """The honest line where there are more hits than could be ranked."""
        ranked, total = self.results.bounded, self.results.total
        return (
            f"The newest {ranked:,} of {total:,} are ordered by relevance, the others follow by date. "
            "Narrow the search to rank all of them."
        )

    @property
    def general_problems(self) -> list[str]:
        """What stands beside no filter: at the top of what was found."""
        beside = {facet.name for facet in self.results.facets} | {"order", "q"}
        return [problem for name, problems in self.problems.items() if name not in beside for problem in problems]

    @property
    def announced(self) -> str:
        """What a screen reader is told after a search."""
        page = f", page {self.results.page} of {self.results.pages}" if self.results.page > 1 else ""
        return f"{self.count}{page}."


def state_of(option: Option) -> str:
    """What is chosen can be given up though nothing is left of it; else nothing can be got from what has no answer."""
    if option.chosen:
        return "checked"
    return "" if option.count else "disabled"


def helps(facet: Facet) -> bool:
    """Whether something is found without this facet's choice: its counts ignore the choice itself."""
    return any(option.count for option in facet.options)
