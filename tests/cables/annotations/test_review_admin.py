"""Reading states and assignments in the admin: looked through, not set."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cables.models import Assignment, Cable, Review
from cables.reviewing import assign, set_state
from tests.factories import make_cable

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


@pytest.fixture
def cable(analyst: User) -> Cable:
    cable = make_cable()
    assign(to=analyst, by=analyst, cable=cable)
    set_state(section=cable.sections.get(key="b", chapter="prosecution"), state="done", person=analyst, version=0)
    return cable


@pytest.mark.parametrize("model", [Review, Assignment])
def test_a_row_has_a_page_and_cannot_be_added(
    cable: Cable, curator: User, client_for: ClientFor, model: type[Review] | type[Assignment]
) -> None:
    client, name = client_for(curator), f"admin:cables_{model.__name__.lower()}"
    assert "08PORTOPRUEBA900327" in client.get(reverse(f"{name}_changelist"), {"q": "08PORTO"}).content.decode()
    address = reverse(f"{name}_change", args=[model.objects.get().pk])
    assert client.get(address).status_code == 200
    assert client.get(reverse(f"{name}_add")).status_code == 403


def test_a_state_is_not_set_here(cable: Cable, administrator: User, client_for: ClientFor) -> None:
    address = reverse("admin:cables_review_change", args=[Review.objects.get().pk])
    assert client_for(administrator).post(address, {"state": "reviewed"}).status_code == 403
    assert Review.objects.get().state == "done"


@pytest.mark.parametrize("model", ["review", "assignment"])
def test_rows_of_hidden_cables_are_missing(
    cable: Cable, django_user_model: type[User], client_for: ClientFor, model: str, analyst: User
) -> None:
    Cable.objects.update(access="restricted")
    analyst.is_staff = True
    analyst.save(update_fields=["is_staff"])
    listed = client_for(analyst).get(reverse(f"admin:cables_{model}_changelist")).content.decode()
    assert "08PORTOPRUEBA900327" not in listed
