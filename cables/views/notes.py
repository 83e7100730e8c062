from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from cables.found_page import written
from cables.notes import NoteFilter, find
from cables.notes.page import NotesPage
from cables.views.addresses import public_page
from cables.views.search import WRITTEN_BY, SearchRequest


@public_page
def notes(request: SearchRequest) -> HttpResponse:
    """The notes that this person may read, by words and facets; all state is in the address."""
    filters = NoteFilter(request.GET, person=request.user)
    page = NotesPage.of(filters, find(filters.query, request.user))
    is_swap = request.htmx and not request.htmx.history_restore_request
    template = "cables/_notes_swapped.html" if is_swap else "cables/notes.html"
    response = render(request, template, {"notes": page})
    if is_swap and not request.htmx.boosted:
        response["HX-Push-Url"] = written(request.GET, page.address.path)
    patch_vary_headers(response, WRITTEN_BY)
    return response
