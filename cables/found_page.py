"""What pages of found things have in common: boxes of facets, chips, links, the sentence that is announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import ClassVar, Protocol

from django.http import QueryDict
from django.urls import reverse

from cables.search import Facet, Option

MANY = 15  # options from which a facet can be searched


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
    opens: bool = False  # it stands open before anything is chosen

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
        return self.opens or self.is_whole or bool(self.chosen or self.problems)


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


class Found(Protocol):
    """What was found: its facets and which page of it is shown."""

    @property
    def facets(self) -> Sequence[Facet]: ...

    @property
    def page(self) -> int: ...

    @property
    def pages(self) -> int: ...


@dataclass(frozen=True)
class FoundPage:
    """What stands beside the rows. `problems` are told by the parameter they belong to."""

    CARRIED: ClassVar[tuple[str, ...]] = ()  # what the form has to carry on beside the words and the boxes
    NARROWING: ClassVar[tuple[str, ...]] = ()  # parameters that narrow and are no facets

    results: Found
    address: Address
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What was typed, also where it could not be used."""
        return self.address.asked.get("q", "").strip()

    @property
    def narrowed(self) -> list[Chip]:
        """The chips of what narrows and is no facet."""
        return []

    @cached_property
    def chips(self) -> list[Chip]:
        return self.narrowed + [
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
        return self.address.bare(*self.NARROWING, *(facet.name for facet in self.results.facets))

    @property
    def carried(self) -> list[tuple[str, str]]:
        return [(name, value) for name in self.CARRIED for value in self.address.asked.getlist(name) if value]

    def page_address(self, number: int | None) -> str:
        """The address of this page of the same, "" for none."""
        return self.address.turned(page="" if number == 1 else str(number)) if number else ""

    @property
    def chosen_words(self) -> str:
        """`police · Guatemala, 2008`: what was asked, in one line."""
        chosen = ", ".join(chip.label for chip in self.chips)
        return " · ".join(filter(None, (self.words, chosen)))

    @property
    def count(self) -> str:
        """`1,204 notes`."""
        raise NotImplementedError

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


def state_of(option: Option) -> str:
    """What is chosen can be given up though nothing is left of it; else nothing can be got from what has no answer."""
    if option.chosen:
        return "checked"
    return "" if option.count else "disabled"


def helps(facet: Facet) -> bool:
    """Whether something is found without this facet's choice: its counts ignore the choice itself."""
    return any(option.count for option in facet.options)
