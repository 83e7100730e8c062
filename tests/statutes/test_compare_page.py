"""Penalties across countries, as a page and as CSV."""

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.models import Cable
from statutes.models import Instrument, Mention, Penalty, Provision
from tests.factories import CountryFactory, PostFactory, make_cable
from tests.law_factories import make_instrument, make_penalty, make_provision, section_of

pytestmark = pytest.mark.django_db


def law_of(code: str, offence: str = "trafficking", **penalty: Any) -> Provision:
    country = CountryFactory.create(iso2=code)
    law = Instrument.objects.filter(country=country).first() or make_instrument("Penal Code", country, is_public=True)
    found = make_provision(law, str(law.provisions.count() + 1), is_public=True, offence=offence)
    make_penalty(found, **penalty)
    return found


def cable_of(code: str = "XC", mrn: str = "08CIMA900001", access: str = "public") -> Cable:
    """A cable of which nothing is read by itself."""
    PostFactory.create(mrn_name="CIMA", country=CountryFactory.create(iso2=code))
    cable = make_cable(mrn=mrn, access=access)
    Mention.objects.filter(section__cable=cable).delete()
    Penalty.objects.filter(section__cable=cable).delete()
    return cable


def told(cable: Cable, offence: str = "trafficking", **fields: Any) -> Penalty:
    """A penalty that the post tells of without a provision."""
    row = make_penalty(law_of("XZ", "other"), section_of(cable), offence=offence, **fields)
    Penalty.objects.filter(pk=row.pk).update(provision=None, source="")
    return row


def page_of(client: Client, query: str = "") -> str:
    response = client.get(f"/statutes/compare/{query}")
    assert response.status_code == 200
    return response.content.decode()


def countries(page: str) -> list[str]:
    return re.findall(r'<h2 id="in-(\w+)">', page)


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/statutes/compare.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


class TestPage:
    def test_has_the_countries_by_name_on_one_scale(self, client: Client) -> None:
        law_of("XB", maximum="40 years")
        law_of("XA")
        law_of("XA", "rape", maximum="30 years")
        page = page_of(client)
        assert countries(page) == ["xa", "xb"]
        assert page.count('<svg class="ranges"') == 2
        assert page.count(">40</text>") == 2
        assert "rape, 30 years, is above that for trafficking in persons, 12 years." in page
        assert "No penalty for rape is read for Country XB." in page

    def test_takes_offences_and_countries(self, client: Client) -> None:
        for code in ("XA", "XB"):
            law_of(code, "smuggling")
        law_of("XA")
        assert countries(page_of(client)) == ["xa"]
        assert countries(page_of(client, "?offence=smuggling")) == ["xa", "xb"]
        assert countries(page_of(client, "?offence=smuggling&offence=trafficking&country=XB")) == ["xb"]

    def test_counts_what_posts_tell_without_a_provision(self, client: Client) -> None:
        cable = cable_of()
        told(cable)
        page = page_of(client)
        assert countries(page) == ["xc"]
        assert "the post’s words" in page
        assert "No provision named" in page
        assert f'href="{cable.get_absolute_url()}#prosecution-b"' in page

    def test_sets_bills_apart(self, client: Client) -> None:
        law_of("XA")
        law_of("XA", is_proposed=True, maximum="99 years")
        page = page_of(client)
        assert "Proposed in a bill: trafficking in persons" in page
        assert "ranges__bar--proposed" in page
        assert "carries 6 years to 12 years." in page

    def test_says_what_holds_under_conditions_only(self, client: Client) -> None:
        law_of("XA", condition="if the victim is a child")
        law_of("XA", "rape", maximum="30 years")
        assert "Trafficking in persons carries under conditions 6 years to 12 years and rape 6 years to 30 years; " \
            in page_of(client)  # fmt: skip

    def test_lists_fines_that_have_no_place_on_the_scale(self, client: Client) -> None:
        law_of("XA", kind="fine", minimum="100 pesos", maximum="200 pesos")
        page = page_of(client)
        assert '<svg class="ranges"' not in page
        assert "fine of 100 pesos to 200 pesos" in page

    def test_says_where_there_is_nothing(self, client: Client) -> None:
        assert "No penalty for Trafficking in persons or Rape is stated" in page_of(client)

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("?offence=arson", "There is no offence called “arson”"),
            ("?country=zz", "No such penalty is held for the country “zz”."),
            ("?page=x", "There is no such page"),
            ("?colour=red", "There is nothing called “colour”"),
            ("?offence=%3Cb%3E%00", "There is no offence called “&lt;b&gt;"),
        ],
    )
    def test_tells_unfit_values_in_place_and_refuses_them_for_files(
        self, client: Client, query: str, words: str
    ) -> None:
        law_of("XA")
        page = page_of(client, query)
        assert words in page
        assert countries(page) == ["xa"]
        assert client.get(f"/statutes/compare.csv{query}").status_code == 400

    def test_comes_in_pages(self, client: Client) -> None:
        for letter in "ABCDEFGHIJLMNOPQRSTUV":
            law_of(f"X{letter}")
        assert len(countries(page_of(client))) == 20
        assert countries(page_of(client, "?page=2")) == ["xv"]

    def test_tells_nothing_of_hidden_cables(self, client: Client) -> None:
        law_of("XA")
        before = page_of(client), client.get("/statutes/compare.csv").content
        told(cable_of(access="restricted"))
        told(cable_of("XA", "09CIMA900002", "restricted"))
        Instrument.objects.filter(country__iso2="XZ").delete()
        assert (page_of(client), client.get("/statutes/compare.csv").content) == before

    def test_costs_no_more_queries_for_more_countries(self, client: Client) -> None:
        def fill(code: str) -> int:
            law_of(code)
            law_of(code, "rape")
            with CaptureQueriesContext(connection) as queries:
                page_of(client)
            return len(queries)

        few = fill("XA")
        assert [fill(f"X{letter}") for letter in "BCDE"] == [few] * 4


class TestCsv:
    def test_has_a_row_for_each_outcome(self, client: Client) -> None:
        article = law_of("XA")
        base = Penalty.objects.get()
        make_penalty(article, minimum="", maximum="", change="increased", least="4/3", most="4/3", bases=[base.key],
                     condition="if the victim is a child")  # fmt: skip
        first, second = rows_of(client)
        assert (first["minimum"], first["maximum"], first["computed"]) == ("6 years", "12 years", "no")
        assert (second["minimum"], second["maximum"], second["computed"]) == ("8 years", "16 years", "yes")
        assert "6 years × 4/3 = 8 years" in second["reasons"]
        assert first["url"] == f"http://testserver{article.get_absolute_url()}"
        assert (first["country"], first["offence"], first["proposed"]) == ("Country XA", "trafficking", "no")

    def test_is_safe_to_open_in_a_spreadsheet(self, client: Client) -> None:
        article = law_of("XA", condition='=HYPERLINK("x")')
        Instrument.objects.filter(pk=article.instrument_id).update(name="@SUM(1)")
        [row] = rows_of(client)
        assert (row["condition"], row["instrument"]) == ('\'=HYPERLINK("x")', "'@SUM(1)")

    def test_has_every_page(self, client: Client) -> None:
        for letter in "ABCDEFGHIJLMNOPQRSTUV":
            law_of(f"X{letter}")
        assert len(rows_of(client)) == 21
