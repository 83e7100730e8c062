"""The page on which people are asked to review."""

from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables.models import Assignment, Cable
from cables.reviewing import assign
from tests.factories import TopicFactory, make_cable

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
ADDRESS = "/review/assignments/"
REMOVE = "/review/assignments/remove/"
MRN = "08PORTOPRUEBA900327"


def text(client: Client) -> str:
    return unescape(client.get(ADDRESS).content.decode())


def test_a_cable_is_assigned_once_however_often_it_is_sent(
    analyst: User, teammate: User, client_for: ClientFor
) -> None:
    make_cable()
    client = client_for(analyst)
    for _ in range(2):
        response = client.post(ADDRESS, {"person": "teammate", "cable": "08 porto prueba 900327", "note": "the law"})
        assert (response.status_code, response["Location"]) == (302, ADDRESS)
    one = Assignment.objects.get()
    assert (one.person, one.cable.mrn if one.cable else "", one.made_by, one.note) == (
        teammate,
        MRN,
        analyst,
        "the law",
    )
    assert "Assigned by analyst" in text(client)


def test_a_topic_is_taken_by_oneself_and_removed_twice(analyst: User, client_for: ClientFor) -> None:
    topic = TopicFactory.create(name="Penalties")
    client = client_for(analyst)
    client.post(ADDRESS, {"person": "analyst", "topic": topic.slug})
    assert Assignment.objects.get().topic == topic
    assert "Penalties <span" in text(client)
    for _ in range(2):
        assert client.post(REMOVE, {"person": "analyst", "topic": topic.slug}).status_code == 302
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"person": "analyst"}, "Choose a cable or a topic"),
        ({"person": "analyst", "cable": MRN, "topic": "penalties"}, "Choose a cable or a topic"),
        ({"person": "nobody", "cable": MRN}, "Nobody who reviews is called “nobody”."),
        ({"person": "analyst", "cable": "08NOWHERE1"}, "No cable “08NOWHERE1” is held."),
        ({"person": "analyst", "cable": "09HIDDENPOST1"}, "No cable “09HIDDENPOST1” is held."),
        ({"person": "analyst", "topic": "rain"}, "Select a valid choice."),
        ({"person": "analyst", "cable": MRN, "note": "x" * 301}, "at most 300 characters"),
        ({}, "This field is required."),
    ],
)
def test_what_is_unfit_is_told_and_nothing_is_assigned(
    analyst: User, client_for: ClientFor, sent: dict[str, str], told: str
) -> None:
    make_cable()
    make_cable(mrn="09HIDDENPOST1", access="restricted")
    TopicFactory.create(slug="penalties")
    response = client_for(analyst).post(ADDRESS, sent)
    assert response.status_code == 422
    assert told in unescape(response.content.decode())
    assert not Assignment.objects.exists()


def test_a_curator_is_told_who_may_not_read_a_cable(curator: User, analyst: User, client_for: ClientFor) -> None:
    make_cable(access="restricted")
    response = client_for(curator).post(ADDRESS, {"person": "analyst", "cable": MRN})
    assert response.status_code == 422
    assert f"analyst may not read {MRN}." in unescape(response.content.decode())


def test_assignments_of_hidden_cables_are_not_listed(analyst: User, curator: User, client_for: ClientFor) -> None:
    assign(to=curator, by=curator, cable=make_cable())
    assert "curator" in text(client_for(analyst)).partition("</form>")[2]
    Cable.objects.update(access="restricted")
    html = text(client_for(analyst))
    assert MRN not in html
    assert "Nobody was asked to review yet." in html


def test_nobody_without_the_permission_assigns(client_for: ClientFor, django_user_model: type[User]) -> None:
    guest = django_user_model.objects.create_user(username="guest")
    for address in (ADDRESS, REMOVE):
        assert client_for(guest).post(address, {"person": "guest", "cable": MRN}).status_code == 403


def test_the_form_can_be_filled_by_its_address(analyst: User, client_for: ClientFor) -> None:
    html = client_for(analyst).get(f"{ADDRESS}?cable={MRN}").content.decode()
    assert f'value="{MRN}"' in html
