import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def reading(page: Page, address: str) -> Page:
    page.goto(f"{address}#prosecution-a", wait_until="networkidle")
    expect(page.locator(".help-open")).to_be_visible()
    return page


def top(page: Page, anchor: str) -> float:
    box = page.locator(f"#{anchor}").bounding_box()
    assert box is not None
    return box["y"]


def test_j_and_k_go_to_the_next_and_the_previous_section(reading: Page) -> None:
    reading.keyboard.press("j")
    assert 0 <= top(reading, "prosecution-b") < 120
    reading.keyboard.press("j")
    assert 0 <= top(reading, "prosecution-c") < 120
    expect(reading.locator("#prosecution-c h3 a")).to_be_focused()
    reading.keyboard.press("k")
    assert 0 <= top(reading, "prosecution-b") < 120


def test_slash_goes_to_the_box_where_keys_are_letters(reading: Page) -> None:
    reading.keyboard.press("/")
    box = reading.locator("#go")
    expect(box).to_be_focused()
    before = reading.evaluate("scrollY")
    reading.keyboard.type("jk?/")
    expect(box).to_have_value("jk?/")
    assert reading.evaluate("scrollY") == before
    expect(reading.locator("dialog")).to_be_hidden()
    reading.keyboard.press("Escape")
    expect(box).not_to_be_focused()


def test_question_mark_opens_the_keys_and_escape_closes_them(reading: Page) -> None:
    reading.keyboard.press("?")
    expect(reading.get_by_role("dialog", name="Keys")).to_be_visible()
    before = reading.evaluate("scrollY")
    reading.keyboard.press("j")
    assert reading.evaluate("scrollY") == before
    reading.keyboard.press("Escape")
    expect(reading.locator("dialog")).to_be_hidden()


def test_single_keys_can_be_turned_off_and_stay_off(reading: Page) -> None:
    reading.locator(".help-open").click()
    reading.get_by_role("checkbox").uncheck()
    reading.keyboard.press("Escape")
    reading.reload(wait_until="networkidle")
    before = reading.evaluate("scrollY")
    reading.keyboard.press("j")
    reading.keyboard.press("?")
    assert reading.evaluate("scrollY") == before
    expect(reading.locator("dialog")).to_be_hidden()
    reading.locator(".help-open").click()
    expect(reading.get_by_role("checkbox")).not_to_be_checked()


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_of_the_browser_stay_the_browsers(reading: Page, modifier: str) -> None:
    before = reading.evaluate("scrollY")
    reading.keyboard.press(f"{modifier}+j")
    assert reading.evaluate("scrollY") == before


def test_the_first_tab_offers_to_skip_to_the_text(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_is_always_seen(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
