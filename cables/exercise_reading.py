"""An exercise as its coders and its maker see it. Nobody's codes but one's own until all have finished: what is read
here of codings starts at `Coding.objects.visible_to`."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from cables.anchoring import AnchorState
from cables.coded import ShownCoding, codings_of, name_of, shown_codings
from cables.disclosure import Person
from cables.exercise_sections import readable_sections
from cables.models import Coding, Exercise, ExerciseCoder, Section
from cables.opening import Place, place_of
from cables.querysets import of_visible_cables


@dataclass(frozen=True, slots=True)
class ShownCoder:
    """`left_out_by` names who went on without this coder, "" where they count."""

    id: int
    username: str
    name: str
    is_me: bool
    finished_at: datetime | None
    left_out_at: datetime | None
    left_out_by: str

    @property
    def is_coding(self) -> bool:
        """The others wait for them."""
        return not self.finished_at and not self.left_out_at


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
    may_leave_out: bool  # the maker may go on without a coder; where their account is closed, the other coders may

    @property
    def me(self) -> ShownCoder | None:
        return next((coder for coder in self.coders if coder.is_me), None)

    @property
    def may_code(self) -> bool:
        return self.me is not None and self.me.is_coding

    @property
    def compared(self) -> tuple[ShownCoder, ...]:
        """The coders without those who were left out."""
        return tuple(coder for coder in self.coders if not coder.left_out_at)

    @property
    def all_finished(self) -> bool:
        return not any(coder.is_coding for coder in self.coders)

    @property
    def uncoded(self) -> tuple[ExerciseSection, ...]:
        """The sections on which the person put no code."""
        return tuple(one for one in self.sections if not one.mine)

    @property
    def waiting_for(self) -> str:
        return ", ".join(coder.name for coder in self.coders if coder.is_coding)

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
        return not any(coder.is_coding for coder in self.coders)

    @property
    def is_my_turn(self) -> bool:
        return any(coder.is_me and coder.is_coding for coder in self.coders)


def exercises_of(person: Person) -> list[ExerciseRow]:
    """Those that the person made or codes in, the latest first."""
    visible = of_visible_cables("sections__cable", person) & Q(sections__current__isnull=False)
    rows = Exercise.objects.visible_to(person).select_related("codebook", "made_by")
    rows = rows.prefetch_related("coders__person", "coders__left_out_by")
    counted: Any = rows.annotate(number=Count("sections", filter=visible)).order_by("-made_at", "pk")
    return [ExerciseRow(row, _coders(row.coders.all(), person), row.number) for row in counted]


def _coders(rows: Iterable[ExerciseCoder], person: Person) -> tuple[ShownCoder, ...]:
    """Two of one name are told apart by the name with which they sign in: each is a column of the figures."""
    held = list(rows)
    names = Counter(name_of(row.person) for row in held)
    return tuple(_coder(row, person, is_alone=names[name_of(row.person)] == 1) for row in held)


def _coder(row: ExerciseCoder, person: Person, *, is_alone: bool) -> ShownCoder:
    name, username = name_of(row.person), row.person.get_username()
    return ShownCoder(
        id=row.person_id,
        username=username,
        name=name if is_alone else f"{name} ({username})",
        is_me=row.person_id == person.pk,
        finished_at=row.finished_at,
        left_out_at=row.left_out_at,
        left_out_by=name_of(row.left_out_by) if row.left_out_by else "",
    )


def state_of(exercise: Exercise, person: Person) -> ExerciseState:
    coders = _coders(exercise.coders.select_related("person", "left_out_by").order_by("pk"), person)
    sections = sections_of(exercise, person)
    own = (
        Coding.objects.visible_to(person).filter(exercise=exercise, author=person.pk).select_related("passage__made_on")
    )
    mine = Counter(unit_of(coding, {row.pk for row in sections}) for coding in own)
    base = exercise.get_absolute_url()
    leads = person.pk == exercise.made_by_id or not exercise.made_by.is_active
    return ExerciseState(exercise, coders, tuple(_section(row, base, mine[row.pk]) for row in sections), leads)


def unit_of(coding: Coding, sections: Container[int]) -> int:
    """The section for which a coding counts: where it stands, but where a better reading of the cable has moved its
    words out of the exercise, the one on which its coder put it."""
    if coding.passage is None or coding.section_id in sections:
        return coding.section_id
    return coding.passage.made_on.section_id


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


def own_codings(state: ExerciseState, section: Section, person: Person) -> list[ShownCoding]:
    """One's own on a section of the exercise, also when all have finished: the others' are where differences are
    decided. Last stand those whose words are in a section outside of the exercise by now."""
    here = codings_of(section, person, exercise=state.exercise).get(section.pk, ())
    strays = Coding.objects.visible_to(person).filter(exercise=state.exercise, passage__made_on__section=section)
    strays = strays.exclude(section__in=[one.section.pk for one in state.sections])
    found = [*here, *(unplaced(coding) for coding in shown_codings(strays, person))]
    return [coding for coding in found if coding.is_mine]


def unplaced(coding: ShownCoding) -> ShownCoding:
    """A coding whose words stand in another section, as it is shown at the one on which it was put."""
    return replace(coding, start=None, end=None, state=AnchorState.ORPHAN.value)
