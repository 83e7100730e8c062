"""Several penalties in a few words: their range, and how two offences compare. Pure; it tells figures and no more."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from statutes.penalties import Outcome, PenaltyKind, shown_range
from statutes.quantities import MONTHS_IN_YEAR, Amount, Duration, Life

MONTH = Fraction(36525, 100 * MONTHS_IN_YEAR)  # days; only to tell which of two lengths is the longer
LIFE_RANK, OPEN_RANK, DEATH_RANK = 1, 2, 3


def terms(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those that are a length of time with at least one bound, or life."""
    return [
        one
        for one in outcomes
        if one.kind is PenaltyKind.IMPRISONMENT and not one.because and (one.minimum or one.maximum) is not None
    ]


def deaths(outcomes: Iterable[Outcome]) -> bool:
    return any(one.kind is PenaltyKind.DEATH and not one.because for one in outcomes)


def days(amount: Amount | None) -> Fraction:
    return amount.months * MONTH + amount.days if isinstance(amount, Duration) else Fraction(0)


def rank(amount: Amount | None) -> tuple[int, Fraction]:
    """To sort maxima by: lengths, then life, then none at all."""
    return (LIFE_RANK if isinstance(amount, Life) else OPEN_RANK if amount is None else 0), days(amount)


def span(outcomes: Iterable[Outcome]) -> Outcome | None:
    """From the lowest minimum to the greatest maximum of the terms; a bound that one of them leaves open is open."""
    found = terms(outcomes)
    if not found:
        return None
    lowest = min((one.minimum for one in found), key=lambda low: (low is not None, rank(low)))
    greatest = max((one.maximum for one in found), key=rank)
    return Outcome(PenaltyKind.IMPRISONMENT, lowest, greatest)


def range_words(plain: Sequence[Outcome], variants: Sequence[Outcome] = ()) -> str:
    """ "6 years to 12 years; under conditions 8 years to 20 years"; "" where there are no figures."""
    always, sometimes = span_words(plain), span_words(variants)
    under = f"under conditions {sometimes}" if sometimes else ""
    return "; ".join(filter(None, (always, under)))


def span_words(outcomes: Sequence[Outcome]) -> str:
    """The range of these penalties: "6 years to 12 years", "up to 8 years or death"; a fine alone is "fine"."""
    found = span(outcomes)
    words = [shown_range(found)] if found else []
    words += ["death"] if deaths(outcomes) else []
    if not words:
        kinds = [one.kind.value for one in outcomes if not one.because]
        words = list(dict.fromkeys(kinds))[:1]
    return " or ".join(words)


def comparison(one: Sequence[Outcome], other: Sequence[Outcome], names: tuple[str, str]) -> str:
    """What the greatest maxima of two offences say, "" where they say nothing: "the greatest maximum for rape, 50
    years, is above that for trafficking, 16 years"."""
    tops = greatest(one), greatest(other)
    if tops[0] is None or tops[1] is None:
        return ""
    ranks = [rank_of_top(top) for top in tops if top is not None]
    shown = [top_words(top) for top in tops if top is not None]
    if OPEN_RANK in (ranks[0][0], ranks[1][0]):
        which = " and ".join(name for name, each in zip(names, ranks, strict=True) if each[0] == OPEN_RANK)
        return f"no maximum is stated for {which}"
    if ranks[0] == ranks[1]:
        return f"the greatest maximum of both is {shown[0]}"
    first, second = (0, 1) if ranks[0] > ranks[1] else (1, 0)
    return (
        f"the greatest maximum for {names[first]}, {shown[first]}, is above that for {names[second]}, {shown[second]}"
    )


def greatest(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The outcome with the greatest maximum; death is above all."""
    fit = [*terms(outcomes), *(one for one in outcomes if one.kind is PenaltyKind.DEATH and not one.because)]
    return max(fit, key=rank_of_top, default=None)


def rank_of_top(outcome: Outcome) -> tuple[int, Fraction]:
    return (DEATH_RANK, Fraction(0)) if outcome.kind is PenaltyKind.DEATH else rank(outcome.maximum)


def top_words(outcome: Outcome) -> str:
    return "death" if outcome.kind is PenaltyKind.DEATH else str(outcome.maximum)
