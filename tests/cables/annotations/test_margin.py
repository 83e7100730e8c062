"""What stands beside the text of a section, for whom, and how much it costs."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.anchoring import AnchorState
from cables.beside import Beside, beside_section
from cables.coded import codings_of
from cables.coding import put_code
from cables.commenting import Audience, reply, write
from cables.models import Cable, Code, Codebook, Comment, Passage, Preference, Section, Visibility
from cables.passages import Chosen
from cables.threads import threads_of
from tests.factories import make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327/"
SECTION = f"{ADDRESS}prosecution/b/"
PENALTY = "eight to eighteen years"


@pytest.fixture
def cable() -> Cable:
    return make_cable()


@pytest.fixture
def section(cable: Cable) -> Section:
    return cable.sections.select_related("current").get(chapter="prosecution", key="b")


def on(section: Section, words: str) -> Chosen:
    assert section.current is not None
    start = section.current.text.index(words)
    return Chosen(section.current, start, start + len(words))


def note(
    author: User, section: Section, body: str = "Why?", words: str = PENALTY, visibility: str = "public"
) -> Comment:
    audience = Audience(Visibility(visibility))
    chosen = on(section, words) if words else None
    return write(author=author, section=section, body=body, audience=audience, key=uuid4(), chosen=chosen)


def code(author: User, section: Section, slug: str, words: str = PENALTY) -> None:
    book, _ = Codebook.objects.get_or_create(slug="law", title="Law")
    made = Code.objects.create(codebook=book, slug=slug, name=slug, definition="It.", colour="teal", symbol="▲")
    chosen = on(section, words) if words else None
    put_code(section=section, code=made, person=author, key=uuid4(), visibility="public", chosen=chosen)


def beside(section: Section, person: User) -> Beside:
    threads, codings = threads_of(section, person), codings_of(section, person)
    return beside_section(threads.get(section.pk, ()), codings.get(section.pk, ()))


def page(client: Client, address: str = ADDRESS) -> str:
    return str(client.get(address).content.decode())


def test_notes_on_the_same_words_share_a_mark_and_each_leads_back_to_it(section: Section, analyst: User) -> None:
    first, second = note(analyst, section), note(analyst, section)
    found = beside(section, analyst)
    assert [(mark.target, mark.label) for mark in found.marks] == [(f"margin-{first.key}", "2 notes")]
    assert {entry.sign for entry in found.entries} == {f"at-margin-{first.key}"}
    assert [entry.anchor for entry in found.entries] == [f"margin-{first.key}", f"margin-{second.key}"]


def test_the_whole_section_comes_first_and_what_lost_its_place_last(section: Section, analyst: User) -> None:
    lost = note(analyst, section, "lost")
    Passage.objects.filter(comments=lost).update(state=AnchorState.ORPHAN.value, found_start=None, found_end=None)
    note(analyst, section, "late", "years")
    code(analyst, section, "early", "The penalty")
    note(analyst, section, "whole", "")
    found = beside(section, analyst)
    order = [entry.gist or (entry.coding and entry.coding.code.name) for entry in found.entries]
    assert order == ["whole", "early", "late", "lost"]
    assert [entry.is_lost for entry in found.entries] == [False, False, False, True]
    assert len(found.marks) == 2


def test_the_gist_is_plain_words(section: Section, analyst: User) -> None:
    note(analyst, section, "**A** < B & [C](https://example.org/)\n\n- d", "")
    (entry,) = beside(section, analyst).entries
    assert entry.gist.startswith("A < B & C")
    assert "<strong>" not in entry.gist


@pytest.mark.parametrize("address", [ADDRESS, SECTION])
def test_passages_are_marked_and_tied_to_what_is_said_of_them(
    client: Client, section: Section, analyst: User, address: str
) -> None:
    written = note(analyst, section, "Since when?")
    html = page(client, address)
    name = f"margin-{written.key}"
    assert re.search(rf'<mark class="mark mark--note" data-mark="{name}" aria-details="{name}">{PENALTY}</mark>', html)
    assert f'<details class="note note--open" id="{name}" data-of="{name}"' in html
    assert f'href="#at-{name}">To the passage</a>' in html
    assert f'id="at-{name}" href="#{name}"' in html
    assert "Since when?" in html


@pytest.mark.parametrize("state", ["orphan", "ambiguous", "changed"])
def test_a_passage_that_is_not_as_it_was_says_so_with_its_words(
    client: Client, section: Section, analyst: User, state: str
) -> None:
    written = note(analyst, section)
    found = {"found_start": 4, "found_end": 11} if state == "changed" else {"found_start": None, "found_end": None}
    Passage.objects.filter(comments=written).update(state=state, score=0.5, **found)
    html = page(client)
    said = {"orphan": "no longer in the text", "ambiguous": "place unclear", "changed": "changed since"}[state]
    assert f'<span class="note__state">{said}</span>' in html
    assert f'<q class="note__quote note__quote--lost">{PENALTY}</q>' in html
    assert (f'data-mark="margin-{written.key}"' in html) == (state == "changed")


def test_what_somebody_may_not_read_leaves_no_trace(
    client: Client, client_for: Callable[[User], Client], section: Section, analyst: User, outsider: User
) -> None:
    written = note(analyst, section, "Between me and me", visibility="private")
    assert '<span class="rail__count"' in page(client_for(analyst)).replace("no answer <span", "")
    for stranger in (client, client_for(outsider)):
        for address in (ADDRESS, SECTION):
            html = page(stranger, address)
            assert str(written.key) not in html
            assert "Between me and me" not in html
            assert "1 note" not in html


def test_the_rail_counts_threads_not_replies(client: Client, section: Section, analyst: User) -> None:
    thread = note(analyst, section)
    audience = Audience(Visibility.PUBLIC)
    reply(author=analyst, thread=thread, body="So.", audience=audience, key=uuid4())
    note(analyst, section, words="")
    assert re.search(r'href="#prosecution-b"[^>]*>B<span class="rail__count" title="2 notes">2<', page(client))


def test_a_section_alone_can_be_brought_up_to_date(client: Client, section: Section, analyst: User) -> None:
    written = note(analyst, section)
    response = client.get(SECTION, headers={"HX-Request": "true"})
    html = response.content.decode().strip()
    assert html.startswith('<div class="annotated" id="annotated-prosecution-b"')
    assert f'id="margin-{written.key}"' in html
    assert "<html" not in html
    assert "HX-Request" in response["Vary"]


def test_an_older_text_carries_no_notes(client: Client, cable: Cable, section: Section, analyst: User) -> None:
    note(analyst, section)
    make_cable(sections=[("prosecution", "B", "Something else entirely.")])
    assert 'class="note ' not in page(client, f"{SECTION}?rev=1")


def test_who_may_write_has_the_form_and_the_tools(
    client: Client, client_for: Callable[[User], Client], cable: Cable, analyst: User
) -> None:
    mine, theirs = page(client_for(analyst)), page(client)
    assert f'<a href="{SECTION}#comment" data-makes="note">' in mine
    assert '<passage-tool data-person="analyst" data-may="note code"' in mine
    assert 'id="comment"' in page(client_for(analyst), SECTION)
    for word in ("passage-tool", "data-makes", "note-actions", "picker-dialog"):
        assert word not in theirs


def test_a_person_who_turned_single_keys_off_has_them_off_on_every_page(
    client_for: Callable[[User], Client], cable: Cable, analyst: User
) -> None:
    for address in ("/", ADDRESS, SECTION, "/search/"):
        assert "data-single-keys" not in page(client_for(analyst), address)
    Preference.objects.create(person=analyst, single_keys=False)
    for address in ("/", ADDRESS, SECTION, "/search/"):
        assert '<body data-single-keys="off">' in page(client_for(analyst), address)


@pytest.mark.parametrize("address", [ADDRESS, SECTION])
def test_more_notes_and_codes_cost_no_more_queries(
    client_for: Callable[[User], Client], section: Section, analyst: User, address: str
) -> None:
    counts = []
    for number in (1, 12):
        for each in range(number):
            note(analyst, section, words=PENALTY[each : each + 5])
            code(analyst, section, f"code-{number}-{each}", PENALTY[each:])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client_for(analyst), address)
        counts.append(len([query for query in queries if "session" not in query["sql"]]))
    assert counts[0] == counts[1]


def test_an_answer_without_notes_says_nothing(section: Section, analyst: User) -> None:
    found = beside(section, analyst)
    assert (found.notes, found.codes, found.marks) == (0, 0, ())
    assert replace(found) == Beside()
