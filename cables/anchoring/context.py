"""What stands beside a passage, and how far what stands beside a place agrees with it."""

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Prefix

from cables.anchoring.folding import EDGE, Folded, letters
from cables.anchoring.selectors import CONTEXT, Selector

NEARBY = 3  # a context is looked for within so many times its own length
TELLING = 16  # letters of a context that says something
UNKNOWN = 0.5  # beside a ruled line, say, where there are no letters to compare


@dataclass(frozen=True, slots=True)
class Pattern:
    """A passage and what stands beside it, in letters. A context that reaches the edge of its text ends with EDGE."""

    selector: Selector
    before: str  # read outwards: from the passage back to the beginning
    quote: str
    after: str

    @property
    def whole(self) -> str:
        return self.before[::-1] + self.quote + self.after


def pattern_of(selector: Selector) -> Pattern:
    before, after = letters(selector.prefix)[::-1], letters(selector.suffix)
    return Pattern(
        selector,
        before + EDGE * (len(selector.prefix) == selector.start),
        letters(selector.exact),
        after + EDGE * (len(selector.suffix) < CONTEXT),
    )


def before(text: Folded, at: int, size: int) -> str:
    """The letters before a letter, read outwards, with EDGE where the text begins."""
    beside = text.letters[max(0, at - size) : at][::-1]
    return beside if at >= size else beside + EDGE


def after(text: Folded, at: int, size: int) -> str:
    beside = text.letters[at : at + size]
    return beside if at + size <= len(text.letters) else beside + EDGE


def agreement(context: str, beside: str) -> float:
    """How far they agree, from 0 (as any two texts do) to 1. Words may have come between passage and context.

    A context of a few letters, near the edge of its text, says little either way.
    """
    weight = min(1.0, len(context) / TELLING)
    return UNKNOWN * (1 - weight) + closeness(context, beside) * weight


def closeness(context: str, beside: str) -> float:
    """The same, whatever the length of the context."""
    if not context or beside.startswith(context):
        return 1.0
    near = beside[: NEARBY * len(context)].ljust(len(context), EDGE)
    return max(0.0, fuzz.partial_ratio(context, near, score_cutoff=50) / 50 - 1)


def resemblance(context: str, beside: str) -> float:
    """The same for long contexts, where what comes between counts against a place."""
    return Indel.normalized_similarity(context, beside[: len(context)])


def same_run(context: str, beside: str) -> float:
    """The share of a context that stands beside a place without a break."""
    return Prefix.similarity(context, beside) / max(len(context), 1)
