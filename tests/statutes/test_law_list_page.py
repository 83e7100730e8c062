"""The list of law: its rows, filters and pages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.models import Country
from statutes.models import Instrument, InstrumentName, Mention, Role
from statutes.names import law_key
from tests.factories import CountryFactory, make_cable
from tests.law_factories import make_instrument, make_mention, make_penalty, make_provision, section_of

pytestmark = pytest.mark.django_db


def country(code: str) -> Country:
    return CountryFactory.create(iso2=code)


@pytest.fixture(autouse=True)
def without_treaties(db: None) -> None:
    """Those of the reference data, which are everywhere."""
    Instrument.objects.all().delete()


@pytest.fixture
def four_laws() -> None:
    code = make_instrument("Shore Code", country("XA"), is_public=True, standing="accepted", number="12-05")
    make_provision(code, "41", is_public=True, offence="trafficking")
    make_provision(code, "50", is_public=True, offence="rape")
    act = make_instrument("Harbour Act", country("XB"), is_public=True, kind="act")
    make_provision(act, "3", is_public=True, offence="rape")
    make_instrument("Sea Compact", is_public=True, kind="treaty")
    Instrument.objects.filter(slug="sea-compact").update(country=None)
    make_instrument("Hidden Code", country("XC"))


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/statutes/{query}").content.decode()
    return re.findall(r'<p class="row__name"><a href="[^"]+">([^<]+)</a>', page)


def counts(page: str) -> dict[str, int]:
    found = re.findall(r'value="([\w-]+)"(?: checked)?>\s*<span>[^<]*</span>\s*<span class="facet__count">(\d+)', page)
    return {value: int(count) for value, count in found}


@pytest.mark.usefixtures("four_laws")
class TestFilters:
    def test_laws_stand_by_country_and_what_has_none_last(self, client: Client) -> None:
        assert names(client) == ["Shore Code", "Harbour Act", "Sea Compact"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?country=xa", ["Shore Code"]),
            ("?country=XA&country=international", ["Shore Code", "Sea Compact"]),
            ("?kind=act&kind=treaty", ["Harbour Act", "Sea Compact"]),
            ("?offence=rape", ["Shore Code", "Harbour Act"]),
            ("?offence=rape&country=xb", ["Harbour Act"]),
            ("?standing=accepted", ["Shore Code"]),
            ("?q=HÁRBOUR", ["Harbour Act"]),
            ("?q=12-05", ["Shore Code"]),
            ("?q=harbour+code", []),
            ("?q=COUNTRY+xb", ["Harbour Act"]),
            ("?q=shore+xa", ["Shore Code"]),
            ("?q=ountry", []),
            ("?sort=name", ["Harbour Act", "Sea Compact", "Shore Code"]),
        ],
    )
    def test_narrow_the_list(self, client: Client, query: str, found: list[str]) -> None:
        assert names(client, query) == found

    def test_are_counted_under_the_others_but_not_their_own(self, client: Client) -> None:
        found = counts(client.get("/statutes/?country=xa").content.decode())
        assert (found["xa"], found["xb"], found["international"]) == (1, 1, 1)
        assert (found["rape"], found["code"]) == (1, 1)
        assert "act" not in found

    def test_tell_nothing_of_what_is_hidden(self, client: Client) -> None:
        page = client.get("/statutes/").content.decode()
        assert "Country XC" not in page
        assert counts(page)["code"] == 1

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("?country=xc", "No law has the country “xc”."),
            ("?kind=song", "No law has the kind “song”."),
            ("?offence=arson", "No law has the offence “arson”."),
            ("?standing=rejected", "No law has the standing “rejected”."),
            ("?sort=colour", "Law cannot be sorted by “colour”; it is sorted by country."),
            ("?page=x", "There is no such page"),
            ("?colour=red", "There is no filter called “colour”"),
            (f"?q={'x' * 201}", "More than 200 characters were not looked for"),
            ("?q=%00", "holds a character that no text has"),
        ],
    )
    def test_that_are_unfit_are_told_in_place(self, client: Client, query: str, words: str) -> None:
        response = client.get(f"/statutes/{query}")
        assert response.status_code == 200
        assert words in response.content.decode()
        assert len(names(client, query)) == 3

    def test_are_taken_off_one_by_one(self, client: Client) -> None:
        page = client.get("/statutes/?country=xa&q=shore&page=1").content.decode()
        assert '<a class="chosen" href="/statutes/?country=xa">' in page
        assert '<a class="chosen" href="/statutes/?q=shore">' in page


def test_other_names_are_looked_for_where_they_can_be_seen(client: Client) -> None:
    law = make_instrument("Shore Code", country("XA"), is_public=True)
    InstrumentName.objects.create(instrument=law, name="Coast Law", name_key=law_key("Coast Law"))
    assert names(client, "?q=coast") == []
    InstrumentName.objects.update(is_public=True)
    assert names(client, "?q=coast") == ["Shore Code"]


def test_a_row_says_how_often_a_law_is_quoted_and_cited(client: Client) -> None:
    law = make_instrument("Shore Code", country("XA"))
    cable = make_cable(sections=[("prosecution", "B", "The Shore Code (Decree 7-99) holds. The Shore Code is old.")])
    Mention.objects.all().delete()
    section = section_of(cable)
    make_mention(law, section, "Shore Code", number="7-99", date_words="1999")
    make_mention(make_provision(law, "3"), section, "Decree", role=Role.QUOTES)
    page = " ".join(client.get("/statutes/").content.decode().split())
    assert "1 provision · quoted once, cited once" in page
    assert '<span class="code">7-99</span>' in page
    assert "· 1999 ·" in page


def test_the_most_used_come_first(client: Client) -> None:
    rare, used = (make_instrument(name, country("XA"), is_public=True) for name in ("A Code", "B Code"))
    section = section_of(make_cable(sections=[("prosecution", "B", "The A Code. The B Code.")]))
    Mention.objects.all().delete()
    for law, words in ((rare, "A Code"), (used, "B Code"), (used, "The B")):
        make_mention(law, section, words)
    assert names(client, "?sort=used")[:2] == ["B Code", "A Code"]


def test_a_rejected_law_is_nowhere(client: Client) -> None:
    law = make_instrument("Shore Code", country("XA"), is_public=True)
    Instrument.objects.update(standing="rejected")
    assert "Shore Code" not in client.get("/statutes/").content.decode()
    assert client.get(law.get_absolute_url()).status_code == 404


def test_pages_keep_the_filters(client: Client) -> None:
    place = country("XA")
    for number in range(51):
        make_instrument(f"Code {number:02}", place, is_public=True)
    page = client.get("/statutes/?kind=code&sort=name").content.decode()
    assert "Page 1 of 2" in page
    assert "?kind=code&amp;sort=name&amp;page=2" in page
    assert names(client, "?page=2") == names(client, "?page=99") == ["Code 50"]


def test_more_laws_cost_no_more_queries(client: Client) -> None:
    def fill(number: int) -> int:
        law = make_instrument(f"Code {number}", country("XA"), is_public=True)
        make_penalty(make_provision(law, "3", is_public=True), offence="rape")
        with CaptureQueriesContext(connection) as queries:
            client.get("/statutes/")
        return len(queries)

    few = fill(1)
    assert [fill(number) for number in range(2, 6)] == [few] * 4
