"""Codes on sections and passages: who puts them on, who reads them, and that sending twice makes one."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables.models import Cable, Code, Coding, Passage, Preference, Section
from tests.annotation_factories import make_team, section_of
from tests.code_factories import CodebookFactory, CodeFactory, make_coding
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
JSON = {"Accept": "application/json"}
QUOTE = "eight to eighteen years"


@pytest.fixture
def cable() -> Cable:
    return make_cable(access="public")


@pytest.fixture
def section(cable: Cable) -> Section:
    return section_of(cable)


@pytest.fixture
def code() -> Code:
    return CodeFactory.create(slug="penalty", name="Penalty")


def sent(code: Code, **fields: Any) -> dict[str, Any]:
    return {"code": f"{code.codebook.slug}/{code.slug}", "key": str(uuid4()), "visibility": "public"} | fields


def address(section: Section) -> str:
    return f"{section.get_absolute_url()}codes/"


def test_a_code_is_put_on_the_whole_section(client_for: SignIn, analyst: User, section: Section, code: Code) -> None:
    response = client_for(analyst).post(address(section), sent(code))
    coding = Coding.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{address(section)}#coding-{coding.key}")
    assert (coding.section, coding.passage, coding.code, coding.author) == (section, None, code, analyst)
    assert coding.codebook_version == code.codebook.version


def test_a_code_is_put_on_quoted_words_and_shown_with_them(
    client_for: SignIn, analyst: User, section: Section, code: Code
) -> None:
    client = client_for(analyst)
    client.post(address(section), sent(code, quote=QUOTE))
    passage = Coding.objects.get().passage
    assert passage is not None
    assert passage.exact == QUOTE
    page = client.get(address(section)).content.decode()
    assert f'<blockquote class="coding__quote"><p>{QUOTE}</p>' in page
    told = client.get(address(section), headers=JSON).json()["codings"][0]
    assert (told["start"], told["end"]) == (passage.start, passage.end)


def test_offsets_name_a_passage_too(client_for: SignIn, analyst: User, section: Section, code: Code) -> None:
    assert section.current is not None
    start = section.current.text.index(QUOTE)
    response = client_for(analyst).post(
        address(section), sent(code, start=start, end=start + len(QUOTE), rev=1), headers=JSON
    )
    assert response.status_code == 201
    assert response.json()["quote"] == QUOTE


def test_words_that_are_not_there_are_refused_in_the_form(
    client_for: SignIn, analyst: User, section: Section, code: Code
) -> None:
    response = client_for(analyst).post(address(section), sent(code, quote="not in the text"))
    assert response.status_code == 422
    assert "These words do not stand in this section" in response.content.decode()
    assert not Coding.objects.exists()


def test_the_same_form_sent_twice_makes_one(client_for: SignIn, analyst: User, section: Section, code: Code) -> None:
    client, form = client_for(analyst), sent(code, quote=QUOTE)
    first, second = (client.post(address(section), form, headers=JSON) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert (Coding.objects.count(), Passage.objects.count()) == (1, 1)


@pytest.mark.parametrize("fields", [{}, {"quote": QUOTE}])
def test_the_same_code_on_the_same_words_twice_is_one(
    client_for: SignIn, analyst: User, section: Section, code: Code, fields: dict[str, str]
) -> None:
    client = client_for(analyst)
    for _ in range(2):
        client.post(address(section), sent(code, **fields))
    assert Coding.objects.count() == 1


def test_two_people_and_two_passages_are_each_their_own(
    client_for: SignIn, analyst: User, teammate: User, section: Section, code: Code
) -> None:
    for person in (analyst, teammate):
        for quote in (QUOTE, "The penalty"):
            client_for(person).post(address(section), sent(code, quote=quote))
    assert Coding.objects.count() == 4


def test_anothers_key_is_refused(
    client_for: SignIn, analyst: User, teammate: User, section: Section, code: Code
) -> None:
    form = sent(code)
    client_for(analyst).post(address(section), form)
    response = client_for(teammate).post(address(section), form, headers=JSON)
    assert response.status_code == 422
    assert Coding.objects.get().author == analyst


def test_a_retired_code_is_refused_and_not_offered(
    client_for: SignIn, analyst: User, section: Section, code: Code
) -> None:
    Code.objects.filter(pk=code.pk).update(retired=True)
    client = client_for(analyst)
    response = client.post(address(section), sent(code), headers=JSON)
    assert response.status_code == 422
    assert "is retired" in json.dumps(response.json())
    assert 'value="forms/penalty"' not in client.get(address(section)).content.decode()


def test_a_code_for_the_team_is_read_by_the_team_alone(
    client_for: SignIn, analyst: User, teammate: User, outsider: User, section: Section, code: Code
) -> None:
    make_team(analyst, teammate)
    client_for(analyst).post(address(section), sent(code, visibility="team"))
    for person, seen in ((analyst, 1), (teammate, 1), (outsider, 0)):
        assert len(client_for(person).get(address(section), headers=JSON).json()["codings"]) == seen


def test_a_team_of_which_one_is_no_member_is_refused(
    client_for: SignIn, analyst: User, outsider: User, section: Section, code: Code
) -> None:
    make_team(analyst)
    theirs = make_team(outsider, slug="others")
    response = client_for(analyst).post(address(section), sent(code, visibility="team", team=theirs.slug))
    assert response.status_code == 422


def test_a_preferred_team_that_one_has_left_gives_no_code_to_another_team(
    client_for: SignIn, analyst: User, section: Section, code: Code
) -> None:
    make_team(analyst, slug="new")
    Preference.objects.create(person=analyst, visibility="team", team=make_team(slug="left"))
    client_for(analyst).post(address(section), sent(code, visibility=""))
    assert Coding.objects.get().visibility == "private"


def test_readers_see_public_codes_and_no_form(
    client_for: SignIn, analyst: User, reader: Person, section: Section, code: Code
) -> None:
    make_coding(analyst, section, code)
    make_coding(analyst, section, CodeFactory.create(slug="hidden"), visibility="private")
    client = client_for(reader)
    assert [one["code"]["slug"] for one in client.get(address(section), headers=JSON).json()["codings"]] == ["penalty"]
    page = client.get(address(section)).content.decode()
    assert 'class="picker"' not in page
    assert client.post(address(section), sent(code), headers=JSON).status_code == 403
    assert client.post(address(section), sent(code))["Location"].startswith("/accounts/login/")


def test_codes_of_a_cable_that_one_may_not_see_are_not_there(
    client_for: SignIn, analyst: User, reader: Person, code: Code
) -> None:
    hidden = section_of(make_cable(access="members"))
    make_coding(analyst, hidden, code)
    assert client_for(reader).get(address(hidden)).status_code == 404
    assert client_for(reader).post(address(hidden), sent(code)).status_code == 404


def test_one_takes_ones_own_code_off_and_nobody_elses(
    client_for: SignIn, analyst: User, teammate: User, outsider: User, section: Section, code: Code
) -> None:
    coding = make_coding(analyst, section, code, quote=QUOTE)
    private = make_coding(analyst, section, CodeFactory.create(), visibility="private")
    assert client_for(teammate).post(f"/codings/{coding.key}/delete/").status_code == 403
    assert client_for(outsider).post(f"/codings/{private.key}/delete/").status_code == 404
    assert client_for(analyst).post(f"/codings/{coding.key}/delete/")["Location"] == address(section)
    assert list(Coding.objects.all()) == [private]
    assert not Passage.objects.exists()


def test_the_picker_begins_with_what_was_used_last_and_has_every_book(
    client_for: SignIn, analyst: User, section: Section, code: Code
) -> None:
    CodeFactory.create(codebook=CodebookFactory.create(slug="other", title="Another book"), slug="never")
    make_coding(analyst, section, code)
    page = client_for(analyst).get("/codings/picker/").content.decode()
    assert page.index("Used last") < page.index('value="forms/penalty"') < page.index("Another book")
    assert page.count('value="forms/penalty"') == 2
    assert page.count('value="other/never"') == 1


def test_a_fragment_is_answered_with_a_fragment(
    client_for: SignIn, analyst: User, section: Section, code: Code
) -> None:
    response = client_for(analyst).post(address(section), sent(code), headers={"HX-Request": "true"})
    assert response.content.decode().lstrip().startswith('<div class="codings"')
    assert response["HX-Trigger"] == "coding-put"


def test_more_codes_make_no_more_queries(
    client_for: SignIn, analyst: User, section: Section, django_assert_max_num_queries: Any
) -> None:
    client = client_for(analyst)
    for _ in range(12):
        make_coding(analyst, section, CodeFactory.create(), quote=QUOTE)
    with django_assert_max_num_queries(30):
        client.get(address(section))
