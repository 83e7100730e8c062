"""Counts are those of the archive as it is: whatever changes it, in whichever process, and in whatever order."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from cables.importing import write_cable
from cables.models import Cable, Country, Paragraph, Question, Section, SectionText, Tag, Topic
from cables.models.archive import CableTag
from cables.search import archive, held
from tests.cables.search.asking import ask, counts, make_archive
from tests.factories import make_cable, make_parsed

IMPORTED_ELSEWHERE = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
if "EMBEDDED" in settings.DATABASES["default"]:
    settings.DATABASES["default"]["EMBEDDED"]["database"] = sys.argv[1]
django.setup()
from cables.search import search, SearchQuery
from django.contrib.auth.models import AnonymousUser
from tests.factories import make_cable
before = search(SearchQuery("mongoose"), AnonymousUser()).total
make_cable(mrn="07ALFA8", sections=[("prosecution", "A", "A mongoose.")], tags=("XA",))
print(before, search(SearchQuery("mongoose"), AnonymousUser()).total)
"""


def change_text() -> None:
    text = SectionText.objects.get(current_for__cable__mrn="08ALFA1", section__chapter="prosecution")
    text.text = "A mongoose forbids it."
    text.save(update_fields=["text"])


def change_revision() -> None:
    parsed = make_parsed(mrn="08ALFA1", sections=[("prosecution", "A", "A mongoose.")], tags=("KCRM", "XA"))
    write_cable(parsed, content=b"another source", name="again.txt")


def remove_text() -> None:
    Section.objects.filter(cable__mrn="08ALFA1", chapter="prosecution").update(current=None)


def answer_question() -> None:
    text = SectionText.objects.get(current_for__cable__mrn="09ALFA2")
    text.questions.add(Question.objects.get(topic__slug="test-shelters"))


CHANGES: list[tuple[Callable[[], Any], str, dict[str, int]]] = [
    (lambda: Cable.objects.filter(mrn="08ALFA1").update(access="members"), "country", {"xa": 1}),
    (lambda: Cable.objects.filter(mrn="08ALFA1").update(report_year=1990), "year", {"1990": 3, "1991": 5}),
    (lambda: Cable.objects.filter(mrn="08ALFA1").update(captions=["NODIS"]), "marking", {"nodis": 3}),
    (lambda: Cable.objects.filter(mrn="08ALFA1").update(current=None), "country", {"xa": 1}),
    (lambda: Cable.objects.filter(mrn="08ALFA1").delete(), "country", {"xa": 1}),
    (lambda: CableTag.objects.filter(cable__mrn="08ALFA1", tag__code="KCRM").delete(), "tag", {"kcrm": 2}),
    (
        lambda: CableTag.objects.create(
            cable=Cable.objects.get(mrn="09ALFA2"), tag=Tag.objects.get(code="KCRM"), position=9
        ),
        "tag",
        {"kcrm": 6},
    ),
    (lambda: Country.objects.filter(iso2="XA").update(bureau="NEA"), "bureau", {"nea": 4, "eur": 5}),
    (lambda: Country.objects.filter(iso2="XA").update(iso2="XZ"), "country", {"xz": 4}),
    (lambda: Question.objects.filter(topic__slug="test-shelters").update(topic=None), "topic", {}),
    (lambda: Topic.objects.filter(slug="test-shelters").update(slug="test-homes"), "topic", {"test-homes": 3}),
    (lambda: Paragraph.objects.update(kind="law"), "law", {"yes": 9}),
    (lambda: SectionText.objects.update(status="missing"), "status", {"missing": 9}),
    (change_revision, "country", {"xa": 2}),
    (remove_text, "country", {"xa": 3}),
    (answer_question, "topic", {"test-shelters": 4}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "facet", "expected"), CHANGES)
def test_a_change_is_counted_at_the_next_search(
    change: Callable[[], Any], facet: str, expected: dict[str, int]
) -> None:
    make_archive()
    ask()
    change()
    found = {value: number for value, number in counts(ask(), facet).items() if number}
    assert {value: found.get(value) for value in expected} == expected


@pytest.mark.django_db
def test_a_changed_text_is_found_by_its_new_words() -> None:
    make_archive()
    assert ask("mongoose").total == 0
    change_text()
    assert ask("mongoose").total == 1


@pytest.mark.django_db
def test_an_earlier_reading_of_a_cable_is_not_found() -> None:
    make_archive()
    assert ask("forbids").total == 3
    change_revision()
    assert ask("forbids").total == 2
    assert ask("mongoose").total == 1


@pytest.mark.django_db
def test_what_is_taken_back_was_never_there() -> None:
    make_archive()
    before = ask()
    with transaction.atomic():
        make_cable(mrn="07ALFA8", sections=[("prosecution", "A", "A mongoose.")], tags=("XA",))
        assert ask("mongoose").total == 1
        transaction.set_rollback(True)
    assert ask("mongoose").total == 0
    assert ask() == before


@pytest.fixture
def committed(transactional_db: None, django_db_serialized_rollback: None) -> None:
    """An archive that other connections see too."""
    make_archive()


@pytest.mark.usefixtures("committed")
def test_an_import_in_one_process_is_counted_in_another(root: Path) -> None:
    assert ask("mongoose").total == 0
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED_ELSEWHERE, str(connection.settings_dict["NAME"])],
        cwd=root,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "TIPPORTAL_VAR": str(settings.VAR_FOLDER), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "0 1\n", done.stderr
    assert ask("mongoose").total == 1
    assert counts(ask("mongoose"), "country") == {"xa": 1, "xb": 0, "xc": 0}


@pytest.mark.usefixtures("committed")
def test_transactions_that_commit_out_of_order_are_all_counted() -> None:
    slow = connection.copy()
    slow.set_autocommit(False)
    try:
        with slow.cursor() as cursor:
            cursor.execute("UPDATE cables_cable SET report_year = 1990 WHERE mrn = '08ALFA1'")
        Cable.objects.filter(mrn="08BRAVO3").update(report_year=1990)
        assert counts(ask(), "year") == {"1992": 1, "1991": 6, "1990": 2}
        assert counts(ask(), "year") == {"1992": 1, "1991": 6, "1990": 2}
        slow.commit()
        assert counts(ask(), "year") == {"1992": 1, "1991": 3, "1990": 5}
    finally:
        slow.close()


@pytest.mark.usefixtures("committed")
def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    read: list[Any] = []

    def fetch(only: Any) -> archive.Rows:
        read.append(only)
        return archive.fetch_rows(only)

    monkeypatch.setattr(held, "fetch_rows", fetch)
    ask()
    assert read == []
    changed = Cable.objects.get(mrn="08ALFA1")
    Cable.objects.filter(pk=changed.pk).update(dtg=datetime(2001, 1, 1, tzinfo=UTC))
    ask()
    ask()
    assert json.dumps(read) == json.dumps([[changed.pk]])


@pytest.mark.usefixtures("committed")
def test_an_import_does_not_wait_for_the_words_of_another() -> None:
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE cables_cable SET access = 'members' WHERE mrn = '08ALFA1'")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute("UPDATE cables_cable SET access = 'members' WHERE mrn = '08CHARLIE4'")
        other.commit()
    finally:
        other.close()


@pytest.mark.usefixtures("committed")
def test_rows_are_read_anew_where_countries_have_other_names_and_for_no_other_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask()
    read: list[Any] = []
    original = held.fetch_under

    def fetch(only: Any) -> Any:
        read.append(only)
        return original(only)

    monkeypatch.setattr(held, "fetch_under", fetch)
    Tag.objects.filter(code="KCRM").update(name="Crimes")
    ask()
    Country.objects.filter(iso2="XA").update(name="Another Land")
    ask()
    assert read == [[], None]
