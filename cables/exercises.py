"""Writes exercises: makes one, finishes for a coder or goes on without, takes that back, decides where they differ."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cables.coded import name_of
from cables.models import Code, Codebook, Decision, Exercise, ExerciseCoder, Section

if TYPE_CHECKING:
    from django.contrib.auth.models import User

FEWEST_CODERS = 2
NOT_A_SLUG = "new"  # the address of the form


class ExerciseRefusedError(ValueError):
    """What cannot be done to an exercise now; says why, in a sentence for the person."""


class DecisionConflictError(ValueError):
    """Somebody decided since the person looked. `current` is what they decided."""

    def __init__(self, current: Decision) -> None:
        self.current = current
        super().__init__("decided since")


@transaction.atomic
def make_exercise(
    *, name: str, book: Codebook, coders: Sequence["User"], sections: Sequence[Section], person: "User"
) -> Exercise:
    """An exercise of these sections for two coders or more, under an address made of its name."""
    if len({coder.pk for coder in coders}) < FEWEST_CODERS or not sections:
        raise ExerciseRefusedError("An exercise needs two coders and a section.")
    exercise = Exercise.objects.create(slug=_free_slug(name), name=name, codebook=book, made_by=person)
    exercise.sections.set(sections)
    ExerciseCoder.objects.bulk_create(ExerciseCoder(exercise=exercise, person=coder) for coder in coders)
    return exercise


@transaction.atomic
def finish(*, exercise: Exercise, person: "User") -> None:
    """This person's codes stay as they are from now on; twice is once. Keeps which sections they could not read: those
    they did not judge. Raises ExerciseRefusedError."""
    coder = _coder(exercise, person)
    _check_counts(coder)
    if coder.finished_at is None:
        coder.finished_at = timezone.now()
        coder.save(update_fields=["finished_at"])
        readable = Section.objects.visible_to(person).filter(current__isnull=False)
        coder.hidden.set(exercise.sections.exclude(pk__in=readable))


@transaction.atomic
def take_back(*, exercise: Exercise, person: "User") -> None:
    """This person goes on coding. Raises ExerciseRefusedError where all have finished: they have seen each other's."""
    coder = _coder(exercise, person)
    _check_counts(coder)
    if not exercise.coders.filter(finished_at=None, left_out_at=None).exists():
        raise ExerciseRefusedError("All have finished and can see each other's codes: it cannot be taken back.")
    coder.finished_at = None
    coder.save(update_fields=["finished_at"])


@transaction.atomic
def go_on_without(*, exercise: Exercise, coder: "User", person: "User") -> None:
    """Nobody waits for this coder any more; twice is once. Raises ExerciseRefusedError for one who has finished, and
    for the last: somebody has to code."""
    held = _coder(exercise, coder)
    if held.left_out_at is not None:
        return
    if held.finished_at is not None:
        raise ExerciseRefusedError(f"{name_of(coder)} has finished: nobody waits for them.")
    if exercise.coders.filter(left_out_at=None).count() == 1:
        raise ExerciseRefusedError(f"{name_of(coder)} is the only coder left.")
    held.left_out_at, held.left_out_by = timezone.now(), person
    held.save(update_fields=["left_out_at", "left_out_by"])


@transaction.atomic
def decide(
    *, exercise: Exercise, section: Section, code: Code, applies: bool, reason: str, person: "User", seen: str
) -> Decision:
    """Whether the code applies to the section, and why. `seen` is the token of the decision that the person had before
    them, "" for none; raises DecisionConflictError where another is kept by now."""
    Exercise.objects.select_for_update(no_key=True).get(pk=exercise.pk)
    held = Decision.objects.filter(exercise=exercise, section=section, code=code).first()
    if held is not None and token_of(held) != seen:
        raise DecisionConflictError(held)
    decision = held or Decision(exercise=exercise, section=section, code=code)
    decision.applies, decision.reason = applies, reason
    decision.decided_by, decision.decided_at = person, timezone.now()
    decision.save()
    return decision


def token_of(decision: Decision | None) -> str:
    """What a form sends back to say which decision it shows."""
    return decision.decided_at.isoformat() if decision else ""


def _coder(exercise: Exercise, person: "User") -> ExerciseCoder:
    """This person among the coders. All of them are held: who finishes last must know it."""
    coders = list(ExerciseCoder.objects.select_for_update().filter(exercise=exercise).order_by("pk"))
    for coder in coders:
        if coder.person_id == person.pk:
            return coder
    raise ExerciseRefusedError("You do not code in this exercise.")


def _check_counts(coder: ExerciseCoder) -> None:
    if coder.left_out_at is not None:
        raise ExerciseRefusedError("The exercise goes on without you: your codes are not compared.")


def _free_slug(name: str) -> str:
    plain = slugify(name)[:70].strip("-") or "exercise"
    slug, number = plain, 1
    while slug == NOT_A_SLUG or Exercise.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{plain}-{number}"
    return slug
