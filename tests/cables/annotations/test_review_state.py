"""The form that sets a section's reading state, as a page, a fragment and JSON."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from cables.models import Cable, Review
from cables.reviewing import set_state
from tests.factories import make_cable

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User | AnonymousUser], Client]
ADDRESS = "/cables/08PORTOPRUEBA900327/prosecution/b/review/"
DONE = {"state": "done", "version": "0"}
FRAGMENT = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def cable(db: None) -> Cable:
    return make_cable()


def test_a_form_leads_back_to_the_state(cable: Cable, analyst: User, client_for: ClientFor) -> None:
    response = client_for(analyst).post(ADDRESS, DONE)
    assert (response.status_code, response["Location"]) == (
        302,
        "/cables/08PORTOPRUEBA900327/prosecution/b/#state-prosecution-b",
    )
    assert Review.objects.get().state == "done"


def test_a_chapter_without_letters_has_a_state_too(analyst: User, client_for: ClientFor) -> None:
    make_cable(sections=[("comment", "", "A word at the end.")])
    response = client_for(analyst).post("/cables/08PORTOPRUEBA900327/comment/review/", DONE)
    assert response.status_code == 302
    assert Review.objects.get().section.chapter == "comment"


def test_a_fragment_shows_the_new_state(cable: Cable, analyst: User, client_for: ClientFor) -> None:
    response = client_for(analyst).post(ADDRESS, DONE, headers=FRAGMENT)
    html = response.content.decode()
    assert html.lstrip().startswith("<section-state")
    assert re.search(r'value="done" aria-pressed="true"', html)
    assert 'name="version" value="1"' in html
    assert response["HX-Trigger"] == "reviewed"


def test_json_says_state_and_version(cable: Cable, analyst: User, client_for: ClientFor) -> None:
    told = client_for(analyst).post(ADDRESS, DONE, headers=JSON).json()
    assert told.pop("set_at")
    assert told == {
        "section": "/cables/08PORTOPRUEBA900327/prosecution/b/",
        "state": "done",
        "version": 1,
        "set_by": "analyst",
    }


@pytest.mark.parametrize("headers", [{}, FRAGMENT, JSON], ids=["page", "fragment", "json"])
def test_the_second_of_two_is_answered_409_with_both(
    cable: Cable, analyst: User, teammate: User, client_for: ClientFor, headers: dict[str, str]
) -> None:
    set_state(
        section=cable.sections.get(chapter="prosecution", key="b"), state="in-progress", person=teammate, version=0
    )
    response = client_for(analyst).post(ADDRESS, DONE, headers=headers)
    assert response.status_code == 409
    if headers == JSON:
        told = response.json()
        assert (told["current"]["state"], told["current"]["set_by"], told["asked"]) == (
            "in-progress",
            "teammate",
            "done",
        )
    else:
        html = response.content.decode()
        assert "teammate set Prosecution B to <b>in progress</b>" in html
        assert "You asked for <b>done</b>" in html
        assert 'name="version" value="1"' in html
    assert Review.objects.get().state == "in-progress"


@pytest.mark.parametrize("headers", [{}, FRAGMENT, JSON], ids=["page", "fragment", "json"])
@pytest.mark.parametrize(
    "sent", [{"state": "lost", "version": "0"}, {"state": "done"}, {"state": "done", "version": "-1"}, {}]
)
def test_what_is_unfit_is_told(
    cable: Cable, analyst: User, client_for: ClientFor, headers: dict[str, str], sent: dict[str, str]
) -> None:
    assert client_for(analyst).post(ADDRESS, sent, headers=headers).status_code == 422
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/review/", "/review\\@x", "/admin/"]
)
def test_a_form_leads_nowhere_else(cable: Cable, analyst: User, client_for: ClientFor, address: str) -> None:
    response = client_for(analyst).post(ADDRESS, DONE | {"next": address})
    assert response["Location"].startswith("/cables/08PORTOPRUEBA900327/prosecution/b/")


def test_the_public_is_sent_to_sign_in_alike_for_what_is_there_and_what_is_not(
    cable: Cable, reader: AnonymousUser, client_for: ClientFor
) -> None:
    make_cable(mrn="08PORTOPRUEBA900400", access="members")
    client = client_for(reader)
    for address in (ADDRESS, ADDRESS.replace("900327", "900400"), ADDRESS.replace("900327", "900999")):
        response = client.post(address, DONE)
        assert (response.status_code, response["Location"]) == (
            302,
            f"/accounts/login/?next={address.removesuffix('review/')}",
        )
        assert client.post(address, DONE, headers=FRAGMENT).status_code == 403
        assert client.post(address, DONE, headers=JSON).status_code == 403
    assert not Review.objects.exists()


def test_whoever_may_not_review_is_refused_and_told_nothing_of_what_is_hidden(
    cable: Cable, client_for: ClientFor, analyst: User, django_user_model: type[User]
) -> None:
    guest = django_user_model.objects.create_user(username="guest")
    assert client_for(guest).post(ADDRESS, DONE).status_code == 403
    Cable.objects.update(access="restricted")
    for address in (ADDRESS, ADDRESS.replace("900327", "900999"), ADDRESS.replace("/b/", "/z/")):
        assert client_for(analyst).post(address, DONE).status_code == 404
    assert not Review.objects.exists()


def test_getting_it_changes_nothing(cable: Cable, analyst: User, client_for: ClientFor) -> None:
    assert client_for(analyst).get(ADDRESS).status_code == 405


def test_a_section_that_is_gone_from_the_text_has_no_state_to_set(
    cable: Cable, analyst: User, client_for: ClientFor
) -> None:
    make_cable(sections=[("prosecution", "A", "All that is left.")])
    assert client_for(analyst).post(ADDRESS, DONE).status_code == 404


def test_the_section_page_shows_the_state_to_members_only(
    cable: Cable, analyst: User, reader: AnonymousUser, client_for: ClientFor
) -> None:
    set_state(section=cable.sections.get(chapter="prosecution", key="b"), state="done", person=analyst, version=0)
    address = ADDRESS.removesuffix("review/")
    shown = client_for(analyst).get(address).content.decode()
    assert re.search(r'value="done" aria-pressed="true"', shown)
    assert f'action="{ADDRESS}"' in shown
    public = client_for(reader).get(address).content.decode()
    assert "section-state" not in public
    assert "Reading state" not in public
