import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from cables import disclosure, heading, opening, revisions
from cables.disclosure import may_have_bytes
from cables.parsing.structure import Addressee, ParserWarning
from cables.views import files, sources
from tests.factories import SECTIONS, make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327"
TEXT = "Shelters|two cities|A SIGNER|ministries|PASSED ON"
HEAD = "FIRST ADDRESSEE|SECOND ADDRESSEE|MARKED|HUSHED|ORDERED"
SECRET = re.compile(f"{TEXT}|{HEAD}|QUOTED", re.IGNORECASE)
TAILS = ["/", ".json", ".txt", "/source/", "/history/", "/protection/a/", "/protection/a.json", "/protection/a.txt"]


@pytest.fixture
def covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Covers every letter that passes the gate, keeping the length as the gate promises, and keeps back the bytes."""

    def cover(words: str, **_: Any) -> str:
        return re.sub(r"\w", "█", words)

    for module in (disclosure, opening, heading, revisions, files):
        monkeypatch.setattr(module, "disclosed", cover)
    monkeypatch.setattr(sources, "may_have_bytes", lambda cable, person: False)


def make_two_revisions() -> None:
    head: dict[str, Any] = {
        "passing": ("PASSED ON",),
        "signature": "A SIGNER",
        "action": (Addressee("FIRST ADDRESSEE"),),
        "info": (Addressee("SECOND ADDRESSEE"),),
        "marking": "UNCLAS MARKED 900327",
        "captions": ("SIPDIS", "HUSHED"),
        "eo12958": "ORDERED",
        "warnings": (ParserWarning(3, "odd", 'a line reads "QUOTED"'),),
    }
    make_cable(**head)
    make_cable(**head, sections=[*SECTIONS[:-2], SECTIONS[-1]], access="public")


@pytest.mark.parametrize("tail", TAILS)
def test_words_of_a_cable_are_on_its_pages(client: Client, tail: str) -> None:
    make_two_revisions()
    assert SECRET.search(client.get(ADDRESS + tail).content.decode())


@pytest.mark.parametrize("words", [*TEXT.split("|")[2:], *HEAD.split("|"), "QUOTED"])
def test_each_of_them_is_on_the_reading_view_of_a_curator(
    client_for: Callable[[User], Client], curator: User, words: str
) -> None:
    make_two_revisions()
    assert words.lower() in client_for(curator).get(f"{ADDRESS}/").content.decode().lower()


@pytest.mark.usefixtures("covered")
@pytest.mark.parametrize("tail", TAILS)
def test_every_word_of_a_cable_passes_the_gate(client_for: Callable[[User], Client], curator: User, tail: str) -> None:
    make_two_revisions()
    response = client_for(curator).get(ADDRESS + tail)
    assert response.status_code == 200
    found = SECRET.search(response.content.decode())
    assert found is None, found
    assert "█" in response.content.decode()


def test_the_bytes_are_for_whoever_may_see_the_cable(client: Client, analyst: User) -> None:
    cable = make_cable(access="members")
    assert may_have_bytes(cable, analyst)
    assert not may_have_bytes(cable, AnonymousUser())
    assert client.get(f"{ADDRESS}/source.txt").status_code == 404


@pytest.mark.usefixtures("covered")
def test_bytes_that_are_kept_back_are_not_there_and_no_page_leads_to_them(
    client_for: Callable[[User], Client], curator: User
) -> None:
    make_two_revisions()
    client = client_for(curator)
    assert client.get(f"{ADDRESS}/source.txt").status_code == 404
    assert "source.txt" not in client.get(f"{ADDRESS}/source/").content.decode()


def test_bytes_that_are_given_are_linked(client: Client) -> None:
    make_two_revisions()
    assert client.get(f"{ADDRESS}/source.txt").status_code == 200
    assert f'href="{ADDRESS}/source.txt"' in client.get(f"{ADDRESS}/source/").content.decode()
