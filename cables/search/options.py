"""Facets as a page shows them. What no section has that a person may see is no option for that person."""

from collections.abc import Iterable, Mapping

import numpy as np

from cables.search.archive import Ints
from cables.search.columns import AnyColumn
from cables.search.facets import FACETS, FacetKind, Sorted
from cables.search.query import Facet, Option

SHOWN = 10
MOST = 500  # options of a facet that is shown whole


def facets_of(
    columns: Mapping[str, AnyColumn],
    counts: Mapping[str, Ints],
    held: Mapping[str, Ints],
    chosen: Mapping[str, tuple[str, ...]],
    whole: Iterable[str],
) -> tuple[Facet, ...]:
    """Every facet that this person has, with its options; `held` counts without words and filters and says which
    options there are."""
    return tuple(
        _facet(
            kind, columns[kind.name], counts[kind.name], held[kind.name], chosen.get(kind.name, ()), kind.name in whole
        )
        for kind in FACETS
        if kind.name in columns
    )


def _facet(kind: FacetKind, column: AnyColumn, counts: Ints, held: Ints, chosen: tuple[str, ...], whole: bool) -> Facet:
    here = [code for code in map(column.code_of.get, chosen) if code is not None and held[code]]
    codes = np.flatnonzero(held)
    number = len(codes)
    most = MOST if whole else SHOWN
    if kind.sorted is Sorted.BY_COUNT and number > most:
        place = column.places[codes] - counts[codes] * len(column.options)
        codes = codes[np.argpartition(place, most)[:most]]
    shown = [
        Option(*column.options[code], count=int(counts[code]), chosen=code in here) for code in {*codes.tolist(), *here}
    ]
    options = sorted(shown, key=lambda option: _key(kind, option))
    if not whole and kind.sorted is not Sorted.GIVEN and number > SHOWN:
        options = [option for place, option in enumerate(options) if place < SHOWN or option.chosen]
    left_out = tuple(value for value in chosen if column.code_of.get(value) not in here)
    return Facet(kind.name, kind.label, tuple(options), more=number - len(options), left_out=left_out)


def _key(kind: FacetKind, option: Option) -> tuple[int, str, str]:
    """Total: no two options have the same value."""
    place = -option.count
    if kind.sorted is Sorted.GIVEN:
        place = kind.given.index(option.value) if option.value in kind.given else len(kind.given)
    if kind.sorted is Sorted.FALLING:
        place = -int(option.value)
    return place, option.label, option.value
