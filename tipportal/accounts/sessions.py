"""Where a person is signed in. What is shown is kept in each session itself, so that no second list can disagree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

NOTE = "signed_in"
LONGEST_AGENT = 200
# What a browser's long name contains, and what people call it; the first that fits, because most name others too.
BROWSERS = (("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One browser in which a person is signed in; `since` is None where that was not noted, `browser` what people call
    it, or empty."""

    key: str
    since: datetime | None
    browser: str
    address: str


def note_sign_in(request: HttpRequest) -> None:
    """Writes into the session when, from where and with which browser it began."""
    request.session[NOTE] = {
        "since": timezone.now().isoformat(timespec="seconds"),
        "browser": request.headers.get("User-Agent", "")[:LONGEST_AGENT],
        "address": get_client_ip_address(request) or "",
    }


def places_of(person: User) -> list[Place]:
    """The newest first, without sessions that a change of the password has ended. Reads every live session: there is
    one a sign-in, and readers have none."""
    found = []
    for session, content in sessions_of(person):
        if content.get(HASH_SESSION_KEY) != person.get_session_auth_hash():
            continue
        note = content.get(NOTE) or {}
        since = datetime.fromisoformat(note["since"]) if "since" in note else None
        found.append(Place(session.session_key, since, called(note.get("browser", "")), note.get("address", "")))
    return sorted(found, key=lambda place: place.since.timestamp() if place.since else 0.0, reverse=True)


def called(agent: str) -> str:
    """`Firefox on Windows` for what a browser tells of itself; what it tells, where that says nothing to us."""
    browser = next((name for mark, name in BROWSERS if mark in agent), None)
    system = next((name for mark, name in SYSTEMS if mark in agent), None)
    return f"{browser} on {system}" if browser and system else agent


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Signs the person out everywhere, or everywhere but in the session of the key `but`; returns in how many."""
    keys = [session.session_key for session, _ in sessions_of(person) if session.session_key != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def sessions_of(person: User) -> Iterator[tuple[Session, dict[str, Any]]]:
    """Each live session of theirs with its content."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        content = session.get_decoded()
        if content.get(SESSION_KEY) == str(person.pk):
            yield session, content
