"""An exercise as its coders and its maker see it. Nobody's codes but one's own until all have finished: what is read
here of codings starts at `Coding.objects.visible_to`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from cables.agreement import Agreement, agreements, spans_agreement
from cables.coded import RELATED, ShownCode, ShownCoding, name_of, shown_code, shown_coding
from cables.disclosure import Person
from cables.exercise_sections import readable_sections
from cables.exercises import token_of
from cables.models import Code, Coding, Decision, Exercise, ExerciseCoder, Section
from cables.opening import Place, place_of
from cables.querysets import may_see, of_visible_cables


@dataclass(frozen=True, slots=True)
class ShownCoder:
    id: int
    name: str
    is_me: bool
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExerciseSection:
    """A section of the exercise. `mine` counts the codes that the person put on it here."""

    section: Section
    place: Place
    title: str
    mrn: str
    exercise_url: str
    mine: int

    @property
    def url(self) -> str:
        """Its page in the exercise."""
        return f"{self.exercise_url}{self.tail}"

    @property
    def tail(self) -> str:
        """What names it at the end of an address: `08GUATEMALA327/prosecution/b/`."""
        return "/".join(filter(None, (self.mrn, self.place.chapter, self.place.key))) + "/"

    @property
    def anchor(self) -> str:
        return f"s-{self.mrn.lower()}-{self.place.anchor}"


@dataclass(frozen=True, slots=True)
class ExerciseState:
    """How far an exercise is, as one person may know it."""

    exercise: Exercise
    coders: tuple[ShownCoder, ...]
    sections: tuple[ExerciseSection, ...]

    @property
    def me(self) -> ShownCoder | None:
        return next((coder for coder in self.coders if coder.is_me), None)

    @property
    def may_code(self) -> bool:
        return self.me is not None and self.me.finished_at is None

    @property
    def all_finished(self) -> bool:
        return all(coder.finished_at for coder in self.coders)

    @property
    def uncoded(self) -> tuple[ExerciseSection, ...]:
        """The sections on which the person put no code."""
        return tuple(one for one in self.sections if not one.mine)

    @property
    def waiting_for(self) -> str:
        return ", ".join(coder.name for coder in self.coders if not coder.finished_at)

    def around(self, section: Section) -> tuple[int, ExerciseSection | None, ExerciseSection | None]:
        """The number of a section, from 1, and those before and after it; (0, None, None) if it is not here."""
        for at, one in enumerate(self.sections):
            if one.section.pk == section.pk:
                after = self.sections[at + 1] if at + 1 < len(self.sections) else None
                return at + 1, self.sections[at - 1] if at else None, after
        return 0, None, None


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """An exercise in a list. `number` counts the sections that the person may read."""

    exercise: Exercise
    coders: tuple[ShownCoder, ...]
    number: int

    @property
    def is_finished(self) -> bool:
        return all(coder.finished_at for coder in self.coders)

    @property
    def is_my_turn(self) -> bool:
        return any(coder.is_me and not coder.finished_at for coder in self.coders)


def exercises_of(person: Person) -> list[ExerciseRow]:
    """Those that the person made or codes in, the latest first."""
    visible = of_visible_cables("sections__cable", person) & Q(sections__current__isnull=False)
    rows = Exercise.objects.visible_to(person).select_related("codebook", "made_by").prefetch_related("coders__person")
    counted: Any = rows.annotate(number=Count("sections", filter=visible)).order_by("-made_at", "pk")
    return [ExerciseRow(row, _coders(row.coders.all(), person), row.number) for row in counted]


def _coders(rows: Iterable[ExerciseCoder], person: Person) -> tuple[ShownCoder, ...]:
    return tuple(
        ShownCoder(row.person_id, name_of(row.person), row.person_id == person.pk, row.finished_at) for row in rows
    )


def state_of(exercise: Exercise, person: Person) -> ExerciseState:
    coders = _coders(exercise.coders.select_related("person").order_by("pk"), person)
    mine: dict[int, int] = defaultdict(int)
    own = Coding.objects.visible_to(person).filter(exercise=exercise, author=person.pk).order_by()
    for section_id in own.values_list("section_id", flat=True):
        mine[section_id] += 1
    base = exercise.get_absolute_url()
    return ExerciseState(
        exercise,
        coders,
        tuple(_section(row, base, mine.get(row.pk, 0)) for row in sections_of(exercise, person)),
    )


def sections_of(exercise: Exercise, person: Person) -> list[Section]:
    """The sections of the exercise that this person may read, in the order of country, year and text."""
    rows = readable_sections(person).filter(exercises=exercise).select_related("cable__country", "current")
    rows = rows.prefetch_related("current__questions")
    order = ("cable__country__sort_name", "cable__report_year", "cable__mrn", "current__position")
    return list(rows.order_by(*order))


def _section(row: Section, exercise_url: str, mine: int) -> ExerciseSection:
    cable, text = row.cable, row.current
    assert text is not None  # noqa: S101 - `readable_sections` leaves others out
    text.section = row
    country = cable.country.name if cable.country else cable.mrn
    return ExerciseSection(
        section=row,
        place=place_of(text, cable.mrn, text.questions.all()),
        title=f"{country} {cable.report_year or ''}".strip(),
        mrn=cable.mrn,
        exercise_url=exercise_url,
        mine=mine,
    )


@dataclass(frozen=True, slots=True)
class Judgements:
    """What the coders of a finished exercise put on: coder -> section -> code -> their codings."""

    coders: tuple[ShownCoder, ...]
    judged: dict[int, frozenset[int]]  # coder -> sections that they could read
    codings: dict[int, dict[int, dict[int, tuple[ShownCoding, ...]]]]

    def applied(self, coder: int, section: int, code: int) -> tuple[ShownCoding, ...]:
        return self.codings.get(coder, {}).get(section, {}).get(code, ())


def judgements_of(state: ExerciseState, person: Person) -> Judgements:
    """Of an exercise in which all have finished; until then it holds the person's own."""
    ids = {one.section.pk for one in state.sections}
    found: dict[int, dict[int, dict[int, tuple[ShownCoding, ...]]]] = {}
    codings = Coding.objects.visible_to(person).filter(exercise=state.exercise, section__in=ids)
    for row in codings.select_related(*RELATED).order_by("passage__found_start", "pk"):
        of_section = found.setdefault(row.author_id, {}).setdefault(row.section_id, {})
        of_section[row.code_id] = (*of_section.get(row.code_id, ()), shown_coding(row, person))
    judged = {}
    for coder in ExerciseCoder.objects.filter(exercise=state.exercise).select_related("person"):
        accesses = may_see(coder.person)
        judged[coder.person_id] = frozenset(
            one.section.pk for one in state.sections if one.section.cable.access in accesses
        )
    return Judgements(state.coders, judged, found)


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
        for coder in state.coders
    }
    rows, unused = [], []
    measured = agreements(ratings, [str(code.pk) for code in codes])
    for code, agreement in zip(codes, measured, strict=True):
        applied = tuple(
            sum(str(code.pk) in given for given in ratings[str(coder.id)].values()) for coder in state.coders
        )
        if any(applied):
            rows.append(AgreementRow(shown_code(code), agreement, applied, _overlap(state, judged, code)))
        else:
            unused.append(shown_code(code))
    return rows, unused


def _overlap(state: ExerciseState, judged: Judgements, code: Code) -> float | None:
    """How far the passages of two coders cover each other, in all sections together. A code on a whole section has no
    passage, and one that the text of now has no more counts for nothing."""
    if len(state.coders) != 2:
        return None
    both = either = 0
    for one in state.sections:
        text = one.section.current
        assert text is not None  # noqa: S101 - `readable_sections` leaves others out
        first, second = (_spans(judged.applied(coder.id, one.section.pk, code.pk)) for coder in state.coders)
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
        coders = [coder for coder in state.coders if pk in judged.judged[coder.id]]
        for code in codes:
            sides = tuple((coder, judged.applied(coder.id, pk, code.pk)) for coder in coders)
            if len({bool(codings) for _, codings in sides}) > 1:
                found.append(Difference(one, shown_code(code), sides, decisions.get((pk, code.pk))))
    return found
