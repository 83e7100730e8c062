"""How far coders agree who judged the same units without seeing each other's codes. Pure: no database, no Django.

The unit is the section: a code is on it when it is on the section or on any passage of it. Passages themselves are no
units: two coders never mark quite the same characters, and what lies between the marks has no natural number of units
to agree on. How far their passages cover each other is told beside the coefficients, as a description, by
`spans_agreement`.

There is no figure for a codebook as a whole. A mean over codes would leave out those that could not be measured, weigh
a code seen twice like one seen a thousand times, and hide the one code whose definition needs work.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Unit = TypeVar("Unit", bound=Hashable)

FEW_CODERS = "Fewer than two coders have judged."
NO_OVERLAP = "No section was judged by two coders."
NEVER_APPLIED = "No coder applied the code to a section that two judged: agreement beyond chance cannot be measured."
ALWAYS_APPLIED = "Every coder applied the code to all they judged: agreement beyond chance cannot be measured."
MANY_CODERS = "Kappa is for two coders, and {coders} judged: see alpha."


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one code. Kappa and alpha are 1 where all agree, 0 where they agree as often as chance would, below 0 where
    less often."""

    code: str
    units: int  # sections that two coders or more judged
    agreed: int  # of these, sections on which all who judged said the same
    share: float  # agreed / units, chance included; 0.0 where there are no units
    kappa: float | None
    alpha: float | None
    reason: str  # why kappa or alpha is None, in a sentence; "" where both are there


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many characters two coders marked."""

    first: int
    second: int
    both: int
    either: int
    share: float | None  # both / either (Jaccard's index); None where neither marked any


def agreement_of(code: str, ratings: Mapping[str, Mapping[Unit, bool]]) -> Agreement:
    """Agreement on one code; `ratings` is coder -> unit -> applied? A unit that is absent was not judged by that
    coder. Only units that two coders or more judged count."""
    judged = _by_unit(ratings)
    units = len(judged)
    agreed = sum(len(set(of_unit.values())) == 1 for of_unit in judged.values())
    coders = {coder for of_unit in judged.values() for coder in of_unit}
    alpha = krippendorff_alpha(of_unit.values() for of_unit in judged.values())
    kappa = None
    if len(coders) == 2:
        one, other = sorted(coders)
        kappa = cohen_kappa([(of_unit[one], of_unit[other]) for of_unit in judged.values()])
    return Agreement(
        code=code,
        units=units,
        agreed=agreed,
        share=agreed / units if units else 0.0,
        kappa=None if kappa is None else float(kappa),
        alpha=None if alpha is None else float(alpha),
        reason=_reason(ratings, judged, coders),
    )


def agreements(ratings: Mapping[str, Mapping[Unit, frozenset[str]]], codes: Sequence[str]) -> tuple[Agreement, ...]:
    """Agreement on each of `codes`, in their order; `ratings` is coder -> unit -> codes applied. A unit judged and left
    without any code has an empty set; one that is absent was not judged."""
    return tuple(
        agreement_of(
            code,
            {coder: {unit: code in applied for unit, applied in of.items()} for coder, of in ratings.items()},
        )
        for code in codes
    )


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Fraction | None:
    """Kappa of two coders' values, unit by unit, exactly; None without units, or where both used one and the same value
    throughout (chance alone would then give full agreement).

    Jacob Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960),
    37-46: (po - pe) / (1 - pe), where pe is expected from each coder's own use of the values.
    """
    if not pairs:
        return None
    first, second = (Counter(values) for values in zip(*pairs, strict=True))
    observed = Fraction(sum(one == other for one, other in pairs), len(pairs))
    expected = Fraction(sum(count * second[value] for value, count in first.items()), len(pairs) ** 2)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(units: Iterable[Iterable[Hashable]]) -> Fraction | None:
    """Alpha for nominal values, exactly, by any number of coders; each unit is the values it was given. A unit with one
    value or none counts for nothing. None where no unit is left, or all that is left is one and the same value.

    Klaus Krippendorff, Content Analysis: An Introduction to Its Methodology (4th ed., 2019), chapter 12: 1 - Do / De
    from the coincidences of values within units; De is expected from the use of the values by all coders together.
    """
    counted = [counts for counts in map(Counter, units) if counts.total() > 1]
    totals = sum(counted, Counter[Hashable]())
    expected = _unlike_pairs(totals)
    if not expected:
        return None
    observed = sum((Fraction(_unlike_pairs(counts), counts.total() - 1) for counts in counted), Fraction())
    return 1 - (totals.total() - 1) * observed / expected


def spans_agreement(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]], length: int) -> Overlap:
    """How far two coders' passages cover each other, in characters of a text of `length` characters; passages are
    half-open, in any order, and may overlap. A description, no coefficient: long passages weigh more, and chance is not
    taken out. Raises ValueError for a passage that is not in the text.

    Paul Jaccard, The distribution of the flora in the alpine zone, New Phytologist 11 (1912), 37-50.
    """
    for start, end in (*first, *second):
        if not 0 <= start <= end <= length:
            raise ValueError(f"the passage {start}-{end} is not in a text of {length} characters")
    one, other = _covered(first), _covered(second)
    either = _covered((*first, *second))
    both = one + other - either
    return Overlap(one, other, both, either, both / either if either else None)


def _by_unit(ratings: Mapping[str, Mapping[Unit, bool]]) -> dict[Unit, dict[str, bool]]:
    """Unit -> coder -> applied?, of the units that two coders or more judged."""
    judged: dict[Unit, dict[str, bool]] = {}
    for coder, of_coder in ratings.items():
        for unit, applied in of_coder.items():
            judged.setdefault(unit, {})[coder] = applied
    return {unit: of_unit for unit, of_unit in judged.items() if len(of_unit) > 1}


def _reason(
    ratings: Mapping[str, Mapping[Unit, bool]], judged: Mapping[Unit, Mapping[str, bool]], coders: set[str]
) -> str:
    if sum(bool(of_coder) for of_coder in ratings.values()) < 2:
        return FEW_CODERS
    if not judged:
        return NO_OVERLAP
    values = {applied for of_unit in judged.values() for applied in of_unit.values()}
    if len(values) == 1:
        return ALWAYS_APPLIED if True in values else NEVER_APPLIED
    return MANY_CODERS.format(coders=len(coders)) if len(coders) > 2 else ""


def _unlike_pairs(counts: Counter[Hashable]) -> int:
    """Ordered pairs of unlike values."""
    return counts.total() ** 2 - sum(count**2 for count in counts.values())


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """Characters in at least one of the passages."""
    covered = reached = 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered
