"""What the search page shows of one search: its chips, its links, the sentence that is announced."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from cables.found_page import Address, Chip, FacetBox, FoundPage, Link
from cables.models import Access
from cables.parsing.structure import AnswerStatus
from cables.search import Facet, Hit, Order, Results, SearchQuery
from cables.search.filters import SearchFilter
from cables.spelling import canonical_mrn
from cables.templatetags.reading import day, instant

ORDERS = {Order.RANK: "relevance", Order.DATE: "date", Order.COUNTRY: "country"}
FINDINGS: dict[str, str] = {
    AnswerStatus.NO_INFORMATION: "no information",
    AnswerStatus.NOT_APPLICABLE: "not applicable",
    AnswerStatus.MISSING: "missing",
}
OPEN = frozenset({"country", "bureau", "year", "chapter", "topic"})  # facets that stand open before anything is chosen


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


@dataclass(frozen=True, kw_only=True)
class SearchPage(FoundPage):
    """What stands beside the answers of one search."""

    CARRIED = ("order", "group", "cable", "all", "since")
    NARROWING = ("cable", "since")

    results: Results
    query: SearchQuery

    @classmethod
    def of(cls, filters: SearchFilter, results: Results) -> Self:
        address = Address(filters.data)
        return cls(results=results, query=filters.query, address=address, problems=filters.problems)

    @property
    def narrowed(self) -> list[Chip]:
        chips = []
        if self.query.cable is not None:
            mrn = canonical_mrn(str(self.address.asked["cable"])) or ""
            chips.append(Chip(mrn, "In cable", self.address.without("cable"), helps=True))
        if self.query.since is not None:
            chips.append(Chip(instant(self.query.since), "Imported since", self.address.without("since"), helps=True))
        return chips

    @property
    def facets(self) -> list[FacetBox]:
        boxes = (self._box(facet) for facet in self.results.facets)
        return [box for box in boxes if box.facet.options or box.problems]

    def _box(self, facet: Facet) -> FacetBox:
        problems = [f"Nothing is held for “{value}”; it was left out." for value in facet.left_out]
        is_whole = facet.name in self.query.whole
        turned = self.address.with_whole(facet.name, whole=not is_whole)
        problems = [*self.problems.get(facet.name, ()), *problems]
        return FacetBox(facet, problems, is_whole, turned, opens=facet.name in OPEN)

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
        return self.page_address(self.results.previous)

    @property
    def next(self) -> str:
        return self.page_address(self.results.next)

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
        return self.chosen_words or "Search"

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
