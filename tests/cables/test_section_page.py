import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.factories import SECTIONS, QuestionFactory, QuestionnaireFactory, make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327/prosecution/b/"
CHANGED = [(c, k, "The penalty is ten years." if (c, k) == ("prosecution", "B") else t) for c, k, t in SECTIONS]


def page(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_cable_country_year_and_question(client: Client) -> None:
    questionnaire = QuestionnaireFactory.create(report_year=1999, ref="")
    QuestionFactory.create(questionnaire=questionnaire, subject="Penalties for theft", summary="What thieves get")
    cable = make_cable(report_year=1999)
    assert cable.country is not None
    html = page(client)
    title = f"{cable.country.name}, input for the 1999 report"
    assert f"<title>Prosecution B: Penalties for theft · {title} (08PORTOPRUEBA900327)</title>" in html
    assert re.search(r"<h1[^>]*>\s*<span[^>]*>B\.</span>\s*Penalties for theft</h1>", html)
    assert f'<meta property="og:title" content="{title}: Prosecution B, Penalties for theft">' in html
    assert "What thieves get" in html


def test_description_is_the_answer_cut_at_a_word(client: Client) -> None:
    make_cable(sections=[("prosecution", "B", "Seventeen words. " * 30)])
    found = re.search(r'<meta name="description" content="([^"]*)">', page(client))
    assert found is not None
    assert found[1].startswith("Seventeen words. Seventeen")
    assert found[1].endswith(" …")
    assert len(found[1]) <= 202


def test_link_and_citation_are_text_that_needs_no_script(client: Client) -> None:
    make_cable()
    html = page(client)
    assert f"http://testserver{ADDRESS}</code>" in html
    assert "cable 08PORTOPRUEBA900327, 13 March 2008, Prosecution B, tipportal (revision 1)" in html
    assert f'<link rel="canonical" href="http://testserver{ADDRESS}">' in html


def test_before_and_after_follow_the_text_over_chapters(client: Client) -> None:
    make_cable()
    html = page(client)
    assert re.search(r'<a rel="prev" href="/cables/08PORTOPRUEBA900327/prosecution/a/">', html)
    assert re.search(r'<a rel="next" href="/cables/08PORTOPRUEBA900327/protection/a/">', html)
    assert 'rel="prev"' not in page(client, "/cables/08PORTOPRUEBA900327/intro/1/")
    assert 'rel="next"' not in page(client, "/cables/08PORTOPRUEBA900327/prevention/a/")


def test_an_old_revision_shows_the_text_as_it_was_and_says_so(client: Client) -> None:
    make_cable()
    make_cable(sections=CHANGED)
    assert "ten years" in page(client)
    old = page(client, f"{ADDRESS}?rev=1")
    assert "eight to eighteen years" in old
    assert "This is the text of revision 1" in old
    assert "ten years" not in old
    assert "This is the text of revision" not in page(client, f"{ADDRESS}?rev=2")


def test_what_is_copied_from_an_old_revision_leads_back_to_it(client: Client) -> None:
    make_cable()
    make_cable(sections=CHANGED)
    old, current = page(client, f"{ADDRESS}?rev=1"), page(client, f"{ADDRESS}?rev=2")
    assert f"http://testserver{ADDRESS}?rev=1</code>" in old
    assert f"tipportal (revision 1), http://testserver{ADDRESS}?rev=1." in old
    assert f"url = {{http://testserver{ADDRESS}?rev=1}}" in old
    assert f'href="{ADDRESS.rstrip("/")}.txt?rev=1"' in old
    assert f'<link rel="canonical" href="http://testserver{ADDRESS}">' in old
    assert "?rev=" not in current


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("rev=9", "Revision 9 has no such section"),
        ("rev=abc", "“abc” is no number of a revision"),
        ("rev=-1", "“-1” is no number of a revision"),
        ("rev=99999999999999999999", "is no number of a revision"),
    ],
)
def test_an_unfit_revision_is_reported_over_the_current_text(client: Client, query: str, words: str) -> None:
    make_cable()
    html = page(client, f"{ADDRESS}?{query}")
    assert words in html
    assert "eight to eighteen years" in html


def test_a_section_that_is_gone_keeps_its_address_and_shows_its_last_text(client: Client) -> None:
    make_cable()
    make_cable(sections=[section for section in SECTIONS if section[:2] != ("prosecution", "B")])
    html = page(client)
    assert "The current revision of this cable has no such section" in html
    assert "eight to eighteen years" in html
    assert 'rel="next"' not in html
    assert client.get(ADDRESS.rstrip("/") + ".json").status_code == 200


def test_a_letter_the_cable_does_not_have_is_not_there(client: Client) -> None:
    make_cable()
    assert client.get("/cables/08PORTOPRUEBA900327/prosecution/z/").status_code == 404


def test_a_sample_says_so(client: Client) -> None:
    make_cable(sample=True)
    html = page(client)
    assert "Sample: invented for demonstration." in html
    assert '<meta name="description" content="Sample, invented for demonstration.' in html


@pytest.mark.parametrize("size", [3, 26])
def test_a_longer_cable_costs_no_more_queries(
    client_for: Callable[[User], Client], analyst: User, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_cable(sections=[("prosecution", chr(ord("A") + number), "Words.\nMore.") for number in range(size)])
    client = client_for(analyst)
    with django_assert_num_queries(18):
        client.get(ADDRESS)
