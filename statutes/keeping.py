"""Writes what was read of a cable over what was read of it before.

A mention is found again by its section, its words, and how often these words stood there before it; a penalty by its
words; an event by what happened. What a curator decided or set by hand stays with its words, and waits where they are
gone; all else is as the reading has it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from cables.models import Cable
from statutes.models import Institution, Instrument, LifeEvent, Mention, Penalty, Provision, Standing

SURFACE = 300  # characters of a passage by which it is known

Targets = tuple[int | None, int | None, int | None]  # instrument, provision, institution

READ_AGAIN = (
    "text", "start", "end", "role", "surface", "surface_key", "reason", "heading", "body_start", "items", "offence",
    "number", "date_words", "other_names",
)  # fmt: skip
JUDGED = ("instrument", "provision", "institution", "standing")  # what a curator's decision holds


def keep_mentions(cable: Cable, mentions: Iterable[Mention]) -> set[Targets]:
    """Write the mentions of a reading. Returns what some passage named before and does not name now."""
    held = _numbered(Mention.objects.filter(section__cable=cable).order_by("section_id", "start", "pk"))
    new, changed = [], []
    unnamed: set[Targets] = set()
    for key, read in _numbered(sorted(mentions, key=lambda row: (row.section_id, row.start))).items():
        row = held.pop(key, None)
        if row is None:
            new.append(read)
            continue
        names = READ_AGAIN if row.decided_at else (*READ_AGAIN, *JUDGED)
        if all(_value(row, name) == _value(read, name) for name in names):
            continue
        if row.decided_at is None and _targets(row) != _targets(read):
            unnamed.add(_targets(row))
        for name in names:
            setattr(row, _column(name), _value(read, name))
        changed.append(row)
    gone = [row for row in held.values() if row.decided_at is None]
    Mention.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Mention.objects.bulk_update(changed, [*READ_AGAIN, *JUDGED], batch_size=500)
    Mention.objects.bulk_create(new, batch_size=1000)
    return unnamed | {_targets(row) for row in gone}


def _numbered(mentions: Iterable[Mention]) -> dict[tuple[Any, ...], Mention]:
    counts: Counter[tuple[Any, ...]] = Counter()
    found = {}
    for row in mentions:
        key = (row.section_id, row.role, row.surface_key)
        counts[key] += 1
        found[(*key, counts[key])] = row
    return found


def _column(name: str) -> str:
    return f"{name}_id" if name in ("text", "instrument", "provision", "institution") else name


def _value(row: Mention, name: str) -> Any:
    return getattr(row, _column(name))


def _targets(row: Mention) -> Targets:
    return row.instrument_id, row.provision_id, row.institution_id


def keep_penalties(cable: Cable, penalties: Sequence[Penalty]) -> None:
    """Write the penalties of a reading; those that rest on one that was set by hand rest on that."""
    held = Penalty.objects.filter(section__cable=cable)
    held.filter(is_curated=False).delete()
    by_hand = {(row.section_id, row.surface_key): row for row in held.order_by("-pk")}
    keys = {row.key for row in by_hand.values()}
    renamed: dict[str, str] = {}
    new = []
    for row in penalties:
        if kept := by_hand.pop((row.section_id, row.surface_key), None):
            renamed[row.key] = kept.key
            Penalty.objects.filter(pk=kept.pk).update(text=row.text, start=row.start, end=row.end)
            continue
        renamed[row.key] = row.key if row.key not in keys else f"{row.key}~"
        new.append(row)
    for row in new:
        row.key, row.bases = renamed[row.key], [renamed.get(base, base) for base in row.bases]
    Penalty.objects.bulk_create(new, batch_size=500)


def keep_events(cable: Cable, events: Iterable[LifeEvent]) -> None:
    held = LifeEvent.objects.filter(section__cable=cable)
    held.filter(is_curated=False).delete()
    by_hand = {_happened(row): row for row in held.order_by("-pk")}
    new = []
    for row in events:
        if kept := by_hand.pop(_happened(row), None):
            LifeEvent.objects.filter(pk=kept.pk).update(text=row.text, start=row.start, end=row.end)
        else:
            new.append(row)
    LifeEvent.objects.bulk_create(new, batch_size=500)


def _happened(row: LifeEvent) -> tuple[Any, ...]:
    return row.section_id, row.kind, row.instrument_id, row.institution_id


def forget_unnamed(targets: Iterable[Targets]) -> None:
    """Suggestions that nothing names any more, and that nobody has touched, go as they came."""
    rows = list(targets)
    instruments, provisions, institutions = ([pk for row in rows if (pk := row[at])] for at in range(3))
    untouched: dict[str, Any] = {"standing": Standing.SUGGESTED, "is_public": False, "mentions__isnull": True}
    Provision.objects.filter(
        pk__in=provisions, heading="", words="", offence="", penalties__isnull=True, parts__isnull=True, **untouched
    ).delete()
    Instrument.objects.filter(
        pk__in=instruments, note="", provisions__isnull=True, events__isnull=True, **untouched
    ).delete()
    bare = dict.fromkeys(("parts", "events", "merged", "mergers", "merged_into"), True)
    Institution.objects.filter(
        pk__in=institutions, note="", **{f"{name}__isnull": none for name, none in bare.items()}, **untouched
    ).delete()
