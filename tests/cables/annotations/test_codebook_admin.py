"""Codebooks in the admin: every change is a version, no code goes round in a circle, codings stay private."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cables import codebooks
from cables.codebook_files import read_codebook
from cables.models import Code, Codebook
from tests.annotation_factories import section_of
from tests.code_factories import CodebookFactory, CodeFactory, make_coding, make_practice
from tests.factories import make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


@pytest.fixture
def book() -> Codebook:
    return CodebookFactory.create()


def values_of(code: Code, **changes: Any) -> dict[str, Any]:
    names = ("name", "symbol", "colour", "position", "definition", "when_to_use", "when_not", "example", "source")
    return {name: getattr(code, name) for name in names} | {"parent": code.parent_id or ""} | changes


def save(client: Client, code: Code, **changes: Any) -> Any:
    return client.post(reverse("admin:cables_code_change", args=[code.pk]), values_of(code, **changes))


def test_a_changed_code_makes_a_version_that_says_who_and_why(
    client_for: SignIn, curator: User, book: Codebook
) -> None:
    code = CodeFactory.create(codebook=book, slug="law")
    client = client_for(curator)
    save(client, code, definition="Sharper.", note="Coders took it for policy")
    version = book.versions.first()
    assert version is not None
    assert (version.made_by, version.note, version.codes[0]["definition"]) == (
        *(curator, "Coders took it for policy", "Sharper."),
    )
    save(client, Code.objects.get(codebook=book), definition="Sharper still.")
    assert book.versions.count() == 2
    book.refresh_from_db()
    assert book.version == 2
    page = client.get("/codes/forms/").content.decode()
    assert "<del>Sharper.</del>" in page
    assert "<ins>Sharper still.</ins>" in page


def test_a_new_code_stands_last_and_makes_a_version(client_for: SignIn, curator: User, book: Codebook) -> None:
    CodeFactory.create(codebook=book, slug="law", position=7)
    fields = {"codebook": book.pk, "name": "New", "slug": "new", "symbol": "N", "colour": "moss", "position": 0}
    response = client_for(curator).post(reverse("admin:cables_code_add"), fields | {"definition": "D", "parent": ""})
    assert response.status_code == 302
    assert Code.objects.get(slug="new").position == 8
    assert book.versions.count() == 1


def test_codes_never_go_round_in_a_circle_or_into_another_book(
    client_for: SignIn, curator: User, book: Codebook
) -> None:
    top = CodeFactory.create(codebook=book, slug="top")
    below = CodeFactory.create(codebook=book, slug="below", parent=top)
    other = CodeFactory.create(codebook=CodebookFactory.create(slug="other"), slug="elsewhere")
    client = client_for(curator)
    for parent, told in ((below, "round in a circle"), (top, "round in a circle"), (other, "another codebook")):
        response = save(client, top, parent=parent.pk)
        assert response.status_code == 200
        assert told in response.content.decode()
    assert Code.objects.get(slug="top").parent is None


def test_a_code_that_hangs_on_something_is_not_deleted_nor_its_codings_told(
    client_for: SignIn, administrator: User, analyst: User, book: Codebook
) -> None:
    used, free = CodeFactory.create(codebook=book, slug="used"), CodeFactory.create(codebook=book, slug="free")
    make_coding(analyst, section_of(make_cable()), used, visibility="private")
    client = client_for(administrator)
    assert client.post(reverse("admin:cables_code_delete", args=[used.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse("admin:cables_codebook_delete", args=[book.pk]), {"post": "yes"}).status_code == 403
    client.post(reverse("admin:cables_code_delete", args=[free.pk]), {"post": "yes"})
    assert list(Code.objects.filter(codebook=book)) == [used]
    page = client.get(reverse("admin:cables_code_changelist"), {"codings__author__username": "analyst"})
    assert page.status_code == 400


def test_the_list_shows_the_tree(client_for: SignIn, curator: User, book: Codebook) -> None:
    top = CodeFactory.create(codebook=book, slug="top", name="Top")
    CodeFactory.create(codebook=book, slug="below", name="Below", parent=top)
    page = client_for(curator).get(reverse("admin:cables_code_changelist"), {"codebook__id__exact": book.pk})
    assert "— Below" in page.content.decode()


def test_exercises_are_looked_at_and_their_codes_are_not_there(
    client_for: SignIn, curator: User, analyst: User, teammate: User, book: Codebook
) -> None:
    section = section_of(make_cable())
    practice = make_practice(analyst, [analyst, teammate], [section], book=book)
    make_coding(analyst, section, CodeFactory.create(codebook=book, name="Telltale"), exercise=practice)
    client = client_for(curator)
    page = client.get(reverse("admin:cables_exercise_change", args=[practice.pk])).content.decode()
    assert practice.name in page
    assert "Telltale" not in page
    assert client.get(reverse("admin:cables_exercise_add")).status_code == 403
    free = CodeFactory.create(codebook=book, slug="free")  # that it cannot be deleted tells nobody that it is used
    assert client.post(reverse("admin:cables_code_delete", args=[free.pk]), {"post": "yes"}).status_code == 403
    told = client.get(reverse("admin:cables_exercise_changelist"), {"codings__code": 1})
    assert told.status_code == 400


def test_a_newer_edition_is_shown_and_taken_on_purpose(
    client_for: SignIn, curator: User, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = read_codebook()
    first, *others = shipped.codes
    edition = replace(shipped, version=2, codes=(replace(first, definition="Sharper."), *others))
    monkeypatch.setattr(codebooks, "read_codebook", lambda: edition)
    book = Codebook.objects.get(slug=shipped.slug)
    address = reverse("admin:cables_codebook_edition", args=[book.pk])
    client = client_for(curator)
    assert address in client.get(book.get_absolute_url()).content.decode()
    assert address not in client_for(analyst).get(book.get_absolute_url()).content.decode()
    assert "Sharper." in client.get(address).content.decode()
    assert not book.codes.filter(definition="Sharper.").exists()
    client.post(address)
    assert book.codes.filter(definition="Sharper.").exists()
    assert address not in client.get(book.get_absolute_url()).content.decode()
    assert client_for(analyst).post(address).status_code == 302  # to sign in as staff
