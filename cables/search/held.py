"""The columns that this process holds, brought up to the archive's state at every request.

`cables_changes_since` says which cables any transaction has changed that the columns' snapshot does not show; those
are read again, and nothing else is. What a transaction sees of its own, uncommitted writes it keeps to itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from cables.search.archive import fetch_cables, fetch_reference, fetch_rows
from cables.search.columns import Columns, built, extended
from cables.search.facets import FACETS
from cables.search.rows import Under

NAMES, EVERYTHING = 0, -1  # what stands in cables_change beside cables
ATTEMPTS = 5
MANY = 2000  # changed cables; with more it is quicker to read everything
CHANGES = "SELECT cables, seen_now::text, own FROM cables_changes_since(%s::pg_snapshot)"
NOW = "SELECT '{}'::bigint[], pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Held:
    columns: Columns
    seen: str  # the snapshot that the columns show at least


@dataclass(frozen=True, slots=True)
class State:
    """What the database says: the cables changed since, the snapshot now, and whether this transaction writes."""

    changed: Collection[int]
    seen: str
    own: bool


_held: dict[tuple[str, str], Held] = {}
_lock = Lock()


def current_columns() -> Columns:
    """The archive as the database shows it to this connection now."""
    key = (str(connection.settings_dict["HOST"]), str(connection.settings_dict["NAME"]))
    held = _held.get(key)
    state = _state(held)
    if held and not state.changed:
        return held.columns
    if state.own:
        return _brought_up(held, state).columns
    with _lock:  # the others wait for one to read, and then find little or nothing changed
        held = _held.get(key)
        state = _state(held)
        for _ in range(ATTEMPTS):
            if held and not state.changed:
                break
            held = _brought_up(held, state)
            state = _state(held)  # several statements were read: nothing may have changed between them
        if held is None:
            raise AssertionError("nothing was read")
        _held[key] = held
        return held.columns


def _state(held: Held | None) -> State:
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [held.seen]) if held else cursor.execute(NOW)
        return State(*cursor.fetchone())


def _brought_up(held: Held | None, state: State) -> Held:
    old = held.columns if held else None
    mostly_dead = old is not None and 2 * len(old.slot_of) < len(old.cables) - MANY
    if old is None or EVERYTHING in state.changed or len(state.changed) > MANY or mostly_dead:
        return Held(built(fetch_reference(), fetch_cables(None), fetch_rows(None), fetch_under(None)), state.seen)
    changed = [cable for cable in state.changed if cable != NAMES]
    reference = fetch_reference() if NAMES in state.changed else old.reference
    # Facets of rows show countries, and no other names of the reference tables.
    under = fetch_under(changed if reference.countries == old.reference.countries else None)
    return Held(extended(old, changed, fetch_cables(changed), fetch_rows(changed), reference, under), state.seen)


def fetch_under(only: Collection[int] | None) -> Mapping[str, Under]:
    """By facet of rows, what the sections of these cables (primary keys), or of all, fall under."""
    return {kind.name: kind.of_rows(only) for kind in FACETS if kind.of_rows}
