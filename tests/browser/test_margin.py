"""Notes and codes beside the text: how they stand there, and how they are made there."""

import re
from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from cables.coding import put_code
from cables.commenting import Audience, write
from cables.models import Cable, Code, Codebook, Comment, Preference, Section, Visibility
from cables.passages import Chosen
from tests.factories import make_cable

SELECT = """([anchor, words]) => {
  document.activeElement.blur();
  const walker = document.createTreeWalker(document.querySelector(`#${anchor} .text`), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 1);
    return true;
  }
  return false;
}"""


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer, client_for: Callable[[User], Client]) -> Callable[[User], None]:
    """`sign_in(analyst)`: the page's browser is that person's from then on."""

    def put(person: User) -> None:
        session = client_for(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return put


@pytest.fixture
def reading(page: Page, address: str, analyst: User, sign_in: Callable[[User], None]) -> Page:
    """The reading view of somebody who writes."""
    sign_in(analyst)
    page.set_viewport_size({"width": 1440, "height": 900})
    return opened(page, f"{address}#prosecution-b")


def opened(page: Page, address: str) -> Page:
    page.goto(address, wait_until="networkidle")
    expect(page.locator(".help-open")).to_be_visible()
    return page


def section(cable: Cable, key: str) -> Section:
    return cable.sections.select_related("current").get(chapter="prosecution", key=key)


def on(place: Section, words: str) -> Chosen:
    assert place.current is not None
    start = place.current.text.index(words)
    return Chosen(place.current, start, start + len(words))


def note(author: User, place: Section, body: str, words: str = "", visibility: str = "public") -> Comment:
    chosen = on(place, words) if words else None
    audience = Audience(Visibility(visibility))
    return write(author=author, section=place, body=body, audience=audience, key=uuid4(), chosen=chosen)


def select(page: Page, words: str, anchor: str = "prosecution-b") -> None:
    """Selects by keyboard, from a caret before the words."""
    assert page.evaluate(SELECT, [anchor, words])
    for _ in words[1:]:
        page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("getSelection().toString()") == words


def begin(page: Page, words: str, body: str) -> None:
    select(page, words)
    page.keyboard.press("c")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.type(body)


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


def test_selected_words_become_a_note_at_their_passage_by_keyboard_alone(reading: Page, cable: Cable) -> None:
    begin(reading, "six to 12 years", "Since when?")
    reading.keyboard.press("Control+Enter")
    written = reading.locator("#annotated-prosecution-b .note", has_text="Since when?")
    expect(written.locator("summary")).to_be_focused()
    comment = Comment.objects.select_related("passage").get()
    assert comment.passage is not None
    assert (comment.passage.exact, comment.section) == ("six to 12 years", section(cable, "b"))
    mark = f'[data-mark="margin-{comment.key}"]'
    expect(reading.locator(mark)).to_have_text("six to 12 years")
    assert abs(top(reading, f"#margin-{comment.key}") - top(reading, mark)) < 12
    expect(reading.locator("note-form")).to_have_count(0)
    assert reading.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('tipportal.draft'))") == []


def test_a_selection_over_paragraphs_and_repairs_is_what_it_covers_in_the_clean_text(
    reading: Page, cable: Cable
) -> None:
    reading.evaluate("""() => {
      const [first, second] = document.querySelectorAll("#prosecution-b .text p");
      getSelection().setBaseAndExtent(first.firstChild, 0, second, second.childNodes.length);
    }""")
    reading.keyboard.press("c")
    reading.keyboard.type("All of it.")
    reading.keyboard.press("Control+Enter")
    expect(reading.locator(".note", has_text="All of it.")).to_be_visible()
    passage = Comment.objects.get().passage
    current = section(cable, "b").current
    assert passage is not None
    assert current is not None
    assert passage.exact == current.text


def test_offsets_are_characters_as_the_server_counts_them(
    page: Page, live_server: LiveServer, analyst: User, sign_in: Callable[[User], None]
) -> None:
    cable = make_cable(sections=[("prosecution", "B", "Musica \N{MUSICAL SYMBOL G CLEF} one two.\nThree four.")])
    sign_in(analyst)
    opened(page, f"{live_server.url}{cable.get_absolute_url()}#prosecution-b")
    begin(page, "one two", "Counted.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note", has_text="Counted.")).to_be_visible()
    passage = Comment.objects.get().passage
    assert passage is not None
    assert (passage.exact, passage.start) == ("one two", 9)


def test_two_analysts_talk_in_one_thread(
    browser: Browser,
    reading: Page,
    live_server: LiveServer,
    address: str,
    teammate: User,
    client_for: Callable[[User], Client],
) -> None:
    begin(reading, "six to 12 years", "Since when?")
    reading.get_by_label("Who reads it").select_option("public")
    reading.get_by_label("Note", exact=True).press("Control+Enter")
    expect(reading.locator(".note", has_text="Since when?").locator("summary")).to_be_focused()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    session = client_for(teammate).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    theirs = opened(context.new_page(), f"{address}#prosecution-b")
    theirs.locator("#prosecution-b .sign--note").click()
    thread = theirs.locator(".note", has_text="Since when?")
    thread.get_by_role("link", name="Reply").click()
    expect(theirs.get_by_label("Note", exact=True)).to_be_focused()
    theirs.keyboard.type("Since 2005.")
    theirs.keyboard.press("Control+Enter")
    expect(thread).to_contain_text("Since 2005.")
    context.close()
    reading.reload(wait_until="networkidle")
    reading.locator("#prosecution-b .sign--note").click()
    mine = reading.locator(".note", has_text="Since when?")
    expect(mine).to_contain_text("Since 2005.")
    mine.get_by_role("button", name="Resolve").click()
    expect(reading.locator(".note--resolved")).to_be_visible()
    assert Comment.objects.get(root=None).status == "resolved"


def test_without_a_selection_the_note_is_about_the_section_being_read(reading: Page, cable: Cable) -> None:
    reading.locator("#prosecution-d h3 a").focus()
    reading.keyboard.press("c")
    expect(reading.locator(".maker__about")).to_contain_text("Prosecution D, the whole section")
    reading.keyboard.type("Compare with B.")
    reading.get_by_role("button", name="Save the note").click()
    expect(reading.locator("#annotated-prosecution-d .note")).to_contain_text("Compare with B.")
    comment = Comment.objects.get()
    assert (comment.passage, comment.section) == (None, section(cable, "d"))
    assert abs(top(reading, f"#margin-{comment.key}") - top(reading, "#prosecution-d")) < 30


def test_the_tool_at_a_selection_opens_the_form(reading: Page) -> None:
    select(reading, "Article 194")
    tool = reading.get_by_role("toolbar", name="Selected words")
    expect(tool).to_be_visible()
    tool.get_by_role("button", name="Comment").click()
    expect(reading.locator(".maker__about")).to_contain_text("Article 194")
    expect(tool).to_be_hidden()


def test_escape_closes_the_form_and_gives_the_selection_back(reading: Page) -> None:
    begin(reading, "Article 194", "")
    reading.keyboard.press("Escape")
    expect(reading.locator("note-form")).to_have_count(0)
    assert reading.evaluate("getSelection().toString()") == "Article 194"
    assert reading.evaluate("document.activeElement.closest('.maker')") is None


def test_notes_on_the_same_lines_do_not_lie_over_each_other(
    page: Page, address: str, cable: Cable, analyst: User
) -> None:
    for number, words in enumerate(["Article 194", "six to 12 years", "12 years in prison", "whatever its purpose"]):
        note(analyst, section(cable, "b"), f"Note {number}. " + "Many words of it. " * 12, words)
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, f"{address}#prosecution-b")
    boxes = page.locator("#annotated-prosecution-b .note").evaluate_all(
        "notes => notes.map((note) => note.getBoundingClientRect()).map(({ top, bottom, left }) => [top, bottom, left])"
    )
    text = page.locator("#prosecution-b .text").bounding_box()
    assert text is not None
    assert len(boxes) == 4
    boxes.sort()
    assert all(above[1] <= below[0] for above, below in pairwise(boxes))
    assert all(left >= text["x"] + text["width"] for _, _, left in boxes)


@pytest.mark.parametrize("width", [390, 1440])
def test_of_very_many_notes_the_rest_is_told_by_number_until_asked_for(
    page: Page, address: str, cable: Cable, analyst: User, width: int
) -> None:
    for number in range(20):
        note(analyst, section(cable, "c"), f"Note {number}. " + "Many words of it. " * 9, "Guatemalan law")
    note(analyst, section(cable, "d"), "The next section's.")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}#prosecution-c", wait_until="networkidle")
    hidden = page.locator("#annotated-prosecution-c .note[data-beyond]")
    more = page.locator("#annotated-prosecution-c .beside__more")
    expect(more).to_have_text(re.compile(r"^\d+ more$"))
    expect(more).to_have_text(f"{hidden.count()} more")
    assert 8 < hidden.count() < 18
    expect(hidden.first).to_be_hidden()
    expect(page.locator("#annotated-prosecution-d .note")).to_be_visible()
    more.click()
    expect(hidden).to_have_count(0)
    expect(more).to_have_count(0)


def test_the_note_being_read_comes_to_its_passage(page: Page, address: str, cable: Cable, analyst: User) -> None:
    for number in range(3):
        note(analyst, section(cable, "b"), f"Note {number}. " + "Many words of it. " * 12, "Article 194")
    last = note(analyst, section(cable, "b"), "The last one.", "six to 12 years")
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, f"{address}#prosecution-b")
    away = top(page, f"#margin-{last.key}") - top(page, f"#at-margin-{last.key}")
    page.locator(f"#at-margin-{last.key}").click()
    expect(page.locator(f"#margin-{last.key} summary")).to_be_focused()
    assert away > 60
    assert abs(top(page, f"#margin-{last.key}") - top(page, f"#at-margin-{last.key}")) < 30


def test_n_and_p_walk_the_notes_and_the_way_back_leads_to_the_passage(
    page: Page, address: str, cable: Cable, analyst: User
) -> None:
    first = note(analyst, section(cable, "b"), "One.", "Article 194")
    second = note(analyst, section(cable, "c"), "Two.")
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, address)
    page.keyboard.press("n")
    expect(page.locator(f"#margin-{first.key} summary")).to_be_focused()
    expect(page.locator(f"#margin-{first.key}")).to_be_in_viewport()
    expect(page.locator(f'[data-mark="margin-{first.key}"][data-lit]')).to_have_count(1)
    page.keyboard.press("n")
    expect(page.locator(f"#margin-{second.key} summary")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator(f"#margin-{first.key} summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(f"#margin-{first.key}").get_by_role("link", name="To the passage").press("Enter")
    expect(page.locator(f"#at-margin-{first.key}")).to_be_focused()


def test_a_link_to_a_note_opens_it(page: Page, address: str, cable: Cable, analyst: User) -> None:
    written = note(analyst, section(cable, "b"), "Look here.", "Article 194")
    opened(page, f"{address}#{written.anchor}")
    expect(page.locator(f"#margin-{written.key}[open]")).to_have_count(1)
    expect(page.locator(f"#{written.anchor}")).to_be_in_viewport()


def test_what_was_not_sent_stands_there_after_a_reload(reading: Page) -> None:
    begin(reading, "Article 194", "Half a thought")
    key = reading.locator("note-form input[name=key]").input_value()
    reading.reload(wait_until="networkidle")
    draft = reading.locator(".draft")
    expect(draft).to_contain_text("Half a thought")
    draft.click()
    expect(reading.get_by_label("Note", exact=True)).to_have_value("Half a thought")
    expect(reading.locator(".maker__about")).to_contain_text("Article 194")
    assert reading.locator("note-form input[name=key]").input_value() == key
    reading.keyboard.press("Control+Enter")
    expect(reading.locator(".note", has_text="Half a thought")).to_be_visible()
    expect(draft).to_have_count(0)
    assert Comment.objects.count() == 1


def test_an_ended_session_loses_no_word(reading: Page, analyst: User, sign_in: Callable[[User], None]) -> None:
    begin(reading, "Article 194", "Written for an hour")
    Session.objects.all().delete()
    reading.keyboard.press("Control+Enter")
    expect(reading.locator(".maker__said")).to_contain_text("Not sent: you are signed out")
    expect(reading.locator(".maker__said a")).to_have_attribute("href", re.compile(r"/accounts/login/\?next=/cables/"))
    expect(reading.get_by_label("Note", exact=True)).to_have_value("Written for an hour")
    assert Comment.objects.count() == 0
    sign_in(analyst)
    reading.get_by_label("Note", exact=True).press("Control+Enter")
    expect(reading.locator(".note", has_text="Written for an hour")).to_be_visible()
    assert Comment.objects.count() == 1


def test_a_lost_answer_and_sending_again_make_one_note(reading: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    begin(reading, "Article 194", "Once only")
    reading.route("**/notes/", lose, times=1)
    reading.keyboard.press("Control+Enter")
    expect(reading.locator(".maker__said")).to_contain_text("the portal cannot be reached")
    reading.get_by_label("Note", exact=True).press("Control+Enter")
    expect(reading.locator("note-form")).to_have_count(0)
    expect(reading.locator(".note", has_text="Once only")).to_be_visible()
    assert Comment.objects.count() == 1


def test_what_the_server_refuses_is_said_at_its_field(reading: Page) -> None:
    reading.locator("#prosecution-b h3 a").focus()
    reading.keyboard.press("c")
    reading.keyboard.type("On some words")
    reading.get_by_text("On some words of it only").click()
    reading.get_by_label("Words that it is about").fill("words that are not there")
    reading.get_by_role("button", name="Save the note").click()
    expect(reading.locator("note-form [role=alert]")).to_contain_text("do not stand in this section")
    expect(reading.get_by_label("Note", exact=True)).to_have_value("On some words")
    assert Comment.objects.count() == 0


def test_a_reply_is_written_in_place(reading: Page, cable: Cable, teammate: User) -> None:
    thread = note(teammate, section(cable, "b"), "Is it so?", "Article 194")
    reading.reload(wait_until="networkidle")
    reading.locator(f"#at-margin-{thread.key}").click()
    reading.locator(f"#margin-{thread.key}").get_by_role("link", name="Reply").click()
    expect(reading.get_by_label("Note", exact=True)).to_be_focused()
    reading.keyboard.type("It is.")
    reading.keyboard.press("Control+Enter")
    expect(reading.locator(f"#margin-{thread.key}")).to_contain_text("It is.")
    assert thread.replies.get().body == "It is."
    assert reading.url.split("#")[0].endswith(cable.get_absolute_url())


def test_a_code_is_put_on_a_passage_and_again_by_one_key(reading: Page, cable: Cable) -> None:
    book = Codebook.objects.create(slug="law", title="Law")
    Code.objects.create(codebook=book, slug="range", name="Range", definition="A range.", colour="teal", symbol="▲")
    select(reading, "six to 12 years")
    reading.keyboard.press("x")
    expect(reading.get_by_role("dialog", name="Put a code on")).to_be_visible()
    expect(reading.locator("[data-quote]")).to_contain_text("six to 12 years")
    reading.keyboard.type("Range")
    reading.keyboard.press("Enter")
    expect(reading.locator("#annotated-prosecution-b .coded")).to_have_count(1)
    expect(reading.locator("#prosecution-b .mark--code.code--teal")).to_have_text("six to 12 years")
    select(reading, "Article 194")
    reading.keyboard.press(".")
    expect(reading.locator("#annotated-prosecution-b .coded")).to_have_count(2)


def test_r_reviews_the_section_and_goes_to_the_next(reading: Page, cable: Cable) -> None:
    reading.locator("#prosecution-b h3 a").focus()
    reading.keyboard.press("r")
    expect(reading.locator("#prosecution-b .state__now")).to_contain_text("Reviewed")
    expect(reading.locator("#prosecution-c h3 a")).to_be_focused()
    assert section(cable, "b").review.state == "reviewed"


def test_below_the_text_on_a_phone_and_at_its_edge_on_a_small_screen(
    page: Page, address: str, cable: Cable, analyst: User
) -> None:
    written = note(analyst, section(cable, "b"), "Where am I?", "Article 194")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}#prosecution-b", wait_until="networkidle")
    text = page.locator("#prosecution-b .text").bounding_box()
    assert text is not None
    assert top(page, f"#margin-{written.key}") >= text["y"] + text["height"]
    page.set_viewport_size({"width": 1024, "height": 800})
    expect(page.get_by_text("Where am I?").first).not_to_be_in_viewport()
    icon = page.locator(f"#margin-{written.key} summary")
    icon.click()
    expect(page.locator(f"#note-{written.key}")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


def test_with_scripts_off_a_note_is_written_on_the_section_page(
    browser: Browser,
    live_server: LiveServer,
    address: str,
    analyst: User,
    client_for: Callable[[User], Client],
    cable: Cable,
) -> None:
    context = browser.new_context(java_script_enabled=False)
    session = client_for(analyst).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Comment on Prosecution B", exact=True).click()
    page.get_by_label("Words that it is about").fill("six to 12 years")
    page.get_by_label("Note", exact=True).fill("By hand.")
    page.get_by_role("button", name="Save the note").click()
    comment = Comment.objects.select_related("passage").get()
    assert comment.passage is not None
    assert comment.passage.exact == "six to 12 years"
    page.goto(address)
    written, text = (page.locator(name).bounding_box() for name in (f"#margin-{comment.key}", "#prosecution-b .text"))
    assert written is not None
    assert text is not None
    assert written["y"] >= text["y"] + text["height"]
    context.close()


def test_a_section_page_with_both_its_forms_names_each_field_once(
    page: Page, address: str, analyst: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(analyst)
    opened(page, f"{address}prosecution/b/")
    page.keyboard.press("c")
    expect(page.locator("note-form textarea[name=body]")).to_be_focused()
    names = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(names) == len(set(names))
    page.locator("note-form").get_by_text("Who reads it").click()
    expect(page.locator("note-form select[name=visibility]")).to_be_focused()


def test_single_keys_that_a_person_turned_off_do_nothing(
    page: Page, address: str, analyst: User, sign_in: Callable[[User], None]
) -> None:
    Preference.objects.create(person=analyst, single_keys=False)
    sign_in(analyst)
    opened(page, f"{address}#prosecution-b")
    select(page, "Article 194")
    before = page.evaluate("scrollY")
    for key in ("c", "x", "n", "j", "?", "/"):
        page.keyboard.press(key)
    expect(page.locator("note-form, dialog[open]")).to_have_count(0)
    assert page.evaluate("scrollY") == before
    page.get_by_role("toolbar", name="Selected words").get_by_role("button", name="Comment").click()
    expect(page.get_by_label("Note", exact=True)).to_be_focused()


def test_the_list_of_keys_names_those_that_this_person_has(page: Page, address: str, reading: Page) -> None:
    reading.keyboard.press("?")
    expect(reading.get_by_role("dialog", name="Keys")).to_contain_text("comment on the selected words")
    page.context.clear_cookies()
    opened(page, address)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("next note")
    expect(page.get_by_role("dialog", name="Keys")).not_to_contain_text("comment on the selected words")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_a_page_with_notes_and_codes_has_no_serious_fault(
    reading: Page, cable: Cable, analyst: User, teammate: User, scheme: str, width: int, complaints: list[str]
) -> None:
    book = Codebook.objects.create(slug="law", title="Law")
    place = section(cable, "b")
    for number, colour in enumerate(["teal", "ochre", "plum", "moss", "slate", "rust", "indigo", "rose"]):
        code = Code.objects.create(
            codebook=book, slug=colour, name=colour, definition="It.", colour=colour, symbol="▲", position=number
        )
        words = "six to 12 years in prison. One-third"[number : 15 + 2 * number]
        put_code(section=place, code=code, person=analyst, key=uuid4(), visibility="public", chosen=on(place, words))
    note(teammate, place, "On the same words as the codes.", "six to 12 years")
    note(analyst, place, "On the whole.")
    reading.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    reading.set_viewport_size({"width": width, "height": 900})
    reading.reload(wait_until="networkidle")
    reading.locator(".note summary").first.click()
    results = Axe().run(reading)
    grave = [found for found in results.response["violations"] if found["impact"] in ("serious", "critical")]
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in grave] == []
    assert complaints == []
    assert reading.evaluate("document.documentElement.scrollWidth") <= width
