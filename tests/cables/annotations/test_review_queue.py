"""The review queue: what is in it, in which order, and where a change leads."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Cable, Review, Section
from cables.reviewing import assign, set_state
from tests.factories import CountryFactory, QuestionFactory, QuestionnaireFactory, TopicFactory, make_cable

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
THREE = [("overview", "A", "First words."), ("prosecution", "A", "Second words."), ("prosecution", "B", "Third words.")]
MRN = "08PORTOPRUEBA900327"
OTHER = "07PORTOPRUEBA900100"


@pytest.fixture
def cable(db: None) -> Cable:
    return make_cable(sections=THREE)


@pytest.fixture
def queue(cable: Cable, analyst: User, client_for: ClientFor) -> Client:
    """The browser of an analyst who was asked to review the cable."""
    assign(to=analyst, by=analyst, cable=cable)
    return client_for(analyst)


def page(client: Client, address: str = "/review/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def here(html: str) -> str:
    """The words of the section that is to be read."""
    found = re.search(r'<div class="text">\s*<p[^>]*>(.*?)</p>', html, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def press(client: Client, html: str, key: str) -> HttpResponse:
    """Send the form whose button has this key, as a browser without scripts does."""
    for form in re.findall(r"<form.*?</form>", html, re.DOTALL):
        button = re.search(rf'<button[^>]*value="([a-z-]+)"[^>]*data-key="{key}"', form)
        if button:
            action = re.search(r'action="([^"]+)"', form)
            assert action is not None
            hidden = dict(re.findall(r'name="(version|next)" value="([^"]*)"', form))
            return client.post(action[1], hidden | {"state": button[1]}, follow=True)  # type: ignore[return-value]
    raise AssertionError(f"no button has the key {key}")


def follow(html: str, key: str) -> str:
    found = re.search(rf'<a[^>]*href="([^"]+)" data-key="{key}"', html)
    assert found is not None, f"no link has the key {key}"
    return found[1]


def section(cable: Cable, chapter: str, key: str) -> Section:
    return cable.sections.get(chapter=chapter, key=key)


def test_the_first_section_is_shown_in_full(queue: Client) -> None:
    html = page(queue)
    assert here(html) == "First words."
    assert "1 of 3" in html


def test_reviewed_and_next_sets_the_state_and_leads_on(queue: Client, cable: Cable) -> None:
    html = press(queue, page(queue), "r").content.decode()
    assert here(html) == "Second words."
    assert section(cable, "overview", "a").review.state == "reviewed"
    html = press(queue, html, "r").content.decode()
    html = unescape(press(queue, html, "r").content.decode())
    assert "Nothing is left: all 3 sections" in html


def test_undo_takes_the_last_change_back_and_leads_there(queue: Client, cable: Cable) -> None:
    html = press(queue, page(queue), "r").content.decode()
    html = press(queue, unescape(html), "u").content.decode()
    assert here(html) == "First words."
    assert section(cable, "overview", "a").review.state == "to-do"


def test_done_and_in_progress_stay_at_the_section(queue: Client, cable: Cable) -> None:
    for key, state in (("i", "in-progress"), ("d", "done")):
        html = press(queue, page(queue), key).content.decode()
        assert here(html) == "First words."
        assert section(cable, "overview", "a").review.state == state


def test_next_and_previous_change_nothing(queue: Client) -> None:
    html = page(queue, follow(page(queue), "j"))
    assert here(html) == "Second words."
    html = page(queue, follow(html, "j"))
    assert here(html) == "Third words."
    assert 'data-key="j"' not in html
    assert here(page(queue, follow(html, "k"))) == "Second words."
    assert not Review.objects.exists()


def test_a_section_passed_over_comes_again_after_the_last(queue: Client) -> None:
    second = page(queue, follow(page(queue), "j"))
    third = press(queue, second, "r").content.decode()
    html = press(queue, unescape(third), "r").content.decode()
    assert here(html) == "First words."
    assert "That was the last of the queue." in html


def test_what_somebody_else_did_meanwhile_is_told_and_not_overwritten(
    queue: Client, cable: Cable, teammate: User
) -> None:
    html = page(queue)
    set_state(section=section(cable, "overview", "a"), state="in-progress", person=teammate, version=0)
    response = press(queue, html, "r")
    assert response.status_code == 409
    told = unescape(response.content.decode())
    assert "teammate set Overview A to <b>in progress</b>" in told
    assert Review.objects.get().state == "in-progress"
    form = dict(re.findall(r'name="(version|next)" value="([^"]*)"', told))
    after = queue.post(f"/cables/{MRN}/overview/a/review/", form | {"state": "reviewed"}, follow=True)
    assert here(after.content.decode()) == "Second words."
    assert Review.objects.get().state == "reviewed"


def test_an_undo_that_came_too_late_says_who_was_first(queue: Client, cable: Cable, teammate: User) -> None:
    press(queue, page(queue), "r")
    set_state(section=section(cable, "overview", "a"), state="in-progress", person=teammate, version=1)
    html = page(queue, f"/review/?last={MRN}/overview/a:to-do:1")
    assert "teammate set it to in progress" in html
    assert 'data-key="u"' not in html


def test_the_latest_report_comes_first_then_countries_then_the_text(
    analyst: User, cable: Cable, client_for: ClientFor
) -> None:
    client = client_for(analyst)
    land = CountryFactory.create(iso2="XB", name="Aland", sort_name="Aland")
    make_cable(mrn=OTHER, report_year=2007, sections=THREE[:1])
    Cable.objects.filter(mrn=OTHER).update(country=land)
    make_cable(mrn="08PORTOPRUEBA900400", sections=THREE[:1])
    Cable.objects.filter(mrn="08PORTOPRUEBA900400").update(country=land)
    html, order = page(client, "/review/?queue=all"), []
    for _ in range(5):
        found = re.search(r'<h2 class="section-title">.*?href="/cables/([^"]+)/"', html, re.DOTALL)
        assert found is not None
        order.append(found[1])
        html = page(client, follow(html, "j")) if 'data-key="j"' in html else ""
    assert order == [
        *("08PORTOPRUEBA900400/overview/a", f"{MRN}/overview/a", f"{MRN}/prosecution/a", f"{MRN}/prosecution/b"),
        f"{OTHER}/overview/a",
    ]


def test_a_topic_is_assigned_in_all_cables_and_counted_once(analyst: User, client_for: ClientFor) -> None:
    topic = TopicFactory.create(name="Penalties")
    for year in (1998, 1999):
        QuestionFactory.create(questionnaire=QuestionnaireFactory.create(report_year=year, ref=""), topic=topic)
    cable = make_cable(report_year=1999, sections=THREE)
    make_cable(mrn=OTHER, report_year=1998, sections=THREE)
    assign(to=analyst, by=analyst, topic=topic)
    assert "1 of 2" in page(client_for(analyst))
    assign(to=analyst, by=analyst, cable=cable)
    assert "1 of 4" in page(client_for(analyst))


def test_any_cable_can_be_queued_without_an_assignment(analyst: User, cable: Cable, client_for: ClientFor) -> None:
    html = page(client_for(analyst), "/review/?cable=08 porto prueba 900327")
    assert here(html) == "First words."
    html = press(client_for(analyst), html, "r").content.decode()
    assert here(html) == "Second words."
    assert "Review of 08PORTOPRUEBA900327" in html


def test_an_empty_queue_says_how_to_fill_it(analyst: User, client_for: ClientFor) -> None:
    html = page(client_for(analyst))
    assert "Nothing was assigned to you yet." in html
    assert 'href="/review/assignments/"' in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("state=reviewed", "First words."),
        ("state=reviewed&state=to-do&at=08PORTOPRUEBA900327/prosecution/a", "Second words."),
        ("country=xq&year=2008", "Second words."),
        ("after=08PORTOPRUEBA900327/prosecution/a", "Third words."),
        ("text=changed", ""),
    ],
)
def test_all_state_is_in_the_address(queue: Client, cable: Cable, analyst: User, query: str, words: str) -> None:
    set_state(section=section(cable, "overview", "a"), state="reviewed", person=analyst, version=0)
    assert here(page(queue, f"/review/?{query}")) == words


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("state=lost", "There is no reading state “lost”."),
        ("country=zz", "The queue has no “zz”; it was left out."),
        ("year=abc", "The queue has no “abc”; it was left out."),
        ("person=nobody", "Nobody called “nobody” was asked to review"),
        ("queue=mine", "The queue can be “all”"),
        ("colour=red", "There is no filter called “colour”"),
        ("at=08PORTOPRUEBA900327/heroes/z", "There is no section “08PORTOPRUEBA900327/heroes/z” to review"),
        ("after=%00", "to review; this is the first"),
        ("cable=08NOWHERE1", "No cable “08NOWHERE1” is held."),
    ],
)
def test_what_cannot_be_used_is_told_and_narrows_nothing(queue: Client, query: str, told: str) -> None:
    html = page(queue, f"/review/?{query}")
    assert told in html
    assert here(html) == "First words."


@pytest.mark.parametrize("last", ["nonsense", f"{MRN}/overview/a:lost:1", f"{MRN}/overview/a:to-do:x", ":::", "%00"])
def test_a_last_change_that_cannot_be_is_not_shown(queue: Client, last: str) -> None:
    assert 'class="queue__last"' not in page(queue, f"/review/?last={last}")


def test_what_someone_may_not_see_leaves_no_trace(
    queue: Client, curator: User, analyst: User, client_for: ClientFor
) -> None:
    land = CountryFactory.create(iso2="XZ", name="Hidden land", sort_name="Hidden land")
    hidden = make_cable(mrn="09HIDDENPOST1", report_year=2009, sections=THREE)
    Cable.objects.filter(pk=hidden.pk).update(country=land)
    assign(to=analyst, by=curator, cable=hidden)
    assign(to=curator, by=curator, cable=hidden)
    set_state(section=section(hidden, "overview", "a"), state="done", person=curator, version=0)
    before = [page(queue, "/review/?queue=all"), page(queue)]
    assert any("Hidden" in html for html in before)
    Cable.objects.filter(pk=hidden.pk).update(access="restricted")
    for address in ("/review/?queue=all", "/review/", "/review/?person=curator", "/review/?cable=09HIDDENPOST1"):
        html = page(queue, address).replace("cable “09HIDDENPOST1”", "")
        html = html.replace("person=curator", "").replace("cable=09HIDDENPOST1", "")
        assert not re.search(r"Hidden|HIDDEN|2009|curator(?!”)", html), address
        assert "1 of 3" in html
    absent = page(queue, "/review/?at=09HIDDENPOST1/overview/b&last=09HIDDENPOST1/overview/a:to-do:1")
    assert "There is no section" in absent
    assert 'class="queue__last"' not in absent


def test_a_longer_queue_costs_no_more_queries(
    queue: Client, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(100) as first:
        page(queue)
    for number in range(1, 5):
        assign(to=analyst, by=analyst, cable=make_cable(mrn=f"0{number}PORTOPRUEBA90040{number}"))
    with django_assert_max_num_queries(len(first)):
        page(queue)
