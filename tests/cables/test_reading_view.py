import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Paragraph, Source
from cables.parsing.structure import ParagraphKind, ParserWarning, Part, Reference
from cables.reading import Block, Repair
from cables.typesetting import typeset
from tests.factories import SECTIONS, QuestionFactory, QuestionnaireFactory, make_cable, make_parsed
from tests.people import Person

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327/"


def page(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_answer_has_its_place_its_letter_and_its_words(client: Client) -> None:
    make_cable()
    html = page(client)
    for anchor in ("intro-1", "overview-a", "prosecution-b", "prevention-a"):
        assert f'id="{anchor}"' in html
        assert f'href="#{anchor}"' in html
    assert "The penalty is eight to eighteen years in prison." in html
    assert html.index('id="prosecution"') < html.index('id="prosecution-a"')


def test_titles_say_country_and_year(client: Client) -> None:
    cable = make_cable()
    assert cable.country is not None
    html = page(client)
    assert f"<title>{cable.country.name}, input for the 2008 report (08PORTOPRUEBA900327) · tipportal</title>" in html
    assert f'<link rel="canonical" href="http://testserver{ADDRESS}">' in html


def test_a_sample_says_so_and_a_real_cable_does_not(client: Client) -> None:
    make_cable()
    assert "Sample: invented" not in page(client)
    make_cable(mrn="08PORTOPRUEBA900328", sample=True)
    assert "Sample: invented for demonstration." in page(client, "/cables/08PORTOPRUEBA900328/")


@pytest.mark.parametrize("tail", ["", "prosecution/b/"])
def test_a_preview_of_a_link_says_that_a_cable_is_a_sample(client: Client, tail: str) -> None:
    make_cable()
    make_cable(mrn="08PORTOPRUEBA900328", sample=True)
    titled = '<meta property="og:title" content="Sample: '
    told = '<meta property="og:description" content="Sample, invented for demonstration. '
    real, sample = page(client, f"{ADDRESS}{tail}"), page(client, f"/cables/08PORTOPRUEBA900328/{tail}")
    assert (titled in sample, told in sample) == (True, True)
    assert (titled in real, told in real) == (False, False)


def test_the_question_is_named_above_and_told_in_a_disclosure(client: Client) -> None:
    questionnaire = QuestionnaireFactory.create(report_year=1999, ref="")
    QuestionFactory.create(questionnaire=questionnaire, subject="Penalties for theft", summary="What thieves get")
    make_cable(report_year=1999)
    html = page(client)
    assert re.search(r"prosecution/b/\"><span[^>]*>B\.</span>\s*Penalties for theft</a></h3>", html)
    summary = r"<details class=\"question\">\s*<summary>What was asked</summary>"
    assert re.search(rf"{summary}\s*<p>What thieves get</p>\s*<p class=\"quiet\">In our words\.</p>", html)


def test_a_question_that_the_cable_quotes_is_told_in_its_words(client: Client) -> None:
    questionnaire = QuestionnaireFactory.create(report_year=1999, ref="")
    QuestionFactory.create(questionnaire=questionnaire, subject="Penalties for theft", summary="What thieves get")
    make_cable(report_year=1999)
    first = Paragraph.objects.filter(section_text__section__chapter="prosecution", section_text__section__key="b")[:1]
    Paragraph.objects.filter(pk__in=[paragraph.pk for paragraph in first]).update(kind="question")
    html = page(client)
    assert "In our words." not in html
    assert "What thieves get" not in html
    assert re.search(
        r"<summary>What was asked</summary>\s*<div class=\"text\"><p class=\"asked\" data-start=\"0\">The penalty is",
        html,
    )


def test_questions_without_an_answer_are_named_at_the_end_of_their_chapter(client: Client) -> None:
    questionnaire = QuestionnaireFactory.create(report_year=1999, ref="")
    QuestionFactory.create(questionnaire=questionnaire, key="Q", subject="Convictions abroad")
    make_cable(report_year=1999)
    assert re.search(r"No answer was found to:</span>\s*<b>Q</b> Convictions abroad", page(client))


def test_of_a_part_nothing_is_said_to_be_missing_and_the_other_part_is_named(client: Client) -> None:
    questionnaire = QuestionnaireFactory.create(report_year=1999, ref="")
    QuestionFactory.create(questionnaire=questionnaire, key="Q", subject="Convictions abroad")
    make_cable(report_year=1999, part=Part(1, 2))
    assert "the other is not held" in page(client)
    make_cable(mrn="08PORTOPRUEBA900328", report_year=1999, part=Part(2, 2))
    html = page(client)
    assert "Convictions abroad" not in html
    assert '<a href="/cables/08PORTOPRUEBA900328/">part 2, 08PORTOPRUEBA900328</a>' in html


def test_no_information_is_told_from_no_answer(client: Client) -> None:
    make_cable()
    html = page(client)
    assert html.count("No information: the post says that it does not know.") == 2  # at the answer and in the rail
    assert "rail__key--no-information" in html


def test_references_lead_to_cables_that_may_be_seen_and_to_no_others(client: Client) -> None:
    make_cable(mrn="07PORTOPRUEBA900100")
    make_cable(mrn="07PORTOPRUEBA900101", access="members")
    refs = (
        Reference("A", "07 PORTO PRUEBA 900100", "07PORTOPRUEBA900100"),
        Reference("B", "07 PORTO PRUEBA 900101", "07PORTOPRUEBA900101"),
    )
    make_cable(refs=refs)
    html = page(client)
    assert '<a href="/cables/07PORTOPRUEBA900100/">07 PORTO PRUEBA 900100</a>' in html
    assert "/cables/07PORTOPRUEBA900101/" not in html
    assert re.search(r"07PORTOPRUEBA900101\s*, not held", html)


def test_other_years_of_the_country_are_offered_if_they_may_be_seen(client: Client) -> None:
    make_cable()
    make_cable(mrn="07PORTOPRUEBA900100", report_year=2007)
    make_cable(mrn="09PORTOPRUEBA900101", report_year=2009, access="members")
    html = page(client)
    assert "/cables/07PORTOPRUEBA900100/" in html
    assert "/cables/09PORTOPRUEBA900101/" not in html


def test_warnings_of_the_parser_are_for_curators(
    client_for: Callable[[User], Client], analyst: User, curator: User
) -> None:
    make_cable(warnings=(ParserWarning(7, "letters", "B comes after D"),))
    assert "B comes after D" not in page(client_for(analyst))
    assert "B comes after D" in page(client_for(curator))
    assert '<a href="#L7">Line 7</a>' in page(client_for(curator), f"{ADDRESS}source/")


def test_words_of_a_cable_are_text(client: Client) -> None:
    make_cable(
        sections=[("overview", "A", "Fines of <script>alert(1)</script> *two* [x](http://y) & more")],
        subject='INPUT "<b>" & MORE',
    )
    html = page(client)
    assert "Fines of &lt;script&gt;alert(1)&lt;/script&gt; *two* [x](http://y) &amp; more" in html
    assert "<script>alert" not in html
    assert "INPUT &quot;&lt;b&gt;&quot; &amp; MORE" in html


def test_a_truncated_text_says_where_it_ends(client: Client) -> None:
    make_cable(truncated=True)
    assert "The text breaks off here" in page(client)


@pytest.mark.parametrize("size", [1, 40])
def test_a_long_cable_costs_no_more_queries(
    client_for: Callable[[User], Client],
    analyst: User,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    letters = [chr(ord("A") + number % 26) for number in range(size)]
    chapters = ["prosecution", "protection"]
    make_cable(sections=[(chapters[n // 26], letter, "Words.\nMore words.") for n, letter in enumerate(letters)])
    client: Client = client_for(analyst)
    with django_assert_max_num_queries(19):
        client.get(ADDRESS)


def test_fifty_kilobytes_stay_under_the_limit_of_the_page(client: Client) -> None:
    sections = [(chapter, letter, "\n".join(["Sixty-two words of an answer stand here. " * 10] * 3))
                for chapter in ("overview", "prosecution", "protection") for letter in "ABCDEFGHIJKLMN"]  # fmt: skip
    make_cable(sections=sections)
    assert len(Source.objects.get().content) > 50_000
    assert len(client.get(ADDRESS).content) <= 250_000


def test_the_page_may_be_kept_by_the_reader_alone(client: Client) -> None:
    make_cable()
    response = client.get(ADDRESS)
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    make_cable()
    etag = client.get(ADDRESS)["ETag"]
    again = client.get(ADDRESS, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make_cable(sections=SECTIONS[:3])
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 200


def test_letters_answered_together_stand_as_one(client: Client) -> None:
    make_cable(sections=[*SECTIONS, ("heroes", ("A", "B"), "Nobody was named.")])
    html = page(client)
    assert 'id="heroes-a-b"' in html
    assert "A, B.</span>" in html


def test_a_cable_that_is_no_input_is_called_by_its_subject(client: Client, reader: Person) -> None:
    parsed = make_parsed(report_year=None, subject="DEMARCHE DELIVERED")
    make_cable(parsed=replace(parsed, kind=type(parsed.kind).OTHER))
    assert "<h1>DEMARCHE DELIVERED</h1>" in page(client)


def test_one_cable_can_be_searched_from_its_reading_view(client: Client) -> None:
    make_cable()
    html = page(client)
    form = html[html.index('<form class="within" action="/search/" method="get">') :]
    assert '<input type="hidden" name="cable" value="08PORTOPRUEBA900327">' in form[: form.index("</form>")]


def test_unlettered_text_is_called_by_its_place_in_the_chapter(client: Client) -> None:
    make_cable(sections=[("heroes", "", "A word first."), ("heroes", "A", "Nobody."), ("heroes", "", "A word more.")])
    html = page(client)
    assert re.search(r'href="#heroes"[^>]*data-name="Heroes">Opening</a>', html)
    assert re.search(r'href="#heroes-text-2"[^>]*data-name="Heroes, further text">Further text</a>', html)
    assert "TEXT" not in html


def test_marks_of_repairs_are_explained_where_there_are_any(client: Client) -> None:
    make_cable()
    assert "stands where the text was repaired" not in page(client)


def test_a_mark_after_a_space_stands_in_it() -> None:
    repair = Repair(line=3, why="page break", had="PAGE 02")
    spaced = typeset([Block(ParagraphKind.PROSE, ("should ", repair, "leave"))], "/source/")
    assert '<a class="mend mend--spaced" href="/source/#L3"' in spaced
    closed = typeset([Block(ParagraphKind.PROSE, ("should", repair, "leave"))], "/source/")
    assert '<a class="mend" href' in closed


@pytest.mark.parametrize(
    ("rev", "words"),
    [
        ("-1", "“-1” is no number of a revision"),
        ("abc", "“abc” is no number of a revision"),
        ("999", "This cable has no revision 999"),
        ("1", "What changed since revision 1 is in the history"),
    ],
)
def test_a_revision_that_is_not_shown_is_reported(client: Client, rev: str, words: str) -> None:
    make_cable()
    make_cable(sections=SECTIONS[:3])
    html = page(client, f"{ADDRESS}?rev={rev}")
    assert words in html
    assert 'class="problems"' not in page(client, f"{ADDRESS}?rev=2")
    assert 'class="problems"' not in page(client, f"{ADDRESS}?rev=")
