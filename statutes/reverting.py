"""Puts rows of the registries back to what the history says they were. What is put back is itself on record."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Model, ProtectedError
from pghistory.models import Context

from statutes.curating import Step, step
from statutes.models import (
    Institution,
    InstitutionName,
    Instrument,
    InstrumentName,
    LifeEvent,
    Mention,
    Penalty,
    Provision,
)
from statutes.models.tracking import BEFORE
from statutes.readdressing import keep_address

# In the order in which rows need one another.
TRACKED: tuple[type[Model], ...] = (
    Instrument, Institution, InstrumentName, InstitutionName, Provision, Penalty, LifeEvent, Mention,
)  # fmt: skip
ADDRESSED = (Instrument, Institution)
DECIDED = ("standing", "institution_id", "instrument_id", "provision_id", "decided_by_id", "decided_at")
HANGING = ("mentions", "provisions", "penalties", "events")
KEPT = {"merged_into_id", "text_id", "start", "end"}  # mergers are undone by themselves, readings move passages


class MovedOnError(Exception):
    """Something changed since, so that putting it back would undo that too; the words say what."""


def log_of(model: type[Model]) -> Any:
    """The manager of the rows that the triggers write for this table."""
    return model._meta.get_field("history").related_model._default_manager  # type: ignore[union-attr]


def values_in(model: type[Model], event: Any) -> dict[str, Any]:
    """The columns of a row as an event of the history has them."""
    names = [field.attname for field in model._meta.concrete_fields if hasattr(event, field.attname)]
    return {name: getattr(event, name) for name in names}


@transaction.atomic
def undo(*, key: UUID, person: User) -> Step:
    """Put every row that a step changed back to what it was before. Passages that were read anew since are not there
    to be put back. Raises MovedOnError, and changes nothing then, where a row was changed since."""
    context = Context.objects.filter(pk=key).first()
    if context is None or "step" not in context.metadata:
        raise MovedOnError("This step is not on record.")
    if "merger" in context.metadata:
        raise MovedOnError("A merger is taken back on its own page.")
    told = f"Undone: {context.metadata['step']}"
    changes = [(model, *change) for model in TRACKED for change in _changes(model, key)]
    with step(person, told, undoes=str(key)) as new:
        for model, pk, _ in reversed([one for one in changes if one[2] is None]):
            _remove(model, pk)
        for model in TRACKED:
            rows = [values for of, _, values in changes if of is model and values is not None]
            for values in _put_alike(model, rows):
                _put(model, values)
        _check_whole()
    counted: dict[str, int] = defaultdict(int)
    for model, _, _ in changes:
        counted[_sort(model)] += 1
    return Step(new, told, counted["entries"], counted["names"], counted["mentions"])


def _sort(model: type[Model]) -> str:
    if model is Mention:
        return "mentions"
    return "names" if model in (InstrumentName, InstitutionName) else "entries"


def _changes(model: type[Model], key: UUID) -> list[tuple[int, dict[str, Any] | None]]:
    """Each row of the table that the step changed, with what it was before; None where it made the row."""
    log = log_of(model)
    found: dict[int, list[Any]] = defaultdict(list)
    for event in log.filter(pgh_context_id=key).order_by("pgh_id"):
        found[event.pgh_obj_id].append(event)
    there = {row.pk: row for row in model._default_manager.select_for_update().filter(pk__in=found).order_by("pk")}
    newest = dict(log.filter(pgh_obj_id__in=found).order_by().values_list("pgh_obj_id").annotate(Max("pgh_id")))
    first = min((events[0].pgh_id for events in found.values()), default=0)
    earlier = (
        log.filter(pgh_obj_id__in=found, pgh_id__lt=first).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    )
    before = {event.pgh_obj_id: event for event in earlier}
    changes = []
    for pk, events in found.items():
        last = events[-1]
        if model is Mention and pk not in there:
            continue
        if newest[pk] > last.pgh_id or (last.pgh_label != "delete") != (pk in there):
            raise MovedOnError(f"“{_called(there.get(pk), last)}” was changed since; undo that first.")
        changes.append((pk, _before(model, events[0], before.get(pk))))
    return changes


def _before(model: type[Model], first: Any, earlier: Any) -> dict[str, Any] | None:
    """What the row was before the first event of the step; `earlier` is the last event before that."""
    if first.pgh_label == "insert":
        return None
    if first.pgh_label in (BEFORE, "delete"):
        earlier = first
    if earlier is None:
        raise MovedOnError(f"What “{_called(None, first)}” was before is not on record.")
    return values_in(model, earlier)


def _called(row: Model | None, event: Any) -> str:
    return (
        str(row) if row is not None else next(filter(None, (getattr(event, n, "") for n in ("name", "surface"))), "it")
    )


@transaction.atomic
def revert_to(*, model: type[Model], event: Any, person: User) -> Model:
    """Make a row again what it was after this event; a deleted one comes back. Raises MovedOnError."""
    values = values_in(model, event)
    known = model._default_manager.select_for_update().filter(pk=event.pgh_obj_id).order_by("pk").first()
    name = _called(known, event)
    told = f"Put back: {name}" if known else f"Brought back: {name}"
    with step(person, told):
        row: Model = _put(model, values)
        _check_whole()
    return row


def _check_whole() -> None:
    """That what the rows belong to is there: now, where it can still be told, not at the end of the transaction."""
    try:
        with transaction.atomic():
            connection.check_constraints()
    except IntegrityError:
        raise MovedOnError("What it belonged to, or who decided it, is gone by now.") from None


def _remove(model: type[Model], pk: int) -> None:
    row: Any = model._default_manager.filter(pk=pk).first()
    if row is None:
        return
    # What the step itself made is gone by now; what hangs on the row is another's, and would go with it.
    if any(getattr(row, name).exists() for name in HANGING if hasattr(row, name)):
        raise MovedOnError(f"Others hang on “{row}” by now; it stays.")
    try:
        row.delete()
    except ProtectedError:
        raise MovedOnError(f"Others hang on “{row}” by now; it stays.") from None


def _put(model: type[Model], values: dict[str, Any]) -> Any:
    """Write the row, new or over what it is, and see that it fits beside the others."""
    known: Any = model._default_manager.filter(pk=values["id"]).first()
    row: Any = known or model()
    address = (known.country_id, known.slug) if known is not None and isinstance(known, ADDRESSED) else None
    written = DECIDED if model is Mention else tuple(name for name in values if known is None or name not in KEPT)
    for name in written:
        setattr(row, name, values[name])
    try:
        with transaction.atomic():
            if model is not Mention:
                row.full_clean()
            row.save(force_insert=known is None)
    except (IntegrityError, ValidationError) as problem:
        raise MovedOnError(f"“{row}” does not fit any more: {_said(problem)}") from None
    if address is not None:
        keep_address(entry=row, country_id=address[0], slug=address[1])
    return row


def _put_alike(model: type[Model], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put back what was decided about rows, of those alike at once: one decision can be about thousands. Returns the
    rows of which more has to be put back."""
    columns = DECIDED if model is Mention else tuple(rows[0]) if rows else ()
    simple = set(DECIDED) if model is Mention else {"standing"}
    there = model._default_manager.in_bulk([values["id"] for values in rows])
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    left = []
    for values in rows:
        row = there.get(values["id"])
        other = [(name, values[name]) for name in columns if row is not None and getattr(row, name) != values[name]]
        if row is None or not {name for name, _ in other} <= simple:
            left.append(values)
        elif other:
            alike[tuple(other)].append(values["id"])
    for decided, pks in alike.items():
        model._default_manager.filter(pk__in=pks).update(**dict(decided))
    return left


def _said(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return "what it belongs to is gone, or another has its name or address."
