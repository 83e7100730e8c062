"""Penalty clauses of one sentence: what it threatens, before anything is bound to an article or to a base.

In prose a sentence counts only if it says what the law threatens, and does not tell of a case that a court decided.
"""

import re
from dataclasses import replace

from statutes.extraction.relatives import ADDED, BY_SHARE, IS_THE_SAME, relatives_of
from statutes.extraction.sanctions import DEATH, deaths_of, fines_of, others_of
from statutes.extraction.sentences import condition_after, condition_before
from statutes.extraction.terms import terms_of
from statutes.extraction.threats import CASE, ELSEWHERE, LAWFUL, PENAL, PROPOSED, Clause
from statutes.penalties import PenaltyKind


def clauses_of(text: str, start: int, end: int, *, is_law: bool) -> list[Clause]:
    """The penalties of the sentence text[start:end], in order."""
    sentence = text[start:end]
    is_change = is_law and (BY_SHARE.search(sentence) or ADDED.search(sentence))
    if not is_change and not PENAL.search(sentence) and not DEATH.search(sentence):
        return []
    if not is_law and (CASE.search(sentence) or ELSEWHERE.search(sentence) or not LAWFUL.search(sentence)):
        return []
    found = [
        *terms_of(text, start, end),
        *fines_of(text, start, end),
        *deaths_of(text, start, end),
        *others_of(text, start, end),
    ]
    found += [
        clause
        for clause in relatives_of(text, start, end, found)
        if is_law or not IS_THE_SAME.match(text, clause.start)
    ]
    found.sort(key=lambda clause: (clause.start, clause.end))
    proposed = not is_law and PROPOSED.search(sentence) is not None
    return _with_conditions(text, start, end, _merged(text, found), proposed)


def _merged(text: str, clauses: list[Clause]) -> list[Clause]:
    """A minimum and the maximum that follows it, said as two: "the minimum is 5 years, the maximum being 15"."""
    kept: list[Clause] = []
    for clause in clauses:
        last = kept[-1] if kept else None
        if (
            last is not None and last.kind is clause.kind is PenaltyKind.IMPRISONMENT
            and last.maximum is None and last.minimum is not None
            and clause.minimum is None and clause.maximum is not None
            and last.change is None and clause.change is None and "maximum" in text[last.end : clause.start].lower()
        ):  # fmt: skip
            kept[-1] = replace(last, maximum=clause.maximum, end=clause.end)
        else:
            kept.append(clause)
    return kept


def _with_conditions(text: str, start: int, end: int, clauses: list[Clause], proposed: bool) -> list[Clause]:
    """The clauses with their conditions: behind the amount, or before the first, or shared by "prison and a fine"."""
    done: list[Clause] = []
    leading = condition_before(text, start, clauses[0].end) if clauses else None
    for index, clause in enumerate(clauses):
        stop = index + 1
        while stop < len(clauses) and _side_by_side(text, clauses[stop - 1], clauses[stop]):
            stop += 1
        following = clauses[stop].start if stop < len(clauses) else end
        at = clauses[stop - 1].end
        condition = condition_after(text, at, following, others_follow=following < end)
        if condition is None and (
            index == 0 or (done[-1].condition == leading and _side_by_side(text, done[-1], clause))
        ):
            condition = leading
        if condition is None and index and "in which case" in text[done[-1].end : clause.start] and done[-1].condition:
            condition = (done[-1].condition[0] + len("unless "), done[-1].condition[1])
        if condition is None and index:
            condition = _between(text, done[-1].end, clause)
        if condition is None and (inner := UNDER.search(text, clause.start, clause.end)):
            condition = inner.span()
        opens = text[start:end].rstrip().endswith(":") and stop == len(clauses)
        opens = opens and (condition is None or condition[1] >= end - 3)
        done.append(replace(clause, condition=condition, opens_list=opens, is_proposed=proposed))
    return done


def _between(text: str, start: int, clause: Clause) -> tuple[int, int] | None:
    """The condition before a later penalty of the sentence: "...; if the victim dies, the penalty is"."""
    for mark in re.finditer(r"[;,]\s(?:and\s|but\s)?", text[start : clause.start]):
        if found := condition_before(text, start + mark.end(), clause.end):
            return found
    return None


UNDER = re.compile(r"\b(?:under|in|for)\s(?:the\s)?aggravat\w+(?:\scircumstances)?", re.IGNORECASE)


def _side_by_side(text: str, one: Clause, other: Clause) -> bool:
    """Whether two penalties of different kinds are threatened together: "two years in prison and a fine of"."""
    if one.change is not None or other.change is not None or one.kind is other.kind:
        return False
    return gap_is_joint(text[one.end : other.start])


def gap_is_joint(gap: str) -> bool:
    """Whether two penalties stand side by side: "two years in prison and a fine of"."""
    if re.search(r"\b(?:if|when|where)\b|;|\.\s", gap, re.IGNORECASE):
        return False
    return len(gap) < 80 and re.search(r"\b(?:and|or|plus|in\saddition|as\swell\sas)\b", gap, re.IGNORECASE) is not None
