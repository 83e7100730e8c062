"""The pages of one's own account, and what a session is worth when its person may no more what they might."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.access.table import ACCOUNT, MEMBERS, Own
from tests.access.walking import FORMATS, METHODS, SIGN_IN, Browser, undone, written_tables
from tests.access.world import MRNS, PEOPLE, World

pytestmark = pytest.mark.django_db

COUNTED = {"portal_cache", "django_session"}  # how often somebody tried, and what a passkey has to answer


@pytest.mark.parametrize("who", PEOPLE)
def test_an_account_is_its_persons_alone(world: World, who: str) -> None:
    browser = Browser(world, who)
    wrong = []
    for own in ACCOUNT:
        for method in METHODS:
            for format_ in FORMATS if method in ("GET", "POST") else ("html",):
                with undone(), written_tables() as tables:
                    status = browser.ask(method, reverse(own.url, kwargs=own.more), format_, {}).status_code
                if status not in (wanted := may_be(own, who, method, format_)):
                    wrong.append(f"{method} {own.url} as {who} in {format_}: {status} instead of {sorted(wanted)}")
                if tables - COUNTED and (own.url, method) != ("logout", "POST"):
                    wrong.append(f"{method} {own.url} as {who} in {format_} writes to {sorted(tables)}")
    assert not wrong, "\n".join(["", *wrong])


def may_be(own: Own, who: str, method: str, format_: str) -> set[int]:
    """The status; of methods that allauth answers in its own way, those that do nothing."""
    is_in = who in MEMBERS
    if own.door == "signed" and not is_in:
        return {SIGN_IN[format_]}
    get, post = (own.get, own.post) if is_in else own.signed_out
    if method in ("GET", "HEAD"):
        # allauth's answer to a script: the form as JSON
        return {get, 200} if own.door == "open" and format_ == "json" and method == "GET" else {get}
    if method == "POST":
        return {post}
    return {200, post, 405} if method == "OPTIONS" else {post, 405}


@pytest.mark.parametrize("format_", FORMATS)
def test_a_session_is_worth_nothing_from_the_moment_its_person_is_deactivated(world: World, format_: str) -> None:
    browser, page = Browser(world, "owner"), f"/cables/{MRNS['members']}/"
    with undone():
        assert browser.ask("GET", page, format_).status_code == 200
        assert browser.ask("GET", "/notes/inbox/", format_).status_code == 200
        User.objects.filter(username="owner").update(is_active=False)
        assert browser.ask("GET", page, format_).status_code == 404
        assert browser.ask("GET", "/notes/inbox/", format_).status_code == SIGN_IN[format_]


@pytest.mark.parametrize(
    ("who", "role", "page"),
    [
        ("owner", "analyst", f"/cables/{MRNS['members']}/"),
        ("curator", "curator", f"/cables/{MRNS['restricted']}/"),
        ("curator", "curator", f"/cables/{MRNS['restricted']}/prosecution/b/notes/"),
    ],
)
def test_a_role_taken_away_closes_its_pages_at_once(world: World, who: str, role: str, page: str) -> None:
    browser = Browser(world, who)
    with undone():
        assert browser.ask("GET", page).status_code == 200
        world.people[who].groups.remove(Group.objects.get(name=role))
        assert browser.ask("GET", page).status_code == 404


def test_somebody_without_their_role_reads_and_writes_nothing(world: World) -> None:
    browser, note = Browser(world, "owner"), world.notes["public"].key
    form = {"body": "Words.", "visibility": "private", "key": "00000000-0000-4000-8000-00000000abcd", "version": "2"}
    with undone(), written_tables() as tables:
        world.people["owner"].groups.clear()
        tables.clear()
        for page in (f"/notes/{note}/edit/", f"/notes/{note}/reply/", f"/notes/{note}/delete/",
                     f"/notes/{note}/resolve/", f"/cables/{MRNS['public']}/prosecution/b/notes/",
                     f"/cables/{MRNS['public']}/prosecution/b/codes/", "/codings/{}/delete/".format(
                         world.codings["public"].key), f"/cables/{MRNS['public']}/prosecution/b/review/",
                     "/review/assignments/"):  # fmt: skip
            assert browser.ask("POST", page, data=form).status_code == 403, page
        assert not tables
        assert browser.ask("GET", "/review/").status_code == 403


def test_somebody_taken_out_of_a_team_reads_its_notes_no_more(world: World) -> None:
    browser, key = Browser(world, "teammate"), world.notes["team"].key
    with undone():
        assert browser.ask("GET", f"/notes/{key}/", "json").status_code == 200
        world.team.members.remove(world.people["teammate"])
        assert browser.ask("GET", f"/notes/{key}/", "json").status_code == 404
        assert "marshmallow" not in browser.ask("GET", "/notes/").content.decode()
        assert browser.ask("POST", f"/notes/inbox/{key}/open/").status_code == 404
