import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_cable

PAGES = {
    "front": "/",
    "search, not held": "/search/?q=08NOWHERE1",
    "list": "/cables/?country=gt&colour=red",
    "reading": "{cable}",
    "section": "{cable}prosecution/a/",
    "source": "{cable}source/",
    "history": "{cable}history/",
    "sign in": "/accounts/login/",
    "not there": "/cables/08NOWHERE1/",
}
WIDTHS = [390, 1024, 1440, 1920]


def full(address: str, path: str) -> str:
    origin, _, rest = address.partition("/cables/")
    return origin + path.replace("{cable}", f"/cables/{rest}")


def open_some(page: Page) -> None:
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 4).forEach((one) => (one.open = true))")


def paper(page: Page) -> tuple[int, int, int]:
    found = re.findall(r"\d+", page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    return int(found[0]), int(found[1]), int(found[2])


def test_no_page_is_wider_than_the_window(page: Page, address: str) -> None:
    for name, path in PAGES.items():
        page.goto(full(address, path))
        open_some(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


@pytest.mark.parametrize("width", [320, 360, 390])
def test_on_a_phone_a_long_row_of_years_scrolls_in_its_own_box(page: Page, live_server: LiveServer, width: int) -> None:
    for year in range(1, 12):
        make_cable(mrn=f"{year:02d}PORTOPRUEBA900400", report_year=2000 + year)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(live_server.url, wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    country = page.locator(".matrix tbody th").first
    page.locator(".matrix__box").focus()
    page.keyboard.press("End")
    page.locator(".matrix thead th").last.scroll_into_view_if_needed()
    expect(page.locator(".matrix td").last).to_be_in_viewport(ratio=0.99)
    box = country.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["width"] <= width / 2
    assert page.evaluate("scrollX") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in PAGES.values():
        page.goto(full(address, path), wait_until="networkidle")
        open_some(page)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_axe_finds_nothing_on_a_phone_with_the_rail_open(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address, wait_until="networkidle")
    page.locator(".rail__open").click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_dark_is_dark_and_light_is_light(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(address)
    assert min(paper(page)) > 240
    page.emulate_media(color_scheme="dark")
    assert max(paper(page)) < 40


def test_print_has_the_text_and_the_header_and_nothing_to_press(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    assert min(paper(page)) == 255
    for hidden in (".bar", "#rail", ".mend >> nth=0", ".tools >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#prosecution-b .text")).to_be_visible()
    expect(page.get_by_text("Criminal activity")).to_be_visible()
    table, text = page.locator(".head__table").bounding_box(), page.locator("#prosecution-b .text").bounding_box()
    assert table is not None
    assert text is not None
    assert text["x"] == table["x"]
    page.goto(f"{address}source/")
    expect(page.locator(".legend")).to_be_hidden()


def test_the_text_is_set_in_its_own_face_at_a_readable_measure(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address, wait_until="networkidle")
    assert page.evaluate("document.fonts.check('18px \"Source Serif 4\"')")
    text = page.locator("#prosecution-b .text")
    assert text.evaluate("text => getComputedStyle(text).fontSize") == "18px"
    box = text.bounding_box()
    assert box is not None
    assert 500 < box["width"] < 700
