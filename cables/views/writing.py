"""What the pages on which people write have in common: who may write, and in which shape the answer goes."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from cables.drafts import keep_draft

View = Callable[..., HttpResponse]


class WritingRequest(HttpRequest):
    htmx: HtmxDetails


class NotAllowedError(Exception):
    """The person may see this, but not do it."""


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def wants_page(request: WritingRequest) -> bool:
    return not request.htmx and not wants_json(request)


def writing_page(*methods: str) -> Callable[[View], View]:
    """A page for everybody, on which some may write. What is posted to it after a session has ended is kept, and
    waits in the form behind the sign-in: alike for what is there and what is not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: WritingRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response = _sent_to_sign_in(request) or view(request, *args, **kwargs)
            except NotAllowedError as error:
                response = _refused(request, error, back=request.path if "GET" in methods else parent(request.path))
            patch_vary_headers(response, ["Cookie", "Accept", "HX-Request"])
            patch_cache_control(response, private=True, no_cache=True)
            return response

        public: View = login_not_required(require_http_methods([*methods])(page))
        return public

    return decorate


def _sent_to_sign_in(request: WritingRequest) -> HttpResponse | None:
    if request.method != "POST" or request.user.is_authenticated or not wants_page(request):
        return None
    if keep_draft(request.session, request.path, {name: request.POST[name] for name in request.POST}):
        return redirect_to_login(request.path)
    return None


def _refused(request: WritingRequest, error: NotAllowedError, *, back: str) -> HttpResponse:
    """403, or a page to sign in on and come `back` from, for those who could do something about it."""
    if wants_json(request):
        return JsonResponse({"error": str(error)}, status=403)
    if request.user.is_authenticated or request.htmx:
        return render(request, "403.html", status=403)
    return redirect_to_login(back)


def parent(path: str) -> str:
    """`/notes/1/` of `/notes/1/resolve/`."""
    return f"{path.rstrip('/').rpartition('/')[0]}/"


def writer_of(request: HttpRequest, *actions: str) -> User:
    """Who asks, where they may do one of these things with comments. Raises NotAllowedError."""
    if not isinstance(request.user, User):
        raise NotAllowedError("Sign in first.")
    if not any(request.user.has_perm(f"cables.{action}_comment") for action in actions):
        raise NotAllowedError("Your account may not write notes.")
    return request.user


def told(response: HttpResponse, event: str, **detail: str) -> HttpResponse:
    """The response with an event for the scripts of the page into which it goes."""
    response["HX-Trigger"] = json.dumps({event: detail})
    return response


def unfit(
    request: WritingRequest, form: Form, template: str, context: dict[str, Any], *, status: int = 422
) -> HttpResponse:
    """The form again with what is wrong and all that was typed."""
    if wants_json(request):
        return JsonResponse({"errors": form.errors.get_json_data()}, status=status)
    return render(request, template, context, status=status)
