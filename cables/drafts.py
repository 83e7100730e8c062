"""What somebody typed into a form whose session had ended: kept in the session that they have instead, until they have
signed in and sent it again.

Only a form that was made for somebody who was signed in leaves a draft, and only that person gets it back.
"""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing

from cables.passages import MAX_QUOTE, with_short_lines

SESSION_KEY = "drafts"
SALT = "cables.drafts"
MOST = 3  # drafts of one session, the latest
FIELDS = ("body", "visibility", "team", "key", "version", "quote", "start", "end", "rev", "place")


def signature_of(person: User) -> str:
    """What a form made for this person carries along."""
    return signing.dumps(person.pk, salt=SALT)


def keep_draft(session: SessionBase, address: str, data: Mapping[str, str]) -> bool:
    """Keep what was typed for the form at `address`; whether it was such a form."""
    try:
        owner = signing.loads(data.get("writer", ""), salt=SALT)
    except signing.BadSignature:
        return False
    typed = {name: with_short_lines(data[name])[:MAX_QUOTE] for name in FIELDS if data.get(name)}
    others = {at: draft for at, draft in session.get(SESSION_KEY, {}).items() if at != address}
    latest = [*others.items(), (address, {"owner": owner, "typed": typed})][-MOST:]
    session[SESSION_KEY] = dict(latest)
    return True


def draft_for(session: SessionBase, address: str, person: User) -> dict[str, str] | None:
    """What this person typed into the form at `address` before the session ended."""
    draft = session.get(SESSION_KEY, {}).get(address)
    return draft["typed"] if draft and draft["owner"] == person.pk else None


def drop_draft(session: SessionBase, address: str) -> None:
    """It was sent."""
    if address in session.get(SESSION_KEY, {}):
        session[SESSION_KEY] = {at: draft for at, draft in session[SESSION_KEY].items() if at != address}
