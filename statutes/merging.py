"""Merges institutions by hand, and takes that back. The machine never merges: two that share an acronym stay two."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cables.people import name_of
from statutes.curating import step
from statutes.models import Institution, InstitutionName, LifeEvent, Mention, Merger, Standing
from statutes.registering import hold_country

MOST_LEVELS = 100


class CannotMergeError(ValueError):
    """Why these two cannot be merged."""


class CannotUndoError(ValueError):
    """Why a merger cannot be taken back any more."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a merger moves. `added` are the names that the kept one gets besides; `staying` are names it has already."""

    mentions: QuerySet[Mention]
    names: tuple[InstitutionName, ...]
    staying: tuple[InstitutionName, ...]
    added: tuple[str, ...]
    events: QuerySet[LifeEvent]
    parts: tuple[Institution, ...]


def problem_of(kept: Institution, merged: Institution, *, across: bool = False) -> str:
    """Why `merged` cannot be merged into `kept`, "" where it can. `across`: also where they are of two countries."""
    if kept.pk == merged.pk:
        return "An institution cannot be merged into itself."
    if merged.merged_into is not None:
        return f"“{merged}” is already merged into “{merged.merged_into}”."
    if kept.merged_into is not None:
        return f"“{kept}” is itself merged into “{kept.merged_into}”: choose that one."
    if kept.standing == Standing.REJECTED:
        return f"“{kept}” is rejected: accept it first."
    if are_of_two_countries(kept, merged) and not across:
        return (
            f"“{merged}” is of {merged.country} and “{kept}” of {kept.country}. The same name in two countries stays "
            f"two institutions, unless you say that they are one."
        )
    return ""


def are_of_two_countries(one: Institution, other: Institution) -> bool:
    return bool(one.country_id and other.country_id and one.country_id != other.country_id)


def moves_of(kept: Institution, merged: Institution) -> Moves:
    """What would move, to be shown before and done then."""
    had = set(kept.names.values_list("name_key", "is_acronym")) | {(kept.name_key, False)}
    names = list(merged.names.all())
    moving = tuple(name for name in names if (name.name_key, name.is_acronym) not in had)
    had |= {(name.name_key, name.is_acronym) for name in moving}
    return Moves(
        mentions=Mention.objects.filter(institution=merged),
        names=moving,
        staying=tuple(name for name in names if name not in moving),
        added=() if (merged.name_key, False) in had else (merged.name,),
        events=LifeEvent.objects.filter(institution=merged),
        parts=tuple(merged.parts.all()),
    )


@transaction.atomic
def merge(*, kept: Institution, merged: Institution, person: User, across: bool = False) -> Merger:
    """Move everything of `merged` to `kept`. It stays, so that its address leads on. Raises CannotMergeError."""
    kept, merged = _locked(kept, merged)
    if problem := problem_of(kept, merged, across=across):
        raise CannotMergeError(problem)
    moves = moves_of(kept, merged)
    merger = Merger(
        kept=kept,
        merged=merged,
        made_by=person,
        mentions=list(moves.mentions.values_list("pk", flat=True)),
        names=[name.pk for name in moves.names],
        events=list(moves.events.values_list("pk", flat=True)),
        parts=[part.pk for part in moves.parts],
    )
    merger.save()
    with step(person, f"Merged “{merged}” into “{kept}”", merger=str(merger.pk)):
        # Parts first: the merged one's own place is still what it was.
        above = _above(kept)
        for part in moves.parts:
            part.parent_id = merged.parent_id if part.pk == kept.pk or part.pk in above else kept.pk
            part.save(update_fields=["parent"])
        moves.mentions.update(institution=kept)
        moves.events.update(institution=kept)
        InstitutionName.objects.filter(pk__in=merger.names).update(institution=kept)
        merger.added = [_add(kept, merged, name).pk for name in moves.added]
        # Who was merged into it leads on in one step, not two.
        Institution.objects.filter(merged_into=merged).update(merged_into=kept)
        Institution.objects.filter(pk=merged.pk).update(merged_into=kept)
        merger.save(update_fields=["added"])
    return merger


def _add(kept: Institution, merged: Institution, name: str) -> InstitutionName:
    return InstitutionName.objects.create(
        institution=kept,
        name=name,
        name_key=merged.name_key,
        standing=Standing.ACCEPTED,
        is_public=merged.is_public,
    )


def _locked(*institutions: Institution) -> list[Institution]:
    """Read anew and locked, in one order, so that two who merge the same two never wait for each other. No reading of
    their countries goes on meanwhile: it could still name the one that is merged away."""
    for country in sorted({one.country for one in institutions if one.country}, key=lambda country: country.pk):
        hold_country(country)
    pks = [one.pk for one in institutions]
    rows = {row.pk: row for row in Institution.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    return [rows[pk] for pk in pks]


def _above(institution: Institution) -> set[int]:
    """What the institution stands under, at whatever distance."""
    above: set[int] = set()
    parent = institution.parent
    while parent is not None and parent.pk not in above and len(above) < MOST_LEVELS:
        above.add(parent.pk)
        parent = parent.parent
    return above


@transaction.atomic
def unmerge(*, merger: Merger, person: User) -> None:
    """Put back what the merger moved, exactly. Raises CannotUndoError where something moved on since."""
    merger = Merger.objects.select_for_update().get(pk=merger.pk)
    kept, merged = _locked(merger.kept, merger.merged)
    if problem := undo_problem(merger, kept, merged):
        raise CannotUndoError(problem)
    # Named too, so that it is not undone row by row: who wants that merges them again.
    with step(person, f"Took apart again: “{merged}” and “{kept}”", merger=str(merger.pk)):
        Institution.objects.filter(pk=merged.pk).update(merged_into=None)
        earlier = Merger.objects.filter(kept=merged, undone_at__isnull=True).values("merged")
        Institution.objects.filter(pk__in=earlier, merged_into=kept).update(merged_into=merged)
        Mention.objects.filter(pk__in=merger.mentions).update(institution=merged)
        LifeEvent.objects.filter(pk__in=merger.events).update(institution=merged)
        Institution.objects.filter(pk__in=merger.parts).update(parent=merged)
        InstitutionName.objects.filter(pk__in=merger.added).delete()
        _names_back(merger, merged)
        merger.undone_by, merger.undone_at = person, timezone.now()
        merger.save(update_fields=["undone_by", "undone_at"])


def _names_back(merger: Merger, merged: Institution) -> None:
    try:
        with transaction.atomic():
            InstitutionName.objects.filter(pk__in=merger.names).update(institution=merged)
    except IntegrityError:
        raise CannotUndoError(f"“{merged}” got one of the names that moved again meanwhile. Remove it first.") from None


def undo_problem(merger: Merger, kept: Institution, merged: Institution) -> str:
    """Why the merger cannot be taken back, "" where it can."""
    if merger.undone_at is not None:
        return f"{name_of(merger.undone_by) or 'Somebody'} has taken this merger back already."
    if merged.merged_into_id != kept.pk:
        return f"“{kept}” was itself merged into “{merged.merged_into}” since. Take that back first."
    mentions = Mention.objects.filter(pk__in=merger.mentions, institution=kept).count()
    if gone := len(merger.mentions) - mentions:
        return f"{gone} of the {len(merger.mentions)} passages that moved were read anew or moved on since."
    if InstitutionName.objects.filter(pk__in=merger.names, institution=kept).count() < len(merger.names):
        return "A name that moved was removed or moved on since."
    if LifeEvent.objects.filter(pk__in=merger.events, institution=kept).count() < len(merger.events):
        return "An event that moved was read anew, removed or moved on since."
    now = set(Institution.objects.filter(pk__in=merger.parts).values_list("parent", flat=True))
    return "" if now <= {kept.pk, merged.parent_id} else "An institution that stood under it was moved on since."
