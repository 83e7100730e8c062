"""Facets of single rows: sections that nearly all differ, so that their options are held row by row.

A row's options lie side by side, and the rows in their order: of a few rows only theirs are looked at. Four bytes an
option and a row at most.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from numpy.typing import NDArray

from cables.search.archive import Ints, integers

if TYPE_CHECKING:
    from django.db.models import QuerySet

Small = NDArray[Any]  # whole numbers, as narrow as they fit
Flags = NDArray[np.bool_]

# Two values, four bytes a number: fetching a pair at a time takes ten times as long.
PAIRS = """
    SELECT string_agg(int4send(pair.text::integer), ''::bytea), string_agg(int4send(pair.option::integer), ''::bytea)
    FROM ({pairs}) AS pair (text, option)"""


@dataclass(frozen=True, slots=True)
class Under:
    """Which texts (primary keys) fall under which options: pairs, each once. `options` are places in `labels`, which
    has the options' values and labels."""

    texts: Ints
    options: Ints
    labels: Sequence[tuple[str, str]]

    @classmethod
    def named(cls, texts: Ints, keys: Ints, names: Mapping[int, tuple[str, str]]) -> "Under":
        """Of options that have numbers of their own; those without a name are none."""
        known = np.isin(keys, np.fromiter(names, dtype=np.int64, count=len(names)))
        different, options = np.unique(keys[known], return_inverse=True)
        return cls(texts[known], options.astype(np.int64), [names[key] for key in different.tolist()])


def read_pairs(pairs: "QuerySet[Any, tuple[Any, ...]]") -> tuple[Ints, Ints]:
    """The two columns of a queryset of pairs of whole numbers, `values_list("text_id", ...)`, in one statement; each
    pair once, which is told sooner here than there."""
    try:
        statement, parameters = pairs.query.sql_with_params()
    except EmptyResultSet:  # of no cables
        return integers(None), integers(None)
    with connection.cursor() as cursor:
        cursor.execute(PAIRS.format(pairs=statement), parameters)
        texts, options = map(integers, cursor.fetchone())
    span = int(options.max()) + 1 if len(options) else 1
    return np.divmod(np.unique(texts * span + options), span)


@dataclass(frozen=True)
class Optioned:
    """The options of a facet, which have numbers: their codes."""

    options: tuple[tuple[str, str], ...]  # value and label by code
    code_of: dict[str, int]

    @cached_property
    def places(self) -> Ints:
        """The place of each option in the order of labels, and of values where those are the same."""
        order = sorted(range(len(self.options)), key=lambda code: self.options[code][::-1])
        places = np.zeros(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        return places


@dataclass(frozen=True)
class RowColumn(Optioned):
    """The options of row r are codes[starts[r] : starts[r + 1]]."""

    starts: Small
    codes: Small

    @cached_property
    def whole(self) -> Ints:
        """How many rows fall under each option in the whole archive."""
        return np.bincount(self.codes, minlength=len(self.options))

    def owners_under(self, values: Iterable[str], number: int) -> Flags:
        """For each of `number` rows: does it fall under any of these values?"""
        wanted = np.zeros(len(self.options) + 1, dtype=bool)
        wanted[[self.code_of[value] for value in values if value in self.code_of]] = True
        found = np.zeros(number, dtype=bool)
        found[self.owners[wanted[self.codes]]] = True
        return found

    @cached_property
    def owners(self) -> Small:
        """The row of each code."""
        lengths = np.diff(self.starts)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)

    def count(self, rows: "RowSet") -> Ints:
        """How many of these rows fall under each option; where they are most of the archive, by what the others do."""
        return self.whole - self._count(rows.rest) if 2 * len(rows.rows) > rows.number else self._count(rows)

    def _count(self, rows: "RowSet") -> Ints:
        if len(self.codes) < len(rows.rows):  # few rows have options: go by those that have
            return np.bincount(self.codes[rows.flags[self.owners]], minlength=len(self.options))
        firsts, ends = rows.runs
        starts = self.starts[firsts]
        return np.bincount(self.codes[spread(starts, self.starts[ends] - starts)], minlength=len(self.options))


@dataclass(frozen=True)
class RowSet:
    """Some rows, ascending, of this number."""

    rows: Ints
    number: int

    @cached_property
    def flags(self) -> Flags:
        """For each row whether it is one of them."""
        flags = np.zeros(self.number, dtype=bool)
        flags[self.rows] = True
        return flags

    @cached_property
    def rest(self) -> "RowSet":
        return RowSet(np.flatnonzero(~self.flags), self.number)

    @cached_property
    def runs(self) -> tuple[Ints, Ints]:
        """Where rows that follow one another begin, and where they have ended."""
        breaks = np.flatnonzero(np.diff(self.rows) != 1)
        if len(self.rows) == 0:
            return self.rows, self.rows
        return self.rows[np.append(0, breaks + 1)], self.rows[np.append(breaks, -1)] + 1


NO_OPTIONS = RowColumn((), {}, starts=np.zeros(1, dtype=np.uint8), codes=np.zeros(0, dtype=np.uint8))


def extended_column(was: RowColumn | None, stays: Flags, under: Under, row_of_text: Small, number: int) -> RowColumn:
    """`was` without the rows that do not stay, and with what is under the texts of the rows behind them, which are
    `number` in all; without `was` under those of all. Options keep their codes."""
    was, kept = (was, int(np.count_nonzero(stays))) if was else (NO_OPTIONS, 0)
    held = np.diff(was.starts)
    rows = row_of_text[np.minimum(under.texts, len(row_of_text) - 1)].astype(np.int64)
    new = np.flatnonzero(rows >= kept)
    new = new[np.argsort(rows[new], kind="stable")]
    lengths = np.bincount(rows[new], minlength=number)
    if kept:
        lengths[:kept] = held[stays]
    code_of, labels = dict(was.code_of), dict(was.options)
    labels.update(under.labels)
    codes = np.array([code_of.setdefault(value, len(code_of)) for value, _ in under.labels], dtype=np.int64)
    stayed = was.codes[np.repeat(stays, held)] if kept else NO_OPTIONS.codes
    return RowColumn(
        starts=narrow(np.concatenate([[0], np.cumsum(lengths)])),
        codes=narrow(np.concatenate([stayed, codes[under.options[new]]])),
        options=tuple((value, labels[value]) for value in code_of),
        code_of=code_of,
    )


def narrow(numbers: Ints) -> Small:
    """The same numbers, none of them negative, in as few bytes as hold them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max()) if len(numbers) else 0))


def spread(starts: Small, lengths: Small) -> Ints:
    """The places from each start on, as many as its length says, one after the other."""
    ends = np.cumsum(lengths, dtype=np.int64)
    places: Ints = np.repeat(starts - ends + lengths, lengths)
    places += np.arange(len(places))
    return places
