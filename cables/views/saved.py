from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cables.forms import NewSavedSearchForm, SavedSearchForm
from cables.models import SavedSearch
from cables.saved_searches import kept_searches, look


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: HttpRequest) -> HttpResponse:
    """What this person keeps; POST keeps another."""
    owner = person_of(request)
    if request.method == "POST":
        form = NewSavedSearchForm(request.POST, instance=SavedSearch(owner=owner))
        if not form.is_valid():
            return listing(request, status=422, form=form)
        form.save()
        return redirect("saved_searches")
    return listing(request)


@require_POST
def look_at_saved(request: HttpRequest, name: str) -> HttpResponse:
    """To what is new in it since the last look, which is now."""
    return redirect(look(find_saved(request, name)))


@require_POST
def rename_saved(request: HttpRequest, name: str) -> HttpResponse:
    form = SavedSearchForm(request.POST, instance=find_saved(request, name))
    if not form.is_valid():
        return listing(request, status=422, renamed=name, form=form)
    form.save()
    return redirect("saved_searches")


@require_POST
def delete_saved(request: HttpRequest, name: str) -> HttpResponse:
    find_saved(request, name).delete()
    return redirect("saved_searches")


def find_saved(request: HttpRequest, name: str) -> SavedSearch:
    """The person's own search of this name; another's is as absent as none."""
    if "\0" in name:  # which the database refuses to look for
        raise Http404
    return get_object_or_404(SavedSearch, owner=person_of(request), name=name)


def person_of(request: HttpRequest) -> User:
    """Who asks; SignInFirstMiddleware has sent everybody else to sign in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def listing(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    context["kept"] = kept_searches(person_of(request))
    return render(request, "cables/saved_searches.html", context, status=status)
