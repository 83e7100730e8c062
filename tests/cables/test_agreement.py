"""How far coders agree: published figures, laws that must hold, and a count by hand of every pair."""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cables.agreement import (
    ALWAYS_APPLIED,
    FEW_CODERS,
    NEVER_APPLIED,
    NO_OVERLAP,
    agreement_of,
    agreements,
    cohen_kappa,
    krippendorff_alpha,
    spans_agreement,
)

few = settings(derandomize=True, database=None, max_examples=200, deadline=None)

units = st.integers(0, 11)
coders = st.sampled_from(("ana", "ben", "cleo", "dov"))
two_coders = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30)
ratings = st.dictionaries(coders, st.dictionaries(units, st.booleans(), max_size=12), max_size=4)

Ratings = dict[str, dict[int, bool]]


def table(*cells: tuple[str, int]) -> list[tuple[str, str]]:
    """Pairs of values from the cells of a table: ("ab", 3) is three units that the first coder gave a, the second b."""
    return [(cell[0], cell[1]) for cell, count in cells for _ in range(count)]


def columns(*rows: str) -> list[list[str]]:
    """Units from one row of values a coder, as the source prints them; a point is a value that is missing."""
    return [[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]


def of_two(pairs: Sequence[tuple[bool, bool]]) -> Ratings:
    return {
        "ana": {unit: one for unit, (one, _) in enumerate(pairs)},
        "ben": {unit: other for unit, (_, other) in enumerate(pairs)},
    }


# Published figures


def test_kappa_is_the_one_cohen_gives_for_his_own_table() -> None:
    # Cohen 1960, table 1, as frequencies of 200: kappa .492
    cells = (("aa", 88), ("ab", 14), ("ac", 18), ("ba", 10), ("bb", 40), ("bc", 10), ("ca", 2), ("cb", 6), ("cc", 12))
    kappa = cohen_kappa(table(*cells))
    assert kappa == Fraction(29, 59)
    assert round(float(kappa), 3) == 0.492


def test_kappa_is_the_one_of_fleiss_for_two_diagnoses() -> None:
    # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (3rd ed., 2003), table 18.1: kappa .68
    cells = (("pp", 75), ("pn", 1), ("po", 4), ("np", 5), ("nn", 4), ("no", 1), ("oo", 10))
    kappa = cohen_kappa(table(*cells))
    assert kappa is not None
    assert round(float(kappa), 2) == 0.68


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): A, two observers and two values
        (("0100000010", "1110010000"), 0.095),
        # B, two observers and more values
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        # C, four observers, values missing
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_alpha_is_the_one_krippendorff_gives(rows: tuple[str, ...], alpha: float) -> None:
    found = krippendorff_alpha(columns(*rows))
    assert found is not None
    assert round(float(found), 3) == alpha


# What is told of a code


def test_a_code_tells_how_many_sections_and_how_many_alike() -> None:
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = agreement_of("convictions", of_two(pairs))
    assert (found.code, found.units, found.agreed, found.share, found.reason) == ("convictions", 50, 35, 0.7, "")
    assert found.kappa == pytest.approx(0.4)
    assert found.alpha == pytest.approx(1 - 99 * 30 / (2 * 55 * 45))  # 55 yes and 45 no among 100 values


def test_one_coder_alone_is_refused() -> None:
    for alone in ({}, {"ana": {1: True}}, {"ana": {1: True}, "ben": {}}):
        found = agreement_of("shelter", alone)
        assert (found.units, found.kappa, found.alpha, found.reason) == (0, None, None, FEW_CODERS)


def test_coders_of_different_sections_are_refused() -> None:
    found = agreement_of("shelter", {"ana": {1: True, 2: False}, "ben": {3: True, 4: False}})
    assert (found.units, found.agreed, found.share, found.kappa, found.alpha) == (0, 0, 0.0, None, None)
    assert found.reason == NO_OVERLAP


@pytest.mark.parametrize(("said", "reason"), [(True, ALWAYS_APPLIED), (False, NEVER_APPLIED)])
def test_a_code_that_never_varies_is_refused_though_all_agree(said: bool, reason: str) -> None:
    found = agreement_of("shelter", of_two([(said, said)] * 9))
    assert (found.units, found.agreed, found.share) == (9, 9, 1.0)
    assert (found.kappa, found.alpha, found.reason) == (None, None, reason)


def test_what_only_one_coder_judged_is_no_variation() -> None:
    found = agreement_of("shelter", {"ana": {1: True, 2: True, 3: False}, "ben": {1: True, 2: True}})
    assert (found.units, found.alpha, found.reason) == (2, None, ALWAYS_APPLIED)


def test_three_coders_get_alpha_and_are_told_why_no_kappa() -> None:
    found = agreement_of(
        "shelter",
        {"ana": {1: True, 2: False, 3: True}, "ben": {1: True, 2: False}, "cleo": {2: False, 3: False}},
    )
    assert (found.units, found.agreed, found.kappa) == (3, 2, None)
    assert found.alpha == pytest.approx(float(by_pairs([[True, True], [False] * 3, [True, False]]) or 0))
    assert found.reason == "Kappa is for two coders, and 3 judged: see alpha."


def test_a_third_coder_who_shares_no_section_takes_no_kappa_away() -> None:
    two = of_two([(True, True), (False, False), (True, False)])
    assert agreement_of("shelter", {**two, "cleo": {99: True}}) == agreement_of("shelter", two)


def test_each_code_is_told_in_the_order_asked_and_an_empty_section_counts_as_judged() -> None:
    found = agreements(
        {
            "ana": {"a": frozenset({"shelter", "laws"}), "b": frozenset(), "c": frozenset({"laws"})},
            "ben": {"a": frozenset({"shelter"}), "b": frozenset()},
        },
        ("shelter", "laws", "trend"),
    )
    assert [(one.code, one.units, one.agreed, one.alpha) for one in found] == [
        ("shelter", 2, 2, 1.0),
        ("laws", 2, 1, 0.0),
        ("trend", 2, 2, None),
    ]


# Laws


@few
@given(two_coders)
def test_neither_coder_comes_first(pairs: list[tuple[bool, bool]]) -> None:
    turned = [(other, one) for one, other in pairs]
    assert agreement_of("x", of_two(pairs)) == agreement_of("x", of_two(turned))


@few
@given(st.lists(st.booleans(), min_size=2).filter(lambda said: len(set(said)) == 2))
def test_full_agreement_that_varies_is_one(said: list[bool]) -> None:
    found = agreement_of("x", of_two([(one, one) for one in said]))
    assert (found.share, found.kappa, found.alpha, found.reason) == (1.0, 1.0, 1.0, "")


@few
@given(ratings)
def test_every_figure_keeps_its_bounds_and_every_refusal_its_reason(said: Ratings) -> None:
    found = agreement_of("x", said)
    assert 0 <= found.agreed <= found.units
    assert found.share == (found.agreed / found.units if found.units else 0.0)
    for coefficient in (found.kappa, found.alpha):
        assert coefficient is None or -1.0 <= coefficient <= 1.0
    assert (found.kappa is None or found.alpha is None) == bool(found.reason)
    assert found.kappa is None or found.alpha is not None


@few
@given(ratings, st.permutations(range(12)), st.permutations(("ana", "ben", "cleo", "dov")))
def test_names_and_order_of_sections_and_coders_change_nothing(
    said: Ratings, order: list[int], names: list[str]
) -> None:
    called = dict(zip(("ana", "ben", "cleo", "dov"), names, strict=True))
    renamed = {
        called[coder]: {order[unit]: of[unit] for unit in sorted(of, reverse=True)}
        for coder, of in reversed(said.items())
    }
    assert agreement_of("x", said) == agreement_of("x", renamed)


@few
@given(ratings)
def test_yes_and_no_can_trade_places(said: Ratings) -> None:
    turned = {coder: {unit: not applied for unit, applied in of.items()} for coder, of in said.items()}
    found, back = agreement_of("x", said), agreement_of("x", turned)
    assert (found.units, found.agreed, found.kappa, found.alpha) == (back.units, back.agreed, back.kappa, back.alpha)


@few
@given(ratings, st.booleans())
def test_a_section_that_one_coder_judged_counts_for_nothing(said: Ratings, applied: bool) -> None:
    more = {coder: {**of, 100 + number: applied} for number, (coder, of) in enumerate(said.items())}
    if sum(bool(of) for of in said.values()) > 1:
        assert agreement_of("x", more) == agreement_of("x", said)


# By hand


def by_pairs(values: Sequence[Sequence[Hashable]]) -> Fraction | None:
    """Alpha by going through every pair of values, within units and across all."""
    pairable = [unit for unit in values if len(unit) > 1]
    everything = [value for unit in pairable for value in unit]
    across = [one != other for one, other in permutations(everything, 2)]
    if not any(across):
        return None
    within = sum(
        (Fraction(one != other, len(unit) - 1) for unit in pairable for one, other in permutations(unit, 2)), Fraction()
    )
    return 1 - within / len(everything) / Fraction(sum(across), len(across))


@few
@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8))
def test_alpha_is_what_going_through_every_pair_gives(values: list[list[str]]) -> None:
    assert krippendorff_alpha(values) == by_pairs(values)


@few
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=20))
def test_kappa_is_what_dealing_the_values_anew_gives(pairs: list[tuple[str, str]]) -> None:
    if not pairs:
        assert cohen_kappa(pairs) is None
        return
    dealt = [one == other for one, _ in pairs for _, other in pairs]
    expected = Fraction(sum(dealt), len(dealt))
    observed = Fraction(sum(one == other for one, other in pairs), len(pairs))
    assert cohen_kappa(pairs) == (None if expected == 1 else 1 - (1 - observed) / (1 - expected))


@few
@given(two_coders)
def test_alpha_of_two_coders_is_scotts_pi_mended_for_small_numbers(pairs: list[tuple[bool, bool]]) -> None:
    # Krippendorff, Content Analysis, chapter 12: alpha = pi + (1 - pi) / n, where n counts the values of both coders
    values = [value for pair in pairs for value in pair]
    yes = Fraction(sum(values), len(values))
    expected = yes**2 + (1 - yes) ** 2
    if expected == 1:
        assert krippendorff_alpha(pairs) is None
        return
    pi = (Fraction(sum(one == other for one, other in pairs), len(pairs)) - expected) / (1 - expected)
    assert krippendorff_alpha(pairs) == pi + (1 - pi) / len(values)


# Passages

LENGTH = 40
spans = st.lists(st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda span: (min(span), max(span))))


def characters(marked: list[tuple[int, int]]) -> set[int]:
    return {place for start, end in marked for place in range(start, end)}


@few
@given(spans, spans)
def test_passages_overlap_by_the_characters_that_both_marked(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    one, other = characters(first), characters(second)
    found = spans_agreement(first, second, LENGTH)
    assert (found.first, found.second) == (len(one), len(other))
    assert (found.both, found.either) == (len(one & other), len(one | other))
    assert found.share == (len(one & other) / len(one | other) if one | other else None)


@pytest.mark.parametrize("span", [(-1, 3), (5, 4), (0, 41)])
def test_a_passage_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not in a text of 40 characters"):
        spans_agreement([(0, 1)], [span], LENGTH)
