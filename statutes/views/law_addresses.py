"""How law is found by the names in an address: only what the person may see, at the address that it has now."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from cables.disclosure import Person
from cables.views.addresses import View, public_page
from statutes.models import INTERNATIONAL, Instrument, Provision


def at_place(place: str, before: str = "") -> Q:
    """Rows of this place; `before` leads to what has a country."""
    if place == INTERNATIONAL:
        return Q(**{f"{before}country__isnull": True})
    return Q(**{f"{before}country__iso2": place.upper()})


def find_instrument(person: Person, place: str, slug: str) -> Instrument:
    """The law of this address, or the one that had it; otherwise the same 404 as for a name that nothing has."""
    visible = Instrument.objects.visible_to(person).select_related("country")
    found = visible.filter(at_place(place), slug=slug).first()
    if found is None:
        former = at_place(place, "former_addresses__")
        found = visible.filter(former, former_addresses__slug=slug).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def find_provision(person: Person, instrument: Instrument, slug: str) -> Provision:
    found = Provision.objects.visible_to(person).filter(instrument=instrument, slug=slug).first()
    if found is None:
        raise Http404
    found.instrument = instrument
    return found


def is_at(instrument: Instrument, place: str, slug: str) -> bool:
    return (instrument.place, instrument.slug) == (place, slug)


def redirect_to(request: HttpRequest, *names: str) -> HttpResponse:
    """To the same page under the address that the law has now, keeping the query."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view runs only after its address was resolved
    query = request.GET.urlencode()
    address = reverse(match.view_name, args=names)
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def instrument_page(view: Callable[..., HttpResponse]) -> View:
    """A page of one instrument: the view gets it; an address that it had is redirected for good."""

    @wraps(view)
    def page(request: HttpRequest, place: str, slug: str, **kwargs: Any) -> HttpResponse:
        found = find_instrument(request.user, place, slug)
        if not is_at(found, place, slug):
            return redirect_to(request, found.place, found.slug)
        return view(request, found, **kwargs)

    return public_page(page)


def provision_page(view: Callable[..., HttpResponse]) -> View:
    """The same of one provision, which moves with its instrument."""

    @wraps(view)
    def page(request: HttpRequest, place: str, slug: str, provision: str, **kwargs: Any) -> HttpResponse:
        instrument = find_instrument(request.user, place, slug)
        found = find_provision(request.user, instrument, provision)
        if not is_at(instrument, place, slug):
            return redirect_to(request, instrument.place, instrument.slug, found.slug)
        return view(request, found, **kwargs)

    return public_page(page)
