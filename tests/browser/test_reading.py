import re

import pytest
from playwright.sync_api import Browser, Page, expect

PAGES = ["/", "/cables/", "{cable}", "{cable}prosecution/b/", "{cable}source/", "{cable}history/", "/accounts/login/"]


def full(address: str, path: str) -> str:
    origin, _, rest = address.partition("/cables/")
    return origin + path.replace("{cable}", f"/cables/{rest}")


def test_no_page_breaks_the_policy_or_misses_a_file(page: Page, address: str, complaints: list[str]) -> None:
    for path in PAGES:
        page.goto(full(address, path), wait_until="networkidle")
        expect(page.locator("h1")).to_be_visible()
        assert complaints == [], path


@pytest.mark.parametrize("anchor", ["prosecution-b", "prevention", "prosecution-a-art-173"])
def test_a_deep_link_opens_its_place_below_the_bar(page: Page, address: str, anchor: str) -> None:
    page.goto(f"{address}#{anchor}", wait_until="networkidle")
    place = page.locator(f"[id='{anchor}']").bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert place is not None
    assert bar is not None
    assert bar["y"] + bar["height"] <= place["y"] < 200


def test_rail_and_address_follow_the_reader_without_new_history(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    length = page.evaluate("history.length")
    page.locator("#protection-c").evaluate("section => section.scrollIntoView()")
    page.wait_for_url("**#protection-c")
    expect(page.locator('.rail [aria-current="true"]')).to_have_attribute("href", "#protection-c")
    assert page.evaluate("history.length") == length


def test_opening_a_page_leaves_its_address_alone(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    expect(page.locator(".help-open")).to_be_visible()
    page.wait_for_timeout(400)  # longer than the rail waits before it writes an address
    assert page.url == address


def test_a_repair_says_on_focus_what_the_source_had_and_leads_there(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    mark = page.locator(".mend").first
    mark.focus()
    said = mark.get_attribute("aria-label") or ""
    assert said.startswith("Left out: ")
    assert mark.evaluate("mark => getComputedStyle(mark, '::after').content").strip('"') == said
    mark.press("Enter")
    page.wait_for_url(re.compile(r"/source/#L\d+$"))
    expect(page.locator(".line:target")).to_be_in_viewport()


def test_a_repair_in_mid_sentence_leaves_no_wider_gap_than_its_mark(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_text("stands where the text was repaired")).to_be_visible()
    width = page.locator(".mend--spaced").first.evaluate("mark => mark.getBoundingClientRect().width")
    assert width < 6


def test_repairs_leave_selected_text_clean(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    paragraph = page.locator("p:has(.mend)").first
    assert "⋮" not in paragraph.inner_text()


def test_header_and_question_open_in_place(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_text("Criminal activity")).to_be_hidden()
    page.get_by_text("Header, TAGS and references").click()
    expect(page.get_by_text("Criminal activity")).to_be_visible()
    question = page.locator("#prosecution-b details.question")
    question.locator("summary").click()
    expect(question.locator("p").first).to_be_visible()


def test_on_a_phone_the_rail_opens_leads_and_closes(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address, wait_until="networkidle")
    rail = page.locator("#rail")
    expect(rail).to_be_hidden()
    page.locator(".rail__open").click()
    rail.get_by_role("link", name="C", exact=True).nth(1).click()
    expect(rail).to_be_hidden()
    expect(page.locator("#prosecution-c")).to_be_in_viewport()
    expect(page.locator(".rail__here")).to_have_text("Prosecution C")


def bottom(page: Page, place: str) -> float:
    box = page.locator(place).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_open_rail_leaves_its_button_free_and_can_be_closed(
    browser: Browser, address: str, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    rail = page.locator("#rail")
    button = page.locator(".rail__open")
    button.click()
    expect(rail).to_be_in_viewport()
    box = rail.bounding_box()
    assert box is not None
    assert box["y"] >= bottom(page, ".rail__open") - 1
    assert box["y"] + box["height"] <= 844
    assert box["width"] == 390
    button.click()
    expect(rail).to_be_hidden()
    button.click()
    page.get_by_role("button", name="Close").click()
    expect(rail).to_be_hidden()
    assert page.url.removesuffix("#intro-1") == address  # no link was followed
    context.close()


def test_everything_is_readable_with_scripts_off(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    expect(page.locator("#prosecution-b .text")).to_be_visible()
    expect(page.locator("#rail")).to_be_visible()
    page.locator("#prosecution-b").hover()
    page.locator("#prosecution-b").get_by_role("link", name="Cite").click()
    expect(page.locator("#cite")).to_be_in_viewport()
    expect(page.get_by_text("cable 08GUATEMALA900327, 14 March 2008, Prosecution B")).to_be_visible()
    expect(page.locator("#cite code")).to_contain_text("/cables/08GUATEMALA900327/prosecution/b/")
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.locator("h1")).to_contain_text("C.")
    page.context.close()
