"""The progress of the review: counted once, and only of what the asker may see."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Cable
from cables.review_progress import Bar, by_cable, by_country, by_person
from cables.reviewing import assign, set_state
from tests.factories import QuestionFactory, QuestionnaireFactory, TopicFactory, make_cable

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User | AnonymousUser], Client]
FOUR = [("prosecution", letter, f"Answer {letter}.") for letter in "ABCD"]
ADDRESS = "/review/progress/"


@pytest.fixture
def cable(analyst: User) -> Cable:
    """Four sections, one in each state."""
    cable = make_cable(report_year=1999, sections=FOUR)
    for key, state in (("a", "reviewed"), ("b", "done"), ("c", "in-progress")):
        set_state(section=cable.sections.get(key=key), state=state, person=analyst, version=0)
    return cable


def page(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_bar_says_and_draws_how_many_are_in_which_state(cable: Cable, analyst: User, client_for: ClientFor) -> None:
    (bar,) = by_cable([cable])
    assert bar.words == "1 of 4 reviewed, 1 done, 1 in progress, 1 to do"
    assert list(bar.parts) == [("reviewed", 0.0, 25.0), ("done", 25.0, 25.0), ("in-progress", 50.0, 25.0)]
    html = page(client_for(analyst))
    assert html.count(bar.words) == 3  # all, the country, the cable
    assert 'href="/review/?cable=08PORTOPRUEBA900327"' in html
    assert 'x="25.0" y="0" width="25.0"' in html
    assert "style=" not in html


def test_sections_gone_from_the_text_are_not_counted(cable: Cable, analyst: User) -> None:
    make_cable(report_year=1999, sections=FOUR[1:], subject="AGAIN")
    (bar,) = by_country(analyst)
    assert bar.words == "0 of 3 reviewed, 1 done, 1 in progress, 1 to do"


def test_a_persons_sections_are_counted_once(cable: Cable, analyst: User, teammate: User) -> None:
    topics = TopicFactory.create_batch(2)
    questionnaire = QuestionnaireFactory.create(report_year=1998, ref="")
    for letter in "AB":
        QuestionFactory.create(questionnaire=questionnaire, key=letter, topic=topics[0])
    other = make_cable(mrn="07PORTOPRUEBA900100", report_year=1998, sections=FOUR)
    two = other.sections.get(key="a").current
    assert two is not None
    two.questions.add(QuestionFactory.create(questionnaire=questionnaire, key="Z", topic=topics[1]))
    assign(to=teammate, by=analyst, cable=cable)
    for topic in topics:
        assign(to=teammate, by=analyst, topic=topic)
    (bar,) = by_person(analyst)
    assert (bar.name, bar.total, bar.reviewed) == ("teammate", 6, 1)  # four of the cable, A and B of the other
    assign(to=teammate, by=analyst, cable=other)
    assert [bar.total for bar in by_person(analyst)] == [8]
    assign(to=analyst, by=analyst, topic=topics[1])
    assert {bar.name: bar.total for bar in by_person(analyst)} == {"teammate": 8, "analyst": 1}


def test_a_hidden_cable_leaves_no_trace(cable: Cable, analyst: User, curator: User, client_for: ClientFor) -> None:
    before = page(client_for(analyst))
    hidden = make_cable(mrn="09HIDDENPOST1", report_year=2001, sections=FOUR)
    assign(to=curator, by=curator, cable=hidden)
    set_state(section=hidden.sections.get(key="a"), state="reviewed", person=curator, version=0)
    assert page(client_for(analyst)) != before
    Cable.objects.filter(pk=hidden.pk).update(access="restricted")

    def plain(html: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)

    assert plain(page(client_for(analyst))) == plain(before)
    assert "09HIDDENPOST1" in page(client_for(curator))


def test_more_cables_cost_no_more_queries(
    cable: Cable, analyst: User, client_for: ClientFor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(analyst)
    assign(to=analyst, by=analyst, cable=cable)
    with django_assert_max_num_queries(40) as few:
        page(client)
    for number in range(1, 5):
        more = make_cable(mrn=f"0{number}PORTOPRUEBA90040{number}", report_year=1990 + number, sections=FOUR)
        assign(to=analyst, by=analyst, cable=more)
    with django_assert_max_num_queries(len(few)):
        page(client)


def test_the_cables_are_narrowed_by_the_address(cable: Cable, analyst: User, client_for: ClientFor) -> None:
    make_cable(mrn="07PORTOPRUEBA900100", report_year=1998, sections=FOUR)
    html = page(client_for(analyst), f"{ADDRESS}?year=1998")
    assert "cable=07PORTOPRUEBA900100" in html
    assert "cable=08PORTOPRUEBA900327" not in html
    assert "There is no filter called “colour”" in page(client_for(analyst), f"{ADDRESS}?colour=red")


def test_an_empty_bar_has_no_parts() -> None:
    assert list(Bar("None", "", 0, 0, 0, 0).parts) == []


def test_the_public_is_sent_to_sign_in(client: Client) -> None:
    for address in (ADDRESS, "/review/", "/review/?cable=08PORTOPRUEBA900327", "/review/assignments/"):
        assert client.get(address).status_code == 302
        assert client.get(address, headers={"HX-Request": "true"}).status_code == 403
