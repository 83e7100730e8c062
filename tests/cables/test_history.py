import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Source
from tests.factories import SECTIONS, make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327/history/"
SECOND = [
    *((c, k, t.replace("eight to eighteen", "ten to eighteen")) for c, k, t in SECTIONS if (c, k) != ("overview", "B")),
    ("heroes", "A", "Nobody was named."),
]


def page(client: Client, query: str = "") -> str:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return response.content.decode()


def test_one_revision_has_nothing_to_compare(client: Client) -> None:
    make_cable()
    html = page(client)
    assert "7 sections read." in html
    assert "There is one revision" in html
    assert Source.objects.get().sha256 in html


def test_added_gone_and_changed_sections_are_counted_and_shown_word_by_word(client: Client) -> None:
    make_cable()
    make_cable(sections=SECOND)
    html = page(client)
    assert "A new source. 1 added, 1 gone, 1 changed of 7 sections." in html
    assert "<del>eight</del><ins>ten</ins>" in html
    assert "<del>Two ministries share the work.</del>" in html
    assert "<ins>Nobody was named.</ins>" in html
    assert re.search(r'prosecution/b/">Prosecution B</a>\s*<span class="tagged">changed', html)


def test_a_newer_parser_is_told_from_a_new_source(client: Client) -> None:
    make_cable()
    make_cable(parser_version="2", sections=SECTIONS, truncated=True)
    assert "The same source, read by a newer parser. 0 added, 0 gone, 0 changed" in page(client)


def test_any_two_revisions_can_be_compared(client: Client) -> None:
    make_cable()
    make_cable(sections=SECOND)
    make_cable(sections=SECOND[:-1])
    assert "Nobody was named." in page(client)
    html = page(client, "?from=1&to=3")
    assert "From revision 1 to 3" in html
    assert "Nobody was named." not in html
    assert "<del>eight</del><ins>ten</ins>" in html


@pytest.mark.parametrize("query", ["?from=9", "?to=abc", "?from=1&to=0"])
def test_unfit_revisions_are_reported_in_place(client: Client, query: str) -> None:
    make_cable()
    make_cable(sections=SECOND)
    html = page(client, query)
    assert "There is no revision" in html
    assert "Revision 2" in html


def test_words_of_a_cable_are_text_here_too(client: Client) -> None:
    make_cable()
    make_cable(sections=[("prosecution", "B", "The penalty is <script>x</script>.")])
    assert "<script>x" not in page(client)


def test_more_revisions_cost_no_more_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_cable()
    make_cable(sections=SECOND)
    with django_assert_num_queries(5):
        client.get(ADDRESS)
    for number in range(3):
        make_cable(sections=[("overview", "A", f"Text {number}.")])
    with django_assert_num_queries(5):
        client.get(ADDRESS)
