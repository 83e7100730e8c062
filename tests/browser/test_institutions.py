"""The pages of institutions and countries as they are used: by figures, without scripts, on a phone, by keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import CountryFactory, PostFactory, make_cable
from tests.law_factories import (
    make_event,
    make_institution,
    make_instrument,
    make_mention,
    make_name,
    make_penalty,
    make_provision,
    section_of,
)

ANSWERS = [
    ("prosecution", "A", "The fen code forbids it, and the lantern office watches."),
    ("prosecution", "B", "Under the fen code, rule 5 means six to twelve years, says the lantern office."),
    ("protection", "A", "Beds for twelve are kept by the reed guard and the lantern office."),
]
ADDRESS = "/institutions/xa/lantern-office/"
PAGES = ("/institutions/", ADDRESS, f"{ADDRESS}card/", "/countries/", "/countries/xa/")


@pytest.fixture
def origin(live_server: LiveServer) -> str:
    """Two inputs of one country that name two institutions and a law; the address of the portal."""
    country = CountryFactory.create(iso2="XA")
    PostFactory.create(mrn_name="ALTA", country=country)
    years = {"08ALTA900001": 2008, "09ALTA900002": 2009}
    cables = [make_cable(mrn=mrn, report_year=year, sections=ANSWERS) for mrn, year in years.items()]
    office = make_institution("Lantern Office", country, kind="executive")
    guard = make_institution("Reed Guard", country, parent=office)
    make_name(office, "LO", is_acronym=True, is_public=True)
    code = make_instrument("Fen Code", country)
    rule = make_provision(code, "5", offence="trafficking")
    for cable in cables:
        for address in ("prosecution/a", "prosecution/b", "protection/a"):
            make_mention(office, section_of(cable, address), "lantern office")
        make_mention(guard, section_of(cable, "protection/a"), "reed guard")
        make_mention(code, section_of(cable), "fen code")
        make_mention(rule, section_of(cable), "rule 5")
        make_event(office, section_of(cable), kind="created", start=0, end=12)
    make_penalty(rule, section_of(cables[0]))
    return live_server.url


@pytest.fixture
def at(page: Page, complaints: list[str]) -> Iterator[Page]:
    yield page
    assert not complaints


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_page_is_wider_than_the_window_nor_hard_to_use(at: Page, origin: str, width: int) -> None:
    at.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        at.goto(f"{origin}{path}", wait_until="networkidle")
        assert at.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(at)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_a_figure_narrows_the_page_and_back_undoes_it(at: Page, origin: str) -> None:
    at.goto(f"{origin}{ADDRESS}")
    expect(at.locator(".told")).to_have_count(7)  # six sections, and the sentence of the time-line
    at.get_by_role("link", name="2009", exact=True).click()
    expect(at.locator(".year")).to_have_text(["2009"])
    expect(at.locator(".institution__main .told")).to_have_count(3)
    at.get_by_role("link", name="Remove the filter 2009").click()
    expect(at.locator(".year")).to_have_text(["2009", "2008"])
    at.go_back()
    expect(at.locator(".year")).to_have_text(["2009"])


def test_everything_is_a_few_links_apart(at: Page, origin: str) -> None:
    at.goto(origin)
    at.get_by_role("link", name="Country XA", exact=True).click()
    at.get_by_role("link", name="Lantern Office").click()
    expect(at.locator("h1")).to_contain_text("Lantern Office")
    at.get_by_role("link", name="Country XA 2009: Prosecution B").click()
    expect(at).to_have_url(f"{origin}/cables/09ALTA900002/prosecution/b/")


def test_the_list_is_found_and_filtered_without_scripts(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/institutions/?country=xa")
    page.get_by_label("Name, acronym or country").fill("lo")
    page.keyboard.press("Enter")
    expect(page.locator(".row__name")).to_have_text(["Lantern Office LO"])
    assert "country=xa" in page.url
    page.goto(f"{origin}/institutions/?country=xa")
    page.get_by_label("Police").check()
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".row__name")).to_have_text(["Reed Guard"])
    context.close()
