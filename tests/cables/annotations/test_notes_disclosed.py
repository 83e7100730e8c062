"""Words of a cable that are covered in it are covered in what is written about them."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables import opening, passages, threads
from cables.models import Comment
from cables.notes import rows
from tests.annotation_factories import make_comment, section_of
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

PLACE = "/cables/08PORTOPRUEBA900327/prosecution/b/"
NOTES = f"{PLACE}notes/"
QUOTE = "eight to eighteen years"


@pytest.fixture
def note(analyst: User) -> Comment:
    return make_comment(analyst, section_of(make_cable()), quote=QUOTE)


@pytest.fixture
def covered(note: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Covers every letter that passes the gate."""

    def cover(words: str, **_: Any) -> str:
        return re.sub(r"\w", "█", words)

    for module in (opening, passages, rows, threads):
        monkeypatch.setattr(module, "disclosed", cover)


def addresses(note: Comment) -> list[tuple[str, dict[str, str]]]:
    as_json = {"Accept": "application/json"}
    pages = [PLACE, NOTES, "/notes/", f"/notes/{note.key}/reply/", f"/notes/{note.key}/edit/"]
    files = ["/notes/export.csv", "/notes/export.json"]
    return [(each, {}) for each in (*pages, *files)] + [(NOTES, as_json), (f"/notes/{note.key}/", as_json)]


def body(client: Client, address: str, headers: dict[str, str]) -> str:
    response = client.get(address, headers=headers)
    return (response.getvalue() if response.streaming else response.content).decode()


def test_a_quotation_is_shown_where_nothing_is_covered(
    client_for: Callable[[Person], Client], analyst: User, note: Comment
) -> None:
    client = client_for(analyst)
    assert [at for at, headers in addresses(note) if QUOTE not in body(client, at, headers)] == []


def test_a_quotation_and_what_stands_beside_it_are_covered(
    client_for: Callable[[Person], Client], analyst: User, note: Comment, covered: None
) -> None:
    client, beside = client_for(analyst), re.compile(f"{QUOTE}|The penalty is|in prison")
    assert [at for at, headers in addresses(note) if beside.search(body(client, at, headers))] == []


def test_covered_words_cannot_be_found_by_quoting_them(
    client_for: Callable[[Person], Client], analyst: User, note: Comment, covered: None
) -> None:
    fields = {"body": "Is it this?", "visibility": "private", "key": str(uuid.uuid4()), "quote": QUOTE}
    assert client_for(analyst).post(NOTES, fields).status_code == 422
    assert Comment.objects.count() == 1
