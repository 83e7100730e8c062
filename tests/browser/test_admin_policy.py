"""Django's admin works under the portal's Content-Security-Policy, which allows nothing inline."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

PASSWORD = "long-enough-to-type-once"


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/add/", "/admin/mfa/authenticator/"],
)
def test_an_admin_page_breaks_no_rule(page: Page, live_server: LiveServer, administrator: User, address: str) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/login/?next={address}")
    page.get_by_label("Name").fill(administrator.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{address}")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="Log out").is_visible()
    assert complaints == []


def test_choosing_groups_in_the_admin_works_with_scripts(
    page: Page, live_server: LiveServer, administrator: User
) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/auth/user/{administrator.pk}/change/")
    page.get_by_label("Name").fill(administrator.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#id_groups_from").select_option(label="analyst")
    page.locator("#id_groups_add").click()
    assert page.locator("#id_groups_to option").all_inner_texts() == ["administrator", "analyst"]
