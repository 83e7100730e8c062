"""What is sent to each address so that only access can stand in its way."""

from typing import Any
from uuid import uuid4

from cables.drafts import signature_of
from tests.access.table import Row
from tests.access.world import MRNS, World


def form_of(row: Row, world: World) -> dict[str, Any]:
    """Fitting values for the row's form, under a key that nothing has yet."""
    fields: dict[str, dict[str, Any]] = {
        "": {},
        "search": {"name": "shelters", "query": "q=shelters"},
        "name": {"name": "another name"},
        "note": {"body": "A note.", "visibility": "public", "key": uuid4()},
        "reply": {"body": "A reply.", "visibility": "private", "key": uuid4()},
        "edit": {"body": "Other words.", "visibility": "private", "version": version_of(row, world)},
        "preferences": {"visibility": "private", "team": "", "single_keys": "on"},
        "coding": {"code": "forms/law", "visibility": "private", "key": uuid4()},
        # A passage: in the exercises of this world the whole section has the code already.
        "blind coding": {"code": "forms/law", "key": uuid4(), "quote": QUOTES.get(row.at, "")},
        "state": {"state": "in-progress", "version": "1" if row.of == "restricted cable" and "/" in row.at else "0"},
        "assignment": {"person": "teammate", "cable": MRNS["public"]},
        "unassignment": {"person": "owner", "cable": MRNS["public"]},
        "decision": {"applies": "yes", "reason": "Both say so.", "seen": ""},
        "exercise": {
            "name": "Two more",
            "codebook": "forms",
            "coders": ["owner", "teammate"],
            "addresses": f"/cables/{MRNS['public']}/prosecution/b/",
        },
    }
    # Forms of notes say whose words they hold, so that those whose session has ended find them again.
    writer = {"writer": signature_of(world.people["owner"])} if row.form in DRAFTED else {}
    return fields[row.form] | writer


DRAFTED = ("note", "reply", "edit")
QUOTES = {"prosecution/b": "eight to eighteen years", "summary": "origin and of transit"}


def version_of(row: Row, world: World) -> int:
    name, _, kind = row.of.rpartition(" ")
    return world.notes[name].version if kind == "note" else 1
