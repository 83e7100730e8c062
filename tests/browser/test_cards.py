"""Names in the text: links by themselves, and with scripts a card beside them, by pointer and by keyboard."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from cables.models import Cable, Comment
from statutes.models import Institution, Mention, Provision
from tests.law_factories import make_institution, make_instrument, make_mention, make_provision, section_of

HERE = "#prosecution-b"


@pytest.fixture
def body(cable: Cable) -> Institution:
    """The only institution that the cable names, twice in one answer; read by machine."""
    Mention.objects.all().delete()  # what reading found in it by itself
    body = make_institution("Ministry of Piers", cable.country)
    make_mention(body, section_of(cable), "Foreign Ministry")
    make_mention(body, section_of(cable), "Public Ministry")
    return body


@pytest.fixture
def article(cable: Cable, body: Institution) -> Provision:
    """The only article, checked by a curator."""
    code = make_instrument("Pier Code", cable.country, standing="accepted")
    article = make_provision(code, "77", standing="accepted")
    make_mention(article, section_of(cable), "Article 194", standing="accepted")
    return article


@pytest.fixture
def reading(page: Page, address: str, article: Provision) -> Page:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}{HERE}", wait_until="networkidle")
    expect(page.locator(".help-open")).to_be_visible()
    return page


def name(page: Page, words: str = "Foreign Ministry") -> Locator:
    return page.locator(f"{HERE} .text").get_by_role("link", name=words, exact=True)


def card(page: Page) -> Locator:
    return page.locator(".card-box")


def asked(page: Page) -> list[str]:
    """The cards that are fetched from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.url.endswith("/card/") else None)
    return found


def test_a_card_stands_beside_a_name_while_the_pointer_rests_on_it_or_on_the_card(
    reading: Page, complaints: list[str]
) -> None:
    fetched, height = asked(reading), reading.evaluate("document.documentElement.scrollHeight")
    name(reading).hover()
    expect(card(reading)).to_be_visible()
    expect(card(reading)).to_contain_text("Ministry of Piers")
    expect(card(reading)).to_contain_text("not yet checked")
    assert card(reading).get_by_text("not yet checked").count() == 1
    link, box = name(reading).bounding_box(), card(reading).bounding_box()
    assert link is not None
    assert box is not None
    assert link["y"] + link["height"] <= box["y"] <= link["y"] + link["height"] + 12
    assert reading.evaluate("document.documentElement.scrollHeight") == height
    card(reading).hover()
    reading.wait_for_function("new Promise((done) => setTimeout(() => done(true), 500))")
    expect(card(reading)).to_be_visible()
    reading.mouse.move(5, 5)
    expect(card(reading)).to_be_hidden()
    name(reading).hover()
    expect(card(reading)).to_be_visible()
    assert len(fetched) == 1
    assert complaints == []


def test_by_keyboard_a_card_comes_with_the_focus_and_goes_with_escape(reading: Page) -> None:
    name(reading, "Article 194").focus()
    reading.keyboard.press("Tab")
    expect(name(reading)).to_be_focused()
    reading.mouse.move(700, 300)  # as when the page scrolls below a pointer that nobody moves
    reading.mouse.move(700, 600)
    expect(card(reading)).to_be_visible()
    expect(name(reading)).to_have_accessible_description(re.compile("Ministry of Piers"))
    reading.keyboard.press("Escape")
    expect(card(reading)).to_be_hidden()
    expect(name(reading)).to_be_focused()
    assert name(reading).get_attribute("aria-describedby") is None
    reading.keyboard.press("Shift+Tab")
    expect(card(reading)).to_contain_text("Article 77")
    reading.keyboard.press("Enter")
    expect(reading).to_have_url(re.compile("/pier-code/art-77/$"))


def test_escape_closes_a_card_under_the_pointer_that_stays_closed_there(reading: Page) -> None:
    name(reading).hover()
    expect(card(reading)).to_be_visible()
    reading.keyboard.press("Escape")
    expect(card(reading)).to_be_hidden()
    name(reading).hover(position={"x": 3, "y": 5})
    reading.wait_for_function("new Promise((done) => setTimeout(() => done(true), 600))")
    expect(card(reading)).to_be_hidden()


def test_what_was_checked_has_another_line_and_nothing_to_say_about_it(reading: Page) -> None:
    name(reading, "Article 194").hover()
    expect(card(reading)).to_contain_text("Article 77")
    expect(card(reading)).not_to_contain_text("not yet checked")
    line = "(link) => getComputedStyle(link).textDecorationStyle"
    assert name(reading, "Article 194").evaluate(line) == "solid"
    assert name(reading).evaluate(line) == "dotted"


def test_a_name_whose_card_does_not_come_is_still_a_link(reading: Page) -> None:
    reading.route("**/card/", lambda route: route.abort())
    name(reading).hover()
    reading.wait_for_function("new Promise((done) => setTimeout(() => done(true), 600))")
    expect(card(reading)).to_be_hidden()
    name(reading).click()
    expect(reading).to_have_url(re.compile("/institutions/gt/ministry-of-piers/$"))


def test_a_card_that_did_not_come_is_asked_for_again(reading: Page) -> None:
    reading.route("**/card/", lambda route: route.abort())
    with reading.expect_event("requestfailed"):
        name(reading).hover()
    reading.unroute("**/card/")
    reading.mouse.move(5, 5)
    name(reading).hover()
    expect(card(reading)).to_contain_text("Ministry of Piers")


def test_with_scripts_off_names_are_links_and_the_lists_stand_there(
    browser: Browser, address: str, article: Provision
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}{HERE}")
    expect(page.locator(f"{HERE} .named__line").first).to_have_text("Institutions here: Ministry of Piers")
    expect(page.locator(f"{HERE} .named__line").last).to_be_visible()
    name(page).click()
    expect(page).to_have_url(re.compile("/institutions/gt/ministry-of-piers/$"))
    context.close()


def test_a_tap_follows_the_link_and_shows_no_card(browser: Browser, address: str, article: Provision) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    fetched = asked(page)
    page.goto(f"{address}{HERE}", wait_until="networkidle")
    name(page).tap()
    expect(page).to_have_url(re.compile("/institutions/gt/ministry-of-piers/$"))
    assert fetched == []
    context.close()


def test_on_a_phone_the_lists_are_folded_away(reading: Page) -> None:
    expect(reading.locator(f"{HERE} .named summary")).to_be_hidden()
    reading.set_viewport_size({"width": 390, "height": 844})
    line = reading.locator(f"{HERE} .named__line").first
    expect(line).to_be_hidden()
    reading.locator(f"{HERE} .named summary").click()
    expect(line).to_be_visible()
    assert reading.evaluate("document.documentElement.scrollWidth") <= 390


def test_selected_words_with_names_among_them_keep_their_place(
    page: Page,
    live_server: LiveServer,
    address: str,
    article: Provision,
    analyst: User,
    client_for: Callable[[User], Client],
) -> None:
    session = client_for(analyst).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{address}{HERE}", wait_until="networkidle")
    name(page).evaluate(
        """(link) => getSelection().setBaseAndExtent(link.previousSibling, link.previousSibling.length - 4,
        link.nextSibling, 7)"""
    )
    assert page.evaluate("getSelection().toString()") == "the Foreign Ministry counts"
    page.keyboard.press("c")
    page.get_by_label("Note", exact=True).fill("Which one?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"{HERE} .note", has_text="Which one?")).to_be_visible()
    comment = Comment.objects.select_related("passage").get()
    assert comment.passage is not None
    assert comment.passage.exact == "the Foreign Ministry counts"
    expect(name(page)).to_be_visible()
    assert page.locator("a a").count() == 0


def test_lines_under_names_are_not_printed(reading: Page) -> None:
    reading.emulate_media(media="print")
    for words in ("Foreign Ministry", "Article 194"):
        assert name(reading, words).evaluate("(link) => getComputedStyle(link).textDecorationLine") == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_with_a_card_open_has_no_serious_fault(
    reading: Page, scheme: str, width: int, complaints: list[str]
) -> None:
    reading.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    reading.set_viewport_size({"width": width, "height": 900})
    name(reading).focus()
    reading.keyboard.press("Shift+Tab")
    expect(card(reading)).to_be_visible()
    found = Axe().run(reading, context=".answer, .card-box").response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert complaints == []
