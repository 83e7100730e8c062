"""Pages for those who may know of reading states. The public is sent to sign in, alike for what is there and what is
not; a program, or a script in a page that it would break, gets 403 instead of that page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cables.reviews import reads_states

View = Callable[..., HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def way_back(request: HttpRequest) -> str:
    """Where to come back to after signing in: a form that was sent leads to what it was about."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return f"{request.path.rstrip('/').rpartition('/')[0]}/"


def for_members(view: View) -> View:
    """The view gets the request of somebody who may know of reading states."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request") or wants_json(request):
                raise PermissionDenied
            return redirect_to_login(way_back(request))
        if not reads_states(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded: View = never_cache(login_not_required(page))
    return guarded


def member_of(request: HttpRequest) -> User:
    """Who asks; `for_members` has sent everybody else away."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user
