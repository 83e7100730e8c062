"""Which hits stand on a page. All orders are total; any page costs the same, the last like the first."""

from dataclasses import dataclass

import numpy as np

from cables.search.archive import Ints
from cables.search.columns import Columns
from cables.search.counting import Counted
from cables.search.language import Expression, matching
from cables.search.matching import ranked
from cables.search.query import PAGE_SIZE, Order

RANKED = 1000  # hits that are ranked; of more, the newest are, and the others follow by date


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[int, ...]
    number: int
    pages: int
    bounded: int


def page_of(
    columns: Columns, counted: Counted, expression: Expression, *, order: Order, grouped: bool, number: int
) -> Page:
    """The rows on a page, the last page if `number` is beyond it."""
    total = int(np.count_nonzero(counted.per_cable)) if grouped else counted.total
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    first, last = (number - 1) * PAGE_SIZE, min(number * PAGE_SIZE, total)
    if order is Order.RANK and expression.wanted and counted.total:
        best = _best(columns, counted, expression)
        bounded = len(best) if len(best) < counted.total else 0
        rows = _ranked_slice(columns, counted, best, first, last, grouped=grouped)
    else:
        bounded = 0
        rows = _slice(counted, columns.ordered(order), first, last, grouped=grouped)
    return Page(tuple(rows), number, pages, bounded)


def _slice(counted: Counted, slots: Ints, first: int, last: int, *, grouped: bool) -> list[int]:
    """Hits `first` to `last` with the cables in the order of `slots`, those of a cable in the order of its text."""
    slots = slots[counted.per_cable[slots] > 0]
    numbers = counted.per_cable[slots]
    if grouped:
        numbers = np.minimum(numbers, 1)
    ends = np.cumsum(numbers)
    found: list[int] = []
    for at in range(int(np.searchsorted(ends, first, side="right")), len(slots)):
        before = int(ends[at] - numbers[at])
        if before >= last:
            break
        rows = counted.hits.in_cable(int(slots[at]))[: int(numbers[at])]
        found += rows[max(first - before, 0) : last - before].tolist()
    return found


def _best(columns: Columns, counted: Counted, expression: Expression) -> list[int]:
    """The newest RANKED hits, best first; of the same rank the newer first."""
    slots = columns.ordered(Order.DATE)
    newest = _newest(columns, counted, slots)
    texts = columns.texts[newest].tolist()
    ranks = ranked(texts, matching(expression.wanted))
    place = np.zeros(len(columns.cables), dtype=np.int64)
    place[slots] = np.arange(len(slots))
    places = place[columns.slots[newest]].tolist()
    order = sorted(
        zip((-ranks.get(text, 0.0) for text in texts), places, newest.tolist(), strict=True),
    )
    return [row for *_, row in order]


def _newest(columns: Columns, counted: Counted, slots: Ints) -> Ints:
    if counted.total <= RANKED:
        return counted.hits.rows
    ends = np.cumsum(counted.per_cable[slots])
    wanted = np.zeros(len(columns.cables), dtype=bool)
    wanted[slots[: int(np.searchsorted(ends, RANKED, side="right"))]] = True
    rows = counted.hits.rows
    whole: Ints = rows[wanted[columns.slots[rows]]]
    rest = _slice(counted, slots, len(whole), RANKED, grouped=False)
    return np.concatenate([whole, np.array(rest, dtype=np.int64)])


def _ranked_slice(
    columns: Columns, counted: Counted, best: list[int], first: int, last: int, *, grouped: bool
) -> list[int]:
    if grouped:
        of_cable: dict[int, int] = {}
        for row in best:
            of_cable.setdefault(int(columns.slots[row]), row)
        best = list(of_cable.values())
    found = best[first:last]
    if last <= len(best):
        return found
    rest = _without(columns, counted, best, grouped=grouped)
    slots = columns.ordered(Order.DATE)
    return found + _slice(rest, slots, max(first - len(best), 0), last - len(best), grouped=grouped)


def _without(columns: Columns, counted: Counted, best: list[int], *, grouped: bool) -> Counted:
    """The hits that were not ranked; where they are grouped, those of cables of which none was."""
    taken = np.array(best, dtype=np.int64)
    slots = columns.slots[taken]
    if grouped:
        per_cable = counted.per_cable.copy()
        per_cable[slots] = 0
        return Counted(counted.hits.without(slots=slots), per_cable, counted.facets)
    per_cable = counted.per_cable - np.bincount(slots, minlength=len(columns.cables))
    return Counted(counted.hits.without(rows=taken), per_cable, counted.facets)
