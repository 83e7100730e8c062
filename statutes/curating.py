"""Decisions of curators about what was read by machine. Each is one step of the history, by which it can be undone.

Whoever decides, decides about what they may see: a passage of a cable hidden from them stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pghistory
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from cables.querysets import sees_everything
from statutes.models import Institution, InstitutionName, Instrument, InstrumentName, Mention, Provision, Standing

Suggested = Institution | Instrument | Provision
NameRow = InstitutionName | InstrumentName
DONE = {Standing.ACCEPTED: "Accepted", Standing.REJECTED: "Rejected", Standing.SUGGESTED: "Left open"}


@dataclass(frozen=True, slots=True)
class Step:
    """What was done at once, in numbers of rows. `key` names it in the history, `told` says it in words."""

    key: UUID
    told: str
    entries: int = 0
    names: int = 0
    mentions: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.entries or self.names or self.mentions)


class MeanwhileError(Exception):
    """It no longer is what the person saw: `rows` are those, as they are now."""

    def __init__(self, rows: Sequence[Model]) -> None:
        self.rows = rows
        said = ", ".join(f"“{row}” is {row.get_standing_display().lower()}" for row in rows[:5])  # type: ignore[attr-defined]
        super().__init__(f"Somebody decided meanwhile: {said}.")


def names_open(model: type[Model], pks: Sequence[int], person: User) -> QuerySet[Any]:
    """The suggested names of these entries, of those that the person may see; provisions have none."""
    if model is Provision:
        return InstrumentName.objects.none()
    rows: QuerySet[Any]
    if model is Institution:
        rows = InstitutionName.objects.filter(institution__in=pks)
    else:
        rows = InstrumentName.objects.filter(instrument__in=pks)
    if not sees_everything(person):
        rows = rows.visible_to(person)
    return rows.filter(standing=Standing.SUGGESTED)


def mentions_of(model: type[Model], pks: Sequence[int], person: User) -> QuerySet[Mention]:
    """The passages that name these entries, in every standing. Those of a provision belong to it, not to its law."""
    rows = Mention.objects.visible_whole(person)
    if model is Institution:
        return rows.filter(institution__in=pks)
    if model is Provision:
        return rows.filter(provision__in=pks)
    return rows.filter(instrument__in=pks, provision__isnull=True)


def mentions_open(model: type[Model], pks: Sequence[int], person: User) -> QuerySet[Mention]:
    return mentions_of(model, pks, person).filter(standing=Standing.SUGGESTED)


@transaction.atomic
def decide(*, model: type[Suggested], pks: Sequence[int], standing: str, person: User) -> Step:
    """Accept or reject suggested entries with their suggested names and passages; what was decided one by one stays.

    An accepted entry of which only names wait keeps its standing. Raises MeanwhileError where one was rejected, or
    was accepted and is now to be rejected; accepting or rejecting again changes nothing.
    """
    found: QuerySet[Any] = model._default_manager.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    rows = list(found)
    against = [row for row in rows if row.standing not in (Standing.SUGGESTED, standing)]
    if against:
        raise MeanwhileError(against)
    told = f"{DONE[Standing(standing)]}: {_called(rows)}"
    with step(person, told) as key:
        entries = found.filter(standing=Standing.SUGGESTED).update(standing=standing)
        names = names_open(model, pks, person).update(standing=standing)
        mentions = _set(mentions_open(model, pks, person), standing, person)
    return Step(key, told, entries, names, mentions)


@transaction.atomic
def decide_mention(*, mention: Mention, standing: str, was: str, person: User) -> Step:
    """Accept or reject one passage by itself. Raises MeanwhileError where it no longer is what the person saw."""
    row = Mention.objects.select_for_update().get(pk=mention.pk)
    _check(row, was, standing)
    told = f"{DONE[Standing(standing)]} one passage: “{row.surface}”"
    with step(person, told) as key:
        number = _set(Mention.objects.filter(pk=row.pk).exclude(standing=standing), standing, person)
    return Step(key, told, mentions=number)


@transaction.atomic
def decide_name(*, name: NameRow, standing: str, was: str, person: User) -> Step:
    """Accept or reject one name; only accepted ones are looked for in later imports. Raises MeanwhileError."""
    rows: Any = type(name)._default_manager.select_for_update().filter(pk=name.pk)
    row = rows.get()
    _check(row, was, standing)
    told = f"{DONE[Standing(standing)]} the name “{row.name}”"
    with step(person, told) as key:
        number = rows.exclude(standing=standing).update(standing=standing)
    return Step(key, told, names=number)


class step:  # noqa: N801 # a context manager, used like a function
    """Everything inside is one step of the history; gives its key. Inside a request that is the request's own."""

    def __init__(self, person: User, told: str, **more: str) -> None:
        self.context: Any = pghistory.context(user=person.pk, step=told[:400], **more)

    def __enter__(self) -> UUID:
        key: UUID = self.context.__enter__().id
        return key

    def __exit__(self, *failure: Any) -> None:
        self.context.__exit__(*failure)


def _check(row: Any, was: str, standing: str) -> None:
    if row.standing not in (was, standing):
        raise MeanwhileError([row])


def _set(mentions: QuerySet[Mention], standing: str, person: User) -> int:
    by = None if standing == Standing.SUGGESTED else person
    at = None if by is None else timezone.now()
    # The primary keys are found first: a join cannot be locked and updated at once.
    pks = list(mentions.values_list("pk", flat=True))
    return Mention.objects.filter(pk__in=pks).update(standing=standing, decided_by=by, decided_at=at)


def _called(rows: Sequence[Any]) -> str:
    first = ", ".join(f"“{row}”" for row in rows[:3])
    return first if len(rows) <= 3 else f"{first} and {len(rows) - 3} more"
