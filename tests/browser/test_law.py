"""The pages of law as they are used: from the list to an article and back into the text, with a chart on a phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cables.models import Cable
from statutes.models import Instrument, Mention, Penalty, Provision, Role
from tests.law_factories import make_event, make_instrument, make_penalty, make_provision

WIDTHS = [390, 1024, 1440]


@pytest.fixture
def article(cable: Cable) -> Provision:
    """The article on trafficking of a law that the input quotes, with penalties, and one on rape beside it."""
    Instrument.objects.all().delete()
    Penalty.objects.all().delete()
    section = next(one for one in cable.sections.select_related("current") if is_quoting(one))
    text = section.current
    assert text is not None
    row = text.paragraphs.get(label="art-173", kind="law-heading")
    code = make_instrument("Shore Code", cable.country)
    found = make_provision(code, "41", heading="Selling people", offence="trafficking")
    for law in (None, found):
        Mention.objects.create(
            role=Role.QUOTES if law else Role.CITES, instrument=code, provision=law, section=section,
            text=text, start=row.clean_start, end=row.clean_end, surface="x", surface_key="x",
        )  # fmt: skip
    base = make_penalty(found, section)
    make_penalty(found, section, minimum="", maximum="", change="increased", least="4/3", most="4/3", bases=[base.key],
                 condition="when the victim of the crime is a minor, is disabled or is an elderly person")  # fmt: skip
    make_penalty(found, section, minimum="3 years", maximum="", condition="if it is the first time")
    rape = make_provision(code, "50", offence="rape", is_public=True)
    make_penalty(rape, section, minimum="20 years", maximum="life")
    make_penalty(rape, section, kind="death", minimum="", maximum="", condition="if the victim dies")
    make_event(code, section)
    return found


def is_quoting(section: object) -> bool:
    current = getattr(section, "current", None)
    return current is not None and current.paragraphs.filter(label="art-173", kind="law-heading").exists()


@pytest.fixture
def site(page: Page, live_server: LiveServer, article: Provision, complaints: list[str]) -> Iterator[Page]:
    page.goto(f"{live_server.url}/statutes/", wait_until="networkidle")
    yield page
    assert not complaints


def test_from_the_list_to_an_article_and_into_the_text(site: Page) -> None:
    site.locator(".bar").get_by_role("link", name="Law").click()
    site.get_by_label("Name, number or country").fill("shore")
    site.get_by_label("Name, number or country").press("Enter")
    site.get_by_role("link", name="Shore Code").click()
    expect(site.locator(".events")).to_contain_text("Enacted")
    site.get_by_role("link", name="Article 41").click()
    expect(site.locator("h1")).to_have_text("Article 41 Selling people")
    expect(site.locator(".penalties")).to_contain_text("6 years × 4/3 = 8 years, 12 years × 4/3 = 16 years")
    site.locator(".passage").get_by_role("link", name="quoted").click()
    anchor = site.url.partition("#")[2]
    assert "art-173" in anchor
    expect(site.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_every_label_of_the_chart_stands_inside_it_at_every_width(
    site: Page, live_server: LiveServer, article: Provision
) -> None:
    site.goto(live_server.url + article.get_absolute_url(), wait_until="networkidle")
    for width in WIDTHS:
        site.set_viewport_size({"width": width, "height": 844})
        assert site.evaluate("document.documentElement.scrollWidth") <= width
        box = site.locator(".ranges").bounding_box()
        assert box is not None
        labels = [label for label in site.locator(".ranges text").all() if label.is_visible()]
        assert len(labels) > 10
        for label in labels:
            inner = label.bounding_box()
            assert inner is not None
            assert inner["x"] >= box["x"] - 1, (width, label.text_content())
            assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 8, (width, label.text_content())
            assert inner["height"] > 11


def test_the_figures_of_the_chart_stand_in_a_table_as_well(
    site: Page, live_server: LiveServer, article: Provision
) -> None:
    site.goto(live_server.url + article.get_absolute_url(), wait_until="networkidle")
    expect(site.get_by_role("img", name="Ranges of penalties, Guatemala")).to_be_visible()
    site.get_by_text("The figures as a table").press("Enter")
    table = site.locator(".figures table")
    for figures in ("6 years to 12 years", "8 years to 16 years", "3 years or more", "20 years to life", "death"):
        expect(table).to_contain_text(figures)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: Page, live_server: LiveServer, article: Provision, scheme: str) -> None:
    site.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    own, law = article.get_absolute_url(), article.instrument.get_absolute_url()
    for path in ("/statutes/?country=zz", law, own, f"{own}card/", "/statutes/compare/"):
        site.goto(live_server.url + path, wait_until="networkidle")
        site.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        results = Axe().run(site)
        assert results.violations_count == 0, results.generate_report()


def test_filters_and_comparison_work_without_scripts(
    browser: Browser, live_server: LiveServer, article: Provision
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/statutes/compare/")
    page.get_by_role("checkbox", name="Smuggling of persons").check()
    page.get_by_role("checkbox", name="Trafficking in persons").uncheck()
    page.get_by_role("checkbox", name="Rape").uncheck()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".found .empty")).to_contain_text("No penalty for Smuggling of persons is stated")
    page.go_back()
    expect(page.get_by_role("heading", name="Guatemala")).to_be_visible()
    context.close()
