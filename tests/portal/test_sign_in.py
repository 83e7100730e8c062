from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-password"


def a_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


urlpatterns = [*get_resolver("tipportal.urls").url_patterns, path("private/", a_view)]


@pytest.fixture
def account(analyst: User) -> User:
    analyst.set_password(PASSWORD)
    analyst.save()
    return analyst


def try_to_sign_in(client: Client, username: str, password: str) -> int:
    return client.post("/accounts/login/?next=/healthz", {"login": username, "password": password}).status_code


def test_the_right_password_signs_in(client: Client, account: User) -> None:
    assert try_to_sign_in(client, account.username, PASSWORD) == 302


def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, account: User) -> None:
    statuses = [try_to_sign_in(client, account.username, "wrong") for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert try_to_sign_in(client, account.username, PASSWORD) == 429


def test_nobody_locks_out_another_from_elsewhere(account: User) -> None:
    for number in range(12):
        elsewhere = Client(REMOTE_ADDR=f"192.0.2.{number % 4}")
        try_to_sign_in(elsewhere, account.username, "wrong")
    assert try_to_sign_in(Client(), account.username, PASSWORD) == 302


def test_one_account_locked_does_not_lock_another(client: Client, account: User, teammate: User) -> None:
    teammate.set_password(PASSWORD)
    teammate.save()
    for _ in range(5):
        try_to_sign_in(client, account.username, "wrong")
    assert try_to_sign_in(client, teammate.username, PASSWORD) == 302


def test_one_address_may_not_try_many_names(client: Client, account: User, settings: Any) -> None:
    settings.FAILURES_FROM_ONE_ADDRESS = 7
    for number in range(7):
        assert try_to_sign_in(client, f"name{number}", "wrong") == 422
    assert try_to_sign_in(client, account.username, PASSWORD) == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert try_to_sign_in(elsewhere, account.username, PASSWORD) == 302


def test_the_admin_has_no_sign_in_of_its_own(client: Client, account: User) -> None:
    response = client.get("/admin/cables/cable/?q=a&o=1", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/cables/cable/%3Fq%3Da%26o%3D1"
    assert client.post("/admin/login/", {"username": account.username, "password": PASSWORD}).status_code == 405


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_into_the_admin_leads_nowhere_else(
    client: Client, client_for: Callable[[User], Client], curator: User, next_: str
) -> None:
    response = client.get("/admin/login/", {"next": next_})
    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    response = client_for(curator).get("/admin/login/", {"next": next_})
    assert response["Location"] == "/admin/"


def test_for_an_analyst_there_is_no_admin(client_for: Callable[[User], Client], analyst: User) -> None:
    assert client_for(analyst).get("/admin/", follow=True).status_code == 404


@pytest.mark.urls("tests.portal.test_sign_in")
def test_a_view_that_says_nothing_asks_to_sign_in(client: Client, analyst: User) -> None:
    response = client.get("/private/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/private/")
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/private/").status_code == 200
