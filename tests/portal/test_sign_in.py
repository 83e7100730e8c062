from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
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
    return client.post("/accounts/login/?next=/healthz", {"username": username, "password": password}).status_code


def test_the_right_password_signs_in(client: Client, account: User) -> None:
    assert try_to_sign_in(client, account.username, PASSWORD) == 302


def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, account: User) -> None:
    statuses = [try_to_sign_in(client, account.username, "wrong") for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert try_to_sign_in(client, account.username, PASSWORD) == 429


def test_one_account_locked_does_not_lock_another(client: Client, account: User, teammate: User) -> None:
    teammate.set_password(PASSWORD)
    teammate.save()
    for _ in range(5):
        try_to_sign_in(client, account.username, "wrong")
    assert try_to_sign_in(client, teammate.username, PASSWORD) == 302


@pytest.mark.parametrize("form", ["/accounts/login/", "/admin/login/"])
def test_one_address_may_not_try_many_names(client: Client, account: User, form: str, settings: Any) -> None:
    settings.FAILURES_FROM_ONE_ADDRESS = 7
    for number in range(7):
        assert client.post(form, {"username": f"name{number}", "password": "wrong"}).status_code == 200
    assert client.post(form, {"username": account.username, "password": PASSWORD}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert try_to_sign_in(elsewhere, account.username, PASSWORD) == 302


def test_the_admin_sign_in_is_throttled_too(client: Client, account: User) -> None:
    for _ in range(5):
        response = client.post("/admin/login/", {"username": account.username, "password": "wrong"})
    assert response.status_code == 429


@pytest.mark.urls("tests.portal.test_sign_in")
def test_a_view_that_says_nothing_asks_to_sign_in(client: Client, analyst: User) -> None:
    response = client.get("/private/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/private/")
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/private/").status_code == 200


@pytest.mark.parametrize("password", ["short", "fourteen-chars", "123456789987654321", "administrator01"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, user=User(username="administrator01"))


def test_a_long_plain_password_is_taken() -> None:
    validate_password("four plain words together")
