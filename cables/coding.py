"""Puts codes on sections and passages, and takes them off."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from cables.models import Code, Codebook, Coding, Exercise, ExerciseCoder, Passage, Section, Team
from cables.passages import Chosen

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class CodingRefusedError(ValueError):
    """A code that cannot be put on or taken off; says why, in a sentence for the person."""


@transaction.atomic
def put_code(
    *,
    section: Section,
    code: Code,
    person: "User",
    key: UUID,
    visibility: str,
    team: Team | None = None,
    chosen: Chosen | None = None,
    exercise: Exercise | None = None,
) -> tuple[Coding, bool]:
    """The coding, and whether it is new. The same form sent again, or the same code put on the same passage by the same
    person again, is the coding that is there. Raises CodingRefusedError."""
    Section.objects.select_for_update(no_key=True).get(pk=section.pk)
    if same := _sent_before(key, person):
        return same, False
    _check(section, code, person, exercise)
    if held := _held(section, code, person, chosen, exercise):
        return held, False
    passage = chosen.keep() if chosen else None
    coding = Coding.objects.create(
        section=passage.section if passage else section,
        passage=passage,
        author=person,
        visibility=visibility,
        team=team,
        key=key,
        code=code,
        codebook_version=Codebook.objects.values_list("version", flat=True).get(pk=code.codebook_id),
        exercise=exercise,
    )
    return coding, True


@transaction.atomic
def take_off(*, coding: Coding) -> None:
    """Remove a coding and its passage. Raises CodingRefusedError where its coder has finished the exercise."""
    if coding.exercise_id:
        _check_unfinished(coding.exercise_id, coding.author_id)
    coding.delete()
    if coding.passage_id:
        Passage.objects.filter(pk=coding.passage_id, comments=None, codings=None).delete()


def _sent_before(key: UUID, person: "User") -> Coding | None:
    """What this form made when it was sent before. Its passage may stand in another section by now."""
    same = Coding.objects.filter(key=key).first()
    if same is not None and same.author_id != person.pk:
        raise CodingRefusedError("This form was sent before, by somebody else. Open it again.")
    return same


def _check(section: Section, code: Code, person: "User", exercise: Exercise | None) -> None:
    if code.retired:
        raise CodingRefusedError(f"“{code.name}” is retired: old passages keep it, nobody can put it on any more.")
    if exercise is None:
        return
    if code.codebook_id != exercise.codebook_id or not exercise.sections.filter(pk=section.pk).exists():
        raise CodingRefusedError("This exercise has no such code or section.")
    _check_unfinished(exercise.pk, person.pk)


def _check_unfinished(exercise_id: int, person_id: int) -> None:
    """Holds the coder's row, so that nobody finishes in between."""
    coder = ExerciseCoder.objects.select_for_update().filter(exercise=exercise_id, person=person_id).first()
    if coder is None:
        raise CodingRefusedError("You do not code in this exercise.")
    if coder.left_out_at is not None:
        raise CodingRefusedError("The exercise goes on without you: your codes stay as they are.")
    if coder.finished_at is not None:
        raise CodingRefusedError("You have finished this exercise: its codes stay as they are.")


def _held(
    section: Section, code: Code, person: "User", chosen: Chosen | None, exercise: Exercise | None
) -> Coding | None:
    """This person's coding of the same passage, or of the whole section, with this code."""
    codings = Coding.objects.filter(author=person, section=section, code=code, exercise=exercise)
    if chosen is None:
        return codings.filter(passage=None).first()
    made = codings.filter(passage__made_on=chosen.text, passage__start=chosen.start, passage__end=chosen.end)
    stands = codings.filter(
        passage__placed_in=chosen.text, passage__found_start=chosen.start, passage__found_end=chosen.end
    )
    return made.first() or stands.first()
