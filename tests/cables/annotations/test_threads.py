from collections.abc import Callable
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Cable, Comment, Section, Team
from cables.threads import ShownThread, threads_of
from tests.annotation_factories import make_comment, make_team, section_of
from tests.factories import SECTIONS, make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

PLACE = "/cables/08PORTOPRUEBA900327/prosecution/b/"
NOTES = f"{PLACE}notes/"
ClientFor = Callable[[Person], Client]
PEOPLE = ("reader", "analyst", "teammate", "outsider", "curator", "administrator")
READERS = {"private": {"analyst"}, "team": {"analyst", "teammate"}, "public": set(PEOPLE)}
SEES_CABLE = {
    "public": set(PEOPLE),
    "members": set(PEOPLE) - {"reader"},
    "restricted": {"curator", "administrator"},
}


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Person]:
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def team(analyst: User, teammate: User) -> Team:
    return make_team(analyst, teammate)


def of_section(section: Section, person: Person) -> tuple[ShownThread, ...]:
    return threads_of(section, person).get(section.pk, ())


def readers_of(access: str, visibility: str) -> set[str]:
    return SEES_CABLE[access] & READERS[visibility]


@pytest.mark.parametrize(("access", "root", "reply"), [*product(SEES_CABLE, READERS, READERS)])
def test_each_reads_what_the_cable_the_thread_and_the_reply_allow(
    people: dict[str, Person], team: Team, access: str, root: str, reply: str
) -> None:
    """All combinations, also a reply for more readers than its narrowed thread."""
    section = section_of(make_cable(access=access))
    author = people["analyst"]
    assert isinstance(author, User)
    first = make_comment(author, section, visibility=root, team=team if root == "team" else None)
    make_comment(author, root=first, visibility=reply, team=team if reply == "team" else None)
    for name, person in people.items():
        threads = of_section(section, person)
        assert len(threads) == (name in readers_of(access, root)), name
        if threads:
            assert len(threads[0].replies) == (name in readers_of(access, root) & readers_of(access, reply)), name


@pytest.mark.parametrize(("access", "visibility"), [("public", "private"), ("public", "team"), ("members", "public")])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_note_that_is_not_for_somebody_is_nowhere_for_them(
    people: dict[str, Person], team: Team, client_for: ClientFor, access: str, visibility: str, headers: dict[str, str]
) -> None:
    section = section_of(make_cable(access=access))
    author = people["analyst"]
    assert isinstance(author, User)
    comment = make_comment(
        author, section, body="Not for you.", visibility=visibility, team=team if visibility == "team" else None
    )
    for name in ("reader", "teammate", "administrator"):
        sees, client = name in readers_of(access, visibility), client_for(people[name])
        for address in (NOTES, PLACE):
            assert ("Not for you." in client.get(address, headers=headers).content.decode()) == sees, (name, address)
        for action in ("", "reply/", "edit/", "delete/", "versions/"):
            status = client.get(f"/notes/{comment.key}/{action}", headers=headers).status_code
            assert (status == 404) == (not sees), (name, action)
        for action in () if sees else ("reply", "edit", "delete", "resolve", "reopen"):
            assert client.post(f"/notes/{comment.key}/{action}/", headers=headers).status_code == 404, (name, action)


def test_a_root_made_narrower_takes_its_replies_along(
    analyst: User, teammate: User, outsider: User, team: Team
) -> None:
    section = section_of(make_cable())
    root = make_comment(analyst, section)
    make_comment(outsider, root=root)
    assert len(of_section(section, outsider)[0].replies) == 1
    root.visibility, root.team = "team", team
    root.save(update_fields=["visibility", "team"])
    assert of_section(section, outsider) == ()
    assert len(of_section(section, teammate)[0].replies) == 1


def test_an_edit_history_shows_nobody_what_was_not_said_to_them(
    client_for: ClientFor, analyst: User, teammate: User, reader: AnonymousUser, team: Team
) -> None:
    comment = make_comment(analyst, section_of(make_cable()), body="A private guess.", visibility="private")
    client = client_for(analyst)
    address = f"/notes/{comment.key}/edit/"
    client.post(address, {"body": "A shared doubt.", "visibility": "team", "version": "1"})
    client.post(address, {"body": "A public finding.", "visibility": "public", "version": "2"})
    client.post(address, {"body": "A public correction.", "visibility": "public", "version": "3"})
    seen = {}
    for person in (analyst, teammate, reader):
        html = client_for(person).get(f"/notes/{comment.key}/versions/").content.decode()
        seen[str(person)] = [words for words in ("guess", "doubt", "finding", "correction") if words in html]
    assert seen == {
        "analyst": ["guess", "doubt", "finding", "correction"],
        "teammate": ["doubt", "finding", "correction"],
        "AnonymousUser": ["finding", "correction"],
    }


def test_somebody_whose_account_ended_reads_what_everybody_reads(analyst: User, team: Team) -> None:
    section = section_of(make_cable())
    make_comment(analyst, section, team=team)
    make_comment(analyst, section)
    analyst.is_active = False
    analyst.save(update_fields=["is_active"])
    assert [thread.root.visibility for thread in of_section(section, analyst)] == ["public"]


def test_threads_come_by_place_and_those_without_one_last(analyst: User) -> None:
    law = "Judges may order eight to eighteen years in prison under the law of 2005, and more for harm to children."
    section = section_of(make_cable(sections=[("prosecution", "B", f"A fine comes with it.\n{law}")]))
    lost = make_comment(analyst, section, quote="A fine comes with it.")
    late = make_comment(analyst, section, quote="under the law of 2005")
    early = make_comment(analyst, section, quote="eight to eighteen years")
    whole = make_comment(analyst, section)
    assert [thread.root.key for thread in of_section(section, analyst)] == [whole.key, lost.key, early.key, late.key]
    make_cable(sections=[("prosecution", "B", law)])
    threads = of_section(section, analyst)
    assert [thread.root.key for thread in threads] == [whole.key, early.key, late.key, lost.key]
    assert [thread.state for thread in threads] == ["", "moved", "moved", "orphan"]
    assert (threads[1].start, threads[1].end, threads[-1].start) == (17, 40, None)
    assert threads[-1].quote == "A fine comes with it."


def test_threads_of_a_cable_are_those_of_its_sections(analyst: User) -> None:
    cable = make_cable()
    first, second = section_of(cable), section_of(cable, "prevention/a")
    make_comment(analyst, first)
    make_comment(analyst, second)
    make_comment(analyst, section_of(make_cable(mrn="08PORTOPRUEBA900400")))
    assert {pk: len(threads) for pk, threads in threads_of(cable, analyst).items()} == {first.pk: 1, second.pk: 1}


def test_a_lost_quote_is_shown_with_the_note(client_for: ClientFor, analyst: User) -> None:
    make_comment(analyst, section_of(make_cable()), quote="A fine comes with it.")
    make_cable(sections=[(c, k, "Nothing." if (c, k) == ("prosecution", "B") else t) for c, k, t in SECTIONS])
    html = client_for(analyst).get(NOTES).content.decode()
    assert "A fine comes with it." in html
    assert "These words do not stand in the current text. They were quoted from revision 1." in html


def test_notes_on_a_section_that_is_gone_stay_on_its_page(client_for: ClientFor, analyst: User) -> None:
    comment = make_comment(analyst, section_of(make_cable()), quote="A fine comes with it.", body="Still here.")
    make_cable(sections=[section for section in SECTIONS if section[:2] != ("prosecution", "B")])
    for address in (NOTES, PLACE):
        assert "Still here." in client_for(analyst).get(address).content.decode()
    assert client_for(analyst).get(f"/notes/{comment.key}/")["Location"] == f"{PLACE}#note-{comment.key}"


def test_mentioned_teammates_are_named_and_others_are_not(
    analyst: User, teammate: User, outsider: User, team: Team
) -> None:
    teammate.first_name, teammate.last_name = "Maria", "López"
    teammate.save(update_fields=["first_name", "last_name"])
    section = section_of(make_cable())
    make_comment(analyst, section, body="@Teammate, and @outsider?")
    html = of_section(section, outsider)[0].root.html
    assert '<span class="said__mention">@Maria López</span>, and @outsider?' in html


def test_the_one_who_is_told_is_the_one_who_is_named(analyst: User, teammate: User, team: Team) -> None:
    """Two names that differ in capitals alone: whoever is spelt so, on no team of the author's or on one."""
    User.objects.create_user(username="Teammate", first_name="Other")
    section = section_of(make_cable())
    make_comment(analyst, section, body="@teammate @Teammate @TEAMMATE `@teammate`")
    html = of_section(section, analyst)[0].root.html
    assert html.count("said__mention") == 1
    assert '<span class="said__mention">@teammate</span> @Teammate @TEAMMATE' in html


def a_busy_section(analyst: User, teammate: User, size: int) -> Section:
    """Threads on passages and on the section, with replies, mentions and edits; `size` comments in all."""
    cable = make_cable()
    section = section_of(cable)
    for number in range(size // 4):
        root = make_comment(analyst, section, quote="years" if number % 2 else "", body=f"No. {number} @teammate")
        for _ in range(3):
            make_comment(teammate, root=root, body="*Yes.* @analyst")
    return section


@pytest.mark.parametrize("size", [4, 100])
def test_more_comments_cost_no_more_queries(
    analyst: User, teammate: User, team: Team, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    section = a_busy_section(analyst, teammate, size)
    cable = Cable.objects.get()
    for where in (section, cable):
        person = User.objects.get(pk=analyst.pk)  # whose permissions nobody has asked for
        with django_assert_num_queries(4):  # two for permissions, the comments, the names of those mentioned
            threads = threads_of(where, person)[section.pk]
        assert sum(1 + len(thread.replies) for thread in threads) == size


def test_a_page_of_many_notes_costs_no_more_queries(
    client_for: ClientFor, analyst: User, teammate: User, team: Team
) -> None:
    client, costs = client_for(analyst), []
    for size in (4, 100):
        a_busy_section(analyst, teammate, size)
        with CaptureQueriesContext(connection) as queries:
            html = client.get(NOTES).content.decode()
        assert html.count('class="comment"') >= size
        costs.append(len(queries))
    assert costs[1] == costs[0] < 20


def test_long_threads_and_many_threads_are_folded(client_for: ClientFor, analyst: User) -> None:
    section = section_of(make_cable())
    root = make_comment(analyst, section)
    for number in range(6):
        make_comment(analyst, root=root, body=f"Reply {number}.")
    for _ in range(22):
        make_comment(analyst, section, status=Comment.Status.OPEN)
    html = client_for(analyst).get(NOTES).content.decode()
    assert "3 earlier replies" in html
    assert "3 more threads" in html
