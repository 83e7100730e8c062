"""The loader's rows say what an import of the same cables' texts would have written."""

import pytest
from django.db import connection, transaction

from bench import database
from bench.archive import Archive
from bench.load import ask_in_every_year, copy_range, read_keys
from bench.registries import MADE_UP, forget_registries, write_registries
from bench.telegram import telegram
from cables import parsing
from cables.importing import write_cable
from cables.models import Cable, Question, Section, SectionText
from statutes.models import Institution, Mention, Penalty
from tests.cables.search.asking import ask, counts
from tests.factories import make_cable

CABLES = 4
TEXT_FIELDS = ("section__chapter", "section__key", "position", "keys", "text", "status")


@pytest.fixture(scope="module")
def archive() -> Archive:
    """Cut well behind the cables that the tests load."""
    return Archive(8_000, seed=7)


@pytest.fixture
def numbers(archive: Archive) -> range:
    """Cables of a year whose questionnaire is known."""
    first = next(number for number in range(len(archive)) if archive.cable(number).ref)
    return range(first, first + CABLES)


@pytest.fixture
def copied(db: None, archive: Archive, numbers: range) -> list[Cable]:
    copy_range(numbers, archive, read_keys())
    return list(Cable.objects.order_by("pk"))


def written(cable: Cable) -> dict[str, object]:
    """What pages and search read of a cable."""
    texts = SectionText.objects.filter(section__cable=cable, current_for__isnull=False).order_by("position")
    return {
        "cable": [
            *(cable.mrn, cable.year, cable.serial, cable.post, cable.country, cable.report_year, cable.questionnaire),
            *(cable.kind, cable.access, cable.dtg, cable.precedence, cable.classification, cable.captions),
            *(cable.subject, cable.marking, cable.signature),
        ],
        "tags": [tag.code for tag in cable.tags.order_by("cabletag__position")],
        "texts": list(texts.values_list(*TEXT_FIELDS)),
        "questions": [sorted(text.questions.values_list("pk", flat=True)) for text in texts],
        "paragraphs": [
            list(text.paragraphs.values_list("position", "kind", "label", "clean_start", "clean_end")) for text in texts
        ],
    }


def test_rows_are_those_that_an_import_of_the_texts_writes(
    copied: list[Cable], archive: Archive, numbers: range
) -> None:
    by_copy = [written(cable) for cable in copied]
    Cable.objects.all().delete()
    for number, rows in zip(numbers, by_copy, strict=True):
        cable = archive.cable(number)
        source = telegram(cable).encode()
        access = "restricted" if cable.access == "restricted" else ""
        write_cable(parsing.parse(source), content=source, name="bench-test.txt", access=access)
        assert written(Cable.objects.get(mrn=cable.mrn)) == rows


def test_rows_keep_to_every_constraint(copied: list[Cable]) -> None:
    assert len(copied) == CABLES
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for text in SectionText.objects.select_related("section"):
        text.clean_fields()
        text.section.clean_fields()
        for paragraph in text.paragraphs.all():
            assert 0 <= paragraph.clean_start < paragraph.clean_end <= len(text.text)
    for cable in copied:
        cable.clean_fields()


@pytest.mark.django_db
def test_every_year_asks_the_questions_of_the_nearest_known_one() -> None:
    ask_in_every_year()
    asked = Question.objects.filter(questionnaire__report_year=2015)
    model = Question.objects.filter(questionnaire__report_year=2010)
    columns = ("chapter", "key", "topic")
    assert list(asked.values_list(*columns)) == list(model.values_list(*columns)) != []
    ask_in_every_year()
    assert Question.objects.filter(questionnaire__report_year=2015).count() == model.count()


@pytest.mark.django_db
def test_database_with_other_cables_is_never_emptied() -> None:
    make_cable()
    with pytest.raises(database.NotOurDatabaseError, match="not made by the bench"):
        database.empty()
    database.mark_as_ours()
    with pytest.raises(database.NotOurDatabaseError, match="which the bench did not make"), transaction.atomic():
        database.empty()
    assert Cable.objects.count() == 1


def test_database_of_the_bench_says_so_in_its_name() -> None:
    with pytest.raises(database.NotOurDatabaseError, match="the word bench"):
        database.set_up("tipportal")


def test_bench_database_is_emptied(copied: list[Cable]) -> None:
    database.mark_as_ours()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    database.empty()
    assert not Cable.objects.exists()
    assert copied


@pytest.mark.django_db
def test_passages_are_where_the_texts_name_law_and_institutions(archive: Archive, numbers: range) -> None:
    keys = read_keys()
    keys.registries = write_registries(archive)
    copy_range(numbers, archive, keys)
    mentions = list(Mention.objects.select_related("text", "institution", "instrument__country", "provision"))
    sections = Section.objects.count()
    assert 2 * sections < sum(mention.role == "names" for mention in mentions) < 5 * sections
    assert {mention.role for mention in mentions} == {"names", "cites", "quotes"}
    for mention in mentions:
        assert mention.surface == mention.text.text[mention.start : mention.end]
        mention.full_clean()
    for penalty in Penalty.objects.all():
        assert penalty.provision
        assert penalty.provision.number in penalty.source
        penalty.full_clean()
    held = counts(ask(whole=frozenset({"institution", "penalty"})), "institution")
    assert sum(held.values()) > sections / 2
    Cable.objects.all().delete()
    forget_registries()
    assert not Institution.objects.filter(reason=MADE_UP).exists()
