import pytest
from playwright.sync_api import BrowserContext, Page, expect


@pytest.fixture(autouse=True)
def clipboard(context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])


def clipboard_text(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_copy_link_puts_the_sections_address_on_the_clipboard(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    section = page.locator("#prosecution-b")
    section.hover()
    section.get_by_role("button", name="Copy link").click()
    expect(section.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard_text(page) == f"{address}prosecution/b/"


def test_copied_link_opens_that_section(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.locator("#protection-a").get_by_role("button", name="Copy link").click()
    page.goto(clipboard_text(page))
    expect(page.locator("h1")).to_contain_text("A.")
    expect(page.locator(".crumbs")).to_contain_text("Guatemala, input for the 2008 report")


def test_copy_citation_gives_the_one_that_the_sections_page_shows(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    section = page.locator("#prosecution-b")
    section.get_by_role("button", name="Copy citation").click()
    expect(section.get_by_role("button", name="Copied")).to_be_visible()
    copied = clipboard_text(page)
    page.goto(f"{address}prosecution/b/")
    assert copied == page.locator("#cite [data-words]").nth(1).inner_text()
    assert "Prosecution B" in copied


@pytest.mark.parametrize("name", ["Link", "Citation", "BibTeX", "RIS"])
def test_the_sections_page_copies_what_it_shows(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}prosecution/b/", wait_until="networkidle")
    page.locator(".share__formats summary").click()
    line = page.locator("copy-text", has=page.get_by_text(name, exact=True))
    shown = line.locator("[data-words]").inner_text().strip()
    line.get_by_role("button").click()
    expect(line.get_by_role("button")).to_have_text("Copied")
    assert clipboard_text(page) == shown


def test_tools_appear_for_the_keyboard_as_for_the_mouse(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    tools = page.locator("#prosecution-b section-tools")
    page.mouse.move(0, 0)
    assert tools.evaluate("tools => getComputedStyle(tools).opacity") == "0"
    tools.get_by_role("button", name="Copy link").focus()
    assert tools.evaluate("tools => getComputedStyle(tools).opacity") == "1"
