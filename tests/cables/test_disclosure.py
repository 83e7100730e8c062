import re
from typing import Any

import pytest
from django.test import Client

from cables import heading, opening, revisions
from tests.factories import SECTIONS, make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327"
SECRET = re.compile(r"Shelters|two cities|PASSED ON|SIGNED|ministries")
TAILS = ["/", ".json", ".txt", "/source/", "/history/", "/protection/a/", "/protection/a.json", "/protection/a.txt"]


@pytest.fixture
def covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Covers every letter that passes the gate, keeping the length as the gate promises."""

    def cover(words: str, **_: Any) -> str:
        return re.sub(r"\w", "█", words)

    for module in (opening, heading, revisions):
        monkeypatch.setattr(module, "disclosed", cover)


def make_two_revisions() -> None:
    make_cable(passing=("PASSED ON",), signature="SIGNED")
    make_cable(passing=("PASSED ON",), signature="SIGNED", sections=[*SECTIONS[:-2], SECTIONS[-1]])


@pytest.mark.parametrize("tail", TAILS)
def test_words_of_a_cable_are_on_its_pages(client: Client, tail: str) -> None:
    make_two_revisions()
    assert SECRET.search(client.get(ADDRESS + tail).content.decode())


@pytest.mark.usefixtures("covered")
@pytest.mark.parametrize("tail", TAILS)
def test_every_word_of_a_cable_passes_the_gate(client: Client, tail: str) -> None:
    make_two_revisions()
    response = client.get(ADDRESS + tail)
    assert response.status_code == 200
    found = SECRET.search(response.content.decode())
    assert found is None, found
    assert "█" in response.content.decode()
