"""Which sections are hits, and how many fall under each option of each facet.

Every facet is counted under all chosen filters but its own. A row that fails no filter is a hit and counts
everywhere; one that fails a single filter counts in that filter's facet; the others count nowhere. Most filters are
failed by cables and by kinds of sections, of which there are few; rows are looked at one by one only where words, or
facets of rows, ask so, and of those as few as can be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cables.search.archive import Ints
from cables.search.columns import AnyColumn, Columns, FacetColumn, Flags
from cables.search.facets import FACETS
from cables.search.rows import RowSet, spread

HIDDEN = 100  # more failures than there are filters

Failures = NDArray[np.int8]


class Hits:
    """The rows whose cable and kind fail no filter and that are `among` some, all for None."""

    def __init__(self, columns: Columns, of_cable: Failures, of_kind: Failures, among: Flags | None) -> None:
        self.columns = columns
        self.of_cable = of_cable
        self.of_kind = of_kind
        self.among = among

    @cached_property
    def rows(self) -> Ints:
        """All of them, ascending."""
        if self.among is not None:
            found = np.flatnonzero(self.among)
            passing: Ints = found[self.passes(found)]
            return passing
        columns = self.columns
        slots = np.flatnonzero(self.of_cable == 0)
        if 4 * len(slots) > len(columns.cables):
            return np.flatnonzero((self.of_cable[columns.slots] == 0) & (self.of_kind[columns.kinds] == 0))
        inside = rows_in(columns, slots)
        hits: Ints = inside[self.of_kind[columns.kinds[inside]] == 0]
        return hits

    @cached_property
    def row_set(self) -> RowSet:
        return RowSet(self.rows, len(self.columns.texts))

    def passes(self, rows: Ints) -> Flags:
        """Which of these rows have a cable and a kind that fail no filter."""
        columns = self.columns
        passing: Flags = (self.of_cable[columns.slots[rows]] == 0) & (self.of_kind[columns.kinds[rows]] == 0)
        return passing

    def in_cable(self, slot: int) -> Ints:
        start, end = self.columns.starts[slot], self.columns.ends[slot]
        is_hit = self.of_kind[self.columns.kinds[start:end]] == 0
        if self.among is not None:
            is_hit = is_hit & self.among[start:end]
        hits: Ints = np.flatnonzero(is_hit & (self.of_cable[slot] == 0)) + start
        return hits

    def without(self, *, rows: Ints | None = None, slots: Ints | None = None) -> "Hits":
        """The hits but these rows, or but those of these cables."""
        if rows is not None:
            among = np.ones(len(self.columns.texts), dtype=bool) if self.among is None else self.among.copy()
            among[rows] = False
            return Hits(self.columns, self.of_cable, self.of_kind, among)
        of_cable = self.of_cable.copy()
        of_cable[slots] = HIDDEN
        return Hits(self.columns, of_cable, self.of_kind, self.among)


@dataclass(frozen=True, slots=True)
class Counted:
    hits: Hits
    per_cable: Ints  # hits by slot
    facets: Mapping[str, Ints]  # by the codes of the facet's column

    @property
    def total(self) -> int:
        return int(self.per_cable.sum())


@dataclass(frozen=True, slots=True)
class Weights:
    """Rows by cable and by kind: the hits, and those that a single filter of a cable, or of a kind, keeps from it."""

    cables: Ints
    kinds: Ints
    near_cables: Ints
    near_kinds: Ints


def count(
    columns: Columns,
    visible: Flags,
    found: Flags | None,
    chosen: Mapping[str, tuple[str, ...]],
    beside: Mapping[str, FacetColumn] | None = None,
) -> Counted:
    """Count the rows `found` by words (None: all) in the slots `visible`, under the chosen filters. `beside` are the
    columns, of rows, of a person's own facets."""
    by_cable, by_kind = _misses(columns, chosen)
    row_columns: dict[str, AnyColumn] = {**columns.of_rows, **(beside or {})}
    by_row = {
        name: ~column.owners_under(chosen[name], len(columns.texts))
        for name, column in row_columns.items()
        if chosen.get(name)
    }
    of_row = _failures(by_row.values(), len(columns.texts)) if by_row else None
    of_cable = np.where(visible, np.int8(0), np.int8(HIDDEN)) + _failures(by_cable.values(), len(visible))
    of_kind = _failures(by_kind.values(), len(columns.facts))
    hits = Hits(columns, of_cable, of_kind, _among(found, of_row))
    weights = _weighed(hits) if hits.among is None else _weighed_by_row(hits, hits.among)
    counts = {}
    for facet in FACETS.held:
        misses, all_hits, near = (
            (by_cable, weights.cables, weights.near_cables)
            if facet.of_cable
            else (by_kind, weights.kinds, weights.near_kinds)
        )
        miss = misses.get(facet.name)
        counts[facet.name] = columns.columns[facet.name].count(all_hits if miss is None else all_hits + near * miss)
    for name, row_column in columns.of_rows.items():
        counts[name] = row_column.count(_without_own(hits, found, of_row, by_row.get(name)).row_set)
    for name, column in (beside or {}).items():
        others = None if of_row is None else of_row - by_row[name] if name in by_row else of_row
        counts[name] = _count_beside(hits, column, found, others, int(weights.cables.sum()))
    return Counted(hits, weights.cables, counts)


def _among(found: Flags | None, of_row: Failures | None) -> Flags | None:
    """The rows found by words that fail none of these filters of rows; None for all."""
    if of_row is None:
        return found
    passing: Flags = of_row == 0
    return passing if found is None else found & passing


def _without_own(hits: Hits, found: Flags | None, of_row: Failures | None, own: Flags | None) -> Hits:
    """The hits, and the rows that `own`, one of the filters of rows, keeps from being hits."""
    if of_row is None or own is None:
        return hits
    others = of_row - own
    return Hits(hits.columns, hits.of_cable, hits.of_kind, _among(found, others if others.any() else None))


def count_beside(counted: Counted, column: FacetColumn) -> Ints:
    """Hits under each option of a person's facet, where nothing is chosen and no words are asked for."""
    return _count_beside(counted.hits, column, None, None, counted.total)


def _count_beside(hits: Hits, column: FacetColumn, found: Flags | None, of_row: Failures | None, total: int) -> Ints:
    """Hits under each option of a person's facet. `of_row`: how many filters of rows, but this one, each row fails."""
    owners = column.owners
    is_hit = hits.passes(owners)
    if found is not None:
        is_hit = is_hit & found[owners]
    if of_row is not None:
        is_hit = is_hit & (of_row[owners] == 0)
    counted = np.bincount(column.codes[is_hit], minlength=len(column.options))
    if column.rest is not None:
        if of_row is not None:
            among = of_row == 0 if found is None else found & (of_row == 0)
            total = int(np.count_nonzero(hits.passes(np.flatnonzero(among))))
        counted[column.rest] = total - len(np.unique(owners[is_hit]))
    return counted


def _misses(columns: Columns, chosen: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, Flags], dict[str, Flags]]:
    """For each filter which slots, or which kinds of sections, fail it."""
    by_cable, by_kind = {}, {}
    for facet in FACETS.held:
        if values := chosen.get(facet.name):
            column = columns.columns[facet.name]
            if facet.of_cable:
                by_cable[facet.name] = ~column.owners_under(values, len(columns.cables))
            else:
                by_kind[facet.name] = ~column.owners_under(values, len(columns.facts))
    return by_cable, by_kind


def _failures(misses: Iterable[Flags], number: int) -> Failures:
    failures = np.zeros(number, dtype=np.int8)
    for miss in misses:
        failures += miss
    return failures


def _weighed(hits: Hits) -> Weights:
    """Without words: a cable without failures gives all its rows of kinds without failures."""
    columns, of_cable, of_kind = hits.columns, hits.of_cable, hits.of_kind
    lengths = columns.ends - columns.starts
    passing = lengths
    if of_kind.any():
        passed = np.concatenate([[0], np.cumsum(of_kind[columns.kinds] == 0, dtype=np.int32)])
        passing = passed[columns.ends] - passed[columns.starts]
    of_whole = _kinds_in(columns, np.flatnonzero(of_cable == 0))
    return Weights(
        cables=passing * (of_cable == 0),
        kinds=of_whole * (of_kind == 0),
        near_cables=passing * (of_cable == 1),
        near_kinds=of_whole * (of_kind == 1),
    )


def _kinds_in(columns: Columns, slots: Ints) -> Ints:
    """How many rows of each kind these cables have; where they are most of the archive, by what the others have."""
    lengths = columns.ends[slots] - columns.starts[slots]
    if 2 * int(lengths.sum()) > len(columns.texts):
        others = np.ones(len(columns.cables), dtype=bool)
        others[slots] = False
        rest = np.flatnonzero(others)
        return columns.rows_by_kind - _kinds_in_few(columns, rest)
    return _kinds_in_few(columns, slots)


def _kinds_in_few(columns: Columns, slots: Ints) -> Ints:
    return np.bincount(columns.kinds[rows_in(columns, slots)], minlength=len(columns.facts))


def rows_in(columns: Columns, slots: Ints) -> Ints:
    """The rows of these cables; those of a slot lie side by side."""
    starts = columns.starts[slots]
    return spread(starts, columns.ends[slots] - starts)


def _weighed_by_row(hits: Hits, among: Flags) -> Weights:
    """With words, or filters of rows: what fails one of those is no hit, nor near to one of the others."""
    columns = hits.columns
    rows = np.flatnonzero(among)
    slots, kinds = columns.slots[rows], columns.kinds[rows]
    of_cable, of_kind = hits.of_cable[slots], hits.of_kind[kinds]
    failed = of_cable + of_kind
    is_hit, is_near = failed == 0, failed == 1
    near_cable, near_kind = is_near & (of_cable == 1), is_near & (of_kind == 1)
    per_slot, per_kind = len(columns.cables), len(columns.facts)
    return Weights(
        cables=np.bincount(slots[is_hit], minlength=per_slot),
        kinds=np.bincount(kinds[is_hit], minlength=per_kind),
        near_cables=np.bincount(slots[near_cable], minlength=per_slot),
        near_kinds=np.bincount(kinds[near_kind], minlength=per_kind),
    )
