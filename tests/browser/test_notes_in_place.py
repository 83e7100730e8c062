"""What somebody is in the middle of while the notes beside it change."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from cables.models import Cable, Comment
from tests.annotation_factories import make_comment, section_of


@pytest.fixture
def threads(
    page: Page, address: str, live_server: LiveServer, cable: Cable, analyst: User, client_for: Callable[[User], Client]
) -> Page:
    """Two threads on one section, open before somebody who writes."""
    for body in ("Since when?", "Who says so?"):
        make_comment(analyst, section_of(cable), body=body)
    session = client_for(analyst).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{address}prosecution/b/", wait_until="networkidle")
    return page


def begin_reply(page: Page, to: str) -> None:
    page.locator(".note", has_text=to).get_by_role("link", name="Reply").click()
    expect(page.locator(".inside textarea[name=body]")).to_be_focused()
    page.keyboard.type("Half a thought")


def test_a_reply_that_is_begun_outlives_what_changes_beside_it(threads: Page) -> None:
    begin_reply(threads, "Since when?")
    threads.locator(".note", has_text="Who says so?").get_by_role("button", name="Resolve").click()
    expect(threads.locator(".note--resolved")).to_contain_text("Who says so?")
    reply = threads.locator(".note", has_text="Since when?").locator(".inside textarea[name=body]")
    expect(reply).to_have_value("Half a thought")
    reply.press("Control+Enter")
    expect(threads.locator(".note", has_text="Since when?").locator(".comment")).to_have_count(2)
    expect(threads.locator(".inside")).to_have_count(0)
    assert Comment.objects.filter(body="Half a thought").count() == 1


def test_a_reply_that_is_begun_outlives_a_lost_connection(threads: Page) -> None:
    begin_reply(threads, "Since when?")

    def lose(route: Route) -> None:
        if route.request.method == "GET":
            route.abort()
        else:
            route.continue_()

    threads.route("**/prosecution/b/", lose)
    threads.locator(".note", has_text="Who says so?").get_by_role("button", name="Resolve").click()
    expect(threads.locator(".inside .maker__said")).to_contain_text("could not be brought up to date")
    expect(threads.locator(".inside textarea[name=body]")).to_have_value("Half a thought")
