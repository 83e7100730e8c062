"""The history of the registries in words: who changed what, and what it was before. Read from rows that triggers write;
nobody writes them by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Field, ForeignKey, Model
from pghistory.models import Context

from cables.people import name_of
from statutes.models.tracking import BEFORE
from statutes.reverting import TRACKED, log_of

UNSAID = {"id", "name_key", "surface_key", "made_at", "position", "key", "is_curated", "text", "start", "end", "items"}
NOTHING = "nothing"
DID = {"insert": "made", "update": "changed", "delete": "deleted", BEFORE: "as read by machine"}
LONGEST = 400


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One event of a row: who did what when, and what changed in it, in words. `merger` marks what a merger moved."""

    number: int
    did: str
    at: datetime
    by: str
    changes: tuple[FieldChange, ...]
    row: str = ""
    model: str = ""
    pk: int = 0
    is_last: bool = False


def versions_of(model: type[Model], pk: int) -> list[Version]:
    """Every version of a row, newest first."""
    events = list(log_of(model).filter(pgh_obj_id=pk).order_by("pgh_id"))
    return list(reversed(_versions(model, events)))


def changes_in(key: UUID) -> list[Version]:
    """What one step changed, row by row."""
    found: list[Version] = []
    for model in TRACKED:
        events = list(log_of(model).filter(pgh_context_id=key).order_by("pgh_id"))
        pks = {event.pgh_obj_id for event in events}
        before = _last_before(model, pks, min((event.pgh_id for event in events), default=0))
        found += [one for one in _versions(model, [*before, *events]) if one.number not in {e.pgh_id for e in before}]
    return [one for one in found if one.did != DID[BEFORE]]


def _last_before(model: type[Model], pks: Iterable[int], number: int) -> list[Any]:
    earlier = log_of(model).filter(pgh_obj_id__in=pks, pgh_id__lt=number).order_by("pgh_obj_id", "-pgh_id")
    return list(earlier.distinct("pgh_obj_id"))


def deleted(model: type[Model], limit: int = 200) -> list[Version]:
    """The rows of this table that people deleted, and that can be brought back."""
    by_hand = log_of(model).filter(pgh_label="delete", pgh_context__isnull=False)
    gone = by_hand.exclude(pgh_obj_id__in=model._default_manager.values("pk")).order_by("-pgh_id")[:limit]
    newest = {event.pgh_obj_id: event for event in reversed(gone)}
    return _versions(model, list(newest.values()))


def changes_to(model: type[Model], row: Model | None, event: Any) -> tuple[FieldChange, ...]:
    """What putting the row back to this event would change. Mergers are undone by themselves."""
    names = _names_of_related(model, [event] if row is None else [row, event])
    return tuple(change for change in _changes(model, row, event, names) if change.field != "Merged into")


def _versions(model: type[Model], events: list[Any]) -> list[Version]:
    contexts = Context.objects.in_bulk({event.pgh_context_id for event in events} - {None})
    people = User.objects.in_bulk({context.metadata.get("user") for context in contexts.values()} - {None})
    names = _names_of_related(model, events)
    last: dict[int, Any] = {}
    found = []
    for event in events:
        context = contexts.get(event.pgh_context_id)
        person = people.get(context.metadata.get("user")) if context else None
        before = last.get(event.pgh_obj_id)
        if event.pgh_label == BEFORE and before is not None and not _changes(model, before, event, names):
            continue  # as the version before it, of which there is one
        found.append(
            Version(
                number=event.pgh_id,
                did=DID.get(event.pgh_label, event.pgh_label),
                at=event.pgh_created_at,
                by=(name_of(person) if event.pgh_label != BEFORE else "") or "by machine",
                changes=() if event.pgh_label == "delete" else _changes(model, before, event, names),
                row=_row_name(model, event, names),
                model=str(model._meta.model_name),
                pk=event.pgh_obj_id,
            )
        )
        last[event.pgh_obj_id] = event
    return found


def _changes(model: type[Model], before: Any, after: Any, names: dict[Any, str]) -> tuple[FieldChange, ...]:
    found = []
    for field in model._meta.concrete_fields:
        if field.name in UNSAID or not hasattr(after, field.attname):
            continue
        was, now = (getattr(before, field.attname) if before else None), getattr(after, field.attname)
        if was == now or (before is None and now in (None, "", [], False, 0)):
            continue
        label = str(field.verbose_name)
        found.append(
            FieldChange(
                label[:1].upper() + label[1:], said(field, was, names) if before else "", said(field, now, names)
            )
        )
    return tuple(found)


def said(field: "Field[Any, Any]", value: Any, names: dict[Any, str]) -> str:
    """A value of a field as a person reads it."""
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), "one that is gone")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))[:LONGEST]
    if isinstance(value, datetime):
        return f"{value:%-d %b %Y %H:%M}Z"
    choices = dict(field.flatchoices) if field.choices else {}
    return str(choices.get(value, value))[:LONGEST]


def _names_of_related(model: type[Model], events: list[Any]) -> dict[Any, str]:
    """What the rows that the events name are called now."""
    names: dict[Any, str] = {}
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or field.name in UNSAID:
            continue
        related: Any = field.related_model
        pks = {getattr(event, field.attname, None) for event in events} - {None}
        rows = related._default_manager.filter(pk__in=pks)
        names |= {(related, row.pk): str(row) for row in _with_owner(rows)}
    return names


def _with_owner(rows: Any) -> Any:
    """With what the names of provisions and sections are made of."""
    owners = {"provision": ("instrument",), "section": ("cable",)}
    return rows.select_related(*owners.get(rows.model._meta.model_name, ()))


def _row_name(model: type[Model], event: Any, names: dict[Any, str]) -> str:
    kind = str(model._meta.verbose_name)
    if number := getattr(event, "number", "") if hasattr(event, "unit") else "":
        words = f"{event.unit} {number}"
    else:
        words = getattr(event, "name", "") or getattr(event, "surface", "") or getattr(event, "source", "")
    owner = next(
        (names.get((field.related_model, getattr(event, field.attname))) for field in model._meta.concrete_fields
         if field.name in ("instrument", "institution", "provision") and getattr(event, field.attname, None)),
        None,
    )  # fmt: skip
    return f"{kind} “{words}”" + (f" of {owner}" if owner else "")
