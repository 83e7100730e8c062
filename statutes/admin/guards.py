"""Pages beside the admin's own: inside its door, for those who keep the registries."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from cables.querysets import sees_everything

View = Callable[..., HttpResponse]
DECIDES = tuple(f"statutes.change_{model}" for model in ("institution", "instrument", "provision", "mention"))


def decides(person: Any) -> bool:
    """Whether this person may decide about suggestions."""
    return bool(person.has_perms(DECIDES))


def searched(fields: Iterable[str], person: Any) -> list[str]:
    """Without other names, for those from whom a cable is hidden: trying words would tell which names it gives."""
    return [name for name in fields if sees_everything(person) or not name.startswith("names__")]


def for_curators(view: View) -> View:
    """The view gets the requests of those who may decide. Who may not use the admin is sent to sign in, as by it."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not decides(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded: View = admin.site.admin_view(page)
    return guarded


def curator_of(request: HttpRequest) -> User:
    """Who asks; `for_curators` has sent everybody else away."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user
