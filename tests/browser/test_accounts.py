"""An account as its owner meets it: an authenticator app, a passkey, and both at the next sign-in."""

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.codes import code_of

PASSWORD = "long-enough-to-type-once"


@pytest.fixture
def origin(live_server: LiveServer) -> str:
    """Passkeys belong to a name: browsers take none at a bare number, and `localhost` without https."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def account(live_server: LiveServer, curator: User) -> User:
    curator.set_password(PASSWORD)
    curator.save()
    return curator


def give_password(page: Page, origin: str, person: User) -> None:
    page.goto(f"{origin}/accounts/login/?next=/accounts/")
    page.get_by_label("Name").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def give_password_again(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out curator").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def set_up_app(page: Page) -> str:
    """Returns the secret, as an app that scanned it would keep it."""
    page.get_by_role("link", name="Set it up").click()
    give_password_again(page)
    assert page.locator(".qr").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    secret = page.locator("[data-words]").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret


def add_key(page: Page) -> None:
    """A key in the browser that asks for a finger and gets one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def add_passkey(page: Page, name: str) -> None:
    page.get_by_role("link", name="Add a passkey").click()
    give_password_again(page)
    page.get_by_label("Name, to tell it from others").fill(name)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="Back to your account").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_app_is_set_up_and_asked_for(browser: Browser, origin: str, account: User, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    give_password(page, origin, account)
    expect(page.get_by_text("a password is not enough")).to_be_visible()
    secret = set_up_app(page)
    sign_out(page)
    give_password(page, origin, account)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_label("Code of your").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="does not fit")).to_be_visible()
    page.get_by_label("Code of your").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    expect(page.get_by_text("a password is not enough")).to_be_hidden()
    context.close()


def test_a_passkey_signs_in_alone_and_as_the_second_step(
    page: Page, origin: str, account: User, complaints: list[str]
) -> None:
    add_key(page)
    give_password(page, origin, account)
    add_passkey(page, "This computer")
    expect(page.locator(".row__name").filter(has_text="This computer")).to_be_visible()
    sign_out(page)
    page.goto(f"{origin}/accounts/login/?next=/cables/")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(f"{origin}/cables/")
    expect(page.get_by_role("button", name="Sign out curator")).to_be_visible()
    sign_out(page)
    give_password(page, origin, account)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_role("link", name="Rename This computer").click()
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_label("Name").fill("The old computer")
    page.get_by_role("button", name="Rename it").click()
    page.get_by_role("link", name="remove The old computer").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The passkey was removed.")).to_be_visible()
    assert not Authenticator.objects.filter(user=account).exists()
    assert complaints == []


def test_the_passkey_of_a_deactivated_person_fits_no_account(page: Page, origin: str, account: User) -> None:
    add_key(page)
    give_password(page, origin, account)
    add_passkey(page, "This computer")
    sign_out(page)
    User.objects.filter(pk=account.pk).update(is_active=False)
    page.goto(f"{origin}/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("alert").filter(has_text="does not fit")).to_be_visible()
    page.goto(f"{origin}/accounts/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_browser_that_keeps_no_passkey_says_what_to_do(page: Page, origin: str) -> None:
    add_key(page)
    page.goto(f"{origin}/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("alert").filter(has_text="No passkey was used")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey instead")).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_account_pages(page: Page, origin: str, account: User, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    add_key(page)
    give_password(page, origin, account)
    add_passkey(page, "This computer")
    for address in ("", "app/", "passkeys/add/", "recovery-codes/", "recovery-codes/new/", "password/", "again/"):
        page.goto(f"{origin}/accounts/{address}", wait_until="networkidle")
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    sign_out(page)
    give_password(page, origin, account)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
