"""The page of a provision: its words, its penalties, what they come to, and where it is quoted and cited."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.importing import write_cable
from cables.models import Cable, Section
from cables.parsing.parser import parse
from statutes.models import FormerAddress, Instrument, Mention, Penalty, Provision, Role
from tests.factories import CountryFactory, make_cable
from tests.law_factories import make_instrument, make_mention, make_penalty, make_provision, section_of
from tests.people import Person

pytestmark = pytest.mark.django_db

QUOTE = "Article 41 (Selling people)"
BODY = "Who does any of this is imprisoned:\n1. sells a person;\n2. buys a person."
CITED = "The judge went by Article 41 of the Shore Code last year."
SECTIONS = (("prosecution", "A", f"{QUOTE}\n{BODY}"), ("prosecution", "B", CITED))


def cable_of(mrn: str = "08SALOBRE900001", access: str = "public", **more: Any) -> Cable:
    """A cable of which nothing is read by itself: a test says what was."""
    cable = make_cable(mrn=mrn, access=access, sections=SECTIONS, tags=("KTIP", "XA"), **more)
    Mention.objects.filter(section__cable=cable).delete()
    Penalty.objects.filter(section__cable=cable).delete()
    return cable


@pytest.fixture
def code() -> Instrument:
    return make_instrument("Shore Code", CountryFactory.create(iso2="XA"), standing="accepted")


@pytest.fixture
def article(code: Instrument) -> Provision:
    return make_provision(code, "41")


def quote(provision: Provision, section: Section, *, words: str = QUOTE, **fields: Any) -> Mention:
    assert section.current is not None
    text = section.current.text
    at = text.index(words)
    found = make_mention(provision, section, words, role=Role.QUOTES, heading="Selling people", offence="trafficking")
    found.body_start, found.end = at + len(words) + 2, len(text)
    items = [text.index("1."), text.index("2.")]
    found.items = [["1.", items[0], items[1]], ["2.", items[1], len(text)]]
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    return found


def page_of(client: Client, provision: Provision, query: str = "") -> str:
    response = client.get(f"{provision.get_absolute_url()}{query}")
    assert response.status_code == 200
    return response.content.decode()


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


class TestWords:
    def test_are_shown_once_with_their_items_as_a_list(self, client: Client, article: Provision) -> None:
        for mrn in ("08SALOBRE900001", "09SALOBRE900002"):
            quote(article, section_of(cable_of(mrn), "prosecution/a"))
        page = page_of(client, article)
        assert page.count('<ul class="law__items">') == 1
        assert '<li class="law__item">1. sells a person;</li><li class="law__item">2. buys a person.</li>' in page
        assert "<p>Who does any of this is imprisoned:</p>" in page
        assert "Another wording" not in page
        assert len(re.findall(r"#prosecution-a\">Country XA 20\d\d, Prosecution A</a>", page)) >= 2

    def test_of_another_wording_stand_apart(self, client: Client, article: Provision) -> None:
        quote(article, section_of(cable_of(), "prosecution/a"))
        other = section_of(cable_of("09SALOBRE900002"), "prosecution/a")
        quote(article, other, items=[], end=len(QUOTE) + 20)
        assert page_of(client, article).count("Another wording in Country XA") == 1

    def test_of_a_curator_come_first(self, client: Client, article: Provision) -> None:
        quote(article, section_of(cable_of(), "prosecution/a"))
        Provision.objects.filter(pk=article.pk).update(words="Nobody sells a person.")
        page = page_of(client, article)
        assert page.index("Nobody sells a person.") < page.index("As quoted in Country XA") < page.index("1. sells")

    def test_are_escaped(self, client: Client, article: Provision) -> None:
        Provision.objects.filter(pk=article.pk).update(words="<b>no</b>", heading="<i>x</i>", is_public=True)
        Instrument.objects.update(is_public=True)
        page = page_of(client, article)
        assert "&lt;b&gt;no&lt;/b&gt;" in page
        assert "&lt;i&gt;x&lt;/i&gt;" in page
        assert "<b>no" not in page
        assert "<i>x" not in page


class TestPenalties:
    def test_show_the_steps_by_which_they_were_computed(self, client: Client, article: Provision) -> None:
        section = section_of(cable_of(), "prosecution/a")
        quote(article, section)
        base = make_penalty(article, section, is_quoted=True)
        make_penalty(article, section, minimum="", maximum="", change="increased", least="4/3", most="4/3",
                     bases=[base.key], condition="if the victim is a child")  # fmt: skip
        page = plain(page_of(client, article))
        assert "Imprisonment: 6 years to 12 years" in page
        assert "Increased by 1/3 if the victim is a child" in page
        assert "8 years to 16 years" in page
        assert "6 years × 4/3 = 8 years, 12 years × 4/3 = 16 years" in page

    def test_say_why_they_cannot_be_computed(self, client: Client, article: Provision) -> None:
        section = section_of(cable_of(), "prosecution/a")
        quote(article, section)
        make_penalty(article, section, minimum="", maximum="", change="increased", missing="no clause stands before it")
        assert "Cannot be computed, because no clause stands before it." in plain(page_of(client, article))

    def test_that_two_inputs_state_alike_are_one(self, client: Client, article: Provision) -> None:
        for mrn in ("08SALOBRE900001", "09SALOBRE900002"):
            section = section_of(cable_of(mrn), "prosecution/a")
            quote(article, section)
            make_penalty(article, section)
        page = page_of(client, article)
        assert page.count('<p class="penalty__stated">') == 1
        assert "Country XA 2008, Prosecution A" in plain(page)

    def test_that_cannot_be_read_break_nothing(self, client: Client, article: Provision) -> None:
        section = section_of(cable_of(), "prosecution/a")
        quote(article, section)
        make_penalty(article, section, minimum="a while")
        assert "No penalty of this provision is stated" in page_of(client, article)

    def test_of_a_bill_are_marked(self, client: Client, article: Provision) -> None:
        section = section_of(cable_of(), "prosecution/a")
        quote(article, section)
        make_penalty(article, section, is_proposed=True)
        assert "Proposed in a bill" in page_of(client, article)

    def test_never_rest_on_one_that_is_hidden(
        self, client: Client, curator: User, client_for: Callable[[Person], Client], article: Provision
    ) -> None:
        quote(article, section_of(cable_of(), "prosecution/a"))
        hidden = section_of(cable_of("09SALOBRE900002", "restricted"), "prosecution/a")
        base = make_penalty(article, hidden)
        make_penalty(article, minimum="", maximum="", change="same", bases=[base.key])
        assert "6 years to 12 years" not in page_of(client, article)
        assert "6 years to 12 years" in page_of(client_for(curator), article)


class TestCommensurability:
    def test_lays_trafficking_beside_rape_with_a_chart_and_the_same_figures(
        self, client: Client, code: Instrument, article: Provision
    ) -> None:
        section = section_of(cable_of(), "prosecution/a")
        quote(article, section)
        make_penalty(article, section)
        rape = make_provision(code, "50", offence="rape", is_public=True)
        make_penalty(rape, maximum="20 years")
        page = page_of(client, article)
        assert "trafficking in persons carries 6 years to 12 years and rape 6 years to 20 years; " in page
        assert "maximum for rape, 20 years, is above that for trafficking in persons, 12 years." in page
        assert '<svg class="ranges"' in page
        assert 'role="img"' in page
        assert "style=" not in page
        assert "7106(a)(2)–(3)" in page
        table = page[page.index('<table class="law-table">') :]
        assert re.findall(r"<td>(\d+ years to \d+ years)", table) == ["6 years to 12 years", "6 years to 20 years"]

    def test_says_what_is_missing(self, client: Client, article: Provision) -> None:
        quote(article, section_of(cable_of(), "prosecution/a"))
        assert "No penalty for trafficking in persons or rape is read for Country XA." in page_of(client, article)

    def test_is_not_shown_for_another_offence(self, client: Client, article: Provision) -> None:
        quote(article, section_of(cable_of(), "prosecution/a"), offence="smuggling")
        page = page_of(client, article)
        assert "Trafficking beside rape" not in page
        assert "/statutes/compare/?offence=smuggling" in page


class TestPassages:
    def test_lead_into_the_reading_view(self, client: Client, article: Provision) -> None:
        cable = cable_of()
        make_mention(article, section_of(cable, "prosecution/b"), "Article 41 of the Shore Code")
        page = page_of(client, article)
        assert f'href="{cable.get_absolute_url()}#prosecution-b">cited</a>' in page
        assert "The judge went by <mark>Article 41 of the Shore Code</mark> last year." in page

    def test_of_a_quotation_lead_to_its_own_anchor(self, client: Client, root: Path, article: Provision) -> None:
        content = (root / "sample" / "08GUATEMALA900327.txt").read_bytes()
        mrn = write_cable(parse(content), content=content, name="sample.txt", sample=True).mrn
        section = next(
            one for one in Section.objects.filter(cable__mrn=mrn).select_related("current")
            if one.current and one.current.paragraphs.filter(label="art-173", kind="law-heading").exists()
        )  # fmt: skip
        assert section.current is not None
        row = section.current.paragraphs.get(label="art-173", kind="law-heading")
        Mention.objects.filter(section=section).delete()
        Mention.objects.create(
            role=Role.QUOTES, instrument=article.instrument, provision=article, section=section, text=section.current,
            start=row.clean_start, end=row.clean_end, surface="x", surface_key="x",
        )  # fmt: skip
        Section.objects.filter(pk=section.pk).update(current=section.current)
        reading = client.get(f"/cables/{mrn}/").content.decode()
        [anchor] = set(re.findall(rf'href="/cables/{mrn}/#([\w-]*art-173[\w-]*)"', page_of(client, article)))
        assert f'id="{anchor}"' in reading

    def test_come_in_pages(self, client: Client, article: Provision) -> None:
        for number in range(26):
            section = section_of(cable_of(f"08SALOBRE9{number:05}"), "prosecution/b")
            make_mention(article, section, "Article 41 of the Shore Code")
        assert page_of(client, article).count('<li class="passage">') == 25
        assert page_of(client, article, "?passages=2").count('<li class="passage">') == 1
        assert page_of(client, article, "?passages=9").count('<li class="passage">') == 1


@pytest.mark.parametrize(
    ("query", "words"), [("?passages=x", "There is no such page"), ("?colour=1", "called “colour”")]
)
def test_unfit_values_are_told_in_place(client: Client, article: Provision, query: str, words: str) -> None:
    quote(article, section_of(cable_of(), "prosecution/a"))
    assert words in page_of(client, article, query)


def test_parent_and_parts_are_linked(client: Client, code: Instrument, article: Provision) -> None:
    quote(article, section_of(cable_of(), "prosecution/a"))
    part = make_provision(code, "41 (a)", parent=article, is_public=True, heading="Children")
    make_provision(code, "41 (b)", parent=article)
    page = page_of(client, article)
    assert f'<a href="{part.get_absolute_url()}">Article 41 (a)</a>' in page
    assert "41 (b)" not in page
    assert f'<a href="{article.get_absolute_url()}">Article 41</a>' in page_of(client, part)


def test_only_what_nobody_checked_says_so(client: Client, article: Provision) -> None:
    Provision.objects.filter(pk=article.pk).update(is_public=True)
    Instrument.objects.filter(pk=article.instrument_id).update(is_public=True)
    assert "not yet checked" in page_of(client, article)
    Provision.objects.filter(pk=article.pk).update(standing="accepted")
    assert "not yet checked" not in page_of(client, article)


def test_a_rejected_provision_is_nowhere(client: Client, article: Provision) -> None:
    quote(article, section_of(cable_of(), "prosecution/a"))
    Provision.objects.filter(pk=article.pk).update(standing="rejected")
    assert client.get(article.get_absolute_url()).status_code == 404
    assert article.get_absolute_url() not in client.get(article.instrument.get_absolute_url()).content.decode()


def test_it_is_cited_with_what_quotes_it(client: Client, article: Provision) -> None:
    quote(article, section_of(cable_of(), "prosecution/a"))
    page = page_of(client, article)
    assert (
        "Country XA, Shore Code, Article 41 (Selling people), as quoted in cable 08SALOBRE900001, tipportal, " in page
    )
    assert "TY  - STAT" in page
    assert "@misc{country-xa-shore-code-article-41-selling-people," in page


def test_a_former_address_leads_on(client: Client, article: Provision) -> None:
    FormerAddress.objects.create(country=article.instrument.country, slug="coast-code", instrument=article.instrument)
    old = article.get_absolute_url().replace("shore-code", "coast-code")
    assert client.get(old).status_code == 404
    Provision.objects.filter(pk=article.pk).update(is_public=True)
    assert client.get(old).status_code == 404
    Instrument.objects.filter(pk=article.instrument_id).update(is_public=True)
    response = client.get(f"{old}?passages=2")
    assert (response.status_code, response["Location"]) == (301, f"{article.get_absolute_url()}?passages=2")


def test_what_a_hidden_cable_says_leaves_no_trace(client: Client, article: Provision) -> None:
    section = section_of(cable_of(), "prosecution/a")
    quote(article, section, heading="")
    make_penalty(article, section)
    before = {address: client.get(address).content for address in addresses(article)}
    hidden = section_of(cable_of("09SALOBRE900002", "restricted"), "prosecution/a")
    quote(article, hidden, heading="Trade in people", number="55-12", date_words="2005", offence="rape")
    other = make_provision(article.instrument, "42")
    quote(other, hidden)
    make_penalty(other, hidden)
    make_penalty(article, hidden, maximum="30 years")
    assert {address: client.get(address).content for address in before} == before


def addresses(article: Provision) -> list[str]:
    law, own = article.instrument.get_absolute_url(), article.get_absolute_url()
    return ["/statutes/", law, own, f"{law}card/", f"{own}card/", "/statutes/compare/", "/statutes/compare.csv",
            f"{law}art-42/", "/statutes/?offence=rape"]  # fmt: skip


def test_more_rows_cost_no_more_queries(client: Client, article: Provision) -> None:
    def fill(mrn: str) -> int:
        section = section_of(cable_of(mrn), "prosecution/a")
        quote(article, section)
        base = make_penalty(article, section)
        make_penalty(article, section, minimum="", maximum="", change="increased", least="4/3", most="4/3",
                     bases=[base.key])  # fmt: skip
        make_provision(article.instrument, f"41 ({mrn})", parent=article, is_public=True)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, article)
        return len(queries)

    few = fill("08SALOBRE900001")
    many = [fill(f"09SALOBRE90000{number}") for number in range(2, 6)]
    assert many == [few] * 4
