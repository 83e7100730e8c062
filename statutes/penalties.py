"""Penalties as the law states them, and what relative ones come to: exact fractions, with the reasons in sentences.

Nothing is guessed: what the text does not settle "cannot be computed, because ...".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from statutes.quantities import Amount, Duration, Life, Money

MOST_STEPS = 50  # bases of bases; no law is so long
MOST_OUTCOMES = 64  # what one clause may come to


class PenaltyKind(StrEnum):
    IMPRISONMENT = "imprisonment"
    FINE = "fine"
    DEATH = "death"
    OTHER = "other"


class Change(StrEnum):
    """How a relative penalty follows from its base."""

    SAME = "same"
    INCREASED = "increased"
    REDUCED = "reduced"
    PART = "part"  # "half of the penalty of"


@dataclass(frozen=True, slots=True)
class Relative:
    """A penalty said in terms of others. `least` and `most` multiply the base's minimum and maximum: "increased by a
    third" is 4/3 and 4/3, "by up to a third" 1 and 4/3. `added` stands in their place where the text gives an amount:
    "increased by two to four years". Neither: the text does not say by how much.
    """

    change: Change
    least: Fraction | None
    most: Fraction | None
    bases: tuple[str, ...] = ()  # keys of penalties
    base_words: str = ""  # what the text calls its base: "previous article"
    missing: str = ""  # why there is no base
    added: tuple[Amount, Amount] | None = None  # to the minimum and the maximum; taken from them where it is reduced


@dataclass(frozen=True, slots=True)
class Penalty:
    """One penalty. A bound that the text does not give is None; "ten years" alone is both bounds."""

    kind: PenaltyKind
    minimum: Amount | None = None
    maximum: Amount | None = None
    relative: Relative | None = None
    condition: str = ""  # the law's own words for when it applies, "" for always
    source: str = ""  # where it stands, for the reasons: "Article 194"
    words: str = ""  # of a penalty of another kind, what it is


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a penalty comes to. Where `because` is set there are no figures, and it says why."""

    kind: PenaltyKind
    minimum: Amount | None = None
    maximum: Amount | None = None
    condition: str = ""
    reasons: tuple[str, ...] = ()
    because: str = ""

    @property
    def is_computed(self) -> bool:
        return not self.because

    @property
    def verdict(self) -> str:
        return f"cannot be computed, because {self.because}" if self.because else shown_range(self)


def problem_of(penalty: Penalty) -> str:
    """What is wrong with a penalty by itself, "" where nothing is."""
    low, high = penalty.minimum, penalty.maximum
    bounds = [bound for bound in (low, high) if bound is not None]
    if penalty.relative is not None:
        return "it is relative and has figures of its own" if bounds else ""
    if penalty.kind is PenaltyKind.FINE:
        return _problem_of_fine(bounds)
    if any(isinstance(bound, Money) for bound in bounds):
        return "only a fine is an amount of money"
    if any(isinstance(bound, Duration) and min(bound.months, bound.days) < 0 for bound in bounds):
        return "a length of time is negative"
    if isinstance(low, Life) and isinstance(high, Duration):
        return "the minimum is life and the maximum is not"
    if isinstance(low, Duration) and isinstance(high, Duration) and low.is_longer(high):
        return "the minimum is above the maximum"
    return ""


def _problem_of_fine(bounds: list[Amount]) -> str:
    money = [bound for bound in bounds if isinstance(bound, Money)]
    if len(money) < len(bounds):
        return "a fine is an amount of money"
    if any(not bound.currency for bound in money):
        return "the fine has no currency"
    if len({bound.currency for bound in money}) > 1:
        return "the bounds of the fine have different currencies"
    if any(bound.amount < 0 for bound in money):
        return "the fine is negative"
    return "the minimum is above the maximum" if len(money) > 1 and money[0].amount > money[1].amount else ""


def computed(key: str, penalties: Mapping[str, Penalty]) -> tuple[Outcome, ...]:
    """What the penalty under `key` comes to, one outcome for each penalty that it rests on.

    Never raises: a base that is missing, goes in a circle or has no figures makes an outcome that says so.
    """
    return _computed(key, penalties, (), {})


def _computed(
    key: str, penalties: Mapping[str, Penalty], path: tuple[str, ...], known: dict[str, tuple[Outcome, ...]]
) -> tuple[Outcome, ...]:
    if key in known:
        return known[key]
    penalty = penalties.get(key)
    if penalty is None:
        return (Outcome(PenaltyKind.OTHER, because="the penalty that it rests on is not there"),)
    if key in path:
        circle = " → ".join(name_of(penalties[step]) for step in (*path[path.index(key) :], key))
        return (Outcome(penalty.kind, condition=penalty.condition, because=f"it goes in a circle: {circle}"),)
    if len(path) >= MOST_STEPS:
        return (_failed(penalty, f"it rests on more than {MOST_STEPS} others, one upon the other"),)
    outcomes = _own(penalty) if penalty.relative is None else _from_bases(key, penalty.relative, penalties, path, known)
    known[key] = outcomes
    return outcomes


def _own(penalty: Penalty) -> tuple[Outcome, ...]:
    problem = problem_of(penalty)
    if not problem and penalty.kind in (PenaltyKind.IMPRISONMENT, PenaltyKind.FINE) and not _has_figures(penalty):
        problem = f"the text gives no figures for {penalty.source}" if penalty.source else "the text gives no figures"
    if problem:
        return (_failed(penalty, problem),)
    outcome = Outcome(penalty.kind, penalty.minimum, penalty.maximum, penalty.condition)
    said = penalty.words or shown_range(outcome)
    return (replace(outcome, reasons=(f"{name_of(penalty)}: {said}{_when(penalty)}.",)),)


def _from_bases(
    key: str, relative: Relative, penalties: Mapping[str, Penalty], path: tuple[str, ...],
    known: dict[str, tuple[Outcome, ...]],
) -> tuple[Outcome, ...]:  # fmt: skip
    penalty = penalties[key]
    if problem := problem_of(penalty):
        return (_failed(penalty, problem),)
    if not relative.bases:
        words = f' ("{relative.base_words}")' if relative.base_words else ""
        return (_failed(penalty, relative.missing or f"the text does not say which penalty it rests on{words}"),)
    outcomes: list[Outcome] = []
    for base in relative.bases:
        outcomes += (_applied(penalty, relative, found) for found in _computed(base, penalties, (*path, key), known))
    if len(outcomes) > MOST_OUTCOMES:
        return (_failed(penalty, f"it rests on more than {MOST_OUTCOMES} penalties"),)
    return tuple(outcomes)


def _applied(penalty: Penalty, relative: Relative, base: Outcome) -> Outcome:
    """The base's outcome, multiplied. Of a base that is unknown, the same is unknown."""
    if base.because:
        circular = base.because.startswith("it goes in a circle")
        because = base.because if circular else f"its base cannot be computed: {base.because}"
        return Outcome(penalty.kind, condition=penalty.condition, reasons=base.reasons, because=because)
    if relative.change is Change.SAME:
        reason = f"{name_of(penalty)}: the same penalty{_when(penalty)}, so {shown_range(base)}."
        return replace(base, condition=penalty.condition, reasons=(*base.reasons, reason))
    if relative.added is None and (relative.least is None or relative.most is None):
        return replace(
            _failed(penalty, f"the text does not say by how much it is {relative.change}"), reasons=base.reasons
        )
    bounds = [bound for bound in (base.minimum, base.maximum) if bound is not None]
    if base.kind in (PenaltyKind.DEATH, PenaltyKind.OTHER) or not bounds:
        return replace(_failed(penalty, "its base is not a quantity"), reasons=base.reasons)
    if any(isinstance(bound, Life) for bound in bounds):
        return replace(_failed(penalty, "a life sentence has no length to change"), reasons=base.reasons)
    changed = [
        _changed(bound, relative, index) if bound is not None else _Step(None, "")
        for index, bound in enumerate((base.minimum, base.maximum))
    ]
    if because := next((step.because for step in changed if step.because), ""):
        return replace(_failed(penalty, because), reasons=base.reasons)
    steps = ", ".join(dict.fromkeys(step.said for step in changed if step.said))
    reason = f"{name_of(penalty)}: {said_change(relative)}{_when(penalty)}: {steps}."
    low, high = (step.result for step in changed)
    return Outcome(base.kind, low, high, penalty.condition, (*base.reasons, reason))


@dataclass(frozen=True, slots=True)
class _Step:
    """What one bound becomes, and how: "6 years × 4/3 = 8 years"."""

    result: Amount | None
    said: str
    because: str = ""


def _changed(bound: Amount, relative: Relative, index: int) -> _Step:
    """The base's minimum (index 0) or maximum (1), multiplied, or with what is added to it or taken from it."""
    if relative.added is None:
        factor = (relative.least, relative.most)[index]
        result = bound * factor if factor is not None and isinstance(bound, Duration | Money) else bound
        return _Step(result, f"{bound} × {factor} = {result}")
    amount = relative.added[index]
    if relative.change is Change.REDUCED:
        amount = relative.added[1 - index]
    if isinstance(amount, Life) or isinstance(bound, Life):
        return _Step(None, "", "a life sentence has no length to change")
    is_less = relative.change is Change.REDUCED
    total = _sum(bound, amount * Fraction(-1) if is_less else amount)
    if total is None:
        return _Step(None, "", f"{amount} and {bound} are not amounts of one kind")
    if min(_parts(total)) < 0:
        return _Step(None, "", f"{bound} is less than {amount}")
    return _Step(total, f"{bound} {'-' if is_less else '+'} {amount} = {total}")


def _sum(bound: Duration | Money, amount: Duration | Money) -> Duration | Money | None:
    if isinstance(bound, Duration) and isinstance(amount, Duration):
        return bound + amount
    if isinstance(bound, Money) and isinstance(amount, Money) and bound.currency == amount.currency:
        dollars = None if bound.dollars is None or amount.dollars is None else bound.dollars + amount.dollars
        return Money(bound.amount + amount.amount, bound.currency, dollars)
    return None


def _parts(amount: Duration | Money) -> tuple[Fraction, ...]:
    return (amount.amount,) if isinstance(amount, Money) else (amount.months, amount.days)


def said_change(relative: Relative) -> str:
    """ "increased by 1/3", "increased by up to 1/2", "1/2 of its base", "2 times its base", "increased by 2 years"."""
    least, most = relative.least, relative.most
    if relative.change is Change.SAME:
        return "the same penalty"
    if relative.added is not None:
        first, last = relative.added
        return f"{relative.change} by {first}" if first == last else f"{relative.change} by {first} to {last}"
    if least is None or most is None:
        return str(relative.change)
    if relative.change is Change.PART:
        return f"{most} of its base" if least == most else f"{least} to {most} of its base"
    if least == most >= 2:
        return f"{most} times its base"
    low, high = sorted((abs(least - 1), abs(most - 1)))
    by = f"{high}" if low == high else f"up to {high}" if not low else f"{low} to {high}"
    return f"{relative.change} by {by}"


def shown_range(outcome: Outcome) -> str:
    """ "6 years to 12 years", "up to 8 years", "3 years or more", "life", "death"."""
    low, high = outcome.minimum, outcome.maximum
    if low is None and high is None:
        return str(outcome.kind)
    if low is None or high is None:
        return f"up to {high}" if low is None else f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def name_of(penalty: Penalty) -> str:
    return penalty.source or "The text"


def _when(penalty: Penalty) -> str:
    return f" ({penalty.condition})" if penalty.condition else ""


def _has_figures(penalty: Penalty) -> bool:
    return penalty.minimum is not None or penalty.maximum is not None


def _failed(penalty: Penalty, because: str) -> Outcome:
    return Outcome(penalty.kind, condition=penalty.condition, because=because)
