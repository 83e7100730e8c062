"""Writes what was read of a cable over what was read of it before.

A mention, a penalty and an event are found again by their section, their words, and how often these words stood there
before them. What a curator decided or set by hand stays with its words, and waits where they are gone; all else is as
the reading has it. The rows are locked, so that a decision made meanwhile is seen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import pgtrigger

from cables.models import Cable
from statutes.models import Institution, Instrument, LifeEvent, Mention, Penalty, Provision, Standing
from statutes.names import folded

SURFACE = 300  # characters of a passage by which it is known

NO_KEY = "?"  # behind the key of a base that is gone: another penalty may have its key by now

AnyRow = TypeVar("AnyRow", Mention, Penalty, LifeEvent)
Key = tuple[Any, ...]
Targets = tuple[int | None, int | None, int | None]  # instrument, provision, institution

READ_AGAIN = (
    "text", "start", "end", "role", "surface", "surface_key", "reason", "heading", "body_start", "items", "offence",
    "number", "date_words", "other_names",
)  # fmt: skip
JUDGED = ("instrument", "provision", "institution", "standing")  # what a curator's decision holds


def keep_mentions(cable: Cable, mentions: Iterable[Mention]) -> set[Targets]:
    """Write the mentions of a reading. Returns what some passage named before and does not name now."""
    rows = Mention.objects.select_for_update(of=("self",)).filter(section__cable=cable)
    held = _numbered(rows.order_by("section_id", "start", "pk"), _named)
    new, changed = [], []
    unnamed: set[Targets] = set()
    for key, read in _numbered(sorted(mentions, key=_place), _named).items():
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


def _numbered(rows: Iterable[AnyRow], known_by: Callable[[AnyRow], Key]) -> dict[Key, AnyRow]:
    counts: Counter[Key] = Counter()
    found: dict[Key, AnyRow] = {}
    for row in rows:
        key: Key = known_by(row)
        counts[key] += 1
        found[(*key, counts[key])] = row
    return found


def _place(row: Mention | Penalty | LifeEvent) -> tuple[int, int]:
    return row.section_id or 0, row.start or 0


def _named(row: Mention) -> Key:
    return row.section_id, row.role, row.surface_key


def _column(name: str) -> str:
    return f"{name}_id" if name in ("text", "instrument", "provision", "institution") else name


def _value(row: Mention, name: str) -> Any:
    return getattr(row, _column(name))


def _targets(row: Mention) -> Targets:
    return row.instrument_id, row.provision_id, row.institution_id


def _move(was: Penalty | LifeEvent, row: Penalty | LifeEvent) -> None:
    """To where its words stand now: that is nobody's change, and nothing for the history."""
    rows = Penalty.objects if isinstance(was, Penalty) else LifeEvent.objects
    with pgtrigger.ignore(f"statutes.{type(was).__name__}:update_update"):
        rows.filter(pk=was.pk).update(text=row.text, start=row.start, end=row.end)


def keep_penalties(cable: Cable, penalties: Sequence[Penalty]) -> None:
    """Write the penalties of a reading; those that rest on one that was set by hand rest on that."""
    rows = Penalty.objects.select_for_update(of=("self",)).filter(section__cable=cable)
    held = _numbered(rows.order_by("section_id", "start", "pk"), _threatened)
    by_hand = [row for row in held.values() if row.is_curated]
    Penalty.objects.filter(pk__in=[row.pk for row in held.values() if not row.is_curated]).delete()
    taken = {row.key for row in by_hand}
    known = {row.key: row.key if row.is_curated else f"{row.key}{NO_KEY}" for row in held.values()}
    renamed: dict[str, str] = {}
    new = []
    for place, row in _numbered(sorted(penalties, key=_place), _threatened).items():
        was = held.get(place)
        if was is not None and was.is_curated:
            renamed[row.key] = was.key
            _move(was, row)
            continue
        renamed[row.key] = _free_key(row.key, taken)
        if was is not None:
            known[was.key] = renamed[row.key]
        new.append(row)
    for row in new:
        row.key, row.bases = renamed[row.key], [renamed.get(base, base) for base in row.bases]
    Penalty.objects.bulk_create(new, batch_size=500)
    for row in by_hand:
        _rest_on(row, [known.get(base, base) for base in row.bases])


def _threatened(row: Penalty) -> Key:
    return row.section_id, row.surface_key


def _free_key(key: str, taken: set[str]) -> str:
    while key in taken:
        key = f"{key}~"
    return key


def _rest_on(row: Penalty, bases: list[str]) -> None:
    """The same bases, by the keys that they have in this reading."""
    if bases != row.bases:
        with pgtrigger.ignore("statutes.Penalty:update_update"):
            Penalty.objects.filter(pk=row.pk).update(bases=bases)


def keep_events(cable: Cable, events: Iterable[LifeEvent]) -> None:
    rows = LifeEvent.objects.select_for_update(of=("self",)).filter(section__cable=cable).select_related("text")
    held = _numbered(rows.order_by("section_id", "start", "pk"), _told)
    LifeEvent.objects.filter(pk__in=[row.pk for row in held.values() if not row.is_curated]).delete()
    new = []
    for place, row in _numbered(sorted(events, key=_place), _told).items():
        was = held.get(place)
        if was is not None and was.is_curated:
            _move(was, row)
        else:
            new.append(row)
    LifeEvent.objects.bulk_create(new, batch_size=500)


def _told(row: LifeEvent) -> Key:
    """A curator may correct what happened and when; the words and whose event it is stay."""
    words = row.text.text[row.start : row.end] if row.text else ""
    return row.section_id, row.instrument_id, row.institution_id, folded(words)


def forget_unnamed(targets: Iterable[Targets]) -> None:
    """Suggestions that nothing names any more, and that nobody has touched, go as they came; a name that a curator
    accepted, a number or a parent is a touch."""
    rows = list(targets)
    instruments, provisions, institutions = ([pk for row in rows if (pk := row[at])] for at in range(3))
    untouched: dict[str, Any] = {"standing": Standing.SUGGESTED, "is_public": False, "mentions__isnull": True}
    Provision.objects.filter(
        pk__in=provisions, heading="", words="", offence="", penalties__isnull=True, parts__isnull=True, **untouched
    ).delete()
    Instrument.objects.filter(
        pk__in=instruments,
        note="",
        number="",
        date_words="",
        provisions__isnull=True,
        events__isnull=True,
        former_addresses__isnull=True,
        **untouched,
    ).exclude(names__standing=Standing.ACCEPTED).delete()
    bare = dict.fromkeys(
        ("parts", "events", "merged", "mergers", "merged_into", "parent", "identifiers", "former_addresses"), True
    )
    Institution.objects.filter(
        pk__in=institutions, note="", **{f"{name}__isnull": none for name, none in bare.items()}, **untouched
    ).exclude(names__standing=Standing.ACCEPTED).delete()
