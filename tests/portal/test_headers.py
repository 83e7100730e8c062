"""Every answer carries the security headers: a page, a static file, a redirect and each kind of error."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import include, path

from tipportal.middleware import SecurityHeadersMiddleware

pytestmark = pytest.mark.django_db

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


@login_not_required
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("", include("tipportal.urls")),
]


def assert_guarded(response: HttpResponseBase) -> None:
    for name, value in EXPECTED.items():
        assert response.headers.get(name) == value, name
    assert "camera=()" in response.headers["Permissions-Policy"]
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["form-action"] == "'self'"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/healthz", 200),
        ("/accounts/login/", 200),
        ("/admin/login/", 302),
        ("/admin/", 302),
        ("/static/admin/css/base.css", 200),
        ("/static/no-such-file.css", 404),
        ("/no/such/page/", 404),
        ("/forbidden/", 403),
        ("/broken/", 500),
    ],
)
@pytest.mark.urls("tests.portal.test_headers")
def test_every_answer_carries_the_headers(address: str, status: int) -> None:
    response = Client(raise_request_exception=False).get(address)
    response.close()  # a static file is an open one
    assert response.status_code == status
    assert_guarded(response)


def test_a_refused_host_carries_the_headers() -> None:
    response = Client().get("/healthz/no", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert_guarded(response)


def test_a_refused_form_carries_the_headers() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "form" in response.content.decode()
    assert_guarded(response)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_nothing_that_the_policy_forbids(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert '<html lang="en"' in page
    assert "<h1" in page
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", page)


@pytest.mark.parametrize("address", ["/", "/no/such/page/", "/admin/", "/accounts/login/"])
def test_a_form_in_another_encoding_is_refused_before_it_is_read(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    response = client.post(address, b"a=b", content_type="application/x-www-form-urlencoded; charset=utf-16")
    assert response.status_code == 415
    for name, value in EXPECTED.items():
        assert response.headers.get(name) == value, name
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_nul_in_an_address_of_the_admin_is_refused(client: Client, administrator: User) -> None:
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    named = "/admin/autocomplete/?app_label=cables&model_name=cable&field_name=country&term="
    assert client.get(named + "%00").status_code == 400
    assert client.get(named + "x").status_code == 200


def test_an_error_page_that_fails_leaves_a_page_that_needs_nothing() -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("broken on purpose")

    response = SecurityHeadersMiddleware(fail)(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"Something went wrong" in response.content
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
