import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as Redirect
from django.http.response import HttpResponseBase

logger = logging.getLogger("tipportal.middleware")

LAST_RESORT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Something went wrong · tipportal</title>"
    "<h1>Something went wrong</h1><p>The portal could not answer. It has been written down; try again later."
)


class SecurityHeadersMiddleware:
    """Puts the constant security headers on every response: pages, static files, redirects and errors.

    It stands first, so that nothing answers outside of it. A view may set one of the headers itself. Where even the
    error page fails, it answers with a page that needs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = refusal(request) or self.get_response(request)
        except Exception:
            logger.exception("Even the error page failed: %s %s", request.method, request.path)
            response = HttpResponse(LAST_RESORT, status=500)
        if response.status_code >= 400:
            response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        for name, value in settings.SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Sends the signed-out to sign in. A script, whose page that would break, and a program get 403 instead."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> Redirect:
        wants_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
        if wants_json or request.headers.get("HX-Request"):
            raise PermissionDenied
        return super().handle_no_permission(request, view_func)


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request that nothing behind could read: a form in another encoding than UTF-8, which Django
    refuses again in every error page it then tries, and NUL in an address of the admin, which PostgreSQL refuses."""
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
    if charset not in {"utf-8", "utf8"} and request.method not in {"GET", "HEAD", "OPTIONS"}:
        return HttpResponse("Forms are read in UTF-8 only.", status=415, content_type="text/plain; charset=utf-8")
    if "%00" in request.META.get("QUERY_STRING", "") and request.path_info.startswith("/admin/"):
        return HttpResponse("The address holds a NUL.", status=400, content_type="text/plain; charset=utf-8")
    return None
