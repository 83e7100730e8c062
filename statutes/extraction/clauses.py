"""Penalty clauses of one sentence: what it threatens, before anything is bound to an article or to a base.

In prose a sentence counts only if it says what the law threatens, and does not tell of a case that a court decided.
"""

import re
from dataclasses import replace

from statutes.extraction.conditions import with_conditions
from statutes.extraction.offences import offence_of_row
from statutes.extraction.relatives import ADDED, BY_SHARE, IS_THE_SAME, additions, relatives_of
from statutes.extraction.sanctions import DEATH, deaths_of, fines_of, others_of
from statutes.extraction.terms import terms_of
from statutes.extraction.threats import CASE, ELSEWHERE, LAWFUL, PENAL, PROPOSED, Clause
from statutes.penalties import PenaltyKind


def clauses_of(text: str, start: int, end: int, *, is_law: bool) -> list[Clause]:
    """The penalties of the sentence text[start:end], in order."""
    sentence = text[start:end]
    is_table = not is_law and offence_of_row(text, start, end) != ""
    is_change = is_law and (BY_SHARE.search(sentence) or ADDED.search(sentence))
    if not is_change and not is_table and not PENAL.search(sentence) and not DEATH.search(sentence):
        return []
    if not is_law and (
        CASE.search(sentence) or ELSEWHERE.search(sentence) or not (is_table or LAWFUL.search(sentence))
    ):
        return []
    found = [
        *terms_of(text, start, end, is_penal=is_table),
        *fines_of(text, start, end),
        *deaths_of(text, start, end),
        *others_of(text, start, end),
    ]
    found = additions(text, start, end, found, is_law=is_law)
    found += [
        clause
        for clause in relatives_of(text, start, end, found)
        if is_law or not IS_THE_SAME.match(text, clause.start)
    ]
    found.sort(key=lambda clause: (clause.start, clause.end))
    proposed = not is_law and PROPOSED.search(sentence) is not None
    return with_conditions(text, start, end, _merged(text, found), proposed)


def _merged(text: str, clauses: list[Clause]) -> list[Clause]:
    """A minimum and a maximum said as two are one: "the minimum is 5 years, the maximum being 15".

    Of "up to eight years, or ten when ..." the ten are a maximum too.
    """
    kept: list[Clause] = []
    for clause in clauses:
        last = kept[-1] if kept else None
        if last is None or not _are_terms(last, clause):
            kept.append(clause)
            continue
        said = text[last.end : clause.end].lower()
        if last.maximum is None and clause.minimum is None and "maximum" in said:
            kept[-1] = replace(last, maximum=clause.maximum, end=clause.end)
        elif last.minimum is None and clause.maximum is None and "minimum" in said:
            kept[-1] = replace(last, minimum=clause.minimum, end=clause.end)
        elif (
            last.minimum is None
            and clause.minimum == clause.maximum
            and OR_ELSE.fullmatch(text[last.end : clause.start])
        ):
            kept.append(replace(clause, minimum=None))
        else:
            kept.append(clause)
    return kept


OR_ELSE = re.compile(r"(?:[^.;]{0,120}[^.;,])?,?\s(?:or|and)\s(?:to\s|by\s)?", re.IGNORECASE)


def _are_terms(last: Clause, clause: Clause) -> bool:
    return last.kind is clause.kind is PenaltyKind.IMPRISONMENT and last.change is None and clause.change is None
