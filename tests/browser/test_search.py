"""The search page as it is used: by keyboard, with scripts and without, back and forward, on a phone."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import CountryFactory, PostFactory, make_cable
from tests.people import person

ANSWERS = [
    ("overview", "A", "The police patrol the harbour."),
    ("prosecution", "B", "The penalty is eight years.\nThe police hold a suspect."),
    ("protection", "A", "Post has no information on the police."),
]


@pytest.fixture
def archive(live_server: LiveServer) -> str:
    """Six cables of three countries and two years; the address of the search."""
    for code, post in (("XA", "ALTA"), ("XB", "BASSA"), ("XC", "CIMA")):
        country = CountryFactory.create(iso2=code)
        PostFactory.create(mrn_name=post, country=country)
        for year in (2007, 2008):
            make_cable(mrn=f"{year % 100:02}{post}900{year}", report_year=year, sections=ANSWERS)
    return f"{live_server.url}/search/"


@pytest.fixture
def search(page: Page, archive: str, complaints: list[str]) -> Iterator[Page]:
    page.goto(archive, wait_until="networkidle")
    yield page
    assert not complaints


@pytest.fixture
def without_scripts(browser: Browser, archive: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(archive)
    yield page
    context.close()


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def tab_to(page: Page, target: str) -> None:
    """Presses Tab until the element of this id has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == target:
            return
    pytest.fail(f"Tab never reaches {target}")


def is_same_document(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def test_three_facets_are_chosen_by_keyboard_alone(search: Page) -> None:
    search.evaluate("window.stayed = true")
    search.keyboard.press("/")
    expect(search.locator("#words")).to_be_focused()
    search.keyboard.type("police")
    search.keyboard.press("Enter")
    expect(search.locator("#found-title")).to_have_text("18 answers in 6 cables")
    for number, (box, count) in enumerate(
        (("country-xb", "6 answers"), ("year-2008", "3 answers"), ("chapter-prosecution", "1 answer")), start=1
    ):
        tab_to(search, box)
        search.keyboard.press("Space")
        expect(search.locator("#found-title")).to_contain_text(f"{count} in")
        expect(search.locator(".chosen")).to_have_count(number)
        expect(search.locator(f"#{box}")).to_be_focused()
        expect(search.locator(f"#{box}")).to_be_checked()
    assert asked(search) == {"q": ["police"], "country": ["xb"], "year": ["2008"], "chapter": ["prosecution"]}
    assert is_same_document(search)
    search.keyboard.press("Shift+Tab")
    search.locator(".hit a").first.focus()
    search.keyboard.press("Enter")
    expect(search).to_have_url(re.compile(r"/cables/08BASSA9002008/prosecution/b/$"))


def test_everything_works_without_scripts(without_scripts: Page) -> None:
    page = without_scripts
    page.get_by_label("Words in an answer").fill("police")
    page.get_by_role("checkbox", name="Country XA").check()
    page.get_by_role("button", name="Show what matches").click()
    assert asked(page) == {"q": ["police"], "country": ["xa"]}
    expect(page.locator("#found-title")).to_have_text("6 answers in 2 cables")
    expect(page.get_by_role("checkbox", name="Country XA")).to_be_checked()
    page.get_by_role("link", name="date").click()
    page.get_by_label("Words in an answer").fill("penalty")
    page.get_by_role("button", name="Search").click()
    assert asked(page) == {"q": ["penalty"], "country": ["xa"], "order": ["date"]}
    page.get_by_role("link", name="Remove the filter Country Country XA").click()
    expect(page.locator("#found-title")).to_have_text("6 answers in 6 cables")


def test_a_filter_swaps_results_counts_title_and_address_together(search: Page) -> None:
    search.evaluate("window.stayed = true")
    search.get_by_role("checkbox", name="2008").check()
    expect(search.locator("#found-title")).to_have_text("9 answers in 3 cables")
    expect(search.locator("label", has=search.locator("#country-xa")).locator(".facet__count")).to_have_text("3")
    expect(search).to_have_title("2008 · tipportal")
    assert asked(search) == {"year": ["2008"]}
    assert is_same_document(search)


def test_the_new_count_is_announced_and_the_first_is_not(search: Page) -> None:
    status = search.locator("#announced")
    assert status.get_attribute("role") == "status"
    expect(status).to_have_text("")
    handle = status.element_handle()
    search.get_by_role("checkbox", name="2008").check()
    expect(status).to_have_text("9 answers in 3 cables.")
    assert search.evaluate("(old) => old.isConnected", handle), "a new region is not announced"


def test_back_and_forward_bring_results_boxes_and_words(search: Page) -> None:
    title, box = search.locator("#found-title"), search.locator("#year-2008")
    box.check()
    expect(title).to_have_text("9 answers in 3 cables")
    search.get_by_label("Words in an answer").fill("penalty")
    search.keyboard.press("Enter")
    expect(title).to_have_text("3 answers in 3 cables")
    search.go_back()
    expect(title).to_have_text("9 answers in 3 cables")
    expect(box).to_be_checked()
    expect(search.locator("#words")).to_have_value("")
    search.go_back()
    expect(title).to_have_text("18 answers in 6 cables")
    expect(box).not_to_be_checked()
    search.go_forward()
    search.go_forward()
    expect(title).to_have_text("3 answers in 3 cables")
    expect(search.locator("#words")).to_have_value("penalty")
    expect(box).to_be_checked()


def test_a_slow_page_of_the_history_does_not_replace_a_later_one(search: Page) -> None:
    title = search.locator("#found-title")
    search.locator("#year-2008").check()
    expect(title).to_have_text("9 answers in 3 cables")
    search.get_by_label("Words in an answer").fill("penalty")
    search.keyboard.press("Enter")
    expect(title).to_have_text("3 answers in 3 cables")
    search.go_back()
    expect(title).to_have_text("9 answers in 3 cables")
    search.go_back()
    expect(title).to_have_text("18 answers in 6 cables")
    search.route("**/search/?*", lambda route: None if "q=penalty" not in route.request.url else route.continue_())
    with search.expect_event("requestfailed", lambda request: "q=penalty" not in request.url):
        search.go_forward()
        search.go_forward()
    expect(title).to_have_text("3 answers in 3 cables")
    expect(search.locator("#words")).to_have_value("penalty")
    search.unroute_all(behavior="ignoreErrors")


def test_back_from_a_cable_brings_the_whole_page(search: Page) -> None:
    search.locator("#year-2008").check()
    expect(search.locator("#found-title")).to_have_text("9 answers in 3 cables")
    search.locator(".hit a").first.click()
    expect(search).to_have_url(re.compile("/cables/08"))
    search.go_back()
    expect(search.locator(".bar")).to_be_visible()
    expect(search.locator("#found-title")).to_have_text("9 answers in 3 cables")
    expect(search.locator("#year-2008")).to_be_checked()


def test_what_was_found_is_not_kept_in_the_browser(search: Page) -> None:
    search.locator("#year-2008").check()
    expect(search.locator(".chosen")).to_have_count(1)
    kept = search.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "police" not in kept


def test_a_portal_that_cannot_be_reached_is_told_until_it_can(page: Page, archive: str) -> None:
    page.goto(archive, wait_until="networkidle")
    page.route("**/search/?*", lambda route: route.abort())
    page.locator("#year-2008").check()
    expect(page.get_by_text("The portal could not be reached. Try again.")).to_be_in_viewport()
    page.unroute("**/search/?*")
    page.locator("#country-xa").check()
    expect(page.locator("#found-title")).to_have_text("3 answers in 1 cable")
    expect(page.locator("#announced")).to_have_class(re.compile("hidden"))


def test_removing_a_chip_leaves_the_focus_on_what_was_found(search: Page) -> None:
    search.locator("#year-2008").check()
    search.locator(".chosen").focus()
    search.keyboard.press("Enter")
    expect(search.locator("#found-title")).to_have_text("18 answers in 6 cables")
    expect(search.locator("#found-title")).to_be_focused()
    expect(search.locator("#year-2008")).not_to_be_checked()


def test_a_long_facet_is_searched_inside_through_all_its_options(page: Page, archive: str) -> None:
    for number in range(14):
        country = CountryFactory.create(iso2=f"Q{chr(77 + number)}", name=f"Ōuter {number:02}")
        PostFactory.create(mrn_name=f"PORT{chr(65 + number)}", country=country)
        make_cable(mrn=f"08PORT{chr(65 + number)}9001", sections=ANSWERS[:1])
    page.goto(archive, wait_until="networkidle")
    assert page.locator("facet-box[name=country] label").count() == 10
    find = page.locator("#find-country")
    find.focus()
    page.keyboard.type("outer 1", delay=20)
    shown = page.locator("facet-box[name=country] label:visible")
    expect(shown).to_have_count(4)
    expect(find).to_be_focused()
    expect(find).to_have_value("outer 1")
    page.keyboard.press("Enter")
    shown.last.click()
    expect(page.locator("#found-title")).to_have_text("1 answer in 1 cable")
    expect(find).to_have_value("outer 1")
    expect(shown).to_have_count(4)
    assert "outer" not in page.url
    page.get_by_role("link", name="Fewer in Country").click()
    expect(page.locator("facet-box[name=country] label")).to_have_count(11)  # ten, and the one that is chosen
    expect(find).to_have_value("")
    expect(shown).to_have_count(11)


def test_a_search_is_kept_and_found_again(page: Page, archive: str, client: Client) -> None:
    analyst = person("analyst", role="analyst")
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": archive}])
    page.goto(archive, wait_until="networkidle")
    page.locator("#year-2008").check()
    expect(page.locator("#found-title")).to_have_text("9 answers in 3 cables")
    page.get_by_label("Keep this search as").fill("Year eight")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Year eight").click()
    assert asked(page) == {"year": ["2008"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, archive: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for query in (
        "",
        "?q=police&country=xa&all=country&group=cable",
        "?q=polise&year=2007&order=x&colour=red&country=zz",
    ):
        page.goto(archive + query, wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_it_is_never_wider_than_the_window(page: Page, archive: str) -> None:
    make_cable(mrn="08ALTA9009", sections=[("overview", "A", f"The police of {'x' * 120}")])
    for query in ("?q=police", "?q=police&country=xa&year=2007&year=2008", f"?q={'y' * 90}"):
        page.goto(archive + query, wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        for width in (390, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (query, width)
