"""Pages for those who may know of reading states. The public is sent to sign in, alike for what is there and what is
not; a program, or a script in a page that it would break, gets 403 instead of that page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from cables.reviews import reads_states
from cables.views.writing import parent, wants_json

View = Callable[..., HttpResponse]


def way_back(request: HttpRequest) -> str:
    """Where to come back to after signing in: a form that was sent leads to what it was about."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else parent(request.path)


def refused(request: HttpRequest, why: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": why}, status=403)
    raise PermissionDenied


def for_members(view: View) -> View:
    """The view gets the request of somebody who may know of reading states."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request") or wants_json(request):
                return refused(request, "Sign in first.")
            return redirect_to_login(way_back(request))
        if not reads_states(request.user):
            return refused(request, "Your account may not review.")
        return view(request, *args, **kwargs)

    guarded: View = never_cache(login_not_required(page))
    return guarded


def member_of(request: HttpRequest) -> User:
    """Who asks; `for_members` has sent everybody else away."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user
