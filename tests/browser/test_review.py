"""The review queue in a browser: keys alone, and without scripts."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cables.models import Cable, Review
from cables.reviewing import assign, set_state

ClientFor = Callable[[User], Client]


@pytest.fixture
def session(live_server: LiveServer, cable: Cable, analyst: User, client_for: ClientFor) -> dict[str, str]:
    """The cookie of an analyst who was asked to review the input."""
    assign(to=analyst, by=analyst, cable=cable)
    value = client_for(analyst).cookies["sessionid"].value
    return {"name": "sessionid", "value": value, "url": live_server.url}


@pytest.fixture
def queue(page: Page, live_server: LiveServer, session: dict[str, str]) -> Page:
    page.context.add_cookies([session])  # type: ignore[list-item]
    page.goto(f"{live_server.url}/review/", wait_until="networkidle")
    expect(page.get_by_role("button", name="Keys ?")).to_be_visible()
    return page


def title(page: Page) -> str:
    return page.locator(".section-title").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Keys ?")).to_be_visible()


def states() -> list[str]:
    return sorted(Review.objects.exclude(state="to-do").values_list("state", flat=True))


def test_the_queue_is_worked_by_keys_alone(queue: Page, complaints: list[str]) -> None:
    first = title(queue)
    press(queue, "r")
    second = title(queue)
    assert second != first
    assert states() == ["reviewed"]
    press(queue, "u")
    assert title(queue) == first
    assert states() == []
    press(queue, "j")
    assert title(queue) == second
    press(queue, "k")
    assert title(queue) == first
    press(queue, "i")
    assert (title(queue), states()) == (first, ["in-progress"])
    press(queue, "d")
    assert (title(queue), states()) == (first, ["done"])
    press(queue, "c")
    expect(queue.locator("h1.section-title")).to_have_text(first)
    assert complaints == []


def test_keys_never_fire_while_someone_types(queue: Page) -> None:
    queue.get_by_text("Choose what to read").click()
    box = queue.get_by_label("One cable")
    box.focus()
    queue.keyboard.type("rdiujkc?")
    expect(box).to_have_value("rdiujkc?")
    expect(queue.locator("dialog")).to_be_hidden()
    queue.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    assert states() == []


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_of_the_browser_stay_the_browsers(queue: Page, modifier: str) -> None:
    before = queue.url
    queue.keyboard.press(f"{modifier}+d")
    queue.keyboard.press("?")
    expect(queue.get_by_role("dialog", name="Keys")).to_be_visible()
    assert (queue.url, states()) == (before, [])


def test_keys_that_were_turned_off_stay_off(queue: Page) -> None:
    queue.keyboard.press("?")
    queue.get_by_role("dialog", name="Keys").get_by_role("checkbox").uncheck()
    queue.keyboard.press("Escape")
    queue.reload(wait_until="networkidle")
    queue.keyboard.press("?")
    queue.keyboard.press("r")
    expect(queue.locator("dialog")).to_be_hidden()
    assert states() == []


def test_what_somebody_else_did_meanwhile_is_told(queue: Page, cable: Cable, teammate: User) -> None:
    first = cable.sections.filter(current__position=1).get()
    set_state(section=first, state="in-progress", person=teammate, version=0)
    with queue.expect_navigation():
        queue.keyboard.press("r")
    expect(queue.get_by_role("alert")).to_contain_text("teammate set")
    assert states() == ["in-progress"]
    queue.get_by_role("button", name="Set it to reviewed").click()
    expect(queue.get_by_role("button", name="Undo")).to_be_visible()
    assert states() == ["reviewed"]


def test_without_scripts_buttons_do_the_same(
    browser: Browser, live_server: LiveServer, session: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([session])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live_server.url}/review/")
    first = title(page)
    page.get_by_role("button", name="Reviewed and next").click()
    assert title(page) != first
    assert states() == ["reviewed"]
    page.get_by_role("button", name="Undo").click()
    assert (title(page), states()) == (first, [])
    context.close()


def test_a_state_is_set_where_the_section_is_read(
    page: Page, address: str, session: dict[str, str], complaints: list[str]
) -> None:
    page.context.add_cookies([session])  # type: ignore[list-item]
    page.goto(f"{address}prosecution/b/", wait_until="networkidle")
    page.locator("section-state summary").click()
    page.locator("section-state").get_by_role("button", name="In progress").click()
    expect(page.locator("section-state summary")).to_contain_text("In progress")
    assert (page.url, states()) == (f"{address}prosecution/b/", ["in-progress"])
    with page.expect_navigation():
        page.keyboard.press("r")
    assert page.url == f"{address}prosecution/c/"
    assert states() == ["reviewed"]
    assert complaints == []
