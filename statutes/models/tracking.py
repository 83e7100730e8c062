"""Which changes of a table go on record, as rows that triggers write."""

import pghistory
import pgtrigger


def every_change() -> tuple[pghistory.Tracker, ...]:
    """Trackers of a table that only people and imports change; a model's own, for each learns its model's columns."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


BEFORE = "before"  # the label of what a row was until its first change on record


def changes_by_hand() -> tuple[pghistory.Tracker, ...]:
    """Trackers of a table that readings write anew all the time: what was set by hand is kept on record, and what the
    machine had read before that."""
    set_now, set_before = pgtrigger.Q(new__is_curated=True), pgtrigger.Q(old__is_curated=True)
    return (
        pghistory.InsertEvent(condition=set_now),
        pghistory.UpdateEvent(BEFORE, row=pghistory.Old, condition=set_now & ~set_before),
        pghistory.UpdateEvent(condition=set_now | set_before),
        pghistory.DeleteEvent(condition=set_before),
    )


def decisions(*fields: str) -> tuple[pghistory.Tracker, ...]:
    """Trackers of a table of which only these fields are a person's to change: what they were, and what they became.
    Once a statement, for one decision can be about thousands of rows."""
    changed = pgtrigger.AnyChange(*fields)
    return (
        pghistory.UpdateEvent(BEFORE, row=pghistory.Old, condition=changed, level=pgtrigger.Statement),
        pghistory.UpdateEvent(condition=changed, level=pgtrigger.Statement),
    )
