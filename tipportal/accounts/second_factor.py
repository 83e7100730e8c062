"""Asking curators and administrators for a second factor, and where it is required, waiting for it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN_ADDRESSES = ("/accounts/", "/healthz", "/readyz")


def has_second_factor(person: User) -> bool:
    """Whether an authenticator app or a passkey is set up; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists())


def lacks_second_factor(person: User | AnonymousUser) -> bool:
    """Whether this person is asked for one and has none."""
    return isinstance(person, User) and person.is_staff and not has_second_factor(person)


def account_notices(request: HttpRequest) -> dict[str, Any]:
    """For the templates; nothing is looked up before a page asks."""
    user = getattr(request, "user", AnonymousUser())
    return {"lacks_second_factor": SimpleLazyObject(lambda: lacks_second_factor(user))}


class SecondFactorMiddleware:
    """Where a second factor is required, staff without one reach their account pages and nothing else: pages lead
    there, everything else is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            not settings.REQUIRE_SECOND_FACTOR
            or request.path_info.startswith(OPEN_ADDRESSES)
            or not lacks_second_factor(request.user)
        ):
            return self.get_response(request)
        if asks_for_a_page(request):
            return redirect("account")
        refusal = TemplateResponse(request, "account/second_factor_needed.html", status=403)
        return refusal.render()


def asks_for_a_page(request: HttpRequest) -> bool:
    """Not a write, not a piece for htmx, not data for a program."""
    accepts_html = "text/html" in request.headers.get("Accept", "text/html")
    return request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers and accepts_html
