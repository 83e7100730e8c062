import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.models import Country
from cables.search import FACETS, options, paging
from tests.factories import CountryFactory, PostFactory, make_cable
from tests.people import Person

pytestmark = pytest.mark.django_db

ALTA_2007 = [("overview", "A", "The police patrol the harbour."), ("prosecution", "A", "Article 12 forbids it.")]
ALTA_2008 = [("overview", "A", "The police and the navy patrol."), ("prosecution", "B", "Post has no information.")]
BASSA_2008 = [("overview", "A", "Shelters exist in two cities.")]
HIDDEN = [("overview", "A", "The police raided a palace.")]


@pytest.fixture
def archive() -> None:
    for code, post in (("XA", "ALTA"), ("XB", "BASSA")):
        PostFactory.create(mrn_name=post, country=CountryFactory.create(iso2=code))
    make_cable(mrn="07ALTA900001", report_year=2007, sample=True, sections=ALTA_2007)
    make_cable(mrn="08ALTA900002", report_year=2008, sections=ALTA_2008)
    make_cable(mrn="08BASSA900003", report_year=2008, sections=BASSA_2008)
    make_cable(mrn="09BASSA900004", report_year=2009, sections=HIDDEN, access="members")


def page(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"/search/{query}", headers=headers)
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def found(html: str) -> list[str]:
    return re.findall(r'<p class="row__meta"><span class="code">(\w+)</span>', html)


def title_of(html: str) -> str:
    shown = re.search(r'id="found-title"[^>]*>([^<]*)<', html)
    assert shown is not None
    return shown[1]


def chips(html: str) -> dict[str, dict[str, list[str]]]:
    """What each chip says, and the query that is left when it is removed."""
    read = re.findall(r'<a class="chosen" href="([^"]*)">.*?</span> ([^<]*?) <span aria', html)
    return {unescape(label): parse_qs(urlsplit(unescape(address)).query) for address, label in read}


def facet(html: str, name: str) -> str:
    box = re.search(rf'<facet-box class="facet" name="{name}">.*?</facet-box>', html, flags=re.DOTALL)
    assert box is not None
    return box[0]


def boxes(html: str, name: str) -> dict[str, tuple[int, str]]:
    """Each option's count, and whether it is checked or disabled."""
    read = re.findall(
        r'value="([^"]+)" (checked|disabled|)> <span>[^<]*</span> <span class="facet__count">(\d+)', facet(html, name)
    )
    return {value: (int(count), state) for value, state, count in read}


@pytest.mark.usefixtures("archive")
class TestResults:
    def test_a_row_names_country_year_and_letter_and_marks_the_words(self, client: Client) -> None:
        html = page(client, "?q=navy")
        assert title_of(html) == "1 answer in 1 cable"
        assert re.search(r'<a href="/cables/08ALTA900002/overview/a/">Country XA 2008, Overview A', html)
        assert "The police and the <mark>navy</mark> patrol." in html
        assert "13 Mar 2008" in html

    def test_words_of_a_cable_are_text_and_never_markup(self, client: Client) -> None:
        make_cable(mrn="08ALTA900009", sections=[("overview", "A", "The <b>bishop</b> & the crown")])
        assert "The &lt;b&gt;<mark>bishop</mark>&lt;/b&gt; &amp; the crown" in page(client, "?q=bishop")

    def test_names_in_filters_are_text_and_never_markup(self, client: Client) -> None:
        Country.objects.filter(cables__mrn="08ALTA900002").update(name='<b>Alta & "Bassa"')
        html = page(client, "")
        assert "<span>&lt;b&gt;Alta &amp; &quot;Bassa&quot;</span>" in html
        assert "<b>Alta" not in html

    def test_orders_are_links_and_the_current_one_says_so(self, client: Client) -> None:
        html = page(client, "?q=police&order=country")
        assert 'href="/search/?q=police&amp;order=date"' in html
        assert re.search(r'href="/search/\?q=police&amp;order=country" aria-current="true"', html)
        assert 'href="/search/?q=police">relevance' in html

    def test_one_row_per_cable_leads_to_the_others_in_it(self, client: Client) -> None:
        html = page(client, "?archive=sample&group=cable")
        assert found(html) == ["07ALTA900001"]
        assert '<a href="/search/?archive=sample&amp;cable=07ALTA900001">1 more in this cable</a>' in html

    def test_one_cable_can_be_searched_by_itself(self, client: Client) -> None:
        html = page(client, "?q=police&cable=08 alta 900002")
        assert found(html) == ["08ALTA900002"]
        assert chips(html) == {"08ALTA900002": {"q": ["police"]}}
        assert '<input type="hidden" name="cable" value="08 alta 900002">' in html

    def test_pages_keep_the_search_and_the_first_has_no_number(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(paging, "PAGE_SIZE", 2)
        html = page(client, "?order=date&page=2")
        assert "Page 2 of 3" in html
        assert '<a rel="prev" href="/search/?order=date">' in html
        assert '<a rel="next" href="/search/?order=date&amp;page=3">' in html

    def test_the_bound_of_the_ranking_is_told(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(paging, "RANKED", 1)
        assert "The newest 1 of 2 are ordered by relevance" in page(client, "?q=police")
        assert "ordered by relevance" not in page(client, "?q=police&order=date")

    def test_a_misspelt_word_is_asked_back(self, client: Client) -> None:
        html = page(client, "?q=polise&year=2008")
        assert re.search(r'Did you mean <a href="/search/\?q=police&amp;year=2008"[^>]*>police</a>', html)


@pytest.mark.usefixtures("archive")
class TestFilters:
    def test_counts_stand_in_the_labels_and_options_without_any_stay_disabled(self, client: Client) -> None:
        years = boxes(page(client, "?q=shelters"), "year")
        assert years == {"2008": (1, ""), "2007": (0, "disabled")}

    def test_a_chosen_option_stays_enabled_though_nothing_is_left(self, client: Client) -> None:
        assert boxes(page(client, "?q=shelters&year=2007"), "year")["2007"] == (0, "checked")

    def test_each_chosen_filter_is_a_chip_that_removes_it_alone(self, client: Client) -> None:
        html = page(client, "?q=police&country=xa&year=2007&year=2008&page=1")
        assert chips(html) == {
            "Country XA": {"q": ["police"], "year": ["2007", "2008"]},
            "2007": {"q": ["police"], "country": ["xa"], "year": ["2008"]},
            "2008": {"q": ["police"], "country": ["xa"], "year": ["2007"]},
        }
        assert '<a class="found__clear" href="/search/?q=police">Clear all</a>' in html

    def test_what_boxes_do_not_hold_is_carried_by_the_form(self, client: Client) -> None:
        html = page(client, "?q=police&order=date&group=cable&all=year&page=1")
        for name, value in (("order", "date"), ("group", "cable"), ("all", "year")):
            assert f'<input type="hidden" name="{name}" value="{value}">' in html
        assert 'name="page"' not in html

    def test_a_long_facet_shows_ten_and_all_on_demand(self, client: Client) -> None:
        for number in range(12):
            make_cable(mrn=f"08ALTA9100{number:02}", report_year=1990 + number)
        html = page(client)
        assert len(boxes(html, "year")) == 10
        assert re.search(r'href="/search/\?all=year"[^>]* data-whole>4 more', facet(html, "year"))
        assert 'href="/search/?page=2&amp;all=year"' in facet(page(client, "?page=2"), "year")
        html = page(client, "?all=year")
        assert len(boxes(html, "year")) == 14
        assert 'href="/search/"' in facet(html, "year")

    @pytest.mark.parametrize(
        ("query", "name", "words"),
        [("?country=zz", "country", "Nothing is held for “zz”"), ("?year=abc", "year", "Nothing is held for “abc”")],
    )
    def test_an_unfit_value_is_shown_beside_its_filter(self, client: Client, query: str, name: str, words: str) -> None:
        html = page(client, query)
        assert words in facet(html, name)
        assert html.count(words) == 1
        assert title_of(html) == "5 answers in 3 cables"

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("?colour=red", "no filter called “colour”"),
            ("?page=x", "There is no such page"),
            ("?order=colour", "not by “colour”"),
            ("?group=x", "not by “x”"),
            ("?cable=08NOWHERE1", "No cable “08NOWHERE1” is held"),
            ("?since=yesterday", "This is no date and time"),
            ("?all=colour", "There is no filter called “colour”"),
            (f"?q={'x' * 500}", "at most 400"),
        ],
    )
    def test_what_cannot_be_used_is_said_and_the_rest_is_answered(self, client: Client, query: str, words: str) -> None:
        html = page(client, query)
        assert html.count(words) == 1
        assert title_of(html) == "5 answers in 3 cables"

    def test_a_hidden_cable_cannot_be_asked_for(self, client: Client) -> None:
        hidden, absent = page(client, "?cable=09BASSA900004"), page(client, "?cable=09BASSA900005")
        assert hidden.replace("900004", "900005") == absent
        assert title_of(page(client, "?q=palace")) == "Nothing found"


@pytest.mark.usefixtures("archive")
class TestNothing:
    def test_it_names_the_filter_that_stands_in_the_way(self, client: Client) -> None:
        html = page(client, "?q=shelters&country=xb&year=2007")
        said = html[html.index('<p class="empty">') :]
        assert title_of(html) == "Nothing found"
        assert re.search(r'Remove <a href="/search/\?q=shelters&amp;country=xb">2007</a>, or <a', said)
        assert '<a href="/search/?q=shelters">clear all filters</a>' in said

    def test_it_names_none_where_none_alone_helps(self, client: Client) -> None:
        html = page(client, "?q=submarine&country=xb")
        assert "Try other words, or <a" in html

    def test_words_alone_are_said_to_be_nowhere(self, client: Client) -> None:
        assert "No answer has &lt;i&gt; submarine in it." in page(client, "?q=<i> submarine")

    def test_an_empty_archive_says_so(self, client: Client) -> None:
        from cables.models import Cable

        Cable.objects.all().update(access="restricted")
        assert "No cable is held yet that you may read." in page(client)


@pytest.mark.usefixtures("archive")
class TestNumbers:
    @pytest.mark.parametrize("spelling", ["08ALTA900002", "08 alta 900002", "2008ALTA0900002"])
    def test_a_number_alone_goes_straight_to_its_cable(self, client: Client, spelling: str) -> None:
        response = client.get("/search/", {"q": spelling})
        assert (response.status_code, response["Location"]) == (302, "/cables/08ALTA900002/")

    def test_a_script_is_told_where_to_go(self, client: Client) -> None:
        response = client.get("/search/", {"q": "08ALTA900002"}, headers={"HX-Request": "true"})
        assert (response.status_code, response["HX-Redirect"]) == (200, "/cables/08ALTA900002/")

    def test_a_number_under_filters_is_a_search_that_offers_the_cable(self, client: Client) -> None:
        html = page(client, "?q=08ALTA900002&year=2008")
        assert re.search(r'Go to the cable <a class="code" href="/cables/08ALTA900002/"', html)

    def test_a_hidden_number_is_not_held_in_the_words_of_one_that_is_not(self, client: Client) -> None:
        hidden, absent = page(client, "?q=09BASSA900004"), page(client, "?q=09BASSA900005")
        assert "No cable 09BASSA900004 is held." in hidden
        assert hidden.replace("900004", "900005") == absent


@pytest.mark.parametrize("text", ["08\x00ALTA900002", '"', "(((", "-", "OR OR", "*", "%s {} '", "<script>alert(1)"])
def test_no_words_are_an_error(client: Client, text: str) -> None:
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.usefixtures("archive")
class TestSwaps:
    def test_a_swap_has_results_counts_and_the_announcement_and_no_page(self, client: Client) -> None:
        html = page(client, "?q=police", **{"HX-Request": "true"})
        assert "<html" not in html
        assert "<title>police · tipportal</title>" in html
        assert '<div class="facets" id="facets" hx-boost="true" hx-swap-oob="true">' in html
        assert 'hx-swap-oob="innerHTML">2 answers in 2 cables.</p>' in html

    def test_fragments_are_the_same_inside_the_page_and_alone(self, client: Client) -> None:
        whole, swap = page(client, "?q=police&year=2008"), page(client, "?q=police&year=2008", **{"HX-Request": "1"})
        results = swap[swap.index('<section class="found"') : swap.index("</section>")]
        assert re.sub(r"\s+", " ", results) in re.sub(r"\s+", " ", whole)
        assert facet(swap, "country") == facet(whole, "country")

    def test_the_address_follows_without_what_says_nothing(self, client: Client) -> None:
        asked = "/search/?q=&country=xa&order=&year=2008"
        assert client.get(asked, headers={"HX-Request": "true"})["HX-Push-Url"] == "/search/?country=xa&year=2008"
        boosted = client.get(asked, headers={"HX-Request": "true", "HX-Boosted": "true"})
        assert "HX-Push-Url" not in boosted

    def test_a_page_of_the_history_is_whole(self, client: Client) -> None:
        asked = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
        response = client.get("/search/?q=police", headers=asked)
        assert "<html" in response.content.decode()
        assert "HX-Push-Url" not in response

    def test_a_page_and_a_swap_are_never_taken_for_each_other(self, client: Client) -> None:
        response = client.get("/search/?q=police")
        varies = {name.strip() for name in response["Vary"].split(",")}
        assert {"Cookie", "HX-Request", "HX-History-Restore-Request"} <= varies
        etag = response["ETag"]
        swap = client.get("/search/?q=police", headers={"HX-Request": "true", "If-None-Match": etag})
        assert swap.status_code == 200


def test_more_cables_and_hits_cost_no_more_queries(client: Client) -> None:
    """Ten of them read the archive anew, which a transaction does that has written to it itself."""
    make_cable()
    page(client, "?q=shelters")
    with CaptureQueriesContext(connection) as few:
        page(client, "?q=shelters")
    for number in range(5):
        make_cable(mrn=f"0{number}PORTOPRUEBA90040{number}", report_year=2000 + number)
    page(client, "?q=shelters")
    with CaptureQueriesContext(connection) as many:
        page(client, "?q=shelters&year=2008&all=country")
    assert len(few) == len(many) <= 14 + len(FACETS.of_rows)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=police",
        "?q=polise",
        "?q=palace",
        "?q=900004",
        "?year=2009",
        "?country=xb&all=year",
        "?group=cable&page=2",
    ],
)
def test_a_hidden_cable_changes_no_byte_of_a_readers_page(archive: None, client: Client, query: str) -> None:
    with_one = page(client, query)
    other = [("overview", "A", "The police raided a monastery in Xanadu.")]
    make_cable(mrn="10CIMA900005", report_year=2010, tags=("KTIP", "XC"), sections=other, access="restricted")
    assert page(client, query) == with_one
    assert page(client, query, **{"HX-Request": "true"}).count("Xanadu") == 0


def test_what_an_analyst_may_see_is_found_by_an_analyst(
    archive: None, client_for: Callable[[Person], Client], analyst: User
) -> None:
    assert "09BASSA900004" in found(page(client_for(analyst), "?q=palace"))


def test_a_list_that_is_too_long_even_whole_says_what_it_shows(
    client_for: Callable[[Person], Client], reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "MOST", 12)
    make_cable(tags=[f"T{number:02d}" for number in range(14)])
    box = facet(page(client_for(reader), "?all=tag&tag=t13"), "tag")
    assert "The 13 with the most answers. Narrow the search to see others." in box
    assert box.count('type="checkbox"') == 13  # and the one that is chosen
    assert "with the most answers" not in facet(page(client_for(reader), "?all=tag&q=nothing"), "chapter")
