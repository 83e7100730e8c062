"""What somebody might try who knows the addresses, the keys and the headers."""

from typing import Any

import pytest

from cables.models import Coding, Comment
from tests.access.forms import form_of
from tests.access.table import TABLE, Row
from tests.access.walking import Browser, address_of, body_of, undone, written_tables
from tests.access.world import MRNS, SECRETS, World

pytestmark = pytest.mark.django_db

SECTION_NOTES = f"/cables/{MRNS['public']}/prosecution/b/notes/"
SECTION_CODES = f"/cables/{MRNS['public']}/prosecution/b/codes/"
PARAMETERS = (
    *("q", "page", "rev", "year", "country", "access", "kind", "from", "to", "sort", "note", "code", "person", "team"),
    *("status", "visibility", "topic", "at", "after", "last", "state", "text", "cable", "show", "below", "next"),
    *("offence", "standing", "passages"),
)
UNFIT = ("%00", "a%00b", "%ff%fe", "%ed%a0%80", "99999999999999999999999999", "-1", "%F0%9F%92%A3", "'%22%3E%3C")


def close(world: World, name: str = "public") -> None:
    world.cables[name].access = "restricted"
    world.cables[name].save(update_fields=["access"])


def test_a_cable_that_became_restricted_takes_everything_on_it_along(world: World) -> None:
    key, coding = world.notes["private"].key, world.codings["private"].key
    browser = Browser(world, "owner")
    with undone():
        assert SECRETS["private"] in body_of(browser.ask("GET", "/notes/export.json"))
        close(world)
        for page in (f"/notes/{key}/", f"/notes/{key}/versions/", f"/notes/{key}/edit/", f"/notes/{key}/delete/"):
            assert browser.ask("GET", page, "json").status_code == 404, page
        reply = {"body": "Still here?", "visibility": "private", "key": "00000000-0000-4000-8000-00000000abcd"}
        with written_tables() as tables:
            assert browser.ask("POST", f"/notes/{key}/reply/", data=reply).status_code == 404
            assert browser.ask("POST", f"/notes/{key}/resolve/").status_code == 404
            assert browser.ask("POST", f"/codings/{coding}/delete/").status_code == 404
        assert not tables
        for page in ("/notes/export.json", "/notes/export.csv", "/notes/feed.atom", "/notes/", "/codes/forms/law.csv"):
            body = body_of(browser.ask("GET", page))
            assert SECRETS["private"] not in body, page
            assert MRNS["public"] not in body, page
        assert browser.ask("POST", f"/notes/inbox/{world.notes['answer'].key}/open/").status_code == 404
        assert MRNS["public"] not in body_of(browser.ask("GET", "/notes/inbox/"))


def test_a_note_that_became_private_shows_nobody_what_it_said(world: World) -> None:
    key, answer = world.notes["public"].key, world.notes["answer"].key
    owner, outsider = Browser(world, "owner"), Browser(world, "outsider")
    with undone():
        assert outsider.ask("GET", f"/notes/{key}/versions/", "json").status_code == 200
        change = {"body": "Mine now.", "visibility": "private", "version": world.notes["public"].version}
        assert owner.ask("POST", f"/notes/{key}/edit/", data=change).status_code == 302
        for each in (key, answer):
            for page in ("", "versions/", "reply/"):
                assert outsider.ask("GET", f"/notes/{each}/{page}", "json").status_code == 404
        for page in (SECTION_NOTES, "/notes/", "/notes/feed.atom", "/notes/export.csv"):
            body = body_of(outsider.ask("GET", page))
            assert str(key) not in body, page
            assert str(answer) not in body, page
        assert "The first." not in body_of(outsider.ask("GET", "/notes/"))


def test_a_note_that_was_private_once_does_not_show_what_it_said_then(world: World) -> None:
    for format_ in ("html", "htmx", "json"):
        said = Browser(world, "outsider").ask("GET", f"/notes/{world.notes['public'].key}/versions/", format_)
        assert said.status_code == 200
        assert SECRETS["once"] not in body_of(said)
    own = Browser(world, "owner").ask("GET", f"/notes/{world.notes['public'].key}/versions/")
    assert SECRETS["once"] in body_of(own)


@pytest.mark.parametrize("format_", ["html", "htmx", "json"])
def test_the_key_of_a_hidden_note_tells_no_more_than_that_of_a_shown_one(world: World, format_: str) -> None:
    """A key that is taken is answered alike whosever note it names, in words that name none."""
    browser, said = Browser(world, "outsider"), set()
    for name in ("private", "team", "lost", "members"):
        form = {"body": "Words.", "visibility": "private", "key": world.notes[name].key}
        with undone():
            response = browser.ask("POST", SECTION_NOTES, format_, form)
            body = body_of(response).replace(str(form["key"]), "")
        assert response.status_code == 422
        assert not any(word in body for word in SECRETS.values())
        said.add(body)
    assert len(said) == 1


@pytest.mark.parametrize("format_", ["html", "htmx", "json"])
def test_the_key_of_a_hidden_coding_takes_nothing_of_it(world: World, format_: str) -> None:
    browser = Browser(world, "outsider")
    for name in ("private", "restricted"):
        form: dict[str, Any] = {"code": "forms/law", "visibility": "public", "key": world.codings[name].key}
        with undone():
            response = browser.ask("POST", SECTION_CODES, format_, form)
            assert response.status_code == 422
            assert Coding.objects.get(key=form["key"]).author.username == "owner"


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "Accept": "application/json"},
        {"HX-Request": "false"},
        {"HX-Request": "true", "HX-Boosted": "true"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
        {"HX-Request": "true", "HX-Target": "x\u0000", "HX-Current-URL": "http://[::1"},
        {"Accept": ""},
        {"Accept": "application/json;q=0.1, text/html;q=x"},
        {"X-Forwarded-User": "administrator", "Remote-User": "administrator", "Authorization": "Basic b3duZXI6"},
    ],
)
def test_no_header_opens_what_is_shut(world: World, headers: dict[str, str]) -> None:
    browser = Browser(world, "outsider")
    for row in TABLE:
        if row.of in ("private note", "restricted cable", "blind coding", "open exercise") and row.get:
            status = browser.ask("GET", address_of(row, world), headers=headers).status_code
            assert status == 404, f"{row} with {headers}"


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_no_header_makes_another_method_of_a_get(world: World, name: str, method: str) -> None:
    browser = Browser(world, "owner")
    key = world.notes["private"].key
    with written_tables() as tables:
        for page in (f"/notes/{key}/delete/?_method={method}", f"/codings/{world.codings['private'].key}/delete/"):
            assert browser.ask("GET", page, headers={name: method}).status_code in (200, 405)
    assert not tables


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", '{"body": "Words.", "visibility": "public"}'),
        ("application/json", "[" * 2000),
        ("application/json", "null"),
        ("text/plain", "body=Words.&visibility=public"),
        ("application/x-www-form-urlencoded", "body=%00&visibility=public&key=%00"),
        ("application/x-www-form-urlencoded", "body=%ff%fe&visibility=%ed%a0%80&key=-1&version=%00&team=%00"),
        ("multipart/form-data; boundary=x", "--x\r\nnonsense"),
        ("multipart/form-data", ""),
    ],
)
def test_a_body_of_another_kind_writes_nothing_and_fails_nowhere(world: World, content_type: str, body: str) -> None:
    browser, wrong = Browser(world, "owner"), []
    for row in posted():
        count = Comment.objects.count() + Coding.objects.count()
        with undone():
            response = browser.ask("POST", address_of(row, world), "json", body, content_type=content_type)
            grown = Comment.objects.count() + Coding.objects.count() > count
        if response.status_code >= 500 or grown:
            wrong.append(f"{row}: {response.status_code}")
    assert not wrong, "\n".join(["", *wrong])


def posted() -> list[Row]:
    """One row of each address that something is sent to, where the owner may."""
    rows = {row.url: row for row in TABLE if row.post and "owner" in row.post.who and "restricted" not in row.of}
    return [row for row in TABLE if row is rows.get(row.url)]


@pytest.mark.parametrize("value", ["\0", "a\0b", "\N{BOMB}", "9" * 40, "x" * 100_000])
def test_no_field_of_a_form_breaks_its_page(world: World, value: str) -> None:
    browser, wrong = Browser(world, "owner"), []
    for row in posted():
        for name in form_of(row, world):
            data: dict[str, Any] = form_of(row, world) | {name: value}
            with undone():
                status = browser.ask("POST", address_of(row, world), data=data).status_code
            if status >= 500:
                wrong.append(f"{row}, {name}: {status}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("value", UNFIT)
def test_no_question_in_an_address_breaks_its_page(world: World, value: str) -> None:
    browser, wrong = Browser(world, "administrator"), []
    query = "&".join(f"{name}={value}" for name in PARAMETERS)
    seen = set()
    for row in TABLE:
        if row.get and row.url not in seen:
            seen.add(row.url)
            status = browser.ask("GET", f"{address_of(row, world)}?{query}").status_code
            if status >= 500:
                wrong.append(f"{row}: {status}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("name", ["%00", "%ff", "a%00b", "%F0%9F%92%A3", "..%2f..%2f", "x" * 3000])
def test_no_name_in_an_address_breaks_its_page(world: World, name: str) -> None:
    browser = Browser(world, "administrator")
    for page in (f"/cables/{name}/", f"/cables/{MRNS['public']}/{name}/b/notes/", f"/notes/{name}/",
                 f"/codes/{name}/law/", f"/coding/{name}/", f"/search/saved/{name}/look/",
                 f"/notes/export.{name}", f"/admin/cables/comment/{name}/change/"):  # fmt: skip
        assert browser.ask("GET", page).status_code < 500, page
    assert browser.ask("POST", f"/search/saved/{name}/look/").status_code == 404
