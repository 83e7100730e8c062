import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.factories import CountryFactory, PostFactory, make_cable

pytestmark = pytest.mark.django_db


@pytest.fixture
def four_cables() -> None:
    for code, post in (("XA", "ALTA"), ("XB", "BASSA")):
        PostFactory.create(mrn_name=post, country=CountryFactory.create(iso2=code))
    make_cable(mrn="07ALTA900001", report_year=2007, sample=True)
    make_cable(mrn="08ALTA900002", report_year=2008)
    make_cable(mrn="08BASSA900003", report_year=2008)
    make_cable(mrn="09BASSA900004", report_year=2009, access="members")


def mrns(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/cables/{query}").content.decode()
    return re.findall(r'<span class="code">(\w+)</span>', page)


def facet_counts(page: str) -> dict[str, int]:
    found = re.findall(r'value="(\w+)"(?: checked)?>\s*<span>[^<]*</span>\s*<span class="facet__count">(\d+)', page)
    return {value: int(count) for value, count in found}


@pytest.mark.usefixtures("four_cables")
class TestFilters:
    def test_repeated_parameters_mean_or(self, client: Client) -> None:
        assert set(mrns(client, "?country=xa&country=xb")) == {"07ALTA900001", "08ALTA900002", "08BASSA900003"}

    def test_codes_of_countries_ignore_case(self, client: Client) -> None:
        page = client.get("/cables/?country=XA&country=xa&country=ZZ").content.decode()
        assert re.findall(r'<span class="code">(\w+)</span>', page) == mrns(client, "?country=xa")
        assert "No cable is held for “ZZ”" in page
        assert '<a class="chosen" href="/cables/?country=ZZ">' in page

    def test_different_parameters_mean_and(self, client: Client) -> None:
        assert mrns(client, "?country=xa&year=2008") == ["08ALTA900002"]

    def test_samples_can_be_told_from_real_cables(self, client: Client) -> None:
        assert mrns(client, "?archive=sample") == ["07ALTA900001"]
        assert "07ALTA900001" not in mrns(client, "?archive=real")

    def test_each_facet_is_counted_under_the_others_but_not_its_own(self, client: Client) -> None:
        counts = facet_counts(client.get("/cables/?country=xa").content.decode())
        assert (counts["xa"], counts["xb"]) == (2, 1)
        assert (counts["2007"], counts["2008"]) == (1, 1)

    def test_hidden_cables_leave_no_trace_in_facets(self, client: Client) -> None:
        page = client.get("/cables/").content.decode()
        assert "2009" not in page
        assert facet_counts(page)["xb"] == 1

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("?year=abc", "No cable is held for “abc”"),
            ("?year=2009", "No cable is held for “2009”"),
            ("?country=zz", "No cable is held for “zz”"),
            ("?sort=colour", "Cables cannot be sorted by “colour”; they are sorted by date."),
            ("?archive=both", "The archives are real and sample, not “both”; both are shown."),
            ("?page=x", "There is no such page"),
            ("?colour=red", "There is no filter called “colour”"),
        ],
    )
    def test_unfit_values_are_reported_in_place(self, client: Client, query: str, words: str) -> None:
        response = client.get(f"/cables/{query}")
        assert response.status_code == 200
        assert words in response.content.decode()
        assert len(mrns(client, query)) == 3

    def test_an_unfit_value_does_not_undo_a_fit_one(self, client: Client) -> None:
        assert mrns(client, "?country=xb&country=zz") == ["08BASSA900003"]

    def test_a_filter_can_be_removed_where_nothing_matches(self, client: Client) -> None:
        page = client.get("/cables/?country=xb&year=2007&sort=mrn").content.decode()
        assert "No cable matches all of these filters" in page
        assert "/cables/?year=2007&amp;sort=mrn" in page
        assert "/cables/?country=xb&amp;sort=mrn" in page


@pytest.mark.usefixtures("four_cables")
@pytest.mark.parametrize(
    ("sort", "first"),
    [("mrn", "07ALTA900001"), ("-mrn", "08BASSA900003"), ("year", "07ALTA900001"), ("-country", "08BASSA900003")],
)
def test_cables_are_sorted(client: Client, sort: str, first: str) -> None:
    assert mrns(client, f"?sort={sort}")[0] == first


def test_cables_without_a_date_come_last_both_ways(client: Client) -> None:
    make_cable(mrn="08PORTOPRUEBA900001", dtg=None)
    make_cable(mrn="08PORTOPRUEBA900002")
    for sort in ("", "?sort=date", "?sort=-date"):
        assert mrns(client, sort)[-1] == "08PORTOPRUEBA900001"


def test_pages_keep_the_filters(client: Client) -> None:
    for number in range(51):
        make_cable(mrn=f"08PORTOPRUEBA{900100 + number}")
    page = client.get("/cables/?year=2008&sort=mrn").content.decode()
    assert "Page 1 of 2" in page
    assert "?year=2008&amp;sort=mrn&amp;page=2" in page
    assert mrns(client, "?sort=mrn&page=2") == ["08PORTOPRUEBA900150"]
    assert mrns(client, "?sort=mrn&page=99") == ["08PORTOPRUEBA900150"]


def test_more_cables_cost_no_more_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_cable()
    with django_assert_num_queries(7):
        client.get("/cables/")
    for number in range(5):
        make_cable(mrn=f"0{number}PORTOPRUEBA90040{number}", report_year=2000 + number)
    with django_assert_num_queries(7):
        client.get("/cables/")


@pytest.mark.usefixtures("four_cables")
def test_the_search_in_the_listed_cables_is_a_link(client: Client) -> None:
    page = client.get("/cables/?country=xa&year=2008&country=zz&sort=mrn").content.decode()
    assert '<a href="/search/?year=2008&amp;country=xa">Search in it</a>' in page
    assert '<a href="/search/">Search in them</a>' in client.get("/cables/").content.decode()
