"""From a range of letters to the characters of the passage, marks and brackets at its ends included."""

import unicodedata

from cables.anchoring.folding import Folded
from cables.anchoring.quoting import MARKS


def borders(exact: str, text: Folded, start: int, end: int) -> tuple[int, int]:
    """The offsets of the passage whose letters are those from `start` to `end`.

    What `exact` has before its first letter and behind its last is taken along where the text has it too.
    """
    first, last = text.offsets[start], text.offsets[end - 1] + 1
    while last < len(text.text) and unicodedata.combining(text.text[last]):
        last += 1
    letters = [at for at, char in enumerate(exact) if char.isalnum()]
    lead, trail = exact[: letters[0]], exact[letters[-1] + 1 :]
    behind = text.offsets[end] if end < len(text.offsets) else len(text.text)
    ahead = text.offsets[start - 1] + 1 if start else 0
    first -= _taken(lead[::-1], text.text[ahead:first][::-1])
    last += _taken(trail, text.text[last:behind])
    return first, last


def _taken(wanted: str, gap: str) -> int:
    """How many characters at the beginning of a gap are the wanted ones; blanks may have come or gone."""
    wanted, gap = wanted.translate(MARKS), gap.translate(MARKS)
    at = taken = 0
    for char in wanted:
        mark = at
        while not char.isspace() and mark < len(gap) and gap[mark].isspace():
            mark += 1
        if mark < len(gap) and (gap[mark] == char or (char.isspace() and gap[mark].isspace())):
            at = taken = mark + 1
    return taken
