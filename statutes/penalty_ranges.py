"""Ranges of penalties for a search facet, by the computed maximum of imprisonment. Exact: nothing is rounded."""

from collections.abc import Iterable
from enum import StrEnum

from statutes.penalties import Outcome, PenaltyKind
from statutes.quantities import Amount, Duration, Life, Unit


class PenaltyRange(StrEnum):
    """A maximum on the border belongs to the lower range: four years are "1-to-4-years", a day more is not."""

    UP_TO_1_YEAR = "up-to-1-year"
    UP_TO_4_YEARS = "1-to-4-years"
    UP_TO_10_YEARS = "4-to-10-years"
    UP_TO_20_YEARS = "10-to-20-years"
    OVER_20_YEARS = "over-20-years"
    LIFE = "life"
    DEATH = "death"
    FINE = "fine"
    NOT_COMPUTED = "not-computed"

    @property
    def label(self) -> str:
        """What a page calls it."""
        return LABELS[self]


LABELS = {
    PenaltyRange.UP_TO_1_YEAR: "Up to 1 year",
    PenaltyRange.UP_TO_4_YEARS: "Over 1 to 4 years",
    PenaltyRange.UP_TO_10_YEARS: "Over 4 to 10 years",
    PenaltyRange.UP_TO_20_YEARS: "Over 10 to 20 years",
    PenaltyRange.OVER_20_YEARS: "Over 20 years",
    PenaltyRange.LIFE: "Life",
    PenaltyRange.DEATH: "Death",
    PenaltyRange.FINE: "Fine",
    PenaltyRange.NOT_COMPUTED: "Not computed",
}
BORDERS = (
    (1, PenaltyRange.UP_TO_1_YEAR),
    (4, PenaltyRange.UP_TO_4_YEARS),
    (10, PenaltyRange.UP_TO_10_YEARS),
    (20, PenaltyRange.UP_TO_20_YEARS),
)  # years


def range_of(outcomes: Iterable[Outcome]) -> tuple[PenaltyRange, ...]:
    """The ranges that the outcomes fall in, each once, in the order above.

    A penalty that is neither a term, a fine nor death (confiscation, lashes) falls in none.
    """
    found = {placed for outcome in outcomes if (placed := _placed(outcome)) is not None}
    return tuple(one for one in PenaltyRange if one in found)


def _placed(outcome: Outcome) -> PenaltyRange | None:
    if outcome.kind is PenaltyKind.FINE:
        return PenaltyRange.FINE
    if outcome.because:
        return PenaltyRange.NOT_COMPUTED
    if outcome.kind is PenaltyKind.DEATH:
        return PenaltyRange.DEATH
    return _of_term(outcome.minimum, outcome.maximum) if outcome.kind is PenaltyKind.IMPRISONMENT else None


def _of_term(minimum: Amount | None, maximum: Amount | None) -> PenaltyRange:
    if isinstance(maximum, Life) or isinstance(minimum, Life):
        return PenaltyRange.LIFE
    if not isinstance(maximum, Duration):
        return PenaltyRange.NOT_COMPUTED  # "three years or more": how much more is not said
    for years, placed in BORDERS:
        is_longer = maximum.is_longer(Duration.of(years, Unit.YEARS))
        if is_longer is None:
            return PenaltyRange.NOT_COMPUTED  # "366 days" is or is not longer than a year
        if not is_longer:
            return placed
    return PenaltyRange.OVER_20_YEARS
