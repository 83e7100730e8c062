"""Coding in a browser: the list of codes by keyboard, two coders blind, and all of it with scripts off."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from cables.models import Cable, Coding, Decision, Exercise, Preference
from tests.annotation_factories import section_of
from tests.code_factories import CodebookFactory, CodeFactory, make_practice

SELECT = """([first, length]) => {
  const walker = document.createTreeWalker(document.querySelector("[data-clean-text]"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(first);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + length);
    return getSelection().toString();
  }
}"""
Opens = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer, client_for: Callable[[User], Client]) -> Iterator[Opens]:
    """`open_as(analyst, "/coding/")`: that person's own browser at this address."""
    contexts: list[BrowserContext] = []

    def put(person: User, path: str, **options: object) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
        contexts.append(context)
        session = client_for(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(path, wait_until="networkidle")
        return page

    yield put
    for context in contexts:
        context.close()


@pytest.fixture
def practice(cable: Cable, analyst: User, teammate: User) -> Exercise:
    """Two coders, two sections, three codes."""
    book = CodebookFactory.create()
    prosecution = CodeFactory.create(codebook=book, slug="prosecution", name="Prosecution", symbol="P")
    for name, symbol in (("Penalties", "Pe"), ("Police training", "Pt")):
        CodeFactory.create(codebook=book, slug=name.lower().replace(" ", "-"), name=name, symbol=symbol,
                           parent=prosecution, colour="rust")  # fmt: skip
    sections = [section_of(cable, name) for name in ("prosecution/b", "prosecution/c")]
    return make_practice(analyst, [analyst, teammate], sections, name="Pilot", book=book)


def section_url(practice: Exercise, cable: Cable, key: str) -> str:
    return f"/coding/{practice.slug}/{cable.mrn}/prosecution/{key}/"


def no_axe_findings(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def words_of(cable: Cable, key: str) -> str:
    """Some words in the middle of the answer as it is shown."""
    text = section_of(cable, f"prosecution/{key}").current
    assert text is not None
    paragraph = text.paragraphs.exclude(kind="question").order_by("position").first()
    assert paragraph is not None
    words = text.text[paragraph.clean_start : paragraph.clean_end]
    found = re.search(r"(?<=\s)[A-Za-z]+ [a-z]+ [a-z]+(?=\s)", words)
    assert found is not None
    return found[0]


def test_codes_are_found_and_put_on_by_keyboard_and_the_last_is_repeated(
    open_as: Opens, practice: Exercise, cable: Cable, analyst: User
) -> None:
    page = open_as(analyst, section_url(practice, cable, "b"))
    words = words_of(cable, "b")
    assert page.evaluate(SELECT, [words, len(words)]) == words
    page.keyboard.press("x")
    expect(page.get_by_label("Find a code")).to_be_focused()
    expect(page.get_by_label("Words that it is about")).to_have_value(words)
    page.keyboard.type("p")
    expect(page.locator("[data-said]")).to_have_text("3 codes")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-said]")).to_have_text("Penalties")
    page.keyboard.type("olice")
    expect(page.locator(".picker__code:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".coding")).to_have_count(1)
    expect(page.locator(".coding__quote")).to_have_text(words)
    page.keyboard.press("j")
    page.wait_for_url(f"**{section_url(practice, cable, 'c')}")
    page.keyboard.press(".")
    expect(page.locator(".coding__name")).to_contain_text("Police training")
    expect(page.locator(".coding__meta")).to_contain_text("whole section")
    assert set(Coding.objects.values_list("code__slug", flat=True)) == {"police-training"}
    page.keyboard.press("j")
    page.wait_for_url("**/finish/")
    expect(page.locator("h1")).to_have_text("Finish?")


def test_keys_that_were_turned_off_do_nothing(open_as: Opens, practice: Exercise, cable: Cable, analyst: User) -> None:
    page = open_as(analyst, section_url(practice, cable, "b"))
    page.evaluate("localStorage.setItem('tipportal.keys', 'off')")
    page.reload(wait_until="networkidle")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.url.endswith(section_url(practice, cable, "b"))
    expect(page.get_by_label("Find a code")).not_to_be_focused()


def test_keys_stay_off_for_who_prefers_none(open_as: Opens, practice: Exercise, cable: Cable, analyst: User) -> None:
    Preference.objects.create(person=analyst, single_keys=False)
    page = open_as(analyst, section_url(practice, cable, "b"))
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.url.endswith(section_url(practice, cable, "b"))
    expect(page.get_by_label("Find a code")).not_to_be_focused()
    expect(page.locator("[data-keys]")).to_be_hidden()


def test_two_code_blind_then_agree_and_decide(
    open_as: Opens, practice: Exercise, cable: Cable, analyst: User, teammate: User
) -> None:
    one = open_as(analyst, section_url(practice, cable, "b"))
    other = open_as(teammate, section_url(practice, cable, "b"))
    for page in (one, other):
        page.get_by_role("radio", name="Penalties").last.check()
        page.get_by_role("button", name="Put the code on").click()
        expect(page.locator(".coding")).to_have_count(1)
        page.keyboard.press("j")
        page.wait_for_url("**/prosecution/c/")
    other.get_by_role("radio", name="Police training").last.check()
    other.get_by_role("button", name="Put the code on").click()
    expect(other.locator(".coding")).to_have_count(1)
    one.reload(wait_until="networkidle")
    expect(one.locator(".coding")).to_have_count(0)
    finish(one, "1 of 2 sections has no code of yours")
    one.goto("/coding/pilot/agreement/")
    expect(one.locator(".lead")).to_contain_text("Still coding: teammate")
    finish(other, "You put a code on each of the 2 sections")
    one.goto("/coding/pilot/agreement/")
    expect(one.get_by_role("row", name="Penalties")).to_contain_text("100 %")
    expect(one.get_by_role("row", name="Police training")).to_contain_text("50 %")
    no_axe_findings(one)
    one.get_by_role("link", name="Decide where you differ").click()
    one.get_by_role("link", name="Decide the next").click()
    expect(one.locator(".side")).to_have_text([re.compile("Did not put it on"), re.compile("The whole section")])
    no_axe_findings(one)
    one.get_by_label("It does not apply").check()
    one.get_by_label("Why").fill("The answer speaks of money, not of training.")
    one.get_by_role("button", name="Decide").click()
    expect(one.locator("label[for=decided]")).to_have_text("1 of 1 decided")
    assert Decision.objects.get().applies is False


def finish(page: Page, told: str) -> None:
    page.goto("/coding/pilot/finish/")
    expect(page.locator(".lead")).to_contain_text(told)
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/coding/pilot/")


def test_everything_works_with_scripts_off(open_as: Opens, practice: Exercise, cable: Cable, analyst: User) -> None:
    words = words_of(cable, "b")
    page = open_as(analyst, f"/cables/{cable.mrn}/prosecution/b/codes/", java_script_enabled=False)
    page.locator("input[value='forms/penalties']").check()
    page.get_by_label("Words that it is about").fill(words)
    page.get_by_label("Who reads it").select_option("public")
    page.get_by_role("button", name="Put the code on").click()
    expect(page.locator(".coding__quote")).to_have_text(words)
    page.locator(".coding__name a").click()
    expect(page.locator(".found__line")).to_contain_text("1 passage")
    page.go_back()
    page.get_by_role("button", name="Take off Penalties").click()
    expect(page.locator(".coding")).to_have_count(0)
    page.goto(section_url(practice, cable, "b"))
    page.locator("input[value='forms/penalties']").last.check()
    page.get_by_role("button", name="Put the code on").click()
    expect(page.locator(".coding")).to_have_count(1)


def test_the_pages_of_codes_are_sound(open_as: Opens, practice: Exercise, cable: Cable, analyst: User) -> None:
    page = open_as(analyst, "/codes/")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": 390, "height": 800})
    paths = ["/codes/", "/codes/tvpa/", "/codes/tvpa/laws/", f"/cables/{cable.mrn}/prosecution/b/codes/"]
    paths += ["/coding/", f"/coding/new/?cable={cable.mrn}", "/coding/pilot/", section_url(practice, cable, "b")]
    for path in paths:
        page.goto(path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        no_axe_findings(page)
    assert told == []
