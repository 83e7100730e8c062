"""Penalties: exact, ordered, with reasons; and "cannot be computed" for what the text does not settle."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.penalties import (
    Change,
    Penalty,
    PenaltyKind,
    Relative,
    computed,
    problem_of,
)
from statutes.quantities import LIFE, Amount, Duration, Money, Unit

PRISON, FINE = PenaltyKind.IMPRISONMENT, PenaltyKind.FINE
FACTORS = st.fractions(min_value=0, max_value=10, max_denominator=60)
LENGTHS = st.builds(Duration.of, st.fractions(min_value=0, max_value=90, max_denominator=24), st.sampled_from(Unit))


def years(number: Fraction | int) -> Duration:
    return Duration.of(number, Unit.YEARS)


def prison(low: Amount | None, high: Amount | None, source: str = "Article 194") -> Penalty:
    return Penalty(PRISON, low, high, source=source)


def times(factor: Fraction | None, *bases: str, condition: str = "", change: Change = Change.INCREASED) -> Penalty:
    return Penalty(PRISON, relative=Relative(change, factor, factor, bases), condition=condition, source="Article 194")


def test_a_third_and_two_thirds_more_are_exact_and_say_why() -> None:
    law = {"base": prison(years(6), years(12)), "third": times(Fraction(4, 3), "base", condition="when a minor")}
    (outcome,) = computed("third", law)
    assert (outcome.minimum, outcome.maximum) == (years(8), years(16))
    assert outcome.reasons == (
        "Article 194: 6 years to 12 years.",
        "Article 194: increased by 1/3 (when a minor): 6 years × 4/3 = 8 years, 12 years × 4/3 = 16 years.",
    )
    assert outcome.verdict == "8 years to 16 years"


def test_months_and_years_are_one_measure_and_days_another() -> None:
    assert Duration.of(6, Unit.MONTHS).within(Unit.YEARS) == Fraction(1, 2)
    day_more = years(5) + Duration.of(1, Unit.DAYS)
    assert (day_more.within(Unit.YEARS), day_more.within(Unit.DAYS)) == (None, None)
    assert str(day_more * Fraction(4, 3)) == "6 2/3 years and 1 1/3 days"
    assert Duration.of(30, Unit.DAYS).is_longer(Duration.of(1, Unit.MONTHS)) is None


def test_up_to_a_half_more_leaves_the_minimum_where_it_is() -> None:
    more = Penalty(PRISON, relative=Relative(Change.INCREASED, Fraction(1), Fraction(3, 2), ("base",)))
    (outcome,) = computed("more", {"base": prison(years(10), years(15)), "more": more})
    assert (outcome.minimum, outcome.maximum) == (years(10), years(15) * Fraction(3, 2))


def plus(change: Change, least: Amount, most: Amount) -> Penalty:
    relative = Relative(change, None, None, ("base",), added=(least, most))
    return Penalty(PRISON, relative=relative, condition="at sea", source="Article 195")


def test_years_added_to_a_term_are_added_to_both_ends() -> None:
    law = {"base": prison(years(4), years(8)), "more": plus(Change.INCREASED, years(2), years(2))}
    (outcome,) = computed("more", law)
    assert (outcome.minimum, outcome.maximum) == (years(6), years(10))
    assert outcome.reasons[-1] == (
        "Article 195: increased by 2 years (at sea): 4 years + 2 years = 6 years, 8 years + 2 years = 10 years."
    )


def test_two_to_four_years_more_and_less() -> None:
    law = {
        "base": prison(years(4), years(8)), "more": plus(Change.INCREASED, years(2), years(4)),
        "less": plus(Change.REDUCED, years(1), years(3)),
    }  # fmt: skip
    assert [computed(key, law)[0].verdict for key in ("more", "less")] == ["6 years to 12 years", "1 year to 7 years"]


def test_a_sum_added_to_a_fine_scales_no_dollars_that_are_not_stated() -> None:
    law = {
        "base": Penalty(FINE, None, Money(Fraction(300), "pesos", Fraction(30))),
        "more": plus(Change.INCREASED, Money(Fraction(50), "pesos"), Money(Fraction(50), "pesos")),
    }
    assert computed("more", law)[0].maximum == Money(Fraction(350), "pesos")


@pytest.mark.parametrize(
    ("base", "change", "because"),
    [
        (prison(years(1), years(2)), Change.REDUCED, "1 year is less than 2 years"),
        (Penalty(FINE, None, Money(Fraction(9), "pesos")), Change.INCREASED, "are not amounts of one kind"),
        (prison(years(1), LIFE), Change.INCREASED, "a life sentence has no length to change"),
    ],
)
def test_what_cannot_be_added_or_taken_away(base: Penalty, change: Change, because: str) -> None:
    (outcome,) = computed("more", {"base": base, "more": plus(change, years(2), years(2))})
    assert because in outcome.because


def test_a_base_without_a_minimum_gives_none() -> None:
    (outcome,) = computed("more", {"base": prison(None, years(10)), "more": times(Fraction(2), "base")})
    assert (outcome.minimum, outcome.maximum) == (None, years(20))


def test_fines_keep_currency_and_scale_the_dollars_stated() -> None:
    low, high = Money(Fraction(300), "quetzales", Fraction(39)), Money(Fraction(1000), "quetzales", Fraction(132))
    law = {"base": Penalty(FINE, low, high), "more": times(Fraction(4, 3), "base")}
    (outcome,) = computed("more", law)
    assert outcome.kind is FINE
    assert outcome.minimum == Money(Fraction(400), "quetzales", Fraction(52))
    assert str(outcome.maximum) == "1,333 1/3 quetzales (USD 176)"


def test_one_outcome_for_each_base() -> None:
    law = {"a": prison(years(1), years(2)), "b": prison(years(3), years(6)), "more": times(Fraction(4, 3), "a", "b")}
    assert [str(outcome.minimum) for outcome in computed("more", law)] == ["1 1/3 years", "4 years"]


@pytest.mark.parametrize(
    ("law", "because"),
    [
        ({"x": times(Fraction(2))}, "does not say which penalty"),
        ({"x": times(Fraction(2), "gone")}, "is not there"),
        ({"x": times(Fraction(2), "x")}, "goes in a circle: Article 194 → Article 194"),
        ({"x": times(Fraction(2), "y"), "y": times(Fraction(2), "x")}, "goes in a circle"),
        ({"x": times(None, "y"), "y": prison(years(1), years(2))}, "does not say by how much it is increased"),
        ({"x": times(Fraction(2), "y"), "y": prison(None, None)}, "gives no figures for Article 194"),
        ({"x": times(Fraction(2), "y"), "y": prison(years(20), LIFE)}, "a life sentence has no length to change"),
        ({"x": times(Fraction(2), "y"), "y": Penalty(PenaltyKind.DEATH)}, "not a quantity"),
        ({"x": prison(years(3), years(2))}, "the minimum is above the maximum"),
        ({"x": Penalty(FINE, Money(Fraction(5), ""))}, "no currency"),
        ({"x": Penalty(FINE, Money(Fraction(5), "BD"), Money(Fraction(9), "USD"))}, "different currencies"),
        ({}, "is not there"),
    ],
)
def test_what_is_not_settled_cannot_be_computed(law: dict[str, Penalty], because: str) -> None:
    (outcome,) = computed("x", law)
    assert because in outcome.because
    assert (outcome.minimum, outcome.maximum) == (None, None)
    assert outcome.verdict.startswith("cannot be computed, because ")


def test_the_same_penalty_may_be_life_or_death() -> None:
    law = {"base": Penalty(PenaltyKind.DEATH), "same": times(Fraction(1), "base", change=Change.SAME)}
    (outcome,) = computed("same", law)
    assert outcome.kind is PenaltyKind.DEATH
    assert outcome.is_computed


@given(LENGTHS, LENGTHS, FACTORS)
def test_multiplying_keeps_the_order(low: Duration, more: Duration, factor: Fraction) -> None:
    high = low + more
    (outcome,) = computed("x", {"base": prison(low, high), "x": times(factor, "base")})
    assert isinstance(outcome.minimum, Duration)
    assert isinstance(outcome.maximum, Duration)
    assert not outcome.minimum.is_longer(outcome.maximum)


@given(LENGTHS, st.lists(FACTORS, max_size=20))
def test_a_chain_is_the_product_of_its_factors(base: Duration, factors: list[Fraction]) -> None:
    law, product = {"0": prison(base, base)}, Fraction(1)
    for step, factor in enumerate(factors, 1):
        law[str(step)] = times(factor, str(step - 1))
        product *= factor
    (outcome,) = computed(str(len(factors)), law)
    assert outcome.maximum == base * product
    assert len(outcome.reasons) == len(factors) + 1


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghz"), max_size=3)))
def test_any_web_of_bases_has_an_answer(web: dict[str, list[str]]) -> None:
    law = {key: times(Fraction(4, 3), *bases) for key, bases in web.items()}
    for key in law:
        assert all(outcome.because for outcome in computed(key, law))


def test_a_long_chain_and_a_wide_web_end_soon() -> None:
    chain = {str(n): times(Fraction(2), str(n + 1)) for n in range(5000)}
    assert "more than 50" in computed("0", chain)[0].because
    web = {str(n): times(Fraction(2), *[str(n + 1)] * 4) for n in range(40)} | {"40": prison(years(1), years(2))}
    assert "more than 64" in computed("0", web)[0].because


@given(LENGTHS, LENGTHS)
def test_the_order_is_never_both_ways(one: Duration, other: Duration) -> None:
    assert not (one.is_longer(other) and other.is_longer(one))
    if one.months == other.months and one.days == other.days:
        assert one.is_longer(other) is False


def test_a_relative_penalty_has_no_figures_of_its_own() -> None:
    both = Penalty(PRISON, years(1), relative=Relative(Change.SAME, Fraction(1), Fraction(1), ("a",)))
    assert problem_of(both) == "it is relative and has figures of its own"


def test_penalties_and_extraction_import_no_django(root: Path) -> None:
    code = "import sys, statutes.penalties, statutes.extraction; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
