from fractions import Fraction

import pytest

from statutes.penalties import Outcome, PenaltyKind
from statutes.penalty_summaries import comparison, range_words, span_words
from statutes.quantities import LIFE, Amount, Duration, Money, Unit

DEATH = Outcome(PenaltyKind.DEATH)
FINE = Outcome(PenaltyKind.FINE, Money(Fraction(10), "pesos"), Money(Fraction(20), "pesos"))
OVER_NINE = "the greatest maximum for rape, 12 years, is above that for trafficking, 9 years"
UNKNOWN = Outcome(PenaltyKind.IMPRISONMENT, because="the text does not say by how much it is increased")


def term(low: int | Amount | None, high: int | Amount | None) -> Outcome:
    first, last = (Duration.of(bound, Unit.YEARS) if isinstance(bound, int) else bound for bound in (low, high))
    return Outcome(PenaltyKind.IMPRISONMENT, first, last)


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([], ""),
        ([term(6, 12)], "6 years to 12 years"),
        ([term(6, 12), term(2, 8)], "2 years to 12 years"),
        ([term(6, 12), term(None, 8)], "up to 12 years"),
        ([term(6, 12), term(3, None)], "3 years or more"),
        ([term(6, 12), term(20, LIFE)], "6 years to life"),
        ([term(6, 12), DEATH], "6 years to 12 years or death"),
        ([DEATH], "death"),
        ([FINE], "fine"),
        ([term(6, 12), FINE], "6 years to 12 years"),
        ([UNKNOWN], ""),
        ([UNKNOWN, term(1, 2)], "1 year to 2 years"),
        ([term(Duration.of(18, Unit.MONTHS), 3), term(2, 4)], "18 months to 4 years"),
    ],
)
def test_several_penalties_have_one_range(outcomes: list[Outcome], words: str) -> None:
    assert span_words(outcomes) == words


def test_what_applies_under_conditions_is_told_apart() -> None:
    assert range_words([term(6, 12)], [term(8, 16), term(10, 20)]) == (
        "6 years to 12 years; under conditions 8 years to 20 years"
    )
    assert range_words([], [term(8, 16)]) == "under conditions 8 years to 16 years"
    assert range_words([term(6, 12)], [UNKNOWN]) == "6 years to 12 years"


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ([term(6, 12)], [term(8, 12)], "the greatest maximum of both is 12 years"),
        ([term(6, 9)], [term(6, 12)], OVER_NINE),
        ([term(6, 9)], [term(6, LIFE)], "the greatest maximum for rape, life, is above that for trafficking, 9 years"),
        ([DEATH], [term(6, LIFE)], "the greatest maximum for trafficking, death, is above that for rape, life"),
        ([term(6, None)], [term(6, 8)], "no maximum is stated for trafficking"),
        ([term(6, None)], [term(6, None)], "no maximum is stated for trafficking and rape"),
        ([], [term(6, 8)], ""),
        ([FINE], [term(6, 8)], ""),
        ([UNKNOWN], [term(6, 8)], ""),
    ],
)  # fmt: skip
def test_two_offences_are_compared_by_their_greatest_maxima(
    one: list[Outcome], other: list[Outcome], words: str
) -> None:
    assert comparison(one, other, ("trafficking", "rape")) == words
