"""One canonical address for each thing; every other spelling leads there for good, for those who may see it."""

import re
from urllib.parse import quote, unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import SECTIONS, make_cable

pytestmark = pytest.mark.django_db

MRN = "08PORTOPRUEBA900327"
SPELLINGS = ["08 PORTO PRUEBA 900327", "08PORTOPRUEBA00900327", MRN.lower(), f"20{MRN}"]
TAILS = ["/", "/source/", "/source.txt", "/history/", ".json", ".txt", "/prosecution/b/", "/prosecution/b.json"]


@pytest.mark.parametrize("tail", TAILS)
def test_other_spellings_redirect_for_good(client: Client, tail: str) -> None:
    make_cable()
    for spelling in SPELLINGS:
        response = client.get(f"/cables/{spelling}{tail}")
        assert (response.status_code, response["Location"]) == (301, f"/cables/{MRN}{tail}")


def test_a_number_without_its_year_is_completed_and_other_parameters_are_kept(client: Client) -> None:
    make_cable()
    assert client.get("/cables/PORTOPRUEBA 900327/").status_code == 404
    response = client.get("/cables/PORTOPRUEBA 900327/prosecution/b/?year=2008&rev=1")
    assert (response.status_code, response["Location"]) == (301, f"/cables/{MRN}/prosecution/b/?rev=1")


def test_chapters_and_keys_are_lower_case(client: Client) -> None:
    make_cable()
    response = client.get(f"/cables/{MRN}/Prosecution/B/")
    assert (response.status_code, response["Location"]) == (301, f"/cables/{MRN}/prosecution/b/")
    response = client.get(f"/cables/{MRN}/PROSECUTION/")
    assert (response.status_code, response["Location"]) == (301, f"/cables/{MRN}/prosecution/")


def test_a_chapter_without_text_of_its_own_leads_into_the_reading_view(client: Client) -> None:
    make_cable()
    response = client.get(f"/cables/{MRN}/prosecution/")
    assert (response.status_code, response["Location"]) == (302, f"/cables/{MRN}/#prosecution")
    assert client.get(f"/cables/{MRN}/partnerships/").status_code == 404


def test_unlettered_text_of_a_chapter_is_a_page(client: Client) -> None:
    make_cable(sections=[*SECTIONS, ("best-practices", "", "Mobile courts.")])
    response = client.get(f"/cables/{MRN}/best-practices/")
    assert response.status_code == 200
    assert "Mobile courts." in response.content.decode()
    assert client.get(f"/cables/{MRN}/best-practices.txt").status_code == 200


def test_a_letter_answered_together_with_others_leads_to_their_answer(client: Client) -> None:
    make_cable(sections=[*SECTIONS, ("heroes", ("G", "H", "I"), "Nobody was named.")])
    for key in ("g", "h", "i"):
        response = client.get(f"/cables/{MRN}/heroes/{key}/")
        assert (response.status_code, response["Location"]) == (301, f"/cables/{MRN}/heroes/g-h-i/")
    assert client.get(f"/cables/{MRN}/heroes/j/").status_code == 404


def way_back(address: str) -> bytes:
    """What a sign-in link says of the page to come back to."""
    return f"?next={quote(quote(address), safe='')}".encode()


@pytest.mark.parametrize("address", [f"/cables/{MRN}/prosecution/b/?rev=1&rev=2", "/no such/page/"])
def test_what_is_not_there_offers_to_sign_in_and_come_back(client: Client, analyst: User, address: str) -> None:
    page = client.get(address).content.decode()
    asked = re.search(r'href="/accounts/login/\?next=([^"]*)">Sign in and come back here</a>', page)
    assert asked is not None
    assert unquote(asked[1]) == address.replace(" ", "%20")
    assert 'class="bar"' in page
    assert 'name="q"' in page
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/cables/08PORTOPRUEBA900999/").content.decode()
    assert "Sign in" not in page
    assert "name something that your account may not see" in page


@pytest.mark.parametrize("access", ["members", "restricted"])
def test_what_may_not_be_seen_answers_as_if_it_were_not_there(client: Client, access: str) -> None:
    make_cable(access=access)
    for tail in [*TAILS, "/prosecution/", "/prosecution/z/"]:
        for spelling in (MRN, *SPELLINGS):
            hidden = client.get(address := f"/cables/{spelling}{tail}")
            absent = client.get(other := f"/cables/08PORTOPRUEBA900999{tail}")
            assert hidden.status_code == absent.status_code == 404
            assert hidden.content == absent.content.replace(way_back(other), way_back(address))
            assert hidden.headers.keys() == absent.headers.keys()


@pytest.mark.parametrize(
    "address", ["/cables/x/", "/cables/08/", f"/cables/{'X' * 200}/", "/cables/%00/", "/cables/a%0Ab/"]
)
def test_odd_names_are_simply_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("tail", TAILS)
def test_members_see_what_is_for_members(client: Client, analyst: User, tail: str) -> None:
    make_cable(access="members")
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/cables/{MRN}{tail}").status_code == 200


@pytest.mark.parametrize("tail", TAILS)
def test_pages_are_only_read(client: Client, tail: str) -> None:
    make_cable()
    assert client.post(f"/cables/{MRN}{tail}").status_code == 405


@pytest.mark.parametrize("value", ["%00", "%FF", "1e5", "-1", "9" * 30, "%3Cscript%3E"])
@pytest.mark.parametrize(
    "page",
    [
        "/search/?q=",
        *("/cables/?country=", "/cables/?year=", "/cables/?archive=", "/cables/?sort=", "/cables/?page="),
        *(f"/cables/{MRN}/source/?kind=", f"/cables/{MRN}/prosecution/b/?rev=", f"/cables/{MRN}/history/?from="),
        f"/cables/{MRN}/?year=",
    ],
)
def test_no_value_in_an_address_breaks_a_page(client: Client, page: str, value: str) -> None:
    make_cable()
    response = client.get(page + value)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
