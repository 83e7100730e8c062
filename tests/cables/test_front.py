import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.glance import Cell, matrix_for
from cables.models import Question, SectionText
from cables.parsing.structure import Part
from tests.factories import QuestionFactory, QuestionnaireFactory, make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db


def ask(*keys: str, year: int = 1999) -> None:
    """A questionnaire with these letters under prosecution; 1999 had none, so nothing else counts."""
    questionnaire = QuestionnaireFactory.create(report_year=year, ref="")
    for key in keys:
        QuestionFactory.create(questionnaire=questionnaire, key=key)


def test_a_cell_counts_the_questions_that_are_answered(reader: Person) -> None:
    ask("A", "B", "C", "D")
    make_cable(
        report_year=1999, sections=[("prosecution", "A", "Yes."), ("prosecution", "B", "Post has no information.")]
    )
    (row,) = matrix_for(reader).rows
    (cell,) = row.cells
    assert cell is not None
    assert (cell.answered, cell.asked) == (1, 4)
    assert cell.label.endswith("1999: 08PORTOPRUEBA900327, 1 of 4 questions answered")
    assert cell.steps == 2


def test_parts_of_one_input_fill_one_cell_together(reader: Person) -> None:
    ask("A", "B")
    make_cable(report_year=1999, part=Part(1, 2), sections=[("prosecution", "A", "Yes.")])
    make_cable(
        mrn="08PORTOPRUEBA900328", report_year=1999, part=Part(2, 2), sections=[("prosecution", "B", "Two units.")]
    )
    cell = matrix_for(reader).rows[0].cells[0]
    assert cell is not None
    assert (cell.answered, cell.asked) == (2, 2)
    assert cell.url == "/cables/?country=xq&year=1999"


def test_parts_of_one_input_are_counted_as_one(client: Client, reader: Person) -> None:
    make_cable(part=Part(1, 2))
    make_cable(mrn="08PORTOPRUEBA900328", part=Part(2, 2))
    make_cable(mrn="07PORTOPRUEBA900100", report_year=2007)
    matrix = matrix_for(reader)
    assert (matrix.inputs, matrix.cables) == (2, 3)
    assert "2 inputs in 3 cables from 1 country." in client.get("/").content.decode()


def test_a_square_of_a_real_cable_and_a_sample_says_so_and_shows_the_real_one(reader: Person) -> None:
    ask("A", "B")
    make_cable(report_year=1999, sections=[("prosecution", "A", "Yes.")])
    sections = [("prosecution", "A", "Yes."), ("prosecution", "B", "No.")]
    make_cable(mrn="08PORTOPRUEBA900328", report_year=1999, sample=True, sections=sections)
    cell = matrix_for(reader).rows[0].cells[0]
    assert cell is not None
    assert cell.label.endswith("1999: 2 cables (1 a sample), 1 of 2 questions answered")


def test_what_someone_may_not_see_is_missing_from_matrix_and_recent(client: Client, analyst: User) -> None:
    make_cable(report_year=1999, access="members")
    assert matrix_for(analyst).cables == 1
    page = client.get("/").content.decode()
    assert "08PORTOPRUEBA900327" not in page.replace("No cable 08PORTOPRUEBA900327", "")
    assert "1999" not in page


def test_a_sample_is_told_from_a_real_input(reader: Person) -> None:
    make_cable(report_year=1999, sample=True)
    (row,) = matrix_for(reader).rows
    assert row.sample
    assert row.cells[0] is not None
    assert "(sample)" in row.cells[0].label
    make_cable(mrn="08PORTOPRUEBA900328", report_year=1999)
    assert not matrix_for(reader).rows[0].sample


def test_the_box_leads_to_the_search_and_so_does_its_old_address(client: Client) -> None:
    page = client.get("/").content.decode()
    assert '<form action="/search/" method="get">' in page
    assert page.count("data-slash") == 1
    response = client.get("/", {"q": "labor & inspectors"})
    assert (response.status_code, response["Location"]) == (301, "/search/?q=labor+%26+inspectors")


def test_a_full_archive_costs_no_more_queries(client: Client) -> None:
    make_cable()
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(5):
        make_cable(mrn=f"0{number}PORTOPRUEBA90040{number}", report_year=2000 + number)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) <= len(few)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_page_asks_the_archive_little_when_nothing_has_changed(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_cable()
    client.get("/")
    with django_assert_num_queries(4):  # what has changed, the inputs, the questions, what came last
        client.get("/")


def only_cell(person: Person) -> Cell:
    [cell] = [cell for row in matrix_for(person).rows for cell in row.cells if cell]
    return cell


def test_a_question_that_two_answers_answer_counts_once(reader: Person) -> None:
    ask("A", "B", "C")
    make_cable(report_year=1999, sections=[("prosecution", "A", "Yes."), ("prosecution", "B", "No.")])
    second = SectionText.objects.get(section__key="b")
    assert (only_cell(reader).answered, only_cell(reader).asked) == (2, 3)
    second.questions.set(Question.objects.filter(questionnaire__report_year=1999, key="A"))
    assert only_cell(reader).answered == 1
    second.questions.set(Question.objects.filter(questionnaire__report_year=1999))
    assert only_cell(reader).answered == 3
