"""What is kept of a passage, and what is known of it in another text. The words are those of W3C Web Annotation."""

from dataclasses import dataclass
from enum import StrEnum

# Characters kept on either side. A line of a telegram has 65: a repeated or lost line never fills both sides.
CONTEXT = 64


class AnchorState(StrEnum):
    EXACT = "exact"  # the same words at the same offset
    MOVED = "moved"  # the same words at another one
    CHANGED = "changed"  # similar words
    AMBIGUOUS = "ambiguous"  # several places, none better than the others
    ORPHAN = "orphan"  # no place, or none that is sure enough


class AnchorError(ValueError):
    """There is no such passage in the text."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A passage as `TextQuoteSelector` and `TextPositionSelector`: offsets in characters, half-open."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands in the text that was searched. `score` says from 0 to 1 how alike the words are.

    Both offsets are None where the state is ambiguous or orphan.
    """

    state: AnchorState
    start: int | None
    end: int | None
    score: float


def select(text: str, start: int, end: int) -> Selector:
    """The selector of `text[start:end]`, blanks and all. Raises AnchorError where that is no passage of the text."""
    if not 0 <= start < end <= len(text):
        raise AnchorError(f"no passage from {start} to {end} in a text of {len(text)} characters")
    return Selector(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end)
