from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from cables.found_page import written
from cables.models import Cable
from cables.search import search
from cables.search.filters import SearchFilter
from cables.search_page import SearchPage
from cables.spelling import canonical_mrn
from cables.views.addresses import public_page

WRITTEN_BY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")  # headers that change what is answered


class SearchRequest(HttpRequest):
    htmx: HtmxDetails


@public_page
def search_page(request: SearchRequest) -> HttpResponse:
    """Sections by words and facets; all state is in the address. The MRN of a cable alone goes to the cable."""
    filters = SearchFilter(request.GET, person=request.user)
    mrn = canonical_mrn(filters.query.words) if set(request.GET) <= {"q"} else None
    if mrn and (cable := Cable.objects.visible_to(request.user).filter(mrn=mrn).only("mrn").first()):
        address = cable.get_absolute_url()
        response: HttpResponse = HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    else:
        response = answered(request, SearchPage.of(filters, search(filters.query, request.user)), not_held=mrn)
    patch_vary_headers(response, WRITTEN_BY)
    return response


def answered(request: SearchRequest, page: SearchPage, *, not_held: str | None) -> HttpResponse:
    """The whole page; or, for one that is already there, what changes in it and its address, without empty boxes."""
    is_swap = request.htmx and not request.htmx.history_restore_request
    template = "cables/_swapped.html" if is_swap else "cables/search.html"
    response = render(request, template, {"search": page, "not_held": not_held})
    if is_swap and not request.htmx.boosted:
        response["HX-Push-Url"] = written(request.GET)
    return response
