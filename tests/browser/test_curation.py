"""The desk of suggestions in a browser: keys alone, without scripts, and for everybody."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cables.models import Cable
from statutes.models import Institution, Mention, Merger

ClientFor = Callable[[User], Client]
DESK = "/admin/statutes/suggestions/"


@pytest.fixture
def session(live_server: LiveServer, cable: Cable, curator: User, client_for: ClientFor) -> dict[str, str]:
    """The cookie of a curator, with what the sample's input suggests."""
    value = client_for(curator).cookies["sessionid"].value
    return {"name": "sessionid", "value": value, "url": live_server.url}


@pytest.fixture
def desk(page: Page, live_server: LiveServer, session: dict[str, str]) -> Page:
    page.context.add_cookies([session])  # type: ignore[list-item]
    page.goto(f"{live_server.url}{DESK}", wait_until="networkidle")
    expect(page.get_by_role("button", name="Keys ?")).to_be_visible()
    return page


def names(page: Page) -> list[str]:
    return page.locator(".suggestion__name").all_inner_texts()


def standing(name: str) -> str:
    return Institution.objects.filter(country__isnull=False).get(name=name).standing


def test_suggestions_are_worked_by_keys_alone(desk: Page, complaints: list[str]) -> None:
    first, second, third = names(desk)[:3]
    desk.keyboard.press("j")
    expect(desk.get_by_role("link", name=first, exact=True)).to_be_focused()
    desk.keyboard.press("a")
    expect(desk.get_by_text(f"Accepted: “{first}”.")).to_be_visible()
    expect(desk.get_by_role("link", name=second, exact=True)).to_be_focused()
    assert standing(first) == "accepted"
    desk.keyboard.press("x")
    expect(desk.get_by_text(f"Rejected: “{second}”.")).to_be_visible()
    expect(desk.get_by_role("link", name=third, exact=True)).to_be_focused()
    assert standing(second) == "rejected"
    desk.keyboard.press("u")
    expect(desk.get_by_text(f"Rejected: “{second}”.")).to_have_count(0)
    expect(desk.get_by_role("link", name=second, exact=True)).to_be_focused()
    assert standing(second) == "suggested"
    desk.keyboard.press("k")
    expect(desk.get_by_role("link", name=first, exact=True)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1, name=first)).to_be_visible()
    assert complaints == []


def test_what_was_undone_can_be_chosen_again(desk: Page) -> None:
    ticks = desk.locator(".suggestion").first.get_by_role("checkbox")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    expect(ticks).to_have_count(0)
    desk.keyboard.press("u")
    expect(ticks).to_have_count(1)
    desk.keyboard.press("s")
    expect(ticks).to_be_checked()


def test_the_other_passages_open_and_a_wrong_one_is_rejected_alone(desk: Page) -> None:
    row = desk.locator(".suggestion").filter(has=desk.locator(".suggestion__further")).first
    row.get_by_role("link").first.focus()
    further = row.locator(".suggestion__further").first
    expect(further).to_be_hidden()
    desk.keyboard.press("o")
    expect(further).to_be_visible()
    further.get_by_role("button").click()
    expect(row.get_by_text("Rejected one passage").first).to_be_visible()
    assert Mention.objects.filter(standing="rejected").count() == 1
    desk.keyboard.press("u")
    expect(row.get_by_text("Rejected one passage")).to_have_count(0)
    expect(row.get_by_role("checkbox")).to_have_count(1)


def test_single_keys_never_fire_while_someone_types(desk: Page) -> None:
    box = desk.get_by_label("Words in the name")
    box.focus()
    desk.keyboard.type("axujko?")
    expect(box).to_have_value("axujko?")
    expect(desk.locator("dialog")).to_be_hidden()
    assert not Institution.objects.filter(country__isnull=False).exclude(standing="suggested").exists()


def test_what_somebody_decided_meanwhile_is_told(desk: Page) -> None:
    first = names(desk)[0]
    Institution.objects.filter(name=first).update(standing="rejected")
    desk.keyboard.press("a")
    expect(desk.get_by_role("alert")).to_contain_text("Somebody decided meanwhile")
    assert standing(first) == "rejected"


def test_several_are_chosen_previewed_and_accepted_at_once(desk: Page) -> None:
    chosen = names(desk)[:2]
    desk.keyboard.press("s")
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("s")
    desk.get_by_role("button", name="Preview accepting").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Accept 2 institutions?")
    assert [standing(name) for name in chosen] == ["suggested", "suggested"]
    desk.get_by_role("button", name="Accept these").click()
    expect(desk.get_by_role("status").filter(has_text="Accepted:")).to_be_visible()
    assert [standing(name) for name in chosen] == ["accepted", "accepted"]
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Suggestions")
    assert [standing(name) for name in chosen] == ["suggested", "suggested"]


def test_two_are_merged_and_parted_again(desk: Page, live_server: LiveServer) -> None:
    kept, merged = Institution.objects.filter(country__isnull=False).order_by("pk")[:2]
    number = merged.mentions.count()
    desk.goto(f"{live_server.url}/admin/statutes/institution/{merged.pk}/merge/")
    desk.get_by_label("The institution to keep").fill(kept.name)
    desk.get_by_role("button", name="Look for it").click()
    desk.get_by_role("radio", name=kept.name).first.check()
    desk.get_by_role("button", name="See what would move").click()
    expect(desk.locator(".extract")).to_have_count(number)
    desk.get_by_role("button", name="Merge them").click()
    expect(desk.get_by_text("is merged into").first).to_be_visible()
    assert merged.mentions.count() == 0
    desk.get_by_role("button", name="Make them two again").click()
    expect(desk.get_by_text("are two again")).to_be_visible()
    assert (merged.mentions.count(), Merger.objects.get().undone_at is None) == (number, False)


def test_without_scripts_forms_do_the_same(browser: Browser, live_server: LiveServer, session: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([session])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live_server.url}{DESK}")
    first = names(page)[0]
    expect(page.locator(".suggestion__further").first).to_be_visible()
    page.get_by_role("button", name=f"Accept {first}", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"Accepted: “{first}”.")
    assert standing(first) == "accepted"
    page.get_by_role("button", name="Undo").click()
    assert (names(page)[0], standing(first)) == (first, "suggested")
    context.close()


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("what", ["institution", "instrument", "provision"])
def test_the_desk_fits_and_is_for_everybody(desk: Page, live_server: LiveServer, width: int, what: str) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{live_server.url}{DESK}?what={what}", wait_until="networkidle")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(desk)
    grave = [one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    assert grave == []
