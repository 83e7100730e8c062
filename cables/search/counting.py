"""Which sections are hits, and how many fall under each option of each facet.

Every facet is counted under all chosen filters but its own. A row that fails no filter is a hit and counts
everywhere; one that fails a single filter counts in that filter's facet; the others count nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cables.search.archive import Ints
from cables.search.columns import Columns, Flags
from cables.search.facets import FACETS

HIDDEN = 100  # more failures than there are filters


@dataclass(frozen=True, slots=True)
class Counted:
    rows: Ints  # the hits, ascending
    per_cable: Ints  # hits by slot
    facets: Mapping[str, Ints]  # by the codes of the facet's column

    @property
    def total(self) -> int:
        return len(self.rows)


def count(columns: Columns, visible: Flags, found: Flags | None, chosen: Mapping[str, tuple[str, ...]]) -> Counted:
    """Count the rows `found` by words (None: all) in the slots `visible`, under the chosen filters."""
    by_cable, by_kind = _misses(columns, chosen)
    failed_cable = np.where(visible, 0, HIDDEN) + _failures(by_cable, len(visible))
    rows = _candidates(columns, found, failed_cable)
    slots, kinds = columns.slots[rows], columns.kinds[rows]
    failed = failed_cable[slots]
    if by_kind:
        failed = failed + _failures(by_kind, len(columns.facts))[kinds]
    if failed.any():
        hit, near = failed == 0, failed == 1
        near_slots, near_kinds = slots[near], kinds[near]
        rows, slots, kinds = rows[hit], slots[hit], kinds[hit]
    else:
        near_slots = near_kinds = rows[:0]
    per_cable = np.bincount(slots, minlength=len(visible))
    per_kind = np.bincount(kinds, minlength=len(columns.facts))
    counts = {}
    for facet in FACETS:
        misses, owners, weights = (
            (by_cable, near_slots, per_cable) if facet.of_cable else (by_kind, near_kinds, per_kind)
        )
        if (miss := misses.get(facet.name)) is not None:
            weights = weights + np.bincount(owners[miss[owners]], minlength=len(weights))
        counts[facet.name] = columns.columns[facet.name].count(weights)
    return Counted(rows, per_cable, counts)


def _misses(columns: Columns, chosen: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, Flags], dict[str, Flags]]:
    """For each filter which slots, or which kinds of sections, fail it."""
    by_cable, by_kind = {}, {}
    for facet in FACETS:
        if values := chosen.get(facet.name):
            column = columns.columns[facet.name]
            if facet.of_cable:
                by_cable[facet.name] = ~column.owners_under(values, len(columns.cables))
            else:
                by_kind[facet.name] = ~column.owners_under(values, len(columns.facts))
    return by_cable, by_kind


def _failures(misses: Mapping[str, Flags], number: int) -> Ints:
    failures = np.zeros(number, dtype=np.int64)
    for miss in misses.values():
        failures += miss
    return failures


def _candidates(columns: Columns, found: Flags | None, failed_cable: Ints) -> Ints:
    """The rows, ascending, that may fail at most one filter."""
    slots = np.flatnonzero(failed_cable <= 1)
    lengths = columns.ends[slots] - columns.starts[slots]
    total = int(lengths.sum())
    if found is None and total < len(columns.texts):
        # the rows of a slot lie side by side: count on from each start
        offsets = np.repeat(columns.starts[slots] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        counted_on: Ints = np.arange(total) + offsets
        return counted_on
    if found is None:
        return np.arange(len(columns.texts))
    rows = np.flatnonzero(found)
    return rows if total == len(columns.texts) else rows[failed_cable[columns.slots[rows]] <= 1]
