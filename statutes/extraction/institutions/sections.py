"""A section made ready: its words by paragraph without quoted questions, and its text as names are looked up."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.institutions.names import Folded, fold
from statutes.extraction.institutions.tokens import Tokens, tokens_of

UNREAD = frozenset({ParagraphKind.QUESTION, ParagraphKind.LAW_HEADING})  # not the post's words


@dataclass(frozen=True, slots=True)
class Prepared:
    """The clean text of a section, and the stretches of it that are read."""

    text: str
    folded: Folded
    parts: tuple[Tokens, ...]
    starts: tuple[int, ...]

    def is_loud(self, start: int) -> bool:
        """Whether a word stands in a row of words in capitals."""
        part = self.parts[bisect_right(self.starts, start) - 1]
        return part.loud[bisect_right(part.starts, start) - 1]

    def is_read(self, start: int, end: int) -> bool:
        """Whether a passage lies in one stretch that is read."""
        at = bisect_right(self.starts, start) - 1
        return at >= 0 and end <= self.parts[at].end


def prepared(text: str, paragraphs: Sequence[Paragraph]) -> Prepared:
    """The section; without paragraphs all of it is one."""
    size = len(text)
    ranges = [
        (max(p.clean_start, 0), min(p.clean_end, size)) for p in paragraphs if p.kind not in UNREAD
    ] if paragraphs else [(0, size)]  # fmt: skip
    parts = tuple(tokens_of(text, start, end) for start, end in sorted(ranges) if start < end)
    return Prepared(text, fold(text), parts, tuple(part.start for part in parts))
