import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from cables.models import Comment, CommentVersion, Passage, Preference, Section
from tests.annotation_factories import make_comment, make_team, section_of
from tests.factories import SECTIONS, make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

PLACE = "/cables/08PORTOPRUEBA900327/prosecution/b/"
NOTES = f"{PLACE}notes/"
ClientFor = Callable[[Person], Client]


def form(**fields: Any) -> dict[str, Any]:
    return {"body": "Which ministry says so?", "visibility": "public", "key": str(uuid.uuid4())} | fields


@pytest.fixture
def section() -> Section:
    return section_of(make_cable())


@pytest.fixture
def client(client_for: ClientFor, analyst: User) -> Client:
    return client_for(analyst)


def test_a_note_on_a_section_is_written_and_leads_to_where_it_stands(client: Client, section: Section) -> None:
    response = client.post(NOTES, form())
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"{PLACE}#note-{comment.key}"
    assert (comment.section, comment.passage, comment.visibility, comment.version) == (section, None, "public", 1)


def test_the_quoted_words_are_found_though_typed_otherwise(client: Client, section: Section) -> None:
    client.post(NOTES, form(quote="  EIGHT to\r\neighteen   years "))
    passage = Passage.objects.get()
    assert passage.exact == "eight to eighteen years"
    assert Comment.objects.get().passage == passage


def test_words_that_are_not_there_keep_everything_that_was_typed(client: Client, section: Section) -> None:
    response = client.post(NOTES, form(quote="nine years", body="My *words*."))
    html = response.content.decode()
    assert response.status_code == 422
    assert "These words do not stand in this section" in html
    assert "nine years</textarea>" in html
    assert "My *words*.</textarea>" in html
    assert not Comment.objects.exists()


def test_words_that_stand_twice_are_asked_about(client: Client) -> None:
    text = "The police said no. The court said no. The ministry said nothing."
    make_cable(sections=[("prosecution", "B", text)])
    sent = form(quote="said no")
    response = client.post(NOTES, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert "These words stand in 2 places" in html
    assert "The police said no. The court said no. The ministry" in html
    assert f'type="radio" name="place" value="{text.index("said no", 20)}"' in html
    assert '<a href="#comment-place">Which of them</a>' in html
    assert html.count('id="comment-place"') == 1
    response = client.post(NOTES, sent | {"place": str(text.index("said no", 20))})
    assert response.status_code == 302
    assert Passage.objects.get().start == text.index("said no", 20)


def test_a_place_chosen_for_other_words_does_not_count(client: Client, section: Section) -> None:
    response = client.post(NOTES, form(quote="years in prison", place="3"))
    assert response.status_code == 302
    assert Passage.objects.get().exact == "years in prison"


def test_words_that_stand_all_over_ask_for_more_of_them(client: Client) -> None:
    make_cable(sections=[("prosecution", "B", "no " * 40)])
    response = client.post(NOTES, form(quote="no"))
    assert response.status_code == 422
    assert "These words stand in 40 places. Quote more of the sentence." in response.content.decode()


def test_a_selection_is_a_passage_by_its_offsets(client: Client, section: Section) -> None:
    client.post(NOTES, form(start="15", end="48", rev="1"))
    passage = Passage.objects.get()
    assert (passage.exact, passage.start, passage.end) == ("eight to eighteen years in prison", 15, 48)


def test_a_selection_in_a_text_that_changed_meanwhile_goes_to_its_words(client: Client, section: Section) -> None:
    changed = "Since May it is more.\nThe penalty is eight to eighteen years in prison.\nA fine comes with it."
    make_cable(sections=[(c, k, changed if (c, k) == ("prosecution", "B") else t) for c, k, t in SECTIONS])
    client.post(NOTES, form(start="15", end="48", rev="1"))
    passage = Passage.objects.get()
    assert passage.state == "moved"
    assert passage.placed_in.revision.number == 2
    assert passage.placed_in.text[passage.found_start : passage.found_end] == "eight to eighteen years in prison"


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "15", "end": "4000"},
        {"start": "15", "end": "15"},
        {"start": "15"},
        {"start": "-1", "end": "4"},
        {"start": "x", "end": "4"},
        {"start": "1", "end": "4", "rev": "9"},
        {"rev": "x", "quote": "fine"},
        {"body": "  \r\n "},
        {"body": "a\0b"},
        {"quote": "a\0b"},
        {"body": "x" * 20_001},
        {"quote": "x" * 20_001},
        {"visibility": "secret"},
        {"visibility": ""},
        {"visibility": "team"},
        {"visibility": "team", "team": "nobody"},
        {"key": ""},
        {"key": "7"},
    ],
)
def test_what_is_unfit_is_told_and_writes_nothing(client: Client, section: Section, fields: dict[str, str]) -> None:
    response = client.post(NOTES, form(**fields))
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Comment.objects.exists()
    assert not Passage.objects.exists()


def test_a_body_of_the_full_length_counts_line_ends_once(client: Client, section: Section) -> None:
    response = client.post(NOTES, form(body="x" * 9_999 + "\r\n" + "y" * 10_000))
    assert response.status_code == 302
    assert len(Comment.objects.get().body) == 20_000


def test_a_note_is_for_a_team_of_its_author_only(
    client: Client, analyst: User, outsider: User, section: Section
) -> None:
    own, other = make_team(analyst), make_team(outsider, slug="east-asia")
    assert client.post(NOTES, form(visibility="team", team=other.slug)).status_code == 422
    assert client.post(NOTES, form(visibility="team", team=own.slug)).status_code == 302
    assert client.post(NOTES, form(visibility="team")).status_code == 302
    assert {comment.team for comment in Comment.objects.all()} == {own}
    make_team(analyst, slug="third")
    response = client.post(NOTES, form(visibility="team"))
    assert response.status_code == 422
    assert "Choose the team that reads it." in response.content.decode()


def test_the_same_form_sent_twice_makes_one_note(client: Client, section: Section) -> None:
    sent = form(quote="a fine")
    first, second = client.post(NOTES, sent), client.post(NOTES, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert (Comment.objects.count(), Passage.objects.count()) == (1, 1)
    comment = Comment.objects.get()
    client.post(f"/notes/{comment.key}/edit/", {"body": "Other words.", "visibility": "public", "version": "1"})
    assert client.post(NOTES, sent)["Location"] == first["Location"]
    assert Comment.objects.get().body == "Other words."


def test_a_form_sent_again_with_other_words_loses_neither(client: Client, section: Section) -> None:
    sent = form()
    client.post(NOTES, sent)
    response = client.post(NOTES, sent | {"body": "Second thoughts."})
    html = response.content.decode()
    assert response.status_code == 422
    assert "This form was sent before, with other words" in html
    assert "Second thoughts.</textarea>" in html
    assert f'name="key" value="{sent["key"]}"' not in html
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("other", [{"visibility": "private"}, {"quote": "a fine"}, {"quote": ""}])
def test_a_form_sent_again_for_other_readers_or_words_is_not_taken_for_the_same(
    client: Client, section: Section, other: dict[str, str]
) -> None:
    sent = form(quote="years in prison")
    client.post(NOTES, sent)
    response = client.post(NOTES, sent | other)
    assert response.status_code == 422
    assert "This form was sent before, with other words or for other readers" in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_key_of_somebody_elses_note_says_nothing_about_it(
    client: Client, client_for: ClientFor, outsider: User, section: Section
) -> None:
    hidden = make_comment(outsider, section, visibility="private", body="Nobody's business.")
    response = client.post(NOTES, form(key=str(hidden.key)))
    html = response.content.decode()
    assert response.status_code == 422
    assert "This form belongs to another note" in html
    assert "business" not in html


def test_many_notes_within_a_minute_are_held_up(client: Client, analyst: User, section: Section) -> None:
    for _ in range(30):
        make_comment(analyst, section)
    response = client.post(NOTES, form(body="The thirty-first."))
    assert response.status_code == 429
    assert "The thirty-first.</textarea>" in response.content.decode()
    assert Comment.objects.count() == 30


def test_replies_are_never_for_more_readers_than_their_thread(
    client_for: ClientFor, analyst: User, teammate: User, section: Section
) -> None:
    team, other = make_team(analyst, teammate), make_team(teammate, slug="other")
    root = make_comment(analyst, section, team=team)
    client = client_for(teammate)
    address = f"/notes/{root.key}/reply/"
    assert client.post(address, form(visibility="public")).status_code == 422
    assert client.post(address, form(visibility="team", team=other.slug)).status_code == 422
    assert client.post(address, form(visibility="team")).status_code == 302
    assert client.post(address, form(visibility="private")).status_code == 302
    assert sorted(root.replies.values_list("visibility", "team")) == [("private", None), ("team", team.pk)]


def test_a_reply_to_a_reply_stands_in_the_same_thread(client: Client, analyst: User, section: Section) -> None:
    root = make_comment(analyst, section)
    reply = make_comment(analyst, root=root)
    client.post(f"/notes/{reply.key}/reply/", form())
    assert Comment.objects.latest("pk").root == root


def test_an_edit_keeps_what_was_said(client: Client, analyst: User, section: Section) -> None:
    comment = make_comment(analyst, section, body="First words.")
    response = client.post(f"/notes/{comment.key}/edit/", {"body": "Better.", "visibility": "private", "version": "1"})
    assert response["Location"] == f"{PLACE}#note-{comment.key}"
    comment.refresh_from_db()
    assert (comment.body, comment.visibility, comment.version) == ("Better.", "private", 2)
    assert comment.edited_at is not None
    version = CommentVersion.objects.get()
    assert (version.number, version.body, version.visibility) == (1, "First words.", "public")
    assert version.written_at == comment.created_at


def test_a_stale_edit_overwrites_nothing_and_shows_both(client: Client, analyst: User, section: Section) -> None:
    comment = make_comment(analyst, section, body="First.")
    address = f"/notes/{comment.key}/edit/"
    client.post(address, {"body": "From one window.", "visibility": "public", "version": "1"})
    response = client.post(address, {"body": "From another.", "visibility": "public", "version": "1"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "<p>From one window.</p>" in html
    assert "<p>From another.</p>" in html
    assert "From another.</textarea>" in html
    assert 'name="version" value="2"' in html
    comment.refresh_from_db()
    assert comment.body == "From one window."
    response = client.post(address, {"body": "From another.", "visibility": "public", "version": "2"})
    assert response.status_code == 302
    comment.refresh_from_db()
    assert (comment.body, comment.version) == ("From another.", 3)


def test_the_same_edit_sent_twice_is_no_conflict(client: Client, analyst: User, section: Section) -> None:
    comment = make_comment(analyst, section)
    sent = {"body": "Better.", "visibility": "public", "version": "1"}
    assert [client.post(f"/notes/{comment.key}/edit/", sent).status_code for _ in range(2)] == [302, 302]
    assert CommentVersion.objects.count() == 1


def test_an_edit_of_a_note_deleted_meanwhile_gives_the_words_back(
    client: Client, analyst: User, section: Section
) -> None:
    comment = make_comment(analyst, section)
    client.post(f"/notes/{comment.key}/delete/")
    sent = {"body": "Hours of work.", "visibility": "public", "version": "1"}
    response = client.post(f"/notes/{comment.key}/edit/", sent)
    assert response.status_code == 409
    assert "Hours of work." in response.content.decode()
    assert "<textarea" not in response.content.decode()


def test_only_its_author_edits_a_note(
    client_for: ClientFor, analyst: User, administrator: User, section: Section
) -> None:
    comment = make_comment(analyst, section)
    client = client_for(administrator)
    assert client.get(f"/notes/{comment.key}/edit/").status_code == 403
    sent = {"body": "Mine.", "visibility": "public", "version": "1"}
    assert client.post(f"/notes/{comment.key}/edit/", sent).status_code == 403


def test_a_deleted_note_leaves_a_trace_for_its_thread_and_no_words(
    client: Client, analyst: User, teammate: User, section: Section
) -> None:
    User.objects.filter(pk=analyst.pk).update(first_name="Ana María")
    root = make_comment(analyst, section, body="Regretted.", quote="a fine")
    client.post(f"/notes/{root.key}/edit/", {"body": "Regretted more.", "visibility": "public", "version": "1"})
    make_comment(teammate, root=root, body="An answer.")
    assert "Regretted more." in client.get(f"/notes/{root.key}/delete/").content.decode()
    response = client.post(f"/notes/{root.key}/delete/")
    assert response.status_code == 302
    html = client.get(NOTES).content.decode()
    assert "Deleted by its author" in html
    assert "An answer." in html
    assert "Regretted" not in html
    assert "Replies to a note that is gone" in html
    for address in (NOTES, PLACE, PLACE.replace("prosecution/b/", "")):
        html = Client().get(address).content.decode()
        assert "An answer." in html
        assert "Ana María" not in html
    root.refresh_from_db()
    assert (root.body, root.deleted_by) == ("", analyst)
    assert not CommentVersion.objects.exists()
    assert client.get(f"/notes/{root.key}/versions/").status_code == 404


def test_a_deleted_note_that_nobody_answered_is_gone(client: Client, analyst: User, section: Section) -> None:
    comment = make_comment(analyst, section)
    response = client.post(f"/notes/{comment.key}/delete/")
    assert response["Location"] == PLACE
    assert client.post(f"/notes/{comment.key}/delete/")["Location"] == PLACE  # the button pressed twice
    assert client.get(f"/notes/{comment.key}/").status_code == 404
    assert "Deleted" not in client.get(NOTES).content.decode()


def test_those_who_moderate_remove_public_notes_and_no_others(
    client_for: ClientFor, analyst: User, curator: User, outsider: User, section: Section
) -> None:
    team = make_team(analyst, curator)
    public, shared = make_comment(analyst, section), make_comment(analyst, section, team=team)
    make_comment(outsider, root=public)
    assert client_for(outsider).post(f"/notes/{public.key}/delete/").status_code == 403
    client = client_for(curator)
    assert client.post(f"/notes/{shared.key}/delete/").status_code == 403
    assert client.post(f"/notes/{public.key}/delete/").status_code == 302
    assert "Removed by a moderator" in client.get(NOTES).content.decode()


def test_a_thread_is_resolved_and_reopened_by_whoever_may_write_in_it(
    client_for: ClientFor, analyst: User, teammate: User, section: Section
) -> None:
    root = make_comment(analyst, section)
    reply = make_comment(analyst, root=root)
    client = client_for(teammate)
    assert client.post(f"/notes/{reply.key}/resolve/").status_code == 302
    root.refresh_from_db()
    assert (root.status, root.resolved_by) == ("resolved", teammate)
    assert "Resolved by teammate" in client.get(NOTES).content.decode()
    client_for(analyst).post(f"/notes/{root.key}/resolve/")
    root.refresh_from_db()
    assert root.resolved_by == teammate
    assert client.post(f"/notes/{root.key}/reopen/").status_code == 302
    root.refresh_from_db()
    assert root.status == "open"
    assert root.resolved_at is None


def test_programs_get_annotations_in_the_words_of_the_standard(client: Client, section: Section) -> None:
    accept = {"Accept": "application/json"}
    response = client.post(NOTES, form(quote="eighteen years", body="How many *served*?"), headers=accept)
    assert response.status_code == 201
    made = response.json()
    assert made["id"] == f"http://testserver/notes/{made['key']}/"
    assert response["Location"] == f"/notes/{made['key']}/"
    assert (made["@context"], made["type"], made["motivation"]) == (
        "http://www.w3.org/ns/anno.jsonld",
        "Annotation",
        "commenting",
    )
    assert made["body"] == {"type": "TextualBody", "value": "How many *served*?", "format": "text/markdown"}
    quote, position = made["target"]["selector"]
    assert made["target"]["source"] == f"http://testserver{PLACE}"
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": "eighteen years",
        "prefix": "The penalty is eight to ",
        "suffix": " in prison.\n\nA fine comes with it.",
    }
    assert position == {"type": "TextPositionSelector", "start": 24, "end": 38}
    reply = client.post(f"/notes/{made['key']}/reply/", form(), headers=accept).json()
    assert (reply["motivation"], reply["target"]) == ("replying", made["id"])
    listed = client.get(NOTES, headers=accept).json()
    assert [item["key"] for item in listed["items"]] == [made["key"], reply["key"]]
    assert client.get(f"/notes/{reply['key']}/", headers=accept).json() == reply
    assert client.post(NOTES, form(body=""), headers=accept).json()["errors"]["body"][0]["code"] == "required"
    edit = {"body": "Other.", "visibility": "public", "version": "1"}
    assert client.post(f"/notes/{made['key']}/edit/", edit, headers=accept).json()["version"] == 2
    conflict = client.post(f"/notes/{made['key']}/edit/", edit | {"body": "Third."}, headers=accept)
    assert conflict.status_code == 409
    assert conflict.json()["current"] == {"version": 2, "body": "Other.", "deleted": False}
    versions = client.get(f"/notes/{made['key']}/versions/", headers=accept).json()["versions"]
    assert [version["version"] for version in versions] == [2, 1]


def test_scripts_get_the_thread_alone_and_are_told_what_changed(client: Client, section: Section) -> None:
    htmx = {"HX-Request": "true"}
    response = client.post(NOTES, form(), headers=htmx)
    html = response.content.decode()
    assert response.status_code == 201
    assert "<html" not in html
    key = str(Comment.objects.get().key)
    assert f'id="note-{key}"' in html
    assert json.loads(response["HX-Trigger"]) == {"notes-changed": {"key": key, "thread": key, "place": PLACE}}
    assert "<html" not in client.get(NOTES, headers=htmx).content.decode()
    unfit = client.post(NOTES, form(body=""), headers=htmx)
    assert (unfit.status_code, unfit.content.decode().lstrip()[:5]) == (422, "<form")
    for action in ("reply", "edit", "delete", "versions"):
        response = client.get(f"/notes/{key}/{action}/", headers=htmx)
        assert response.status_code == 200
        assert "<html" not in response.content.decode()
    assert client.post(f"/notes/{key}/delete/", headers=htmx).content == b""


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "resolve"), ("get", "reopen"), ("post", "versions"), ("post", ""), ("put", "edit"), ("delete", "delete")],
)
def test_other_methods_are_refused(client: Client, analyst: User, section: Section, method: str, path: str) -> None:
    comment = make_comment(analyst, section)
    address = f"/notes/{comment.key}/{path}/" if path else f"/notes/{comment.key}/"
    assert getattr(client, method)(address).status_code == 405


def test_a_form_without_its_token_is_refused(analyst: User, section: Section) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(NOTES, form()).status_code == 403
    assert not Comment.objects.exists()


def test_the_public_reads_public_notes_and_is_asked_to_sign_in_to_write(
    client_for: ClientFor, reader: AnonymousUser, analyst: User, section: Section
) -> None:
    comment = make_comment(analyst, section)
    client = client_for(reader)
    html = client.get(NOTES).content.decode()
    assert "Which ministry says so?" in html
    assert "<textarea" not in html
    assert "Reply" not in html
    for address in (NOTES, f"/notes/{comment.key}/reply/", f"/notes/{comment.key}/edit/"):
        response = client.post(address, form())
        assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")
        assert client.post(address, form(), headers={"HX-Request": "true"}).status_code == 403
        assert client.post(address, form(), headers={"Accept": "application/json"}).status_code == 403
    assert client.post(f"/notes/{comment.key}/resolve/")["Location"].endswith(f"?next=/notes/{comment.key}/")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("mrn", ["08PORTOPRUEBA900327", "08 porto prueba 0900327"])
def test_another_spelling_leads_to_the_one_address(client: Client, section: Section, mrn: str) -> None:
    response = client.get(f"/cables/{mrn}/Prosecution/B/notes/")
    assert (response.status_code, response["Location"]) == (301, NOTES)


def test_a_chapter_without_letters_takes_notes_as_well(client: Client) -> None:
    make_cable(sections=[("summary", "", "The country made progress.")])
    address = "/cables/08PORTOPRUEBA900327/summary/notes/"
    response = client.post(address, form(quote="made progress"))
    assert response["Location"].startswith("/cables/08PORTOPRUEBA900327/summary/#note-")
    assert "made progress</blockquote>" in client.get(address).content.decode()


def test_a_note_is_offered_for_whom_its_author_prefers(client: Client, analyst: User, section: Section) -> None:
    assert '<option value="private" selected>' in client.get(NOTES).content.decode()
    team = make_team(analyst)
    make_team(analyst, slug="second")
    Preference.objects.create(person=analyst, visibility="team", team=team)
    html = client.get(NOTES).content.decode()
    assert '<option value="team" selected>' in html
    assert f'<option value="{team.slug}" selected>' in html


def test_a_team_that_its_author_left_is_no_preference(client: Client, analyst: User, section: Section) -> None:
    left = make_team(slug="left")
    make_team(analyst, slug="other")
    Preference.objects.create(person=analyst, visibility="team", team=left)
    html = client.get(NOTES).content.decode()
    assert '<option value="private" selected>' in html
    assert "Left" not in html


def test_an_edit_of_a_reply_starts_with_the_readers_that_its_narrower_thread_has(
    client: Client, analyst: User, section: Section
) -> None:
    """Otherwise the browser takes the first on offer, and whoever mends a word hides the reply from everybody."""
    root = make_comment(analyst, section, team=make_team(analyst))
    reply = make_comment(analyst, root=root, body="Yse.")
    assert '<option value="team" selected>' in client.get(f"/notes/{reply.key}/edit/").content.decode()


def test_a_form_that_is_unfit_comes_before_the_threads(client: Client, analyst: User, section: Section) -> None:
    make_comment(analyst, section)
    html = client.post(NOTES, form(body="")).content.decode()
    assert html.index('id="comment"') < html.index('id="notes"')
    html = client.get(NOTES).content.decode()
    assert html.index('id="comment"') > html.index('id="notes"')


def test_words_of_a_cable_are_shown_as_text(client: Client, analyst: User) -> None:
    text = "Officials said <b>*nothing*</b> & left."
    section = section_of(make_cable(sections=[("prosecution", "B", text)]))
    make_comment(analyst, section, quote="<b>*nothing*</b> & left", body="x")
    assert "&lt;b&gt;*nothing*&lt;/b&gt; &amp; left</blockquote>" in client.get(NOTES).content.decode()
