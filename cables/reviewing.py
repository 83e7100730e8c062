"""Sets reading states and assigns cables and topics to people."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cables.models import Assignment, Cable, Review, Section, Topic
from cables.people import name_of
from cables.reviews import sets_states, states_of, text_changed

__all__ = [
    "Assigned",
    "CannotReviewError",
    "MeanwhileError",
    "StateSet",
    "assign",
    "set_state",
    "states_of",
    "unassign",
]


@dataclass(frozen=True, slots=True)
class StateSet:
    """What a change did: the state after it, and the one before it, by which it can be undone."""

    review: Review
    was: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Assigned:
    assignment: Assignment
    is_new: bool


class MeanwhileError(Exception):
    """Somebody else set another state since the person looked. `review` is what it is now, `asked` what was wanted."""

    def __init__(self, review: Review, asked: str) -> None:
        self.review = review
        self.asked = asked
        super().__init__(f"it was set to {review.get_state_display().lower()} meanwhile")


class CannotReviewError(ValueError):
    """Somebody cannot be asked to review what they may not read, or may not review anything."""


@transaction.atomic
def set_state(*, section: Section, state: str, person: User, version: int) -> StateSet:
    """Set the reading state of a section that this person may see. `version` is that of the state they saw, 0 for none.

    Setting what it already is changes nothing, and is no conflict, whatever the version; but where the text changed
    since it was read, it says that it was read again. Raises MeanwhileError.
    """
    # Locked against other states, not against notes: those only refer to the section.
    visible = Section.objects.visible_to(person).select_for_update(no_key=True, of=("self",))
    section = visible.get(pk=section.pk)
    review = Review.objects.select_related("set_by").filter(section=section).first()
    was = review.state if review else Review.State.TO_DO.value
    if state == was and not Section.objects.filter(text_changed(), pk=section.pk).exists():
        return StateSet(review or Review(section=section, version=0), was, is_changed=False)
    if state != was and version != (review.version if review else 0):
        raise MeanwhileError(review or Review(section=section, version=0), state)
    if review is None:
        return StateSet(Review.objects.create(section=section, state=state, set_by=person), was, is_changed=True)
    review.state, review.set_by, review.set_at = state, person, timezone.now()
    review.version += 1
    review.save(update_fields=["state", "set_by", "set_at", "version"])
    return StateSet(review, was, is_changed=True)


@transaction.atomic
def assign(*, to: User, by: User, cable: Cable | None = None, topic: Topic | None = None, note: str = "") -> Assigned:
    """Ask somebody to review a cable, or a topic in all cables. Asked again, nothing is new but the note."""
    if not sets_states(to):
        raise CannotReviewError(f"{name_of(to)} may not review.")
    if cable is not None and not Cable.objects.visible_to(to).filter(pk=cable.pk).exists():
        raise CannotReviewError(f"{name_of(to)} may not read {cable.mrn}.")
    assignment, is_new = Assignment.objects.get_or_create(
        person=to, cable=cable, topic=topic, defaults={"made_by": by, "note": note}
    )
    if note and assignment.note != note:
        assignment.note = note
        assignment.save(update_fields=["note"])
    return Assigned(assignment, is_new)


def unassign(*, person: User, cable: Cable | None = None, topic: Topic | None = None) -> bool:
    """Take an assignment back; False where there was none. What was read stays read."""
    number, _ = Assignment.objects.filter(person=person, cable=cable, topic=topic).delete()
    return number > 0
