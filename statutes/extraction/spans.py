"""Ranges of characters that can be asked what lies in them."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Half-open ranges, by their start; they may hold one another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def __contains__(self, at: int) -> bool:
        index = bisect_right(self._starts, at)
        return index > 0 and at < self._furthest[index - 1]
