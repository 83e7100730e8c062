"""The inbox, what the bar and the front page say of it, and a person's preferences."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.models import Cable, Comment, Notice, Preference
from cables.notes.preferences import preference_of
from tests.annotation_factories import make_comment, make_team, section_of
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

INBOX = "/notes/inbox/"
PREFERENCES = "/notes/preferences/"


@pytest.fixture
def cable() -> Cable:
    return make_cable()


@pytest.fixture
def note(cable: Cable, teammate: User, analyst: User) -> Comment:
    """A public note that mentions the analyst, who was told of it."""
    note = make_comment(teammate, section_of(cable), body="@analyst, which law?")
    Notice.objects.create(person=analyst, comment=note, reason="mention")
    return note


@pytest.fixture
def desk(client_for: Callable[[Person], Client], analyst: User) -> Client:
    return client_for(analyst)


def test_unread_notices_come_first_then_the_newest(desk: Client, analyst: User, teammate: User, cable: Cable) -> None:
    now = timezone.now()
    for number, read in enumerate((None, now, None, now)):
        comment = make_comment(teammate, section_of(cable), body=f"word{number}")
        Notice.objects.create(
            person=analyst, comment=comment, reason="reply", read_at=read, created_at=now + timedelta(hours=number)
        )
    html = desk.get(INBOX).content.decode()
    assert sorted("2031", key=lambda number: html.index(f"word{number}")) == list("2031")
    assert "2 unread" in html
    assert "teammate replied in your thread: Country XQ 2008, Prosecution B" in html


def test_an_empty_inbox_says_what_fills_it(desk: Client) -> None:
    assert "Write @ and a user's name" in desk.get(INBOX).content.decode().replace("&#x27;", "'")


def test_opening_a_notice_leads_to_the_note_and_reads_it(desk: Client, note: Comment) -> None:
    response = desk.post(f"{INBOX}{note.key}/open/")
    assert (response.status_code, response["Location"]) == (302, note.get_absolute_url())
    assert Notice.objects.get().read_at is not None


def test_one_notice_or_all_are_marked_as_read(desk: Client, note: Comment, analyst: User, outsider: User) -> None:
    others = make_comment(outsider, section_of(note.section.cable), body="@analyst")
    Notice.objects.create(person=analyst, comment=others, reason="mention")
    Notice.objects.create(person=outsider, comment=note, reason="mention")
    assert desk.post(f"{INBOX}{note.key}/read/")["Location"] == INBOX
    assert set(Notice.objects.filter(read_at=None).values_list("comment", "person")) == {
        (others.pk, analyst.pk),
        (note.pk, outsider.pk),
    }
    first = Notice.objects.get(comment=note, person=analyst).read_at
    assert desk.post(f"{INBOX}read/")["Location"] == INBOX
    assert Notice.objects.filter(person=analyst, read_at=None).count() == 0
    assert Notice.objects.filter(person=outsider, read_at=None).count() == 1
    assert Notice.objects.get(comment=note, person=analyst).read_at == first, "read once, at its moment"


@pytest.mark.parametrize("action", ["open", "read"])
def test_anothers_notice_is_not_there(
    client_for: Callable[[Person], Client], note: Comment, outsider: User, action: str
) -> None:
    assert client_for(outsider).post(f"{INBOX}{note.key}/{action}/").status_code == 404
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize("action", ["open", "read"])
def test_a_notice_of_a_note_that_was_closed_to_them_is_not_there(desk: Client, note: Comment, action: str) -> None:
    Comment.objects.update(visibility="private")
    assert desk.post(f"{INBOX}{note.key}/{action}/").status_code == 404
    html = desk.get(INBOX).content.decode()
    assert "which law" not in html
    assert "unread" not in html


def test_a_notice_of_a_deleted_note_is_not_there(desk: Client, note: Comment) -> None:
    Comment.objects.update(deleted_at=timezone.now())
    assert "which law" not in desk.get(INBOX).content.decode()


@pytest.mark.parametrize("path", ["", "read/", "{key}/open/", "{key}/read/"])
def test_the_inbox_is_for_people_who_are_signed_in(client: Client, note: Comment, path: str) -> None:
    address = f"{INBOX}{path.format(key=note.key)}"
    response = client.post(address) if path else client.get(address)
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["read/", "{key}/open/", "{key}/read/"])
def test_looking_changes_nothing(desk: Client, note: Comment, path: str) -> None:
    desk.get(INBOX)
    assert desk.get(f"{INBOX}{path.format(key=note.key)}").status_code == 405
    assert Notice.objects.get().read_at is None


def test_a_page_that_is_not_there_is_the_first(desk: Client, note: Comment) -> None:
    html = desk.get(f"{INBOX}?page=0").content.decode()
    assert "There is no such page; this is the first." in html
    assert "which law" in html


def test_more_notices_cost_no_more_queries(desk: Client, note: Comment, analyst: User, teammate: User) -> None:
    with CaptureQueriesContext(connection) as few:
        desk.get(INBOX)
    for number in range(8):
        other = make_comment(teammate, section_of(note.section.cable, "protection/a"), body=str(number))
        Notice.objects.create(person=analyst, comment=other, reason="mention")
    with CaptureQueriesContext(connection) as many:
        desk.get(INBOX)
    assert len(many) == len(few) <= 10


def test_the_bar_counts_what_is_unread_and_only_for_its_person(
    desk: Client, client_for: Callable[[Person], Client], note: Comment, outsider: User, reader: Person
) -> None:
    assert f'<a href="{INBOX}">1 unread' in desk.get("/cables/").content.decode()
    for person in (outsider, reader):
        html = client_for(person).get("/cables/").content.decode()
        assert "unread" not in html
        assert '<a href="/notes/">Notes</a>' in html
    desk.post(f"{INBOX}read/")
    assert "unread" not in desk.get("/cables/").content.decode()


def test_the_bar_counts_to_ninety_nine(desk: Client, note: Comment, analyst: User, teammate: User) -> None:
    for _ in range(99):
        other = make_comment(teammate, section_of(note.section.cable))
        Notice.objects.create(person=analyst, comment=other, reason="mention")
    assert "more than 99 unread" in desk.get("/cables/").content.decode()


def test_the_bar_asks_one_query_and_none_for_a_reader(client: Client, desk: Client, note: Comment) -> None:
    for asks, number in ((client, 0), (desk, 1)):
        with CaptureQueriesContext(connection) as asked:
            asks.get("/cables/")
        assert sum("cables_notice" in query["sql"] for query in asked) == number


def test_the_front_page_says_what_waits(
    desk: Client, client_for: Callable[[Person], Client], note: Comment, analyst: User, outsider: User, reader: Person
) -> None:
    section = section_of(note.section.cable)
    make_comment(analyst, section, body="open", visibility="private")
    make_comment(analyst, section, body="open")
    make_comment(analyst, root=note, body="a reply is no thread")
    done = make_comment(analyst, section, body="resolved")
    Comment.objects.filter(pk=done.pk).update(status="resolved", resolved_at=timezone.now())
    html = desk.get("/").content.decode()
    assert "1 unread" in html
    assert '<a href="/notes/?whose=mine&amp;kind=thread&amp;status=open">2 open threads</a>' in html
    for person in (outsider, reader):
        assert "open thread" not in client_for(person).get("/").content.decode()


def test_preferences_are_kept_and_shown(desk: Client, analyst: User) -> None:
    team = make_team(analyst)
    html = desk.get(PREFERENCES).content.decode()
    assert 'value="private" required id="id_visibility_0" checked' in html or 'value="private"' in html
    assert not Preference.objects.exists(), "looking keeps nothing"
    response = desk.post(PREFERENCES, {"visibility": "team", "team": team.pk})
    assert (response.status_code, response["Location"]) == (302, PREFERENCES)
    kept = Preference.objects.get()
    assert (kept.person, kept.visibility, kept.team, kept.single_keys) == (analyst, "team", team, False)
    assert "Your preferences are saved." in desk.get(PREFERENCES).content.decode()
    desk.post(PREFERENCES, {"visibility": "public", "team": "", "single_keys": "on"})
    kept = Preference.objects.get()
    assert (kept.visibility, kept.team, kept.single_keys) == ("public", None, True)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"visibility": "team"}, "Notes for your team need a team: choose one."),
        ({"visibility": "all"}, "all is not one of the available choices"),
        ({"visibility": "private", "team": "THEIRS"}, "Select a valid choice"),
        ({}, "This field is required"),
    ],
)
def test_unfit_preferences_are_told_and_not_kept(
    desk: Client, outsider: User, values: dict[str, str], told: str
) -> None:
    theirs = make_team(outsider, slug="theirs")
    values = {name: value.replace("THEIRS", str(theirs.pk)) for name, value in values.items()}
    response = desk.post(PREFERENCES, values)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Preference.objects.exists()


def test_a_team_that_a_person_left_is_no_choice_any_more(analyst: User) -> None:
    team = make_team(analyst)
    Preference.objects.create(person=analyst, visibility="team", team=team)
    assert (preference_of(analyst).visibility, preference_of(analyst).team) == ("team", team)
    team.members.clear()
    assert (preference_of(analyst).visibility, preference_of(analyst).team) == ("private", None)


def test_preferences_are_for_people_who_are_signed_in(client: Client) -> None:
    assert client.get(PREFERENCES)["Location"].startswith("/accounts/login/")
