"""What a person may not see leaves no trace: the archive with it and its twin without it answer alike."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables.models import Cable
from cables.search import Order, Results
from tests.cables.search.asking import READER, ask, make_archive, make_place
from tests.factories import QuestionFactory, make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

ASKED: list[dict[str, Any]] = [
    {},
    {"words": "shelters"},
    {"words": "shelters", "order": Order.RANK},
    {"words": "-shelters", "order": Order.COUNTRY},
    {"words": "shelt*", "grouped": True},
    {"words": "shetlers"},
    {"words": "mongoose"},
    {"words": "mongose"},
    {"words": "mongose shetlers"},
    {"words": "900777"},
    {"words": "08DELTA900777"},
    {"words": "", "country": ["xd"]},
    {"words": "", "tag": ["zzzz", "kcrm"], "whole": frozenset({"tag", "country", "topic"})},
    {"words": "", "topic": ["test-mongoose"], "post": ["delta"], "year": ["1993"]},
    {"words": "shelters", "page": 99},
]


def hide(access: str) -> None:
    """Cables that these people may not see, with a country, a post, TAGS, a topic, a year and words of their own, and
    more of what the others have."""
    make_place("XD", "DELTA", "WHA")
    QuestionFactory(questionnaire__report_year=1993, chapter="protection", key="A", topic__slug="test-mongoose")
    texts = (("protection", "A", "Shelters for a mongoose, a shetler, two mongoses."), ("intro", "", "Shelters."))
    make_cable(mrn="08DELTA900777", access=access, tags=("ZZZZ", "XD"), report_year=1993, sections=texts)
    make_cable(mrn="09ALFA9", access=access, tags=("KCRM", "XA"), report_year=1991, sections=texts)


def answers(person: Person) -> list[Results]:
    return [ask(person=person, **asked) for asked in ASKED]


@pytest.mark.parametrize("access", ["members", "restricted"])
def test_a_reader_finds_the_same_without_what_is_hidden(access: str) -> None:
    make_archive()
    without = answers(READER)
    hide(access)
    assert answers(READER) == without


def test_an_analyst_finds_the_same_without_what_is_restricted(analyst: User) -> None:
    make_archive()
    Cable.objects.filter(mrn="08BRAVO3").update(access="members")
    without = answers(analyst)
    hide("restricted")
    assert answers(analyst) == without
    assert ask("shelters", person=analyst).total > ask("shelters").total


def test_a_curator_finds_what_is_hidden_from_others(curator: User) -> None:
    make_archive()
    hide("restricted")
    assert ask("mongoose", person=curator).total == 2
    assert "mongoose" in ask("mongosoe", person=curator).corrections
    assert ask("900777", person=curator).named == ("08DELTA900777",)


def test_a_cable_that_is_hidden_later_is_gone_at_once_with_its_words() -> None:
    make_archive()
    without = answers(READER)
    hide("public")
    assert "mongoose" in ask("mongosoe").corrections
    Cable.objects.filter(mrn__in=["08DELTA900777", "09ALFA9"]).update(access="restricted")
    assert answers(READER) == without


def test_a_cable_that_is_removed_is_gone_with_its_words() -> None:
    make_archive()
    without = answers(READER)
    hide("public")
    Cable.objects.filter(mrn__in=["08DELTA900777", "09ALFA9"]).delete()
    assert answers(READER) == without


def test_a_cable_that_is_opened_is_found_with_its_words() -> None:
    make_archive()
    hide("restricted")
    Cable.objects.update(access="public")
    assert ask("mongoose").total == 2
    assert "mongoose" in ask("mongosoe").corrections


def test_a_hidden_cable_cannot_be_searched_by_its_key() -> None:
    make_archive()
    hide("restricted")
    hidden = Cable.objects.get(mrn="08DELTA900777")
    assert replace(ask(cable=hidden.pk), facets=()) == replace(ask(cable=0), facets=())


@pytest.mark.parametrize(
    "address",
    ["", "?q=shelters", "?q=mongose", "?q=900777", "?country=xd&tag=zzzz&post=delta", "?cable=08DELTA900777&all=tag"],
)
def test_a_readers_page_is_the_same_byte_by_byte(client_for: Callable[[Person], Client], address: str) -> None:
    make_archive()
    client = client_for(READER)
    without = client.get(f"/search/{address}").content
    hide("restricted")
    assert client.get(f"/search/{address}").content == without
