"""Ranges of computed penalties: exact at their borders, and "not computed" for what cannot be placed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.penalties import Change, Outcome, Penalty, PenaltyKind, Relative, computed
from statutes.penalty_ranges import LABELS, PenaltyRange, range_of
from statutes.quantities import LIFE, Amount, Duration, Money, Unit

DAY = Duration.of(1, Unit.DAYS)


def years(number: Fraction | int) -> Duration:
    return Duration.of(number, Unit.YEARS)


def term(maximum: Amount | None, minimum: Amount | None = None) -> Outcome:
    return Outcome(PenaltyKind.IMPRISONMENT, minimum, maximum)


@pytest.mark.parametrize(
    ("maximum", "placed"),
    [
        (DAY * Fraction(90), "up-to-1-year"), (Duration.of(12, Unit.MONTHS), "up-to-1-year"),
        (DAY * Fraction(365), "up-to-1-year"), (years(1) + DAY, "1-to-4-years"), (years(4), "1-to-4-years"),
        (years(4) + DAY, "4-to-10-years"), (years(Fraction(10)), "4-to-10-years"),
        (years(Fraction(31, 3)), "10-to-20-years"), (years(20), "10-to-20-years"),
        (years(Fraction(241, 12)), "over-20-years"), (DAY * Fraction(9999), "over-20-years"), (LIFE, "life"),
        (DAY * Fraction(366), "not-computed"), (None, "not-computed"),
    ],
)  # fmt: skip
def test_the_maximum_decides_and_the_border_belongs_below(maximum: Amount | None, placed: str) -> None:
    assert range_of([term(maximum)]) == (placed,)


def test_death_fines_and_what_is_not_computed() -> None:
    fine = Outcome(PenaltyKind.FINE, maximum=Money(Fraction(9), "pesos"))
    bare = Outcome(PenaltyKind.FINE, because="the text gives no figures")
    unknown = Outcome(PenaltyKind.IMPRISONMENT, because="no base")
    assert range_of([unknown, bare, fine, Outcome(PenaltyKind.DEATH)]) == ("death", "fine", "not-computed")
    assert range_of([Outcome(PenaltyKind.OTHER)]) == ()
    assert range_of([term(None, LIFE)]) == ("life",)


def test_a_relative_penalty_is_placed_by_what_it_comes_to() -> None:
    law = {
        "base": Penalty(PenaltyKind.IMPRISONMENT, years(2), years(8)),
        "more": Penalty(
            PenaltyKind.IMPRISONMENT, relative=Relative(Change.INCREASED, Fraction(4, 3), Fraction(4, 3), ("base",))
        ),
    }
    assert range_of([*computed("base", law), *computed("more", law)]) == ("4-to-10-years", "10-to-20-years")


@given(st.fractions(min_value=0, max_value=90), st.integers(min_value=0, max_value=40000))
def test_every_length_has_one_range(months: Fraction, days: int) -> None:
    assert len(range_of([term(Duration(months, Fraction(days)))])) == 1


def test_every_range_has_a_label() -> None:
    assert set(LABELS) == set(PenaltyRange)
    assert PenaltyRange.OVER_20_YEARS.label == "Over 20 years"
