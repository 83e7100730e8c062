"""The source as lines, and the few shapes of line that every other step asks about."""

import re
from bisect import bisect_right
from functools import cached_property

RULED = frozenset("-=_*~ \t")
ENDS_SENTENCE = re.compile(r"""[.!?:;]["')\]]{0,3}$""")
LIST_MARK = re.compile(
    r"(?:-{1,2}\s?)?\((?:\d{1,3}|[a-z]|[ivx]{1,4})\)\s{0,3}(?![,.;:)])"
    r"|(?:-{1,3}\s?|\*\s?|•\s?)(?=\S)"
    r"|(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?:\s{1,3}|(?=\())"
)


class Line:
    """One line: `start`/`end` are offsets of the source without the line break, `number` counts from 1.

    `text` is the line without white space around it, `first`..`last` its range; a blank line has `first == end` and
    `last == start`.
    """

    def __init__(self, number: int, start: int, raw: str) -> None:
        self.number = number
        self.start = start
        self.end = start + len(raw)
        self.raw = raw
        self.text = raw.strip()
        self.blank = not self.text
        self.first = self.end if self.blank else start + raw.index(self.text[0])
        self.last = start if self.blank else self.first + len(self.text)

    @cached_property
    def rule(self) -> bool:
        """A line of dashes or the like, as they frame headings."""
        return len(self.text) >= 3 and " " not in self.text[:3] and RULED.issuperset(self.text)

    @cached_property
    def open(self) -> bool:
        """Whether its sentence goes on: it has words and does not end like a sentence."""
        return bool(self.text) and not self.rule and ENDS_SENTENCE.search(self.text) is None

    @cached_property
    def list_mark(self) -> str:
        """`(1)`, `--`, `a.` ... as printed at the start of the line, or ""."""
        found = LIST_MARK.match(self.text)
        return found[0].strip() if found and found.end() < len(self.text) else ""


def lines_of(text: str) -> list[Line]:
    """Lines by "\\n" alone, so that their numbers are those of any editor; a "\\r" counts as white space."""
    lines, at = [], 0
    for number, raw in enumerate(text.split("\n"), start=1):
        lines.append(Line(number, at, raw))
        at += len(raw) + 1
    return lines


class LineNumbers:
    """From an offset to the number of its line, from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def __call__(self, at: int) -> int:
        return bisect_right(self.starts, at)


def wrap_width(lines: list[Line]) -> int:
    """The column at which the body was wrapped (50 to 100), or 0 where each line is a whole paragraph."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 30 and not line.rule)
    if not lengths:
        return 0
    high = lengths[min(len(lengths) - 1, len(lengths) * 19 // 20)]
    return max(high, 50) if high <= 100 else 0
