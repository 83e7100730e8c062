"""How a cable is found by the name in an address: only what the person may see, at its one canonical address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

from cables.models import Cable
from cables.spelling import canonical_mrn

View = Callable[..., HttpResponse]
WITHOUT_TEXT = ("current__spans", "current__header", "current__source__content", "current__warnings")


def public_page(view: View) -> View:
    """A page for everybody, which differs by who asks: GET and HEAD only, kept by nobody on the way; asked for again
    with the ETag of what did not change, it is not sent again."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        patch_cache_control(response, private=True, no_cache=True)
        return response

    public: View = login_not_required(require_safe(conditional_page(page)))
    return public


def find_cable(request: HttpRequest, spelling: str, *, with_text: bool) -> Cable:
    """The cable of this name, if the person may see it: otherwise the same 404 as for a name that nothing has."""
    cables = Cable.objects.visible_to(request.user).select_related(
        "country", "post", "questionnaire", "current__source"
    )
    if not with_text:
        cables = cables.defer(*WITHOUT_TEXT)
    year = request.GET.get("year", "")
    given = int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None
    mrn = canonical_mrn(spelling) or canonical_mrn(spelling, given)
    cable = cables.filter(mrn=mrn).first() if mrn else None
    if cable is None:
        raise Http404
    return cable


def cable_page(*, with_text: bool) -> Callable[[View], View]:
    """A page of one cable: the view gets the cable; another spelling of its MRN is redirected for good. `with_text`
    says whether the source and its spans are read along with it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, mrn: str, **kwargs: Any) -> HttpResponse:
            cable = find_cable(request, mrn, with_text=with_text)
            if cable.mrn != mrn:
                return redirect_for_good(request, mrn=cable.mrn, **kwargs)
            return view(request, cable, **kwargs)

        return public_page(page)

    return decorate


def redirect_for_good(request: HttpRequest, **kwargs: Any) -> HttpResponsePermanentRedirect:
    """To the same page under its canonical address, keeping the query but for the year that completed an MRN."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view runs only after its address was resolved
    query = request.GET.copy()
    query.pop("year", None)
    address = reverse(match.view_name, kwargs=kwargs)
    return HttpResponsePermanentRedirect(f"{address}?{query.urlencode()}" if query else address)
