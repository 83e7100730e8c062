"""What the front page says of the review, and to whom."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.glance import matrix_for
from cables.models import Cable
from cables.review_queue import left_for
from cables.reviewing import assign, set_state
from tests.factories import make_cable

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User | AnonymousUser], Client]


@pytest.fixture
def cable(db: None) -> Cable:
    return make_cable(sections=[("prosecution", "A", "One."), ("prosecution", "B", "Two."), ("prevention", "A", "3.")])


def review(cable: Cable, key: str, person: User, state: str = "reviewed") -> None:
    set_state(section=cable.sections.get(chapter="prosecution", key=key), state=state, person=person, version=0)


def test_my_queue_says_what_is_left_and_what_is_next(cable: Cable, analyst: User, client_for: ClientFor) -> None:
    assign(to=analyst, by=analyst, cable=cable)
    review(cable, "a", analyst)
    html = client_for(analyst).get("/").content.decode()
    assert "2 sections left to read" in html
    assert "2008, Prosecution B</a>" in html


def test_it_is_one_query(cable: Cable, analyst: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assign(to=analyst, by=analyst, cable=cable)
    analyst.get_all_permissions()
    with django_assert_num_queries(1):
        left = left_for(analyst)
    assert left is not None
    assert (left.number, left.next.name) == (3, "Prosecution A")


def test_there_is_none_for_others_nor_when_all_is_read(
    cable: Cable, analyst: User, teammate: User, reader: AnonymousUser, client_for: ClientFor
) -> None:
    assign(to=analyst, by=analyst, cable=cable)
    for person in (teammate, reader):
        assert "left to read" not in client_for(person).get("/").content.decode()
    for section in cable.sections.all():
        set_state(section=section, state="done", person=analyst, version=0)
    assert left_for(analyst) is None


def test_a_hidden_cable_is_not_in_my_queue(cable: Cable, analyst: User) -> None:
    assign(to=analyst, by=analyst, cable=cable)
    Cable.objects.update(access="restricted")
    assert left_for(analyst) is None


def test_the_matrix_says_to_members_how_much_was_reviewed(
    cable: Cable, analyst: User, reader: AnonymousUser, client_for: ClientFor
) -> None:
    review(cable, "a", analyst)
    review(cable, "b", analyst, "done")
    cell = matrix_for(analyst).rows[0].cells[0]
    assert cell is not None
    assert (cell.reviewed, cell.sections, cell.reviewed_steps) == (1, 3, 2)
    assert cell.label.endswith("1 of 3 sections reviewed")
    assert "cell__reviewed" in client_for(analyst).get("/").content.decode()
    public = matrix_for(reader).rows[0].cells[0]
    assert public is not None
    assert (public.reviewed, public.reviewed_steps) == (0, 0)
    assert "reviewed" not in client_for(reader).get("/").content.decode()
