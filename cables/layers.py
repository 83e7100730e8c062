"""What other applications know of the words of sections: which passages name something that has a page of its own.

They join when they are loaded; `cables` knows none of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from cables.disclosure import Person
from cables.marks import Link, apart


class NamedKind(StrEnum):
    """What is named, and the key of it in files."""

    INSTITUTIONS = "institutions"
    LAW = "law"

    @property
    def heading(self) -> str:
        """What stands before the list of them under a section."""
        return f"{self.value.capitalize()} here"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a page at `url`, and a card about it at `url` and "card/". `whole` is what it is a part of: the
    law of an article."""

    kind: NamedKind
    name: str
    url: str
    whole: "Named | None" = None
    is_suggested: bool = False  # read by machine, and checked by nobody

    @property
    def full_name(self) -> str:
        """`Article 194, Penal Code`."""
        return f"{self.name}, {self.whole.full_name}" if self.whole else self.name


@dataclass(frozen=True, slots=True)
class Naming:
    """A passage that names something, or quotes it: characters [start, end) of a section's clean text. Those up to
    `link_end` are shown as the link to it; of a quotation that is its caption."""

    start: int
    end: int
    link_end: int
    role: str
    named: Named
    is_suggested: bool = False


Layer = Callable[[Collection[int], Person], Mapping[int, Sequence[Naming]]]

_layers: list[Layer] = []


def join(layer: Layer) -> None:
    """From now on `layer` is asked, with the primary keys of the section texts on a page, what they name; it says so by
    text, for one person, in a number of queries that does not depend on how many texts there are."""
    if layer not in _layers:
        _layers.append(layer)


def namings_in(texts: Collection[int], person: Person) -> dict[int, tuple[Naming, ...]]:
    """By the text's primary key, in the order of the text; what this person may not see is not there."""
    found: dict[int, list[Naming]] = defaultdict(list)
    for layer in _layers:
        for text, namings in layer(texts, person).items():
            found[text] += namings
    return {text: tuple(sorted(namings, key=_by_place)) for text, namings in found.items()}


def _by_place(naming: Naming) -> tuple[int, int, str]:
    return naming.start, -naming.end, naming.named.url


@dataclass(frozen=True, slots=True)
class Listed:
    """Something that a section names, with those of its parts that the section names."""

    named: Named
    parts: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    kind: NamedKind
    entries: tuple[Listed, ...]

    @property
    def count(self) -> int:
        return sum(len(entry.parts) or 1 for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Names:
    """What the words of one section name, as its page shows it: `links` over the words, lists under them, and the
    quotations without a caption that could be a link."""

    namings: tuple[Naming, ...] = ()
    links: tuple[Link, ...] = ()
    uncaptioned: tuple[Naming, ...] = ()
    listings: tuple[Listing, ...] = ()

    @property
    def is_suggested(self) -> bool:
        """Some of it nobody has checked."""
        return any(naming.is_suggested or naming.named.is_suggested for naming in self.namings)


def names_of(namings: Sequence[Naming], *, with_links: bool) -> Names:
    return Names(
        namings=tuple(namings),
        links=apart(map(link_of, namings)) if with_links else (),
        uncaptioned=tuple(naming for naming in namings if naming.link_end <= naming.start) if with_links else (),
        listings=tuple(listing for kind in NamedKind if (listing := listing_of(kind, namings)).entries),
    )


def link_of(naming: Naming) -> Link:
    named = naming.named
    return Link(naming.start, naming.link_end, named.kind.value, named.url, is_suggested=naming.is_suggested)


def listing_of(kind: NamedKind, namings: Iterable[Naming]) -> Listing:
    """Each once, in the order in which the text comes to it; parts with their whole."""
    those = list(dict.fromkeys(naming.named for naming in namings if naming.named.kind == kind))
    wholes = list(dict.fromkeys(named.whole or named for named in those))
    by_whole = {
        whole: tuple(parts)
        for whole, parts in groupby(
            sorted((named for named in those if named.whole), key=lambda named: wholes.index(named.whole or named)),
            key=lambda named: named.whole,
        )
    }
    return Listing(kind, tuple(Listed(whole, by_whole.get(whole, ())) for whole in wholes))
