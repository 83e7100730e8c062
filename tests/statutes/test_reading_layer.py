"""Law and institutions in the reading view, on section pages and in their JSON: what is marked, listed and for whom."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.layers import namings_in
from cables.models import Cable, Paragraph, Preference, Section
from statutes.models import Institution, Instrument, Mention, Provision
from tests.factories import make_cable
from tests.law_factories import make_institution, make_instrument, make_mention, make_provision, section_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Any], Client]
ADDRESS = "/cables/08PORTOPRUEBA900327/"
SECTION = f"{ADDRESS}prosecution/b/"
WORDS = "The wardens act under rule nine of the quay rules.\nRule eleven\nWhoever sells a berth pays."
TEXTS = [("overview", "A", "The wardens keep the quay."), ("prosecution", "B", WORDS)]
BODY, LAW = "/institutions/xa/quay-wardens/", "/statutes/xa/quay-rules/"
NINE, ELEVEN = f"{LAW}art-9/", f"{LAW}art-11/"

SIGNED = re.compile(r'<input type="hidden" name="(?:csrfmiddlewaretoken|key|writer)"[^>]*>')  # anew each time


@pytest.fixture
def cable() -> Cable:
    return make_cable(sections=TEXTS)


@pytest.fixture
def section(cable: Cable) -> Section:
    Mention.objects.all().delete()  # what reading found in it by itself
    return section_of(cable)


@pytest.fixture
def wardens(section: Section) -> Institution:
    wardens = make_institution("Quay Wardens", standing="accepted")
    make_mention(wardens, section, "wardens", standing="accepted")
    return wardens


@pytest.fixture
def rules(section: Section) -> Instrument:
    rules = make_instrument("Quay Rules", standing="accepted")
    make_mention(rules, section, "quay rules", standing="accepted")
    return rules


@pytest.fixture
def nine(rules: Instrument, section: Section) -> Provision:
    nine = make_provision(rules, "9")
    make_mention(nine, section, "rule nine")
    return nine


@pytest.fixture
def eleven(rules: Instrument, section: Section) -> Provision:
    """Quoted: its caption is a paragraph of its own, and so are its words."""
    eleven = make_provision(rules, "11", standing="accepted")
    quoted = WORDS[WORDS.index("Rule eleven") :].replace("\n", "\n\n")
    body = section.current.text.index("Whoever") if section.current else 0
    make_mention(eleven, section, quoted, role="quotes", body_start=body, standing="accepted")
    rows = Paragraph.objects.filter(section_text=section.current_id).order_by("position")
    rows.filter(pk=rows[1].pk).update(kind="law-heading", label="art-11")
    rows.filter(pk=rows[2].pk).update(kind="law")
    return eleven


def page(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def links(html: str) -> list[tuple[str, str, str]]:
    """The links in the words: (their classes without the first, where they lead, their words)."""
    return re.findall(r'<a class="name ([^"]*)" href="([^"]*)" data-card>(.*?)</a>', html)


def listed(html: str) -> list[str]:
    lines = re.findall(r'<p class="named__line">(.*?)</p>', html)
    return [re.sub(r"<[^>]*>", "", line) for line in lines]


@pytest.mark.usefixtures("wardens", "nine")
@pytest.mark.parametrize("address", [ADDRESS, SECTION])
def test_names_are_links_in_the_words_and_listed_below(client: Client, address: str) -> None:
    html = page(client, address)
    assert links(html) == [
        ("name--institutions", BODY, "wardens"),
        ("name--law name--suggested", NINE, "rule nine"),
        ("name--law", LAW, "quay rules"),
    ]
    assert listed(html) == ["Institutions here: Quay Wardens", "Law here: Quay Rules (Article 9)"]
    assert html.count("<entry-card>") == 1


@pytest.mark.usefixtures("wardens")
def test_a_section_that_is_brought_up_to_date_keeps_its_links(client: Client) -> None:
    html = str(client.get(SECTION, headers={"HX-Request": "true"}).content.decode())
    assert "<html" not in html
    assert [link for _, link, _ in links(html)] == [BODY]


@pytest.mark.usefixtures("eleven")
def test_the_caption_of_quoted_law_leads_to_its_page(client: Client) -> None:
    html = page(client)
    assert ("name--law", ELEVEN, "Rule eleven") in links(html)
    assert 'href="#prosecution-b-art-11" aria-label="Link to this provision">§</a></span>' in html


def test_quoted_law_without_a_caption_is_named_behind_its_sign(client: Client, eleven: Provision) -> None:
    mention = Mention.objects.get(provision=eleven)
    Mention.objects.filter(pk=mention.pk).update(start=mention.body_start)
    rows = Paragraph.objects.filter(section_text=mention.text_id, kind__startswith="law").order_by("position")
    rows.filter(kind="law-heading").update(kind="prose", label="")
    rows.filter(kind="law").update(label="art-11")
    html = page(client)
    assert f'§</a> <a class="law__page" href="{ELEVEN}" aria-label="Article 11, Quay Rules" data-card></a>' in html
    assert "Whoever sells" in re.sub(r"<a class=\"name.*?</a>", "", html)


@pytest.mark.parametrize("rejected", ["mention", "entry"])
def test_what_was_rejected_is_not_marked_and_not_listed(client: Client, wardens: Institution, rejected: str) -> None:
    rows: Any = Mention.objects if rejected == "mention" else Institution.objects
    rows.update(standing="rejected")
    html = page(client)
    assert "wardens keep" in html
    assert (links(html), listed(html), BODY in html) == ([], [], False)


def test_only_where_something_is_not_checked_the_page_says_what_dots_mean(client: Client, wardens: Institution) -> None:
    told = "were read by machine and are not yet checked"
    assert told not in page(client)
    Mention.objects.update(standing="suggested")
    assert told in page(client)


def test_an_older_text_names_nothing(client: Client, wardens: Institution, cable: Cable) -> None:
    make_cable(sections=[TEXTS[0], ("prosecution", "B", f"{WORDS} Dearly.")])
    now = section_of(cable)
    make_mention(wardens, now, "wardens", text=now.texts.get(revision__number=1))
    assert links(page(client, f"{SECTION}?rev=1")) == []
    assert client.get(f"{SECTION[:-1]}.json?rev=1").json()["institutions"] == []


def test_a_person_can_have_the_text_without_links_and_keeps_the_lists(
    client_for: SignIn, analyst: User, wardens: Institution
) -> None:
    assert links(page(client_for(analyst)))
    kept = {"visibility": "private", "single_keys": "on"}  # the box for the links is not ticked
    assert client_for(analyst).post("/notes/preferences/", kept).status_code == 302
    assert not Preference.objects.get(person=analyst).names_marked
    html = page(client_for(analyst))
    assert (links(html), listed(html)) == ([], ["Institutions here: Quay Wardens"])


@pytest.mark.usefixtures("wardens", "nine")
@pytest.mark.parametrize("of_cable", [True, False])
def test_json_says_what_is_named_where(client: Client, of_cable: bool) -> None:
    record = client.get(f"{ADDRESS[:-1]}.json" if of_cable else f"{SECTION[:-1]}.json").json()
    if of_cable:
        assert [part["institutions"] for part in record["sections"][:1]] == [[]]
        record = record["sections"][1]
    [body], [nine, law] = record["institutions"], record["law"]
    assert [record["text"][each["start"] : each["end"]] for each in (body, nine, law)] == [
        *("wardens", "rule nine", "quay rules")
    ]
    assert nine == {
        "name": "Article 9, Quay Rules",
        "url": f"http://testserver{NINE}",
        "role": "cites",
        "start": nine["start"],
        "end": nine["start"] + len("rule nine"),
        "checked": False,
    }
    assert (body["checked"], body["role"]) == (True, "names")


def test_more_names_cost_no_more_queries(client_for: SignIn, analyst: User, section: Section) -> None:
    """And the reading view of a member costs no more than it did before it knew of law and institutions: 19."""
    client = client_for(analyst)
    for address, most in ((ADDRESS, 19), (SECTION, 18), (f"{ADDRESS[:-1]}.json", 13)):
        counts = []
        for number in (1, 9):
            for each in range(number):
                rules = make_instrument(f"Rules {address} {number} {each}")
                make_mention(make_provision(rules, "9"), section, "rule nine")
                make_mention(make_institution(f"Body {address} {number} {each}"), section, "wardens")
            with CaptureQueriesContext(connection) as queries:
                page(client, address)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= most


def test_the_words_on_the_page_are_the_same_with_names_and_without(client: Client, section: Section) -> None:
    def words() -> list[str]:
        return [re.sub(r"<[^>]*>", "", block) for block in re.findall(r"<p data-start.*?</p>", page(client))]

    before = words()
    make_mention(make_institution("Quay Wardens"), section, "wardens")
    make_mention(make_instrument("Quay Rules"), section, "quay rules")
    assert "Quay Wardens" in page(client)
    assert words() == before


@pytest.mark.parametrize("address", [ADDRESS, SECTION, f"{ADDRESS[:-1]}.json", f"{SECTION[:-1]}.json"])
@pytest.mark.parametrize("person", ["reader", "analyst"])
def test_what_a_hidden_cable_names_leaves_no_trace(
    client_for: SignIn,
    request: pytest.FixtureRequest,
    wardens: Institution,
    nine: Provision,
    person: str,
    address: str,
) -> None:
    client = client_for(request.getfixturevalue(person))

    def bare() -> str:
        return SIGNED.sub("", page(client, address))

    before = bare()
    hidden = make_cable(mrn="09PORTOPRUEBA900400", access="restricted", sections=TEXTS)
    place = section_of(hidden)
    make_mention(wardens, place, "wardens", other_names=["The Grey Coats"], number="77", date_words="1999")
    make_mention(nine, place, "rule nine", role="quotes", heading="Berths", body_start=3)
    make_mention(nine.instrument, place, "quay rules")
    make_mention(make_institution("Grey Coats", wardens.country), place, "berth")
    assert bare() == before


def test_a_layer_is_asked_for_nobody_but_the_person_who_reads(section: Section, wardens: Institution) -> None:
    from tests.people import person

    assert section.current_id is not None
    Cable.objects.update(access="restricted")
    curator = person("keeper", role="curator")
    analyst = person("member", role="analyst")
    assert namings_in([section.current_id], analyst) == {}
    assert [naming.named.name for naming in namings_in([section.current_id], curator)[section.current_id]] == [
        "Quay Wardens"
    ]
