"""The steps of the history: what was done at once, by whom, and whether it can be undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from pghistory.models import Context

from cables.people import name_of
from cables.querysets import sees_everything
from statutes.reverting import log_of


@dataclass(frozen=True, slots=True)
class Done:
    """One step. `merger` is the number of the merger that it was; mergers are taken back by themselves."""

    key: UUID
    told: str
    at: datetime
    by: str
    is_undone: bool
    merger: str = ""


def steps_of(person: User) -> QuerySet[Context]:
    """The steps that this person may look at, newest first: what others did may have been about what they may not
    see."""
    found = Context.objects.filter(metadata__has_key="step").order_by("-created_at", "pk")
    return found if sees_everything(person) else found.filter(metadata__user=person.pk)


def told(contexts: list[Context]) -> list[Done]:
    keys = [str(context.pk) for context in contexts]
    undone = set(Context.objects.filter(metadata__undoes__in=keys).values_list("metadata__undoes", flat=True))
    people = User.objects.in_bulk({context.metadata.get("user") for context in contexts} - {None})
    return [_done(context, people, undone) for context in contexts]


def _done(context: Context, people: dict[Any, User], undone: set[str]) -> Done:
    said: dict[str, Any] = context.metadata
    return Done(
        key=context.pk,
        told=said["step"],
        at=context.created_at,
        by=name_of(people.get(said.get("user"))),
        is_undone=str(context.pk) in undone,
        merger=said.get("merger", ""),
    )


def last_step(key: str, person: User) -> Done | None:
    """The step of this name, where the person may look at it and it was not undone; None for anything else."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    found = told(list(steps_of(person).filter(pk=wanted)))
    return found[0] if found and not found[0].is_undone else None


def rejecting_step(model: type[Model], entry: Any, person: User) -> Done | None:
    """The step by which a rejected entry was rejected, where the person may look at it and undo it."""
    if entry.standing != "rejected":
        return None
    event = log_of(model).filter(pgh_obj_id=entry.pk, standing="rejected").order_by("-pgh_id").first()
    return last_step(str(event.pgh_context_id), person) if event else None
