from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.quantities import LIFE, Duration, Money, Unit
from statutes.written_amounts import amount_from, number_from, range_from, range_words

NUMBERS = st.fractions(min_value=Fraction(1, 12), max_value=100_000, max_denominator=12)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("", None),
        ("life", LIFE),
        ("6 years", Duration.of(6, Unit.YEARS)),
        ("1  year", Duration.of(1, Unit.YEARS)),
        ("18 months", Duration.of(18, Unit.MONTHS)),
        ("5 1/3 years", Duration.of(Fraction(16, 3), Unit.YEARS)),
        ("5 years and 1 day", Duration.of(5, Unit.YEARS) + Duration.of(1, Unit.DAYS)),
        ("2.5 years", Duration.of(Fraction(5, 2), Unit.YEARS)),
        ("50,000 quetzales", Money(Fraction(50_000), "quetzales")),
        ("50,000 quetzales (USD 6,500)", Money(Fraction(50_000), "quetzales", Fraction(6_500))),
        ("3 × monthly minimum wage", Money(Fraction(3), "× monthly minimum wage")),
    ],
)
def test_amounts_are_read_as_they_are_written(words: str, amount: object) -> None:
    assert amount_from(words) == amount


@pytest.mark.parametrize(
    "words", ["six years", "years", "6", "6 years and 2 years", "6 years (USD 5)x", "-3 years", "1/0 years"]
)
def test_what_is_no_amount_says_how_amounts_are_written(words: str) -> None:
    with pytest.raises(ValueError, match=r"Write|divides"):
        amount_from(words)


@pytest.mark.parametrize("words", ["", "2 years", "2 years to 4 years", "50 quetzales to 80 quetzales"])
def test_a_range_is_read_as_it_is_printed(words: str) -> None:
    assert range_words(range_from(words)) == words


def test_a_number_that_divides_by_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="divides by nothing"):
        number_from("3/0")


@given(NUMBERS, st.sampled_from(list(Unit)), st.integers(0, 40))
def test_what_is_printed_is_read_as_the_same_length(number: Fraction, unit: Unit, days: int) -> None:
    length = Duration.of(number, unit) + Duration.of(days, Unit.DAYS)
    read = amount_from(str(length))
    assert isinstance(read, Duration)
    assert (read.months, read.days) == (length.months, length.days)


@given(NUMBERS, st.sampled_from(["quetzales", "BD", "× minimum wage"]), st.none() | NUMBERS)
def test_what_is_printed_is_read_as_the_same_money(amount: Fraction, currency: str, dollars: Fraction | None) -> None:
    money = Money(amount, currency, dollars)
    assert amount_from(str(money)) == money
