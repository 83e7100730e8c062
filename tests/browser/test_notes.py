"""The page of notes by keyboard, the inbox with and without scripts."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from cables.models import Notice
from tests.annotation_factories import make_comment, section_of
from tests.factories import make_cable
from tests.people import person


@pytest.fixture
def analyst(live_server: LiveServer) -> User:
    return person("analyst", role="analyst")


@pytest.fixture
def notes(live_server: LiveServer, analyst: User) -> str:
    """Four notes by two people on one cable, one of which mentions the analyst; the portal's address."""
    teammate = person("teammate", role="analyst")
    section = section_of(make_cable())
    make_comment(analyst, section, body="The penalty differs", quote="eight to eighteen years")
    make_comment(analyst, section, body="Mine alone", visibility="private")
    make_comment(teammate, section, body="Which shelter?")
    asked = make_comment(teammate, section, body="@analyst, see this")
    Notice.objects.create(person=analyst, comment=asked, reason="mention")
    return live_server.url


def signed_in(context: BrowserContext, address: str, user: User) -> Page:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    return context.new_page()


@pytest.fixture
def desk(context: BrowserContext, notes: str, analyst: User) -> Page:
    return signed_in(context, notes, analyst)


@pytest.fixture
def without_scripts(browser: Browser, notes: str, analyst: User) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield signed_in(context, notes, analyst)
    context.close()


def tab_to(page: Page, target: str) -> None:
    """Presses Tab until the element of this id has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == target:
            return
    pytest.fail(f"Tab never reaches {target}")


def test_notes_are_filtered_by_keyboard_alone(desk: Page, notes: str) -> None:
    desk.goto(f"{notes}/notes/", wait_until="networkidle")
    desk.evaluate("window.stayed = true")
    title = desk.locator("#found-title")
    expect(title).to_have_text("4 notes")
    tab_to(desk, "whose-mine")
    desk.keyboard.press("Space")
    expect(title).to_have_text("2 notes")
    expect(desk.locator("#whose-mine")).to_be_focused()
    expect(desk.locator("#announced")).to_have_text("2 notes.")
    desk.get_by_label("Words in a note").focus()
    desk.keyboard.type("penalties")
    desk.keyboard.press("Enter")
    expect(title).to_have_text("1 note")
    expect(desk).to_have_url(re.compile(r"/notes/\?q=penalties&whose=mine$"))
    assert desk.evaluate("window.stayed")
    desk.go_back()
    expect(title).to_have_text("2 notes")
    desk.locator(".chosen").focus()
    desk.keyboard.press("Enter")
    expect(title).to_have_text("4 notes")
    expect(title).to_be_focused()


def test_notes_are_filtered_without_scripts(without_scripts: Page, notes: str) -> None:
    page = without_scripts
    page.goto(f"{notes}/notes/")
    page.get_by_role("checkbox", name="Mine").check()
    page.get_by_role("button", name="Show what matches").click()
    expect(page.locator("#found-title")).to_have_text("2 notes")
    page.get_by_role("link", name="Country XQ 2008, Prosecution B").first.click()
    expect(page).to_have_url(re.compile(r"/prosecution/b/#note-"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_notice_is_opened_and_no_longer_unread(desk: Page, without_scripts: Page, notes: str, scripts: bool) -> None:
    page = desk if scripts else without_scripts
    page.goto(notes)
    page.get_by_role("link", name="1 unread in your inbox").first.click()
    page.get_by_role("button", name="teammate mentioned you").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/prosecution/b/#note-"))
    page.goto(f"{notes}/notes/inbox/")
    expect(page.get_by_text("All read")).to_be_visible()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    expect(page.locator(".bar")).not_to_contain_text("unread")


@pytest.mark.parametrize("path", ["/notes/", "/notes/inbox/", "/notes/preferences/"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_are_sound_and_fit(desk: Page, notes: str, complaints: list[str], path: str, width: int) -> None:
    desk.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    desk.set_viewport_size({"width": width, "height": 844})
    desk.goto(f"{notes}{path}", wait_until="networkidle")
    found = Axe().run(desk)
    assert found.violations_count == 0, found.generate_report()
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    assert not complaints
