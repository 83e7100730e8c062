"""The list of institutions, the page of one, its card, and the addresses that lead to it."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.models import Cable, Question
from statutes.models import FormerAddress, Institution, InstitutionIdentifier, Merger, Standing
from tests.factories import CountryFactory, TopicFactory, make_cable
from tests.law_factories import make_event, make_institution, make_mention, make_name, section_of

pytestmark = pytest.mark.django_db

ANSWERS = (
    ("prosecution", "A", "The lantern office met twice. Nobody came from the lantern office in May."),
    ("prosecution", "B", "In spring the lantern office trained judges; the reed guard held the door."),
    ("protection", "A", "Beds for twelve, says the lantern office."),
)
ADDRESS = "/institutions/xq/lantern-office/"


@pytest.fixture
def cable() -> Cable:
    """A public input for 2008 with three sections that name the lantern office; B answers about training."""
    Question.objects.update(topic=None)
    asked = Question.objects.filter(questionnaire__report_year=2008, chapter="prosecution", key="B")
    asked.update(subject="Training", topic=TopicFactory.create(slug="training", name="Training"))
    return make_cable(sections=ANSWERS)


@pytest.fixture
def office(cable: Cable) -> Institution:
    """Named four times in three sections; the reed guard once beside it."""
    Institution.objects.all().delete()  # those that come with the portal
    office = make_institution("Lantern Office", cable.country, kind="executive")
    first = section_of(cable, "prosecution/a")
    make_mention(office, first, "lantern office")
    at = first.current.text.rindex("lantern office") if first.current else 0
    make_mention(office, first, "lantern office", start=at, end=at + 14)
    for address in ("prosecution/b", "protection/a"):
        make_mention(office, section_of(cable, address), "lantern office")
    make_mention(make_institution("Reed Guard", cable.country), section_of(cable), "reed guard")
    return office


def page(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.usefixtures("office")
class TestSections:
    def test_sentences_have_the_name_marked(self, client: Client) -> None:
        html = page(client)
        assert "Nobody came from the <mark>lantern office</mark> in May." in html
        assert "Named 4 times in 3 sections of 1 cable" in html

    def test_rows_lead_to_their_section_and_name_its_subject(self, client: Client) -> None:
        html = page(client)
        assert '<a href="/cables/08PORTOPRUEBA900327/prosecution/b/">Country XQ 2008: Prosecution B</a>' in html
        assert '<span class="told__subject">Training</span>' in html

    def test_a_figure_of_the_matrix_narrows_the_page_to_it(self, client: Client) -> None:
        html = page(client)
        assert f'href="{ADDRESS}?topic=training&amp;year=2008#sections"' in html
        narrowed = page(client, f"{ADDRESS}?topic=training&year=2008")
        assert "trained judges" in narrowed
        assert "Beds for twelve" not in narrowed
        assert "Named 1 time in 1 section of 1 cable, filtered by" in plain(narrowed)

    def test_the_matrix_counts_all_sections_whatever_is_chosen(self, client: Client) -> None:
        def matrix(html: str) -> str:
            return plain(html[html.index('<table class="topics">') : html.index("</table>")])

        assert matrix(page(client)) == matrix(page(client, f"{ADDRESS}?topic=training"))

    def test_a_chosen_figure_leads_back(self, client: Client) -> None:
        html = page(client, f"{ADDRESS}?topic=training")
        assert re.search(rf'href="{ADDRESS}#sections" aria-current="true">Training', html)

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("?year=abc", "has the year “abc”"),
            ("?year=2009", "has the year “2009”"),
            ("?topic=nothing", "has the topic “nothing”"),
            ("?page=x", "There is no such page"),
            ("?events=0", "There is no such page"),
            ("?topics=some", "not “some”"),
            ("?colour=red", "There is no filter called “colour”"),
            ("?year=%00", "No section that names it"),
        ],
    )
    def test_unfit_values_are_said_in_place(self, client: Client, query: str, words: str) -> None:
        html = page(client, f"{ADDRESS}{query}")
        assert words in html
        assert "in 3 sections of 1 cable" in html

    def test_long_lists_are_paged(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("statutes.institution_passages.PAGE_SIZE", 2)
        assert "Beds for twelve" not in page(client)
        assert "Beds for twelve" in page(client, f"{ADDRESS}?page=2")

    def test_who_is_named_together_with_it_is_counted(self, client: Client) -> None:
        html = page(client)
        assert re.search(
            r'<a href="/institutions/xq/reed-guard/">Reed Guard</a> <span class="together__number">1', html
        )


class TestFacts:
    def test_names_parent_parts_and_identifiers(self, client: Client, office: Institution) -> None:
        make_name(office, "LO", is_acronym=True, is_public=True)
        make_name(office, "Office of Lanterns", since=2001, until=2004, is_public=True)
        InstitutionIdentifier.objects.create(
            institution=office, scheme="Register", value="77", url="https://example.org/77"
        )
        Institution.objects.filter(slug="reed-guard").update(parent=office)
        html = page(client)
        assert '<span class="acronym">LO</span>' in html
        assert "Office of Lanterns 2001–2004" in plain(html)
        assert "Its parts Reed Guard" in plain(html)
        assert '<a href="https://example.org/77" rel="external noopener noreferrer">77</a>' in html
        assert "Part of Lantern Office" in plain(page(client, "/institutions/xq/reed-guard/"))

    def test_standing_is_shown_until_it_is_checked(self, client: Client, office: Institution) -> None:
        assert "read by machine, not yet checked" in page(client)
        Institution.objects.update(standing=Standing.ACCEPTED)
        assert "read by machine" not in page(client)


class TestTimeline:
    def test_an_event_that_two_cables_tell_of_stands_once_with_both_as_evidence(
        self, client: Client, cable: Cable, office: Institution
    ) -> None:
        later = make_cable(mrn="09PORTOPRUEBA900400", report_year=2009, sections=ANSWERS)
        for held in (cable, later):
            make_event(office, section_of(held), kind="created", start=0, end=20)
        html = page(client)
        assert html.count("<b>Created</b>") == 1
        assert "Country XQ 2008, Prosecution B" in html
        assert "Country XQ 2009, Prosecution B" in html

    def test_events_go_by_year_and_without_one_by_the_report_that_tells_of_them(
        self, client: Client, cable: Cable, office: Institution
    ) -> None:
        make_event(office, section_of(cable), kind="staffing", words="nine clerks", year=0, date_words="")
        make_event(office, kind="renamed", words="Office of Lanterns", year=2001, date_words="May 2001")
        told = plain(page(client))
        assert told.index("Renamed : Office of Lanterns May 2001") < told.index("in the 2008 report")
        assert told.index("in the 2008 report") < told.index("Staffing : nine clerks")


class TestCard:
    def test_it_is_a_piece_for_scripts_and_a_page_for_others(self, client: Client, office: Institution) -> None:
        piece = client.get(f"{ADDRESS}card/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in piece
        assert "Named in 4 passages" in piece
        whole = page(client, f"{ADDRESS}card/")
        assert "<html" in whole
        assert piece.strip() in whole or plain(piece) in plain(whole)


class TestAddresses:
    def test_a_former_address_leads_on_for_good(self, client: Client, office: Institution) -> None:
        FormerAddress.objects.create(country=office.country, slug="lamp-office", institution=office)
        response = client.get("/institutions/xq/lamp-office/?year=2008")
        assert (response.status_code, response["Location"]) == (301, f"{ADDRESS}?year=2008")
        assert client.get("/institutions/xq/lamp-office/card/")["Location"] == f"{ADDRESS}card/"

    def test_a_former_address_of_what_is_hidden_is_not_there(self, client: Client, office: Institution) -> None:
        FormerAddress.objects.create(country=office.country, slug="lamp-office", institution=office)
        Cable.objects.update(access="restricted")
        assert client.get("/institutions/xq/lamp-office/").status_code == 404

    def test_a_merged_one_leads_on_where_a_moved_passage_is_seen(
        self, client: Client, cable: Cable, office: Institution, curator: User
    ) -> None:
        other = make_institution("Lamp House", office.country, merged_into=office)
        moved = office.mentions.first()
        assert moved is not None
        Merger.objects.create(kept=office, merged=other, mentions=[moved.pk], made_by=curator)
        assert client.get("/institutions/xq/lamp-house/")["Location"] == ADDRESS
        assert "Merged from Lamp House" in plain(page(client))

    def test_a_merged_one_that_only_a_hidden_cable_named_is_not_there(
        self, client: Client, office: Institution, curator: User, client_for: Callable[[User], Client]
    ) -> None:
        hidden = make_cable(mrn="08PORTOPRUEBA900999", access="restricted", sections=ANSWERS)
        moved = make_mention(office, section_of(hidden), "lantern office")
        other = make_institution("Lamp House", office.country, merged_into=office)
        Merger.objects.create(kept=office, merged=other, mentions=[moved.pk], made_by=curator, made_at=timezone.now())
        assert client.get("/institutions/xq/lamp-house/").status_code == 404
        assert "Lamp House" not in page(client)
        assert client_for(curator).get("/institutions/xq/lamp-house/").status_code == 301

    def test_the_same_name_in_another_country_is_another(self, client: Client, office: Institution) -> None:
        make_institution("Lantern Office", CountryFactory.create(iso2="XB"), is_public=True)
        assert "Named 4 times" in page(client)
        assert "No cable that you may read names it." in page(client, "/institutions/xb/lantern-office/")

    def test_an_international_one_has_no_country(self, client: Client) -> None:
        make_institution("Lantern Union", is_public=True)
        Institution.objects.update(country=None)
        assert "International" in page(client, "/institutions/international/lantern-union/")

    def test_what_was_rejected_is_not_there(self, client: Client, office: Institution) -> None:
        Institution.objects.update(standing=Standing.REJECTED)
        assert client.get(ADDRESS).status_code == 404


@pytest.mark.usefixtures("office")
class TestList:
    def names(self, client: Client, query: str = "") -> list[str]:
        html = page(client, f"/institutions/{query}")
        return re.findall(r'<p class="row__name"><a href="[^"]+">([^<]+)</a>', html)

    def test_it_counts_passages_and_cables(self, client: Client) -> None:
        assert "Country XQ · Executive · named 4 times in 1 cable" in plain(page(client, "/institutions/"))

    def test_words_find_names_and_acronyms_whatever_their_case_and_accents(
        self, client: Client, office: Institution
    ) -> None:
        make_name(office, "Linternería", name_key="linterneria", is_public=True)
        make_name(office, "LOX", name_key="lox", is_acronym=True, is_public=True)
        for words in ("LANTERN", "office+lant", "linternéria", "lox"):
            assert self.names(client, f"?q={words}") == ["Lantern Office"], words
        assert self.names(client, "?q=nobody") == []

    def test_words_find_those_of_a_country(self, client: Client, office: Institution) -> None:
        make_name(office, "Wick House", is_public=True)
        make_institution("Reed Court", CountryFactory.create(iso2="XR"), is_public=True)
        for words in ("country+xq+lantern", "xq+wick"):
            assert self.names(client, f"?q={words}") == ["Lantern Office"], words
        assert self.names(client, "?q=xr") == ["Reed Court"]
        assert self.names(client, "?q=ountry") == []

    def test_filters_narrow_it_and_are_counted_without_themselves(self, client: Client) -> None:
        assert self.names(client, "?kind=police") == ["Reed Guard"]
        assert self.names(client, "?kind=police&kind=executive&country=xq") == ["Lantern Office", "Reed Guard"]
        boxes = re.findall(r'value="(\w+)"(?: checked)?>\s*<span>[^<]*</span>\s*<span class="facet__count">(\d+)',
                           page(client, "/institutions/?kind=police"))  # fmt: skip
        assert dict(boxes) == {"executive": "1", "police": "1", "suggested": "1", "xq": "1"}

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("?kind=choir", "No institution is known for “choir”"),
            ("?country=zz", "No institution is known for “zz”"),
            ("?standing=rejected", "No institution is known for “rejected”"),
            ("?page=-1", "There is no such page"),
            ("?colour=red", "There is no filter called “colour”"),
            ("?q=%00", "a character that no name has"),
            (f"?q={'a' * 121}", "longer than 120 characters"),
        ],
    )
    def test_unfit_values_are_said_in_place(self, client: Client, query: str, words: str) -> None:
        assert words in page(client, f"/institutions/{query}")
        assert len(self.names(client, query)) == 2

    def test_pages_hold_the_filters(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("statutes.views.institutions.PAGE_SIZE", 1)
        assert self.names(client, "?country=xq&page=2") == ["Reed Guard"]
        assert 'href="?country=xq&amp;page=2"' in page(client, "/institutions/?country=xq")


ADDRESSES = (
    *("/institutions/", "/institutions/?q=lantern", "/institutions/?country=xq&kind=police"),
    *(ADDRESS, f"{ADDRESS}?year=2008&topic=none", f"{ADDRESS}card/"),
)


def make_more(cable: Cable, office: Institution) -> None:
    """Another cable that names as much again, and more institutions."""
    sections = [(*section[:2], f"{section[2]} So say the fen wardens.") for section in ANSWERS]
    more = make_cable(mrn="09PORTOPRUEBA900500", report_year=2009, sections=sections, access=cable.access)
    wardens = make_institution("Fen Wardens", cable.country, kind="police", parent=office)
    lamps = make_institution("Lamp Society", cable.country, kind="ngo")
    for address in ("prosecution/a", "prosecution/b", "protection/a"):
        section = section_of(more, address)
        make_mention(office, section, "lantern office")
        make_mention(wardens, section, "fen wardens")
        make_mention(lamps, section, "fen wardens")
        make_event(office, section, kind="staffing", words=f"{address} clerks")
    make_name(office, "Fen Wardens")
    make_name(wardens, "FW", is_acronym=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_restricted_cable_leaves_no_trace(client: Client, cable: Cable, office: Institution, address: str) -> None:
    before = client.get(address).content
    make_more(cable, office)
    assert client.get(address).content != before
    Cable.objects.filter(mrn="09PORTOPRUEBA900500").update(access="restricted")
    assert client.get(address).content == before


@pytest.mark.parametrize("address", ADDRESSES)
def test_more_rows_need_no_more_queries(client: Client, cable: Cable, office: Institution, address: str) -> None:
    office.parent = make_institution("Lamp Ministry", cable.country, is_public=True)
    office.save(update_fields=["parent"])
    Institution.objects.filter(slug="reed-guard").update(parent=office)
    make_event(office, section_of(cable), kind="created")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    make_more(cable, office)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) <= 25
