"""What the page of notes shows beside the notes: chips, links, counts, the sentence that is announced."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.urls import reverse

from cables.found_page import Address, Chip, FacetBox, FoundPage, Link
from cables.notes.filters import NoteFilter
from cables.notes.finding import NoteQuery, Results
from cables.search import Facet
from cables.spelling import canonical_mrn

OPEN = frozenset({"whose", "mentions", "status", "person"})  # facets that stand open before anything is chosen
FILES = {"csv": "CSV", "json": "JSON", "atom": "Atom feed"}


@dataclass(frozen=True, kw_only=True)
class NotesPage(FoundPage):
    """What stands beside the notes."""

    CARRIED = ("cable", "order")
    NARROWING = ("cable",)

    results: Results
    query: NoteQuery

    @classmethod
    def of(cls, filters: NoteFilter, results: Results) -> Self:
        address = Address(filters.data, reverse("notes"))
        return cls(results=results, query=filters.query, address=address, problems=filters.problems)

    @property
    def narrowed(self) -> list[Chip]:
        if self.query.cable is None:
            return []
        mrn = canonical_mrn(str(self.address.asked["cable"])) or ""
        return [Chip(mrn, "On cable", self.address.without("cable"), helps=True)]

    @property
    def facets(self) -> list[FacetBox]:
        boxes = (
            FacetBox(facet, self.problems.get(facet.name, ()), opens=facet.name in OPEN)
            for facet in self.results.facets
        )
        return [box for box in boxes if box.problems or is_telling(box.facet)]

    @property
    def orders(self) -> list[Link]:
        oldest = self.query.oldest_first
        return [
            Link("newest", self.address.turned(order=""), not oldest),
            Link("oldest", self.address.turned(order="oldest"), oldest),
        ]

    @property
    def previous(self) -> str:
        return self.page_address(self.results.page - 1)

    @property
    def next(self) -> str:
        return self.page_address(self.results.page + 1 if self.results.page < self.results.pages else 0)

    @property
    def files(self) -> list[tuple[str, str]]:
        """The same notes as files, by their addresses."""
        query = self.address.bare().partition("?")[2]
        addresses = {
            "csv": reverse("notes_export", args=["csv"]),
            "json": reverse("notes_export", args=["json"]),
            "atom": reverse("notes_feed"),
        }
        return [(label, f"{addresses[name]}?{query}" if query else addresses[name]) for name, label in FILES.items()]

    @cached_property
    def title(self) -> str:
        """`shelter · Mine, Guatemala`: the list in one line, for the window."""
        return " · ".join(filter(None, (self.chosen_words, "Notes")))

    @property
    def count(self) -> str:
        total = self.results.total
        return f"{total:,} note{'s' * (total != 1)}" if total else "No notes"


def is_telling(facet: Facet) -> bool:
    """Whether there is anything to choose."""
    return any(option.count or option.chosen for option in facet.options)
