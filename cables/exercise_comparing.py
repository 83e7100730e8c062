"""What the coders of an exercise put on, compared: how far they agree, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from cables.agreement import Agreement, agreements, spans_agreement
from cables.coded import RELATED, ShownCode, ShownCoding, name_of, shown_code, shown_coding
from cables.disclosure import Person
from cables.exercise_reading import ExerciseSection, ExerciseState, ShownCoder, unit_of, unplaced
from cables.exercises import token_of
from cables.models import Code, Coding, Decision


@dataclass(frozen=True, slots=True)
class Judgements:
    """What the coders of a finished exercise put on: coder -> section -> code -> their codings."""

    coders: tuple[ShownCoder, ...]
    judged: dict[int, frozenset[int]]  # coder -> sections that they could read when they finished
    codings: dict[int, dict[int, dict[int, tuple[ShownCoding, ...]]]]

    def applied(self, coder: int, section: int, code: int) -> tuple[ShownCoding, ...]:
        return self.codings.get(coder, {}).get(section, {}).get(code, ())


def changes_meanwhile(state: ExerciseState) -> list[int]:
    """The versions that the codebook got while the coders were at it: not all may have read the same definitions."""
    ends = [coder.finished_at for coder in state.compared if coder.finished_at]
    versions = state.exercise.codebook.versions.filter(made_at__gt=state.exercise.made_at, made_at__lte=max(ends))
    return list(versions.order_by("number").values_list("number", flat=True))


def judgements_of(state: ExerciseState, person: Person) -> Judgements:
    """Of an exercise in which all have finished; until then it holds the person's own."""
    ids = {one.section.pk for one in state.sections}
    found: dict[int, dict[int, dict[int, tuple[ShownCoding, ...]]]] = {}
    codings = Coding.objects.visible_to(person).filter(exercise=state.exercise)
    for row in codings.select_related(*RELATED, "passage__made_on").order_by("passage__found_start", "pk"):
        unit = unit_of(row, ids)
        of_section = found.setdefault(row.author_id, {}).setdefault(unit, {})
        shown = shown_coding(row, person)
        of_section[row.code_id] = (
            *of_section.get(row.code_id, ()),
            shown if unit == row.section_id else unplaced(shown),
        )
    judged = {}
    for coder in state.exercise.coders.prefetch_related("hidden"):
        judged[coder.person_id] = frozenset(ids - {section.pk for section in coder.hidden.all()})
    return Judgements(state.compared, judged, found)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    code: ShownCode
    measured: Agreement
    applied: tuple[int, ...]  # on how many sections each coder put it, in the order of the coders
    overlap: float | None  # of the characters that either of two marked the share that both did; None for none


def agreement_rows(
    state: ExerciseState, person: Person, codes: Sequence[Code]
) -> tuple[list[AgreementRow], list[ShownCode]]:
    """Each code that somebody put on, with how far the coders agree on it; and the codes that nobody did."""
    judged = judgements_of(state, person)
    ratings = {
        str(coder.id): {
            section: frozenset(str(code) for code in judged.codings.get(coder.id, {}).get(section, {}))
            for section in judged.judged[coder.id]
        }
        for coder in state.compared
    }
    rows, unused = [], []
    measured = agreements(ratings, [str(code.pk) for code in codes])
    for code, agreement in zip(codes, measured, strict=True):
        applied = tuple(
            sum(str(code.pk) in given for given in ratings[str(coder.id)].values()) for coder in state.compared
        )
        if any(applied):
            rows.append(AgreementRow(shown_code(code), agreement, applied, _overlap(state, judged, code)))
        else:
            unused.append(shown_code(code))
    return rows, unused


def _overlap(state: ExerciseState, judged: Judgements, code: Code) -> float | None:
    """How far the passages of two coders cover each other, in all sections together. A code on a whole section has no
    passage, and one that the text of now has no more counts for nothing."""
    if len(state.compared) != 2:
        return None
    both = either = 0
    for one in state.sections:
        if not all(one.section.pk in judged.judged[coder.id] for coder in state.compared):
            continue
        text = one.section.current
        assert text is not None  # noqa: S101 - `readable_sections` leaves others out
        first, second = (_spans(judged.applied(coder.id, one.section.pk, code.pk)) for coder in state.compared)
        found = spans_agreement(first, second, len(text.text))
        both, either = both + found.both, either + found.either
    return both / either if either else None


def _spans(codings: Sequence[ShownCoding]) -> list[tuple[int, int]]:
    return [(coding.start, coding.end) for coding in codings if coding.start is not None and coding.end is not None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A code that some coders put on a section and others did not. `sides` are the coders who judged, each with their
    codings, in the order of the coders."""

    where: ExerciseSection
    code: ShownCode
    sides: tuple[tuple[ShownCoder, tuple[ShownCoding, ...]], ...]
    decision: Decision | None

    @property
    def url(self) -> str:
        return f"{self.where.exercise_url}adjudicate/{self.code.slug}/{self.where.tail}"

    @property
    def anchor(self) -> str:
        return f"{self.where.anchor}-{self.code.slug}"

    @property
    def token(self) -> str:
        return token_of(self.decision)

    @property
    def decided_by(self) -> str:
        return name_of(self.decision.decided_by) if self.decision else ""


def differences_of(state: ExerciseState, person: Person, codes: Sequence[Code]) -> list[Difference]:
    """Where those who judged a section differ, section by section, codes in the order of the codebook."""
    judged = judgements_of(state, person)
    rows = Decision.objects.filter(exercise=state.exercise).select_related("decided_by")
    decisions = {(row.section_id, row.code_id): row for row in rows}
    found = []
    for one in state.sections:
        pk = one.section.pk
        coders = [coder for coder in state.compared if pk in judged.judged[coder.id]]
        for code in codes:
            sides = tuple((coder, judged.applied(coder.id, pk, code.pk)) for coder in coders)
            if len({bool(codings) for _, codings in sides}) > 1:
                found.append(Difference(one, shown_code(code), sides, decisions.get((pk, code.pk))))
    return found
