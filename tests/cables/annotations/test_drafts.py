import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.models import Session
from django.test import Client

from cables.drafts import FIELDS, MOST, signature_of
from cables.models import Comment
from tests.annotation_factories import make_comment, section_of
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

NOTES = "/cables/08PORTOPRUEBA900327/prosecution/b/notes/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
ClientFor = Callable[[Person], Client]


def typed(writer: User, **fields: Any) -> dict[str, Any]:
    fields = {"body": "An hour's work.", "visibility": "public", "key": str(uuid.uuid4())} | fields
    return fields | {"writer": signature_of(writer)}


@pytest.fixture
def signed_out(client_for: ClientFor, reader: AnonymousUser) -> Client:
    return client_for(reader)


@pytest.mark.parametrize("access", ["public", "members"])
def test_what_was_typed_waits_behind_the_sign_in_and_is_written_once(
    signed_out: Client, analyst: User, access: str
) -> None:
    section_of(make_cable(access=access))
    sent = typed(analyst, quote="a fine", key=str(uuid.uuid4()))
    response = signed_out.post(NOTES, sent)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={NOTES}")
    signed_out.force_login(analyst, backend=BACKEND)
    for _ in range(2):
        html = signed_out.get(NOTES).content.decode()
        assert "Your session had ended. This is what you typed; it is not saved yet." in html
        assert "An hour&#x27;s work.</textarea>" in html
        assert "a fine</textarea>" in html
        assert f'name="key" value="{sent["key"]}"' in html
        assert '<option value="public" selected>' in html
    assert not Comment.objects.exists()
    assert signed_out.post(NOTES, sent).status_code == 302
    assert Comment.objects.get().body == "An hour's work."
    assert "Your session had ended" not in signed_out.get(NOTES).content.decode()


def test_a_reply_and_an_edit_wait_as_well(signed_out: Client, analyst: User) -> None:
    comment = make_comment(analyst, section_of(make_cable()), visibility="private")
    for action, fields in (("reply", {}), ("edit", {"version": "1"})):
        address = f"/notes/{comment.key}/{action}/"
        client = Client()
        response = client.post(address, typed(analyst, visibility="private", **fields))
        assert response["Location"] == f"/accounts/login/?next={address}"
        client.force_login(analyst, backend=BACKEND)
        assert "An hour&#x27;s work.</textarea>" in client.get(address).content.decode()


def test_nobody_else_gets_what_somebody_typed(signed_out: Client, analyst: User, teammate: User) -> None:
    section_of(make_cable())
    signed_out.post(NOTES, typed(analyst))
    signed_out.force_login(teammate, backend=BACKEND)
    assert "hour" not in signed_out.get(NOTES).content.decode()


@pytest.mark.parametrize("writer", ["", "forged", "MQ:1abcde:xyz"])
def test_a_form_that_was_made_for_nobody_leaves_nothing(signed_out: Client, analyst: User, writer: str) -> None:
    section_of(make_cable())
    signed_out.post(NOTES, typed(analyst) | {"writer": writer})
    assert not Session.objects.exists()


def test_an_ended_session_says_nothing_of_what_is_hidden(signed_out: Client, analyst: User) -> None:
    make_cable(access="members")
    held, missing = NOTES, NOTES.replace("900327", "900328")
    for sent, status in ((typed(analyst), 302), (typed(analyst) | {"writer": ""}, 404)):
        assert signed_out.post(held, sent).status_code == signed_out.post(missing, sent).status_code == status


def test_a_note_of_the_full_length_is_kept_to_its_last_line(signed_out: Client, analyst: User) -> None:
    """Browsers send two characters for the end of a line."""
    section_of(make_cable())
    signed_out.post(NOTES, typed(analyst, body="line\r\n" * 3_999 + "last."))
    signed_out.force_login(analyst, backend=BACKEND)
    assert "line\nlast.</textarea>" in signed_out.get(NOTES).content.decode()


def test_a_session_keeps_a_few_drafts_of_bounded_size(signed_out: Client, analyst: User) -> None:
    cable = make_cable()
    for name in ("overview/a", "overview/b", "prosecution/a", "prosecution/b"):
        address = f"/cables/{cable.mrn}/{name}/notes/"
        signed_out.post(address, typed(analyst, body="x" * 100_000, other="y" * 100_000))
    drafts = signed_out.session["drafts"]
    assert list(drafts)[-1] == NOTES
    assert len(drafts) == MOST
    for draft in drafts.values():
        assert set(draft["typed"]) <= set(FIELDS)
        assert sum(map(len, draft["typed"].values())) < 21_000
