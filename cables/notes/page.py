"""What the page of notes shows beside the notes: chips, links, counts, the sentence that is announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from django.urls import reverse

from cables.notes.filters import NoteFilter
from cables.notes.finding import NoteQuery, Results
from cables.search import Facet
from cables.search_page import Address, Chip, FacetBox, Link, helps
from cables.spelling import canonical_mrn

OPEN = frozenset({"whose", "mentions", "status", "person"})  # facets that stand open before anything is chosen
CARRIED = ("cable", "order")
FILES = {"csv": "CSV", "json": "JSON", "atom": "Atom feed"}


@dataclass(frozen=True, slots=True)
class NoteFacetBox(FacetBox):
    @property
    def is_open(self) -> bool:
        return self.facet.name in OPEN or bool(self.chosen or self.problems)


@dataclass(frozen=True)
class NotesPage:
    """Everything beside the rows. `problems` are told by the parameter they belong to."""

    results: Results
    query: NoteQuery
    address: Address
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, filters: NoteFilter, results: Results) -> Self:
        return cls(results, filters.query, Address(filters.data, reverse("notes")), filters.problems)

    @property
    def words(self) -> str:
        """What was typed, also where it could not be used."""
        return self.address.asked.get("q", "").strip()

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.query.cable is not None:
            mrn = canonical_mrn(str(self.address.asked["cable"])) or ""
            chips.append(Chip(mrn, "On cable", self.address.without("cable"), helps=True))
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
        return self.address.bare("cable", *(facet.name for facet in self.results.facets))

    @property
    def facets(self) -> list[NoteFacetBox]:
        boxes = (NoteFacetBox(facet, self.problems.get(facet.name, ())) for facet in self.results.facets)
        return [box for box in boxes if box.problems or is_telling(box.facet)]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form has to carry on beside the words and the boxes."""
        return [(name, value) for name in CARRIED for value in self.address.asked.getlist(name) if value]

    @property
    def orders(self) -> list[Link]:
        oldest = self.query.oldest_first
        return [
            Link("newest", self.address.turned(order=""), not oldest),
            Link("oldest", self.address.turned(order="oldest"), oldest),
        ]

    @property
    def previous(self) -> str:
        return self._page(self.results.page - 1)

    @property
    def next(self) -> str:
        return self._page(self.results.page + 1)

    def _page(self, number: int) -> str:
        if not 1 <= number <= self.results.pages:
            return ""
        return self.address.turned(page="" if number == 1 else str(number))

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
        chosen = ", ".join(chip.label for chip in self.chips)
        return " · ".join(filter(None, (self.words, chosen, "Notes")))

    @property
    def count(self) -> str:
        total = self.results.total
        return f"{total:,} note{'s' * (total != 1)}" if total else "No notes"

    @property
    def general_problems(self) -> list[str]:
        """What stands beside no filter: at the top of what was found."""
        beside = {facet.name for facet in self.results.facets} | {"order", "q"}
        return [problem for name, problems in self.problems.items() if name not in beside for problem in problems]

    @property
    def announced(self) -> str:
        """What a screen reader is told after a filter."""
        page = f", page {self.results.page} of {self.results.pages}" if self.results.page > 1 else ""
        return f"{self.count}{page}."


def is_telling(facet: Facet) -> bool:
    """Whether there is anything to choose."""
    return any(option.count or option.chosen for option in facet.options)
