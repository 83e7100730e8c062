"""Penalties between their rows and `statutes.penalties`, which computes them."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from statutes.models import Penalty as Row
from statutes.penalties import Change, Outcome, Penalty, PenaltyKind, Relative, computed, problem_of
from statutes.written_amounts import amount_from, number_from, range_from, range_words

CIRCLE = "it goes in a circle"


def penalty_from(row: Row) -> Penalty:
    """The penalty of a row. Raises ValueError for an amount or a factor that cannot be read."""
    return Penalty(
        kind=PenaltyKind(row.kind),
        minimum=amount_from(row.minimum),
        maximum=amount_from(row.maximum),
        relative=relative_from(row),
        condition=row.condition,
        source=row.source,
        words=row.words,
    )


def relative_from(row: Row) -> Relative | None:
    if not row.change:
        return None
    return Relative(
        change=Change(row.change),
        least=factor_from(row.least),
        most=factor_from(row.most),
        bases=tuple(row.bases),
        base_words=row.base_words,
        missing=row.missing,
        added=range_from(row.added),
    )


def factor_from(words: str) -> Fraction | None:
    return number_from(words) if words.strip() else None


def values_of(penalty: Penalty) -> dict[str, Any]:
    """The columns of a penalty; `bases` are its keys as they are."""
    relative = penalty.relative
    return {
        "kind": penalty.kind.value,
        "minimum": _written(penalty.minimum),
        "maximum": _written(penalty.maximum),
        "change": relative.change.value if relative else "",
        "least": _written(relative.least if relative else None),
        "most": _written(relative.most if relative else None),
        "bases": list(relative.bases) if relative else [],
        "base_words": relative.base_words[:200] if relative else "",
        "missing": relative.missing[:300] if relative else "",
        "added": range_words(relative.added if relative else None),
        "condition": penalty.condition,
        "source": penalty.source[:120],
        "words": penalty.words[:300],
    }


def _written(value: object) -> str:
    return "" if value is None else str(value)


def outcomes_of(rows: Iterable[Row]) -> dict[str, tuple[Outcome, ...]]:
    """What each of these penalties comes to, by key. They rest on one another only: a base that is not among them is
    not there for whoever sees them."""
    penalties = {row.key: penalty_from(row) for row in rows}
    return {key: computed(key, penalties) for key in penalties}


def problem_with(key: str, penalties: Mapping[str, Penalty]) -> str:
    """What is wrong with the penalty under `key` among the others, "" where nothing is: figures that contradict each
    other, a relative one without a base, a base that is not there, a circle."""
    penalty = penalties[key]
    if problem := problem_of(penalty):
        return problem
    if penalty.relative is None:
        return ""
    if not penalty.relative.bases and not penalty.relative.missing:
        return "it is relative and has no base"
    if absent := [base for base in penalty.relative.bases if base not in penalties]:
        return f"its base is not there: {', '.join(absent)}"
    return next((one.because for one in computed(key, penalties) if one.because.startswith(CIRCLE)), "")
