"""How many questions each cable answers, told from the columns that search holds."""

from collections.abc import Mapping

import numpy as np

from cables.parsing.structure import AnswerStatus
from cables.search.columns import Columns
from cables.search.held import current_columns


def answered_by_cable() -> Mapping[int, int]:
    """Different questions that each cable (primary key) answers; a cable that answers none may be missing. Counted
    once for a state of the archive, whoever may see it."""
    columns = current_columns()
    if "answered" not in columns.memory:
        columns.memory["answered"] = _answered(columns)
    counted: Mapping[int, int] = columns.memory["answered"]
    return counted


def _answered(columns: Columns) -> dict[int, int]:
    asked = [kind.questions if kind.status == AnswerStatus.ANSWERED else () for kind in columns.facts]
    numbers = np.array([len(questions) for questions in asked], dtype=np.int64)
    questions = np.array([question for found in asked for question in found], dtype=np.int64)
    if len(questions) == 0:
        return {}
    firsts = np.concatenate([[0], np.cumsum(numbers)[:-1]])
    answers = numbers[columns.kinds]
    ends = np.cumsum(answers)
    within = np.arange(int(ends[-1])) - np.repeat(ends - answers, answers)
    slots = np.repeat(columns.slots, answers)
    span = int(questions.max()) + 1
    pairs = np.unique(slots * span + questions[np.repeat(firsts[columns.kinds], answers) + within])
    per_slot = np.bincount(pairs // span, minlength=len(columns.cables))
    return {columns.facts_of(slot).id: int(per_slot[slot]) for slot in np.flatnonzero(per_slot).tolist()}
