"""Where bars, marks and arrows of a range chart stand."""

from fractions import Fraction

import pytest

from statutes.penalties import Outcome, PenaltyKind
from statutes.quantities import LIFE, Amount, Duration, Money, Unit
from statutes.range_charts import (
    DEATH_AT,
    LIFE_AT,
    NARROWEST,
    Bar,
    Heading,
    can_be_drawn,
    chart_of,
    scale_of,
    shortened,
    signs_of,
)


def years(number: int) -> Duration:
    return Duration.of(number, Unit.YEARS)


def term(low: Amount | None, high: Amount | None) -> Outcome:
    return Outcome(PenaltyKind.IMPRISONMENT, low, high)


def test_a_bar_goes_from_the_minimum_to_the_maximum() -> None:
    outcomes = [term(years(6), years(12))]
    scale = scale_of(outcomes)
    [line] = chart_of([Bar(outcomes[0], "6 years to 12 years")], scale).lines
    assert (scale.years, scale.step) == (12, 2)
    assert (line.x, line.end) == (f"{scale.end / 2:g}%", f"{scale.end:g}%")
    assert not line.no_minimum
    assert not line.no_maximum


def test_charts_on_one_scale_can_be_compared() -> None:
    short, long = term(years(1), years(2)), term(years(10), years(50))
    scale = scale_of([short, long])
    assert scale.years == 50
    [line] = chart_of([Bar(short, "")], scale).lines
    assert float(line.end.rstrip("%")) < 5


def test_open_ends_are_told_apart() -> None:
    up_to, or_more = term(None, years(8)), term(years(3), None)
    scale = scale_of([up_to, or_more])
    first, second = chart_of([Bar(up_to, ""), Bar(or_more, "")], scale).lines
    assert (first.no_minimum, first.no_maximum, first.x) == (True, False, "0%")
    assert (second.no_minimum, second.no_maximum, second.end) == (False, True, f"{scale.end:g}%")


def test_life_and_death_stand_behind_the_scale() -> None:
    outcomes = [term(years(20), LIFE), term(LIFE, LIFE), Outcome(PenaltyKind.DEATH)]
    scale = scale_of(outcomes)
    to_life, life, death = chart_of([Bar(one, "") for one in outcomes], scale).lines
    assert scale.end < LIFE_AT < DEATH_AT
    assert (to_life.life, to_life.end, to_life.no_maximum) == (f"{LIFE_AT:g}%", f"{LIFE_AT:g}%", False)
    assert (life.life, life.x) == (f"{LIFE_AT:g}%", "")
    assert (death.death, death.x) == (f"{DEATH_AT:g}%", "")


def test_one_length_can_be_seen() -> None:
    outcome = term(years(5), years(5))
    [line] = chart_of([Bar(outcome, "")], scale_of([outcome, term(None, years(50))])).lines
    assert line.width == f"{NARROWEST:g}%"


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(PenaltyKind.FINE, Money(Fraction(100), "pesos"), None),
        Outcome(PenaltyKind.OTHER),
        Outcome(PenaltyKind.IMPRISONMENT, because="the text does not say by how much it is increased"),
        Outcome(PenaltyKind.IMPRISONMENT),
    ],
)
def test_what_has_no_length_is_not_drawn(outcome: Outcome) -> None:
    [line] = chart_of([Bar(outcome, "words")], scale_of([outcome])).lines
    assert not can_be_drawn(outcome)
    assert (line.x, line.width, line.life, line.death) == ("", "", "", "")


def test_lines_stand_below_each_other_and_inside() -> None:
    outcome = term(years(1), years(3))
    bars: list[Heading | Bar] = [Bar(outcome, ""), Bar(outcome, "", is_variant=True)]
    rows = [Heading("Rape"), Heading("Article 3", is_sub=True), *bars]
    chart = chart_of(rows, scale_of([outcome]))
    places = [line.y for line in chart.lines]
    assert places == sorted(set(places))
    assert chart.lines[-1].bar_y + chart.lines[-1].thickness < chart.height
    assert chart.lines[-1].thickness < chart.lines[-2].thickness


@pytest.mark.parametrize("longest", [0, 1, 6, 7, 12, 30, 61, 119, 999])
def test_few_round_ticks_reach_the_longest_term(longest: int) -> None:
    scale = scale_of([term(None, years(longest))])
    assert scale.years >= longest
    assert 2 <= len(scale.ticks) <= 8
    assert scale.ticks[-1].year == scale.years


def test_the_legend_explains_only_signs_that_are_there() -> None:
    plain = [Bar(term(years(1), years(2)), "", style="hatched")]
    signs = signs_of([chart_of(plain, scale_of([plain[0].outcome]))])
    assert signs.styles == {"hatched"}
    assert not any([signs.variant, signs.proposed, signs.no_minimum, signs.no_maximum, signs.life, signs.death])


def test_long_words_are_cut_between_words() -> None:
    assert shortened("one two three", 9) == "one two …"
    assert shortened("one two", 9) == "one two"
