"""Notes as tables, as W3C annotations and as a feed: the same notes as on the page, and never more."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.csv_files import plain_cell
from cables.models import Cable, Comment, Notice, Passage
from tests.annotation_factories import make_comment, make_team, section_of
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FILES = ("/notes/export.csv", "/notes/export.json", "/notes/feed.atom")
PAGES = ("/notes/", "/notes/?q=penalty", "/notes/?person=analyst&status=open", "/notes/?country=xq&anchor=orphan")


@pytest.fixture
def cable() -> Cable:
    return make_cable()


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.getvalue()


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, f"/notes/export.csv{query}").decode("utf-8-sig"), newline="")))


def test_a_table_has_a_line_a_note_with_where_it_stands(
    client_for: Callable[[Person], Client], analyst: User, cable: Cable
) -> None:
    note = make_comment(analyst, section_of(cable), body='Says "eight",\nor ten?', quote="eight to eighteen years")
    response = client_for(analyst).get("/notes/export.csv")
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="notes.csv"'
    [row] = table(client_for(analyst))
    assert row | {"subject": "", "written": ""} == {
        "key": str(note.key),
        "address": f"http://testserver{cable.get_absolute_url()}prosecution/b/#note-{note.key}",
        "country": "Country XQ",
        "report_year": "2008",
        "cable": cable.mrn,
        "chapter": "prosecution",
        "section": "Prosecution B",
        "subject": "",
        "quote": "eight to eighteen years",
        "passage_state": "exact",
        "note": 'Says "eight",\nor ten?',
        "author": "analyst",
        "written": "",
        "edited": "",
        "read_by": "public",
        "team": "",
        "status": "open",
        "in_reply_to": "",
    }


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_table_is_a_formula(
    client_for: Callable[[Person], Client], analyst: User, cable: Cable, formula: str
) -> None:
    User.objects.filter(pk=analyst.pk).update(first_name="=HYPERLINK()")
    make_comment(analyst, section_of(cable), body=formula)
    [row] = table(client_for(analyst))
    assert row["note"] == f"'{formula}"
    assert row["author"] == "'=HYPERLINK()"


def test_a_cell_keeps_what_is_no_formula() -> None:
    assert [plain_cell(value) for value in ("a=b", 2008, None, "'=1", "")] == ["a=b", 2008, "", "'=1", ""]


def test_notes_are_web_annotations(client_for: Callable[[Person], Client], analyst: User, cable: Cable) -> None:
    root = make_comment(analyst, section_of(cable), body="On words", quote="eight to eighteen years")
    reply = make_comment(analyst, root=root, body="In reply", edited_at=timezone.now())
    whole = make_comment(analyst, section_of(cable), body="On all of it")
    response = client_for(analyst).get("/notes/export.json?order=oldest")
    assert response["Content-Type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    found = json.loads(response.getvalue())
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["total"]) == ("AnnotationCollection", 3)
    assert found["id"] == "http://testserver/notes/export.json?order=oldest"
    assert found["first"]["type"] == "AnnotationPage"
    first, second, third = found["first"]["items"]
    section = f"http://testserver{cable.get_absolute_url()}prosecution/b/"
    assert first["id"] == f"http://testserver/notes/{root.key}/"
    assert first["motivation"] == "commenting"
    assert first["body"] == {
        "type": "TextualBody", "value": "On words", "format": "text/markdown", "purpose": "commenting",
    }  # fmt: skip
    quote, place = first["target"]["selector"]
    assert first["target"]["source"] == section
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": "eight to eighteen years",
        "prefix": "The penalty is ",
        "suffix": " in prison.\n\nA fine comes with it.",
    }
    text = section_of(cable).current
    assert text is not None
    assert text.text[place["start"] : place["end"]] == quote["exact"]
    assert (second["id"], second["motivation"]) == (f"http://testserver/notes/{reply.key}/", "replying")
    assert second["target"] == first["id"]
    assert second["modified"].endswith("Z")
    assert (third["id"], third["target"]) == (f"http://testserver/notes/{whole.key}/", section)
    assert "modified" not in third


def test_a_passage_that_is_no_longer_found_has_its_words_and_no_place(
    client_for: Callable[[Person], Client], analyst: User, cable: Cable
) -> None:
    make_comment(analyst, section_of(cable), quote="eight to eighteen years")
    Passage.objects.update(state="orphan", found_start=None, found_end=None)
    found = json.loads(body(client_for(analyst), "/notes/export.json"))
    [note] = found["first"]["items"]
    selectors = note["target"]["selector"]
    assert note["state"] == "orphan"
    assert [selector["type"] for selector in selectors] == ["TextQuoteSelector"]


def test_an_export_of_nothing_is_whole(client_for: Callable[[Person], Client], analyst: User) -> None:
    assert json.loads(body(client_for(analyst), "/notes/export.json"))["first"]["items"] == []
    assert table(client_for(analyst)) == []


def test_the_feed_has_the_newest_notes(
    client_for: Callable[[Person], Client], reader: Person, analyst: User, cable: Cable
) -> None:
    note = make_comment(analyst, section_of(cable), body="**Two** <b>laws</b> \x0b&")
    response = client_for(reader).get("/notes/feed.atom?person=analyst")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)  # noqa: S314 - our own
    [entry] = feed.findall("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM) == f"urn:uuid:{note.key}"
    assert entry.findtext("a:title", namespaces=ATOM) == "Country XQ 2008, Prosecution B"
    assert "<strong>Two</strong> &lt;b&gt;laws&lt;/b&gt;" in (entry.findtext("a:summary", namespaces=ATOM) or "")
    assert feed.findtext("a:updated", namespaces=ATOM) == entry.findtext("a:updated", namespaces=ATOM)


def test_an_empty_feed_does_not_change_by_itself(client_for: Callable[[Person], Client], reader: Person) -> None:
    assert b"<updated>1970-01-01" in body(client_for(reader), "/notes/feed.atom")


def test_files_take_the_filters_of_the_page(
    client_for: Callable[[Person], Client], analyst: User, teammate: User, cable: Cable
) -> None:
    make_comment(analyst, section_of(cable), body="The penalty")
    make_comment(teammate, section_of(cable), body="The shelter")
    client = client_for(analyst)
    assert [row["note"] for row in table(client, "?q=penalties")] == ["The penalty"]
    assert [row["note"] for row in table(client, "?person=teammate")] == ["The shelter"]
    assert b"The shelter" not in body(client, "/notes/export.json?whose=mine")
    assert b"The shelter" not in body(client, "/notes/feed.atom?whose=mine")


@pytest.mark.parametrize("address", FILES)
def test_a_filter_that_cannot_be_used_is_no_reason_to_send_more(
    client_for: Callable[[Person], Client], analyst: User, cable: Cable, address: str
) -> None:
    make_comment(analyst, section_of(cable))
    response = client_for(analyst).get(f"{address}?person=nobody")
    assert response.status_code == 400
    assert response.content.decode() == "No note has “nobody”; it was left out.\n"


def test_there_is_no_other_kind_of_file(client_for: Callable[[Person], Client], analyst: User) -> None:
    assert client_for(analyst).get("/notes/export.xlsx").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_more_notes_cost_no_more_queries(
    client_for: Callable[[Person], Client], analyst: User, cable: Cable, kind: str
) -> None:
    client = client_for(analyst)
    make_comment(analyst, section_of(cable))
    with CaptureQueriesContext(connection) as few:
        body(client, f"/notes/export.{kind}")
    for number in range(8):
        make_comment(analyst, section_of(cable, "protection/a"), body=str(number), quote="Shelters")
    with CaptureQueriesContext(connection) as many:
        body(client, f"/notes/export.{kind}")
    assert len(many) == len(few)


def hide_notes(analyst: User, teammate: User, cable: Cable) -> None:
    """Notes that neither a reader nor an outsider may read, with words, an author, a code of their own, and more of
    what others have; a thread of theirs, replies under a public one, and public notes on a hidden cable."""
    team = make_team(analyst, teammate)
    section = section_of(cable)
    make_comment(analyst, section, body="secret penalty @outsider", visibility="private", quote="eighteen years")
    hidden = make_comment(teammate, section_of(cable, "protection/a"), body="secret penalty", team=team)
    make_comment(analyst, root=hidden, body="secret public reply")
    public = Comment.objects.get(body="A public penalty")
    make_comment(analyst, root=public, body="secret reply", visibility="private")
    make_comment(teammate, root=public, body="secret reply", team=team)
    Notice.objects.create(person=User.objects.get(username="outsider"), comment=hidden, reason="mention")
    restricted = make_cable(mrn="09PORTOPRUEBA900555", report_year=2009, access="restricted")
    make_comment(analyst, section_of(restricted), body="secret, for everybody on a restricted cable")
    Passage.objects.filter(comments=Comment.objects.get(visibility="private", root=None)).update(
        state="orphan", found_start=None, found_end=None
    )


@pytest.mark.parametrize("address", [*FILES, *PAGES, "/notes/?topic=x", "/notes/?cable=09PORTOPRUEBA900555"])
@pytest.mark.parametrize("who", ["reader", "outsider"])
def test_what_somebody_may_not_read_changes_no_byte(
    client_for: Callable[[Person], Client],
    reader: Person,
    outsider: User,
    analyst: User,
    teammate: User,
    cable: Cable,
    who: str,
    address: str,
) -> None:
    make_comment(
        analyst,
        section_of(cable),
        body="A public penalty",
        quote="The penalty",
    )
    client = client_for(reader if who == "reader" else outsider)
    without = stable(client.get(address))
    hide_notes(analyst, teammate, cable)
    assert stable(client.get(address)) == without
    assert b"secret" not in without
    assert b"secret" in stable(client_for(analyst).get("/notes/export.csv"))


def stable(response: object) -> bytes:
    """The bytes without the token against forged requests, which is another in each answer."""
    content: bytes = response.getvalue()  # type: ignore[attr-defined]
    head, mark, rest = content.partition(b'name="csrfmiddlewaretoken" value="')
    return head + mark + rest.partition(b'"')[2]


def test_the_inbox_of_an_outsider_knows_nothing_of_them(
    client_for: Callable[[Person], Client], outsider: User, analyst: User, teammate: User, cable: Cable
) -> None:
    make_comment(analyst, section_of(cable), body="A public penalty")
    client = client_for(outsider)
    pages = ("/notes/inbox/", "/")
    without = [stable(client.get(page)) for page in pages]
    hide_notes(analyst, teammate, cable)
    assert [stable(client.get(page)) for page in pages[:1]] == without[:1]
    assert b"unread" not in client.get("/").content
