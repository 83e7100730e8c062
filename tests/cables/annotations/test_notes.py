"""The page of notes: what it shows to whom, and how its filters narrow it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.models import Cable, Code, Codebook, Coding, Comment, Notice, Passage, Question, Team
from cables.notes import NoteFilter, Results, find
from cables.notes.finding import MOST_PAGES, PAGE_SIZE
from cables.notes.words import with_words
from tests.annotation_factories import make_comment, make_team, section_of
from tests.factories import CountryFactory, PostFactory, TopicFactory, make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cable() -> Cable:
    topic = TopicFactory.create(slug="sentences")
    Question.objects.filter(questionnaire__report_year=2008, chapter="prosecution", key="B").update(topic=topic)
    return make_cable()


@pytest.fixture
def other(cable: Cable) -> Cable:
    country = CountryFactory.create(iso2="XB", name="Bassa")
    PostFactory.create(mrn_name="BASSA", country=country)
    return make_cable(mrn="07BASSA900001", report_year=2007, tags=("KTIP", "XB"))


@pytest.fixture
def team(analyst: User, teammate: User) -> Team:
    return make_team(analyst, teammate)


def ask(query: str, person: Person) -> Results:
    return find(NoteFilter(QueryDict(query), person=person).query, person)


def bodies(query: str, person: Person) -> list[str]:
    return [row.body for row in ask(query, person).rows]


def problems(query: str, person: Person) -> dict[str, list[str]]:
    return NoteFilter(QueryDict(query), person=person).problems


def counts(results: Results, facet: str) -> dict[str, int]:
    found = next(each for each in results.facets if each.name == facet)
    return {option.value: option.count for option in found.options}


def write(author: User, cable: Cable, body: str, **fields: Any) -> Comment:
    return make_comment(author, section_of(cable), body=body, **fields)


def test_everybody_sees_what_they_may_read(
    reader: Person, analyst: User, teammate: User, outsider: User, administrator: User, cable: Cable, team: Team
) -> None:
    write(analyst, cable, "mine", visibility="private")
    write(analyst, cable, "ours", team=team)
    write(analyst, cable, "everybody's")
    deleted = write(analyst, cable, "deleted")
    Comment.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())
    assert bodies("", reader) == ["everybody's"]
    assert bodies("", outsider) == ["everybody's"]
    assert bodies("", administrator) == ["everybody's"]
    assert bodies("", teammate) == ["everybody's", "ours"]
    assert bodies("", analyst) == ["everybody's", "ours", "mine"]


def test_a_note_on_a_hidden_cable_is_hidden(analyst: User, curator: User) -> None:
    write(curator, make_cable(access="restricted"), "hidden")
    assert bodies("", analyst) == []
    assert counts(ask("", analyst), "person") == {}
    assert bodies("", curator) == ["hidden"]


def test_notes_are_found_by_words_as_answers_are(analyst: User, cable: Cable) -> None:
    write(analyst, cable, "The penalties differ: 8 to 18 years")
    write(analyst, cable, "Ask the ministère about 95-98")
    assert bodies("q=penalty", analyst) == ["The penalties differ: 8 to 18 years"]
    assert bodies("q=ministere", analyst) == ["Ask the ministère about 95-98"]
    assert bodies("q=-penalty", analyst) == ["Ask the ministère about 95-98"]
    assert bodies('q="differ penalties"', analyst) == []
    assert len(bodies("q=minist* OR year", analyst)) == 2
    everything = ask("q=the", analyst)
    assert everything.has_only_small_words
    assert everything.total == 2


def test_the_index_answers_for_words(analyst: User, cable: Cable) -> None:
    write(analyst, cable, "penalties")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    words = with_words("penalty")
    assert words is not None
    assert "cables_comment_vector" in Comment.objects.order_by().filter(words).explain()


@pytest.fixture
def notes(analyst: User, teammate: User, outsider: User, cable: Cable, other: Cable, team: Team) -> None:
    """Of each kind one, named by what it is."""
    root = write(outsider, cable, "passage", quote="eight to eighteen years")
    Passage.objects.update(state="changed")
    make_comment(analyst, root=root, body="reply")
    resolved = make_comment(teammate, section_of(other, "overview/a"), body="resolved", team=team)
    Comment.objects.filter(pk=resolved.pk).update(status="resolved", resolved_at=timezone.now(), resolved_by=analyst.pk)
    make_comment(analyst, section_of(other, "overview/a"), body="private", visibility="private")
    Notice.objects.create(person=analyst, comment=root, reason="mention")
    Notice.objects.create(person=analyst, comment=resolved, reason="reply")
    book = Codebook.objects.create(slug="book", title="Book")
    code = Code.objects.create(
        codebook=book, slug="sentence", name="Sentence", definition="x", colour="teal", symbol="S"
    )
    for coder in (outsider, analyst):
        Coding.objects.create(
            section=section_of(cable), author=coder, visibility="public", code=code, codebook_version=1
        )
    hidden = Code.objects.create(codebook=book, slug="hidden", name="Hidden", definition="x", colour="teal", symbol="H")
    Coding.objects.create(
        section=section_of(cable), author=outsider, visibility="private", code=hidden, codebook_version=1
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"passage", "reply", "resolved", "private"}),
        ("whose=mine", {"reply", "private"}),
        ("whose=team", {"reply", "private", "resolved"}),
        ("mentions=me", {"passage"}),
        ("status=open", {"passage", "reply", "private"}),
        ("status=resolved", {"resolved"}),
        ("kind=thread", {"passage", "resolved", "private"}),
        ("kind=reply", {"reply"}),
        ("visibility=team", {"resolved"}),
        ("visibility=team&visibility=private", {"resolved", "private"}),
        ("person=outsider", {"passage"}),
        ("person=outsider&person=teammate", {"passage", "resolved"}),
        ("country=xb", {"resolved", "private"}),
        ("year=2008", {"passage", "reply"}),
        ("topic=sentences", {"passage", "reply"}),
        ("code=book.sentence", {"passage", "reply"}),
        ("passage=yes", {"passage", "reply"}),
        ("passage=no", {"resolved", "private"}),
        ("anchor=changed", {"passage", "reply"}),
        ("anchor=orphan", set()),
        ("cable=07BASSA900001", {"resolved", "private"}),
        ("cable=07 bassa 900001&whose=mine", {"private"}),
        ("country=xb&person=analyst", {"private"}),
        ("q=reply&year=2008", {"reply"}),
    ],
)
def test_each_filter_narrows(notes: None, analyst: User, query: str, found: set[str]) -> None:
    assert set(bodies(query, analyst)) == found
    assert problems(query, analyst) == {}
    assert ask(query, analyst).total == len(found)


def test_counts_ignore_the_choice_of_their_own_facet_alone(notes: None, analyst: User) -> None:
    found = ask("country=xb&status=open", analyst)
    assert counts(found, "status") == {"open": 1, "resolved": 1}
    assert counts(found, "country") == {"xb": 1, "xq": 2}
    assert counts(found, "whose") == {"mine": 1, "team": 1}
    assert counts(found, "year") == {"2007": 1}


def test_counts_start_from_what_the_person_may_read(notes: None, reader: Person, outsider: User) -> None:
    for person in (reader, outsider):
        found = ask("", person)
        assert found.total == 2
        assert counts(found, "country") == {"xq": 2}
        assert counts(found, "person") == {"analyst": 1, "outsider": 1}
        assert counts(found, "status") == {"open": 2, "resolved": 0}
    assert counts(ask("", reader), "code") == {"book.sentence": 2}
    assert counts(ask("", outsider), "code") == {"book.sentence": 2, "book.hidden": 2}


def test_a_choice_that_leaves_nothing_stays_to_be_given_up(notes: None, analyst: User) -> None:
    found = ask("country=xb&year=2008", analyst)
    assert found.total == 0
    assert counts(found, "country") == {"xb": 0, "xq": 2}
    assert counts(found, "year") == {"2008": 0, "2007": 2}


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("country=zz", "country", "No note has “zz”; it was left out."),
        ("country=xq&year=20x8", "year", "No note has “20x8”; it was left out."),
        ("status=closed", "status", "No note has “closed”; it was left out."),
        ("code=book.hidden", "code", "No note has “book.hidden”; it was left out."),
        ("person=nobody", "person", "No note has “nobody”; it was left out."),
        ("cable=09NOWHERE1", "cable", "No cable “09NOWHERE1” is held; the notes on all cables are shown."),
        ("order=size", "order", "Notes stand newest or oldest first, not by “size”."),
        ("page=0", "page", "There is no such page; this is the first."),
        ("page=201", "page", "Pages go up to 200; choose filters to come to older notes. This is the first."),
        ("colour=red", "", "There is no filter called “colour”; it was left out."),
        ("q=%00", "q", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_filter(
    notes: None, client_for: Callable[[Person], Client], analyst: User, query: str, name: str, told: str
) -> None:
    assert problems(query, analyst) == {name: [told]}
    response = client_for(analyst).get(f"/notes/?{query}")
    assert response.status_code == 200
    assert response.content.decode().count(told) == 1


def test_filters_of_members_are_told_to_somebody_who_is_not_signed_in(notes: None, reader: Person) -> None:
    assert problems("whose=mine", reader) == {
        "": ["The filter “whose” is for people who are signed in; it was left out."]
    }
    assert ask("whose=mine", reader).total == 2


def test_notes_stand_newest_first_or_oldest_first_page_by_page(analyst: User, cable: Cable) -> None:
    now = timezone.now()
    for number in range(PAGE_SIZE + 2):
        write(analyst, cable, f"note {number}", created_at=now + timedelta(seconds=number // 2))
    first, second = ask("", analyst), ask("page=2", analyst)
    assert (first.total, first.pages, len(second.rows)) == (27, 2, 2)
    assert [row.body for row in (*first.rows, *second.rows)] == [f"note {n}" for n in reversed(range(27))]
    assert bodies("order=oldest&page=2", analyst) == ["note 25", "note 26"]
    assert ask(f"page={MOST_PAGES}", analyst).page == 2


def test_a_row_says_where_it_stands_and_leads_there(
    notes: None, client_for: Callable[[Person], Client], analyst: User, cable: Cable
) -> None:
    html = client_for(analyst).get("/notes/?q=passage").content.decode()
    note = Comment.objects.get(body="passage")
    assert f'href="{cable.get_absolute_url()}prosecution/b/#note-{note.key}"' in html
    assert "Country XQ 2008, Prosecution B" in html
    assert "Penalties" in html
    assert '<blockquote class="note-row__quote">eight to eighteen years</blockquote>' in html
    assert "the words have changed since" in html


def test_the_words_of_a_note_are_harmless(
    client_for: Callable[[Person], Client], analyst: User, reader: Person, cable: Cable
) -> None:
    write(analyst, cable, "<script>alert(1)</script> **bold**")
    html = client_for(reader).get("/notes/").content.decode()
    assert "<script>alert" not in html
    assert "<strong>bold</strong>" in html


def test_a_filter_answers_htmx_with_what_changes(
    notes: None, client_for: Callable[[Person], Client], analyst: User
) -> None:
    client = client_for(analyst)
    response = client.get("/notes/?country=xb&q=", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="found"' in html
    assert 'id="facets"' in html
    assert response["HX-Push-Url"] == "/notes/?country=xb"
    restored = client.get("/notes/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_chips_lead_to_the_list_without_them_and_files_to_the_same_notes(
    notes: None, client_for: Callable[[Person], Client], analyst: User
) -> None:
    html = client_for(analyst).get("/notes/?country=xb&whose=mine&cable=07BASSA900001").content.decode()
    for address in ("/notes/?country=xb&amp;whose=mine", "/notes/?whose=mine&amp;cable=07BASSA900001"):
        assert f'<a class="chosen" href="{address}">' in html
    assert '<input type="hidden" name="cable" value="07BASSA900001">' in html
    assert 'href="/notes/export.csv?country=xb&amp;whose=mine&amp;cable=07BASSA900001"' in html


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_read_alone(client_for: Callable[[Person], Client], analyst: User, method: str) -> None:
    assert getattr(client_for(analyst), method)("/notes/").status_code == 405


def test_more_notes_cost_no_more_queries(
    notes: None, client_for: Callable[[Person], Client], analyst: User, outsider: User, cable: Cable
) -> None:
    client = client_for(analyst)
    with CaptureQueriesContext(connection) as few:
        client.get("/notes/")
    for number in range(10):
        root = make_comment(outsider, section_of(cable, "protection/a"), body=f"{number}", quote="Shelters")
        make_comment(analyst, root=root)
    with CaptureQueriesContext(connection) as many:
        client.get("/notes/")
    assert len(many) == len(few) <= 20
