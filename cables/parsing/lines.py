"""The source as lines, and the few shapes of line that every other step asks about."""

import re
from dataclasses import dataclass
from functools import cached_property

RULE = re.compile(r"[-=_*~]{3,}(?:[ \t]+[-=_*~]+)*[-=_*~ \t]*")
ENDS_SENTENCE = re.compile(r"""[.!?:;]["')\]]{0,3}$""")
LIST_MARK = re.compile(
    r"(?:-{1,3}\s?|\*\s?|•\s?)(?=\S)"
    r"|(?:-{1,2}\s?)?\((?:\d{1,3}|[a-z]|[ivx]{1,4})\)\s{0,3}"
    r"|(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?:\s{1,3}|(?=\())"
)


@dataclass(frozen=True)
class Line:
    """One line: `start`/`end` are offsets of the source without the line break, `number` counts from 1."""

    number: int
    start: int
    end: int
    raw: str

    @cached_property
    def text(self) -> str:
        return self.raw.strip()

    @cached_property
    def first(self) -> int:
        """Offset of the first character that is not white space; `end` of a blank line."""
        return self.start + len(self.raw) - len(self.raw.lstrip()) if self.text else self.end

    @cached_property
    def last(self) -> int:
        """Offset behind the last character that is not white space."""
        return self.start + len(self.raw.rstrip()) if self.text else self.start

    @property
    def blank(self) -> bool:
        return not self.text

    @cached_property
    def rule(self) -> bool:
        """A line of dashes or the like, as they frame headings."""
        return RULE.fullmatch(self.text) is not None

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
        lines.append(Line(number, at, at + len(raw), raw))
        at += len(raw) + 1
    return lines


def wrap_width(lines: list[Line]) -> int:
    """The column at which the body was wrapped (50 to 100), or 0 where each line is a whole paragraph."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 30 and not line.rule)
    if not lengths:
        return 0
    high = lengths[min(len(lengths) - 1, len(lengths) * 19 // 20)]
    return max(high, 50) if high <= 100 else 0
