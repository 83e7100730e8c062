"""The admin is for those whose work it is. Its pages are made by a rule of Django's, and walked by one."""

import re

import pytest
from django.contrib import admin
from django.urls import get_resolver

from tests.access.walking import FORMATS, SIGN_IN, Browser, all_routes, is_of_admin, undone, written_tables
from tests.access.world import World

pytestmark = pytest.mark.django_db

OF_THE_SITE = {  # pages that belong to no model
    *("", "login/", "logout/", "password_change/", "password_change/done/", "autocomplete/", "jsi18n/"),
    *("r/<path:rest>", "r/<path:content_type_id>/<path:object_id>/", "(?P<url>.*)$"),
}
OF_A_MODEL = {
    *("", "add/", "<path:object_id>/", "<path:object_id>/history/", "<path:object_id>/delete/"),
    "<path:object_id>/change/",
}
MORE = {
    *("auth/user/<id>/password/", "cables/codebook/<int:pk>/edition/"),
    *("statutes/suggestions/", "statutes/suggestions/decide/", "statutes/suggestions/preview/"),
    *("statutes/suggestions/<slug:what>/<int:pk>/", "statutes/steps/", "statutes/steps/<uuid:key>/"),
    *("statutes/institution/<int:pk>/merge/", "statutes/institution/<int:pk>/merge/names/"),
    *("statutes/merger/<int:pk>/moved/", "statutes/deleted/"),
    *("statutes/record/<slug:model>/<int:pk>/", "statutes/record/<slug:model>/<int:pk>/<int:number>/"),
}
ACCOUNTS = ("auth/", "mfa/", "axes/", "cables/team/")  # the administrator's, and nobody else's
OPEN = ("admin/login/", "admin/jsi18n/")


def models() -> list[str]:
    return [f"{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]


def routes() -> list[str]:
    return [route.removeprefix("admin/") for route, name in all_routes(get_resolver()) if is_of_admin(route, name)]


def addresses() -> list[str]:
    """Each page of the admin, of the row of number 1."""
    plain = [route for route in routes() if "^" not in route and "(" not in route]
    return sorted({f"/admin/{re.sub(r'<[^>]+>', '1', route)}" for route in plain})


def test_every_page_of_the_admin_is_one_that_the_rule_knows() -> None:
    known = OF_THE_SITE | MORE | {f"{model}{page}" for model in models() for page in OF_A_MODEL}
    strangers = [route for route in routes() if route not in known and not route.startswith("^(?P<app_label>")]
    assert not strangers, f"pages of the admin that nobody said who may see: {strangers}"


@pytest.mark.parametrize("who", ["reader", "deactivated", "owner"])
def test_the_admin_is_shut_to_all_but_its_keepers(world: World, who: str) -> None:
    browser, wrong = Browser(world, who), []
    for address in addresses():
        for method, format_ in (("GET", "html"), ("GET", "htmx"), ("GET", "json"), ("POST", "html")):
            with undone(), written_tables() as tables:
                response = browser.ask(method, address, format_)
            if not is_shut(response.status_code, address, who, format_) or tables - {"portal_cache"}:
                wrong.append(f"{method} {address} as {who} in {format_}: {response.status_code} {sorted(tables)}")
    assert not wrong, "\n".join(["", *wrong])


def is_shut(status: int, address: str, who: str, format_: str) -> bool:
    """The way to sign in, or nothing; of the admin's sign-in that way itself."""
    if address.removeprefix("/").startswith(OPEN):
        return status in (302, 403, 404, 405)
    return status in ((302, 404, 405) if who == "owner" else (SIGN_IN[format_], 404))


@pytest.mark.parametrize("format_", FORMATS)
def test_accounts_are_the_administrators_alone(world: World, format_: str) -> None:
    curator, administrator = Browser(world, "curator"), Browser(world, "administrator")
    for model in models():
        address = f"/admin/{model}"
        wanted = 403 if model.startswith(ACCOUNTS) else 200
        assert curator.ask("GET", address, format_).status_code == wanted, address
        assert administrator.ask("GET", address, format_).status_code == 200, address


@pytest.mark.parametrize("who", ["curator", "administrator"])
def test_no_page_of_the_admin_fails_or_changes_something_when_it_is_read(world: World, who: str) -> None:
    browser, wrong = Browser(world, who), []
    for address in addresses():
        with undone(), written_tables() as tables:
            status = browser.ask("GET", address).status_code
        if status >= 500 or tables:
            wrong.append(f"{address}: {status} {sorted(tables)}")
    assert not wrong, "\n".join(["", *wrong])
