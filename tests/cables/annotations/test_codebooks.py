"""Codebooks: the shipped one is added once and never changed by itself; every change of a code makes a version."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from cables import codebooks
from cables.codebook_files import CodebookFile, read_codebook
from cables.codebooks import note_change, offered_edition, take_edition
from cables.models import Code, Codebook
from cables.reference import load_reference

pytestmark = pytest.mark.django_db

SHIPPED = read_codebook()


@pytest.fixture
def book() -> Codebook:
    return Codebook.objects.get(slug=SHIPPED.slug)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> CodebookFile:
    """A later edition: the first code has another definition, the last code is gone."""
    first, *others = SHIPPED.codes
    edition = replace(SHIPPED, version=2, codes=(replace(first, definition="Sharper."), *others[:-1]))
    monkeypatch.setattr(codebooks, "read_codebook", lambda: edition)
    monkeypatch.setattr("cables.reference.read_codebook", lambda: edition)
    return edition


def test_the_shipped_codebook_is_there_with_its_tree_and_first_version(book: Codebook) -> None:
    assert (book.shipped, book.version, book.codes.count()) == (True, 1, len(SHIPPED.codes))
    below = next(code for code in SHIPPED.codes if code.depth == 3)
    parent = book.codes.get(slug=below.slug).parent
    assert parent is not None
    assert parent.slug == below.parent
    version = book.versions.get()
    assert [entry["slug"] for entry in version.codes] == [code.slug for code in SHIPPED.codes]
    assert offered_edition(book) is None


def test_loading_again_changes_nothing(book: Codebook) -> None:
    report = load_reference(apps.get_model)
    assert (report.added["Codebook"], report.unchanged["Codebook"], report.kept) == (0, 1, [])
    assert book.versions.count() == 1


def test_a_curators_edit_outlives_the_next_load(book: Codebook, curator: User) -> None:
    code = book.codes.first()
    assert code is not None
    code.definition = "As we use it."
    code.save(update_fields=["definition"])
    note_change(book=book, person=curator)
    report = load_reference(apps.get_model)
    code.refresh_from_db()
    assert code.definition == "As we use it."
    assert [(found.table, found.archive) for found in report.kept] == [("Codebook", "version 2")]
    assert offered_edition(book) is None  # this edition was here already: it is the curator who changed it


def test_a_newer_edition_is_offered_and_not_forced(book: Codebook, newer: CodebookFile) -> None:
    load_reference(apps.get_model)
    assert book.codes.filter(definition="Sharper.").exists() is False
    assert offered_edition(book) == newer


def test_taking_an_edition_keeps_what_a_curator_added_and_retires_what_it_dropped(
    book: Codebook, newer: CodebookFile, curator: User
) -> None:
    Code.objects.create(
        codebook=book, slug="ours", name="Ours", definition="D", colour="teal", symbol="O", position=999
    )
    note_change(book=book, person=curator)
    take_edition(newer, apps.get_model, person=curator)
    book.refresh_from_db()
    assert book.codes.get(slug=newer.codes[0].slug).definition == "Sharper."
    assert book.codes.get(slug="ours").retired is False
    assert book.codes.get(slug=SHIPPED.codes[-1].slug).retired is True
    last = book.versions.first()
    assert last is not None
    assert (book.version, last.number, last.made_by) == (3, 3, curator)
    assert offered_edition(book) is None


def test_overwrite_takes_the_edition(book: Codebook, newer: CodebookFile) -> None:
    report = load_reference(apps.get_model, overwrite=True)
    assert [found.table for found in report.overwritten] == ["Codebook"]
    assert book.codes.filter(definition="Sharper.").exists()


def test_a_change_makes_a_version_with_its_maker_and_no_change_makes_none(book: Codebook, curator: User) -> None:
    assert note_change(book=book, person=curator) is None
    book.codes.filter(slug=SHIPPED.codes[0].slug).update(symbol="X")
    version = note_change(book=book, person=curator, note="Clearer in print")
    assert version is not None
    assert (version.number, version.made_by, version.note) == (2, curator, "Clearer in print")
    assert version.codes[0]["symbol"] == "X"
    book.refresh_from_db()
    assert book.version == 2
