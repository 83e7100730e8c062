import hashlib
import html as entities
import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cables.models import Revision, Source
from cables.reading import SourceSpan, SourceText
from cables.source_lines import typeset_lines
from tests.factories import make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327/source/"


def page(client: Client, query: str = "") -> str:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return response.content.decode()


def shown_lines(html: str) -> dict[int, str]:
    """Line numbers and their words as a reader has them, without labels."""
    line = r'<div class="line" id="L(\d+)">.*?<span class="line__text">(.*?)</span>'
    label = r'(?:<span class="line__label">[^<]*</span>)?</div>'
    found = re.findall(line + label, html)
    return {int(number): entities.unescape(re.sub(r"<[^>]+>", "", words)) for number, words in found}


def put_artefact(words: str) -> None:
    """Makes the words of the current revision's source an artefact, as if the transmission had put them there."""
    revision = Revision.objects.select_related("source").get()
    at = revision.source.text.index(words)
    spans = []
    for kind, start, end, why, join in revision.spans:
        if start <= at < end:
            spans += [[kind, start, at, why, join], ["artefact", at, at + len(words), "page_break", ""],
                      [kind, at + len(words), end, why, join]]  # fmt: skip
        else:
            spans.append([kind, start, end, why, join])
    Revision.objects.update(spans=[span for span in spans if span[1] < span[2]])


def test_every_character_of_the_source_is_shown_on_its_line(client: Client) -> None:
    make_cable(sections=[("overview", "A", "Fines of <b>5</b> & more.\nTwo  blanks.")])
    lines = Source.objects.get().text.split("\n")
    assert shown_lines(page(client)) == dict(enumerate(lines, start=1))


def test_spans_are_named_by_kind_and_why(client: Client) -> None:
    make_cable()
    put_artefact("one of origin")
    html = page(client)
    assert '<span class="span-artefact" title="artefact: page break">one of origin</span>' in html
    assert '<span class="line__label">marker · artefact: page break</span>' in html


def test_a_label_stands_beside_the_first_words_of_its_span() -> None:
    spans = [SourceSpan("header", 0, 8), SourceSpan("artefact", 8, 10, "page_break"), SourceSpan("body", 10, 15)]
    lines = str(typeset_lines(SourceText(text="\n\nFM XY\n\n\nWords", spans=spans), frozenset())).split("\n")
    labels = [re.findall(r'line__label">([^<]*)', line) for line in lines]
    assert labels == [[], [], ["header"], ["artefact: page break"], [], []]


def test_lines_can_be_limited_to_a_kind_and_keep_their_numbers(client: Client) -> None:
    make_cable()
    put_artefact("one of origin")
    text = Source.objects.get().text
    line = text.count("\n", 0, text.index("one of origin")) + 1
    assert list(shown_lines(page(client, "?kind=artefact"))) == [line]
    assert len(shown_lines(page(client, "?kind=artefact&kind=marker"))) > 1


def test_an_unknown_kind_is_reported_over_the_whole_source(client: Client) -> None:
    make_cable()
    html = page(client, "?kind=poem")
    assert "“poem” is no kind of span." in html
    assert len(shown_lines(html)) > 10


def test_a_kind_that_is_not_there_says_so(client: Client) -> None:
    make_cable()
    assert "No line of this source holds that." in page(client, "?kind=artefact")


def test_the_file_is_the_exact_bytes(client: Client) -> None:
    make_cable()
    source = Source.objects.get()
    response = client.get("/cables/08PORTOPRUEBA900327/source.txt")
    assert hashlib.sha256(response.content).hexdigest() == source.sha256
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    again = client.get("/cables/08PORTOPRUEBA900327/source.txt", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_longer_source_costs_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_cable(sections=[("overview", "A", "Words.\n" * 200)])
    with django_assert_num_queries(1):
        client.get(ADDRESS)
