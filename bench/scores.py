"""Counts of what was found against labels, and the lines of the source that clean text stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cables.parsing import ParsedCable
from cables.parsing.lines import LineNumbers
from cables.parsing.structure import Section, SpanKind


@dataclass(slots=True)
class Score:
    """Counts of one kind; `missed` and `extra` say what."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    def add(self, other: "Score", mrn: str) -> None:
        """Counts the scores of one more cable."""
        self.right, self.found = self.right + other.right, self.found + other.found
        self.labelled += other.labelled
        self.missed += [f"{mrn}: {words}" for words in other.missed]
        self.extra += [f"{mrn}: {words}" for words in other.extra]


def tally(right: int, missed: Sequence[str], extra: Sequence[str]) -> Score:
    """The score of what was right, missed and too much."""
    return Score(right, right + len(extra), right + len(missed), list(missed), list(extra))


class SourceLines:
    """The line of the source, from 1, on which a character of a section's clean text stands."""

    def __init__(self, cable: ParsedCable, section: Section) -> None:
        self.number = LineNumbers(cable.text)
        self.places = [
            place
            for span in cable.spans
            if span.kind is SpanKind.BODY and section.start <= span.start < section.end
            for place in (*range(span.start, span.end), *[span.end] * len(span.join))
        ]

    def __call__(self, at: int) -> int:
        return self.number(self.places[at])
