"""The archive as columns of numbers, in which facets are counted. Made once, never changed: a change makes new ones.

Rows are the current sections, those of one cable side by side. Facets are columns of cables (slots), of kinds of
sections, or of rows. A cable has a slot; a slot whose cable has changed is
dead, and the cable has a new one at the end, so that a change costs a copy and no sorting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cables.access import STRICTNESS
from cables.search.archive import CableFacts, Ints, Reference, Rows, SectionFacts
from cables.search.facets import FACETS, FacetKind
from cables.search.query import Order
from cables.search.rows import Optioned, RowColumn, Under, extended_column

Flags = NDArray[np.bool_]
Packed = NDArray[np.uint8]  # eight flags a byte
DEAD = len(STRICTNESS)  # the access of a slot that nobody may see
NO_ROWS = Rows(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), [], np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class FacetColumn(Optioned):
    """Which owners (slots, kinds of sections, or rows) fall under which options: pairs of numbers, side by side."""

    owners: Ints
    codes: Ints
    rest: int | None = None  # the code of the option of all owners that fall under none

    def owners_under(self, values: Iterable[str], number: int) -> Flags:
        """For each of `number` owners: does it fall under any of these values?"""
        wanted = np.zeros(len(self.options) + 1, dtype=bool)
        wanted[[self.code_of[value] for value in values if value in self.code_of]] = True
        found = np.zeros(number, dtype=bool)
        if self.rest is not None and wanted[self.rest]:
            found[:] = True
            found[self.owners] = False
        found[self.owners[wanted[self.codes]]] = True
        return found

    def count(self, weights: Ints) -> Ints:
        """How many sections fall under each option, where `weights` has the sections of each owner."""
        counted = np.bincount(self.codes, weights=weights[self.owners], minlength=len(self.options))
        return counted.astype(np.int64)


AnyColumn = FacetColumn | RowColumn


class Columns:
    """One state of the archive."""

    def __init__(
        self,
        reference: Reference,
        cables: Sequence[CableFacts | None],
        rows: Rows,
        columns: dict[str, FacetColumn],
    ) -> None:
        self.reference = reference
        self.cables = cables
        self.facts = rows.facts
        self.texts = rows.texts
        self.slots = rows.cables  # of each row
        self.kinds = rows.kinds
        self.columns = columns
        self.of_rows: dict[str, RowColumn] = {}
        self.memory: dict[Any, Any] = {}  # what is counted once for this state
        bounds = np.searchsorted(self.slots, np.arange(len(cables) + 1))
        self.starts, self.ends = bounds[:-1], bounds[1:]
        codes = [STRICTNESS.index(cable.access) if cable else DEAD for cable in cables]
        self.access = np.array(codes, dtype=np.int64)

    def facts_of(self, slot: int) -> CableFacts:
        cable = self.cables[slot]
        if cable is None:
            raise LookupError(f"slot {slot} is dead")
        return cable

    @cached_property
    def slot_of(self) -> dict[int, int]:
        return {cable.id: slot for slot, cable in enumerate(self.cables) if cable}

    @cached_property
    def row_of_text(self) -> NDArray[np.int32]:
        """The row of each text id, -1 where it is none; one more at the end for ids beyond all."""
        rows = np.full((int(self.texts.max()) if len(self.texts) else 0) + 2, -1, dtype=np.int32)
        rows[self.texts] = np.arange(len(self.texts), dtype=np.int32)
        return rows

    def rows_of(self, texts: NDArray[Any]) -> Flags:
        """Which rows these texts are; texts that are not current are none."""
        rows = self.row_of_text[np.minimum(texts, len(self.row_of_text) - 1)]
        found = np.zeros(len(self.texts) + 1, dtype=bool)
        found[rows] = True  # those that are none set the last flag, which is cut off
        return found[:-1]

    @cached_property
    def rows_by_kind(self) -> Ints:
        """How many rows each kind of section has in the whole archive."""
        return np.bincount(self.kinds, minlength=len(self.facts))

    def visible(self, accesses: Iterable[str]) -> Flags:
        """Which slots hold a cable of one of these accesses."""
        wanted = np.zeros(DEAD + 1, dtype=bool)
        wanted[[STRICTNESS.index(access) for access in accesses]] = True
        return wanted[self.access]

    def ordered(self, order: Order) -> Ints:
        """All slots with a cable, in a total order."""
        key = ("order", order is Order.COUNTRY)
        if key not in self.memory:
            self.memory[key] = self._by_country() if order is Order.COUNTRY else self._by_date()
        found: Ints = self.memory[key]
        return found

    def _by_date(self) -> Ints:
        held = [(-cable.dtg.timestamp() if cable.dtg else np.inf, cable.mrn, slot) for slot, cable in self._live()]
        return np.array([slot for *_, slot in sorted(held)], dtype=np.int64)

    def _by_country(self) -> Ints:
        names = {pk: held[2] for pk, held in self.reference.countries.items()}
        held = [
            (names.get(cable.country or 0, "\U0010ffff"), -(cable.report_year or 0), cable.mrn, slot)
            for slot, cable in self._live()
        ]
        return np.array([slot for *_, slot in sorted(held)], dtype=np.int64)

    def _live(self) -> Iterable[tuple[int, CableFacts]]:
        return ((slot, cable) for slot, cable in enumerate(self.cables) if cable)


def built(reference: Reference, cables: Sequence[CableFacts], rows: Rows, under: Mapping[str, Under]) -> Columns:
    """Columns of these cables; `rows` has their primary keys, which become slots. `under` is, by facet of rows, what
    its texts fall under."""
    return extended(Columns(reference, (), NO_ROWS, _empty()), frozenset(), cables, rows, reference, under)


def extended(
    old: Columns,
    gone: Iterable[int],
    cables: Sequence[CableFacts],
    rows: Rows,
    reference: Reference,
    under: Mapping[str, Under],
) -> Columns:
    """`old` without the cables that are gone (primary keys) and with these, whose names are in `reference`. `under` is
    of these cables, and of all where countries have other names than in the old reference."""
    dead = [old.slot_of[cable] for cable in gone if cable in old.slot_of]
    kept: list[CableFacts | None] = list(old.cables)
    for slot in dead:
        kept[slot] = None
    is_dead = np.zeros(len(kept) + 1, dtype=bool)
    is_dead[dead] = True
    stays = ~is_dead[old.slots]
    merged = _merged(old, stays, rows, _slots(cables, len(kept), rows.cables))
    all_cables = [*kept, *cables]
    known = None if reference is not old.reference else old
    columns = {kind.name: _column(kind, reference, all_cables, merged.facts, known, is_dead) for kind in FACETS.held}
    made = Columns(reference, all_cables, merged, columns)
    is_renamed = reference.countries != old.reference.countries
    for name, each in under.items():
        was = None if is_renamed else old.of_rows.get(name)
        made.of_rows[name] = extended_column(was, stays, each, made.row_of_text, len(made.texts))
    return made


def _slots(cables: Sequence[CableFacts], first: int, owners: Ints) -> Ints:
    """The slots of cables given by their primary keys, -1 for one that is not among these."""
    keys = np.array([cable.id for cable in cables], dtype=np.int64)
    if len(keys) == 0:
        return np.full(len(owners), -1, dtype=np.int64)
    order = np.argsort(keys)
    at = np.searchsorted(keys, owners, sorter=order).clip(max=len(keys) - 1)
    return np.where(keys[order[at]] == owners, order[at] + first, -1)


def _merged(old: Columns, stays: Flags, new: Rows, slots: Ints) -> Rows:
    facts = list(old.facts)
    number_of = {each: number for number, each in enumerate(facts)}
    renumbered = [number_of.setdefault(each, len(number_of)) for each in new.facts]
    kinds = np.array(renumbered, dtype=np.int64)[new.kinds] if renumbered else new.kinds
    known = slots >= 0
    order = np.argsort(slots[known], kind="stable")  # the order within a cable is kept
    return Rows(
        texts=np.concatenate([old.texts[stays], new.texts[known][order]]),
        cables=np.concatenate([old.slots[stays], slots[known][order]]),
        facts=list(number_of),
        kinds=np.concatenate([old.kinds[stays], kinds[known][order]]),
    )


def _empty() -> dict[str, FacetColumn]:
    none = np.zeros(0, dtype=np.int64)
    return {kind.name: FacetColumn((), {}, owners=none, codes=none) for kind in FACETS.held}


def _column(
    kind: FacetKind,
    reference: Reference,
    cables: Sequence[CableFacts | None],
    facts: Sequence[SectionFacts],
    old: Columns | None,
    is_dead: Flags,
) -> FacetColumn:
    """A facet's column; with `old` only what it does not have yet is read."""
    was = old.columns[kind.name] if old else _empty()[kind.name]
    options = dict(was.options)
    code_of = dict(was.code_of)
    owners: list[int] = []
    codes: list[int] = []
    pairs: Iterable[tuple[int, Iterable[tuple[str, str]]]]
    if kind.of_cable:
        of_cable, first = kind.of_cable, len(old.cables) if old else 0
        pairs = ((slot, of_cable(cable, reference)) for slot in range(first, len(cables)) if (cable := cables[slot]))
        stays = ~is_dead[was.owners]
    else:
        of_section, first = kind.of_section, len(old.facts) if old else 0
        if of_section is None:
            raise TypeError(f"the facet {kind.name} is neither of cables nor of sections")
        pairs = ((number, of_section(facts[number], reference)) for number in range(first, len(facts)))
        stays = np.ones(len(was.owners), dtype=bool)
    for owner, found in pairs:
        for value, label in found:
            options[value] = label
            owners.append(owner)
            codes.append(code_of.setdefault(value, len(code_of)))
    return FacetColumn(
        owners=np.concatenate([was.owners[stays], np.array(owners, dtype=np.int64)]),
        codes=np.concatenate([was.codes[stays], np.array(codes, dtype=np.int64)]),
        options=tuple((value, options[value]) for value in code_of),
        code_of=code_of,
    )
