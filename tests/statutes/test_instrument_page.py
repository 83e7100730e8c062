"""The page of a law: its names and events, its provisions, where it is quoted and cited; and the cards."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.models import Cable
from statutes.models import FormerAddress, Instrument, InstrumentName, LifeEvent, Mention, Penalty
from statutes.names import law_key
from tests.factories import CountryFactory, make_cable
from tests.law_factories import make_event, make_instrument, make_mention, make_penalty, make_provision, section_of

pytestmark = pytest.mark.django_db

WORDS = "The Shore Code (Decree 7-99) holds since 1999."


@pytest.fixture
def code() -> Instrument:
    return make_instrument("Shore Code", CountryFactory.create(iso2="XA"))


def cable_of(mrn: str = "08SALOBRE900001", access: str = "public") -> Cable:
    """A cable of which nothing is read by itself: a test says what was."""
    cable = make_cable(mrn=mrn, access=access, sections=[("prosecution", "B", WORDS)], tags=("KTIP", "XA"))
    for model in (Mention, Penalty, LifeEvent):
        model.objects.filter(section__cable=cable).delete()
    return cable


def cite(code: Instrument, cable: Cable, **fields: object) -> Mention:
    return make_mention(code, section_of(cable), "Shore Code", **fields)


def page_of(client: Client, law: Instrument, end: str = "") -> str:
    response = client.get(f"{law.get_absolute_url()}{end}")
    assert response.status_code == 200
    return response.content.decode()


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_number_and_date_are_those_of_citations_where_a_curator_wrote_none(client: Client, code: Instrument) -> None:
    cite(code, cable_of(), number="7-99", date_words="1999")
    assert "Code 7-99 1999 cited once" in plain(page_of(client, code))
    Instrument.objects.update(number="7/99", date_words="May 1999")
    assert "Code 7/99 May 1999 cited once" in plain(page_of(client, code))


def test_other_names_are_those_that_a_visible_passage_prints(client: Client, code: Instrument) -> None:
    cite(code, cable_of(), other_names=["Decree 7-99"])
    for name in ("Shore Code", "Decree 7-99", "Coast Law"):
        InstrumentName.objects.get_or_create(instrument=code, name_key=law_key(name), defaults={"name": name})
    page = plain(page_of(client, code))
    assert "Also called Decree 7-99" in page
    assert "Coast Law" not in page


def test_events_stand_in_order_of_time_with_their_passages(client: Client, code: Instrument) -> None:
    cable = cable_of()
    cite(code, cable)
    make_event(code, section_of(cable), kind="amended", year=2005, month=3, date_words="March 2005", articles=["4"])
    make_event(code, section_of(cable), kind="enacted", year=1999, date_words="1999")
    make_event(code, section_of(cable_of("09SALOBRE900002")), kind="enacted", year=1999, date_words="1999")
    make_event(code, kind="repealed", year=0, date_words="")
    page = page_of(client, code)
    line = plain(page[page.index('<ol class="events">') : page.index("Provisions</h2>")])
    assert re.search(r"1999 Enacted .* March 2005 Amended \(art. 4\) .* no date Repealed", line)
    assert line.count("Enacted") == 1
    assert f'href="{cable.get_absolute_url()}#prosecution-b"' in page


def test_provisions_stand_by_number_with_heading_offence_and_penalty(client: Client, code: Instrument) -> None:
    cite(code, cable_of())
    late = make_provision(code, "100", is_public=True)
    early = make_provision(code, "9", is_public=True, heading="Selling people", offence="trafficking")
    make_penalty(early)
    make_penalty(early, minimum="8 years", maximum="20 years", condition="if the victim dies")
    hidden = make_provision(code, "11")
    page = page_of(client, code)
    assert page.index(early.get_absolute_url()) < page.index(late.get_absolute_url())
    assert hidden.get_absolute_url() not in page
    assert "Article 9 Selling people Trafficking in persons 6 years to 12 years; under conditions 8 years to 20 years" \
        in plain(page)  # fmt: skip


def test_sections_that_cite_it_stand_by_year(client: Client, code: Instrument) -> None:
    for mrn, year in (("07SALOBRE900001", 2007), ("09SALOBRE900002", 2009)):
        cable = cable_of(mrn)
        Cable.objects.filter(pk=cable.pk).update(report_year=year)
        cite(code, cable)
    page = page_of(client, code)
    assert re.findall(r'<h3 class="passages__year">(\d+)</h3>', page) == ["2009", "2007"]
    assert page.count("The <mark>Shore Code</mark> (Decree 7-99) holds since 1999.") == 2


def test_many_provisions_come_in_pages_of_their_own(client: Client, code: Instrument) -> None:
    cite(code, cable_of())
    for number in range(101):
        make_provision(code, str(number + 1), is_public=True)
    assert page_of(client, code).count('<th scope="row">') == 100
    last = page_of(client, code, "?page=2&passages=1")
    assert last.count('<th scope="row">') == 1
    assert '<li class="passage">' in last


def test_what_is_international_has_its_address(client: Client) -> None:
    treaty = make_instrument("Sea Compact", kind="treaty", is_public=True)
    Instrument.objects.filter(pk=treaty.pk).update(country=None)
    treaty.refresh_from_db()
    assert treaty.get_absolute_url() == "/statutes/international/sea-compact/"
    assert "International" in page_of(client, treaty)


def test_a_former_address_leads_on_for_those_who_may_see_it(client: Client, code: Instrument) -> None:
    FormerAddress.objects.create(country=code.country, slug="coast-code", instrument=code)
    assert client.get("/statutes/xa/coast-code/").status_code == 404
    Instrument.objects.update(is_public=True)
    for end in ("", "card/"):
        response = client.get(f"/statutes/xa/coast-code/{end}?page=1")
        assert (response.status_code, response["Location"]) == (301, f"{code.get_absolute_url()}{end}?page=1")


@pytest.mark.parametrize("end", ["xa/no-code/", "zz/shore-code/", "xa/shore-code/art-1/"])
def test_what_there_is_not_is_not_found(client: Client, code: Instrument, end: str) -> None:
    Instrument.objects.update(is_public=True)
    assert client.get(f"/statutes/{end}").status_code == 404


def test_a_card_is_a_fragment_for_scripts_and_a_page_for_others(client: Client, code: Instrument) -> None:
    Instrument.objects.update(is_public=True)
    article = make_provision(code, "9", is_public=True, heading="Selling people")
    make_penalty(article)
    for address, words in (
        (code.get_absolute_url(), "Shore Code Code · Country XA 1 provision, not quoted or cited"),
        (article.get_absolute_url(), "Article 9 Selling people Shore Code · Code · Country XA 6 years to 12 years"),
    ):
        page = client.get(f"{address}card/")
        piece = client.get(f"{address}card/", headers={"HX-Request": "true"})
        assert "<main" in page.content.decode()
        assert "<main" not in piece.content.decode()
        assert "HX-Request" in piece["Vary"]
        for response in (page, piece):
            assert words in plain(response.content.decode())
            assert f'href="{address}"' in response.content.decode()
            assert "not yet checked" in response.content.decode()


def test_what_a_hidden_cable_says_leaves_no_trace(client: Client, code: Instrument) -> None:
    cable = cable_of()
    cite(code, cable)
    before = page_of(client, code)
    hidden = cable_of("09SALOBRE900002", "restricted")
    InstrumentName.objects.create(instrument=code, name="Coast Law", name_key=law_key("Coast Law"))
    cite(code, hidden, number="55-12", date_words="2005", other_names=["Coast Law"])
    make_event(code, section_of(hidden), year=2006, date_words="2006")
    make_mention(make_provision(code, "42"), section_of(hidden), "Decree 7-99")
    assert page_of(client, code) == before


def test_more_rows_cost_no_more_queries(client: Client, code: Instrument) -> None:
    def fill(number: int) -> int:
        section = section_of(cable_of(f"08SALOBRE90000{number}"))
        make_mention(code, section, "Shore Code", number="7-99")
        make_event(code, section, year=1990 + number)
        article = make_provision(code, str(number), is_public=True)
        make_mention(article, section, "Decree 7-99", role="quotes", heading="Selling people", offence="rape")
        make_penalty(article, section)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, code)
        return len(queries)

    few = fill(1)
    assert [fill(number) for number in range(2, 6)] == [few] * 4
