"""The list of countries, and a country's page: what the person may see of its years, law, institutions and posts."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.models import Cable
from statutes.models import Institution, Instrument, Penalty
from tests.factories import CountryFactory, PostFactory, make_cable
from tests.law_factories import (
    make_institution,
    make_instrument,
    make_mention,
    make_penalty,
    make_provision,
    section_of,
)

pytestmark = pytest.mark.django_db

ANSWERS = (
    ("prosecution", "A", "The fen code forbids it, and the lantern office watches."),
    ("prosecution", "B", "Under the fen code, rule 5 means six to twelve years."),
)
ADDRESS = "/countries/xq/"


@pytest.fixture
def cable() -> Cable:
    """A public input that names a law, with a penalty for trafficking, and an institution."""
    cable = make_cable(sections=ANSWERS)
    Institution.objects.all().delete()
    Instrument.objects.all().delete()
    tell(cable)
    return cable


def tell(cable: Cable, *, law: str = "Fen Code", office: str = "Lantern Office", number: str = "5") -> None:
    code = make_instrument(law, cable.country)
    rule = make_provision(code, number, offence="trafficking")
    make_mention(code, section_of(cable, "prosecution/a"), "fen code")
    make_mention(rule, section_of(cable), "rule 5")
    make_penalty(rule, section_of(cable))
    make_mention(make_institution(office, cable.country), section_of(cable, "prosecution/a"), "lantern office")


def page(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.usefixtures("cable")
class TestCountry:
    def test_it_gathers_years_law_institutions_and_posts(self, client: Client) -> None:
        told = plain(page(client))
        assert "1 cable , report 2008" in told
        assert "08PORTOPRUEBA900327 2 of 40" in told
        assert "Fen Code ◌ read by machine, not yet checked Code 1 2" in told
        assert "Police 1 Lantern Office" in told
        assert "Porto Prueba embassy · 1 cable" in told

    def test_penalties_lead_to_their_provision(self, client: Client) -> None:
        html = page(client)
        assert '<a href="/statutes/xq/fen-code/art-5/">Article 5, Fen Code</a>' in html
        assert "6 years to 12 years" in html

    def test_a_condition_goes_on_with_the_line_of_its_figures(self, client: Client) -> None:
        Penalty.objects.update(condition="If the victim is a child")
        for address in (ADDRESS, "/statutes/xq/fen-code/art-5/"):
            told = plain(page(client, address))
            assert re.search(r"6 years to 12 years if the victim is a child", told), address

    def test_cables_that_are_no_input_are_told_apart(self, client: Client) -> None:
        make_cable(mrn="08PORTOPRUEBA900400", report_year=None)
        assert "And 1 cable that is no yearly input or of no known year." in plain(page(client))

    def test_a_country_of_which_nothing_is_seen_is_not_there(self, client: Client) -> None:
        CountryFactory.create(iso2="XB")
        PostFactory.create(mrn_name="FENHAVEN", country=CountryFactory.create(iso2="XC"))
        make_cable(mrn="08FENHAVEN900001", access="restricted")
        answers = {code: client.get(f"/countries/{code}/") for code in ("xb", "xc", "zz")}
        assert {answer.status_code for answer in answers.values()} == {404}
        assert len({answer.content.replace(code.encode(), b"") for code, answer in answers.items()}) == 1
        assert "/countries/xc/" not in page(client, "/countries/")

    def test_an_entry_known_to_everybody_is_enough(self, client: Client) -> None:
        make_institution("Reed Guard", CountryFactory.create(iso2="XB"), is_public=True)
        assert "No cable that you may read" in page(client, "/countries/xb/")

    def test_a_post_of_which_no_cable_is_seen_is_not_named(
        self, client: Client, cable: Cable, curator: User, client_for: Callable[[User], Client]
    ) -> None:
        PostFactory.create(mrn_name="FENHAVEN", name="Fenhaven", country=cable.country)
        make_cable(mrn="08FENHAVEN900001", access="restricted")
        assert "Fenhaven" not in page(client)
        assert "Fenhaven" in page(client_for(curator), ADDRESS)

    def test_its_name_leads_to_it_from_the_front_page_the_list_and_the_reading_view(self, client: Client) -> None:
        for address in ("/", "/cables/", "/cables/08PORTOPRUEBA900327/"):
            assert f'href="{ADDRESS}"' in page(client, address), address


@pytest.mark.usefixtures("cable")
def test_the_list_tells_how_much_there_is(client: Client) -> None:
    assert "Country XQ 2008 1 1 1" in plain(page(client, "/countries/"))


@pytest.mark.usefixtures("cable")
@pytest.mark.parametrize("address", ["/countries/", ADDRESS])
def test_a_parameter_that_does_nothing_is_said_in_place(client: Client, address: str) -> None:
    assert "There is no filter called “colour” here; it was left out." in page(client, f"{address}?colour=red")


def make_more(cable: Cable) -> None:
    """Another input of the country, from another post, that names more."""
    PostFactory.create(mrn_name="FENHAVEN", name="Fenhaven", country=cable.country)
    more = make_cable(mrn="09FENHAVEN900500", report_year=2009, sections=ANSWERS)
    Institution.objects.exclude(slug="lantern-office").delete()
    tell(more, law="Reed Act", office="Reed Guard", number="7")
    tell(more, law="Marsh Act", office="Marsh Guard", number="8")
    for known in (Instrument.objects.get(slug="fen-code"), Institution.objects.get(slug="lantern-office")):
        make_mention(known, section_of(more), "fen code")


@pytest.mark.parametrize("address", ["/countries/", ADDRESS])
def test_a_restricted_cable_leaves_no_trace(client: Client, cable: Cable, address: str) -> None:
    before = client.get(address).content
    make_more(cable)
    assert client.get(address).content != before
    Cable.objects.filter(mrn="09FENHAVEN900500").update(access="restricted")
    assert client.get(address).content == before


@pytest.mark.parametrize("address", ["/countries/", ADDRESS])
def test_more_rows_need_no_more_queries(client: Client, cable: Cable, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    make_more(cable)
    client.get(address)  # what search holds is read anew after an import
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) <= 45  # half of them what search holds, which no test's transaction keeps
