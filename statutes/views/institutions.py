"""The list of institutions, a page for each, and the card that stands beside its name in a text."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from cables.disclosure import Person
from cables.filters import PageForm
from cables.views.addresses import public_page
from cables.views.lists import address_without
from statutes.institution_addresses import institution_at, institution_since
from statutes.institution_cards import InstitutionCard, cards_of
from statutes.institution_facts import facts_of, named_together
from statutes.institution_filters import FACETS, InstitutionFilter
from statutes.institution_matrix import matrix_of
from statutes.institution_passages import FILTERS, Passages, by_year, total_of
from statutes.models import Institution
from statutes.timelines import timeline_of

PAGE_SIZE = 50
KNOWN = frozenset({*FILTERS, "topics", "page", "events"})
NO_PAGE = "There is no such page; this is the first."

View = Callable[..., HttpResponse]


class InstitutionPageForm(PageForm):
    """What the page of an institution is asked beside its filters: which page of passages and of events, and whether
    all topics are shown."""

    events = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_PAGE),
    )
    topics = forms.ChoiceField(
        required=False,
        choices=[("all", "all")],
        error_messages={"invalid_choice": "The topics shown are the most frequent ones or “all”, not “%(value)s”."},
    )


@public_page
def institution_list(request: HttpRequest) -> HttpResponse:
    """Every institution that the person may see, by country and name."""
    found = InstitutionFilter(request.GET, request.user)
    page_form = PageForm(request.GET)
    facets = [(name, found.facet(name)) for name in FACETS]
    context = {
        "page": page_of(found, number_in(page_form, "page"), request.user),
        "facets": facets,
        "chosen": [
            (box.label, address_without(request, name, box.value))
            for name, boxes in facets
            for box in boxes
            if box.chosen
        ],
        "words": found.words,
        "typed": request.GET.get("q", "").replace("\0", ""),
        "problems": [*found.problems, *problems_of(page_form)],
    }
    return render(request, "statutes/institution_list.html", context)


class CountedPaginator(Paginator):  # type: ignore[type-arg] # of whatever is in the list
    """Knows how many there are without asking the database again."""

    def __init__(self, rows: Any, *, number: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.count = number  # in place of the cached property


def page_of(found: InstitutionFilter, number: int, person: Person) -> Page[InstitutionCard]:
    """The page asked for; past the end the last one."""
    rows = found.sorted_institutions.select_related("country")
    page: Any = CountedPaginator(rows, number=found.number).get_page(number)
    page.object_list = cards_of(list(page.object_list), person)
    return page  # type: ignore[no-any-return]


def institution_page(view: View) -> View:
    """A page of one institution: the view gets the institution. An address that it had before, or that of one that was
    merged into it, is redirected for good; what the person may not see is not there."""

    @wraps(view)
    def page(request: HttpRequest, place: str, slug: str) -> HttpResponse:
        if institution := institution_at(place, slug, request.user):
            return view(request, institution)
        present = institution_since(place, slug, request.user)
        if present is None:
            raise Http404
        match = request.resolver_match
        assert match is not None  # noqa: S101 - a view runs only after its address was resolved
        address = reverse(match.view_name, args=[present.place, present.slug])
        return HttpResponsePermanentRedirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)

    return public_page(page)


@institution_page
def institution_detail(request: HttpRequest, institution: Institution) -> HttpResponse:
    form = InstitutionPageForm(request.GET)
    passages = Passages(request.GET, institution, request.user, known=KNOWN)
    page = passages.page(number_in(form, "page"))
    whole = form.is_valid() and form.cleaned_data["topics"] == "all"
    context = {
        "institution": institution,
        "facts": facts_of(institution, request.user),
        "total": total_of(passages.spots),
        "found": total_of(passages.found),
        "matrix": matrix_of(passages, request.GET, request.path, whole=whole),
        "chosen": [
            (passages.labels[name][value], address_without(request, name, value))
            for name, values in passages.chosen.items()
            for value in values
        ],
        "page": page,
        "years": by_year(page.object_list),
        "timeline": timeline_of(institution, request.user, number=number_in(form, "events")),
        "together": named_together(institution, passages.sections, request.user),
        "problems": [*passages.problems, *problems_of(form)],
    }
    return render(request, "statutes/institution_detail.html", context)


@institution_page
def institution_card(request: HttpRequest, institution: Institution) -> HttpResponse:
    """The card alone for a script that asks for a piece of a page, else as a page of its own."""
    card = cards_of([institution], request.user)[0]
    template = "_institution_card" if request.headers.get("HX-Request") else "institution_card"
    response = render(request, f"statutes/{template}.html", {"card": card})
    patch_vary_headers(response, ["HX-Request"])
    return response


def number_in(form: forms.Form, name: str) -> int:
    """The number of a page in a form, 1 where it cannot be used (the form says so)."""
    form.is_valid()
    return form.cleaned_data.get(name) or 1


def problems_of(form: forms.Form) -> list[str]:
    return list(dict.fromkeys(str(error) for errors in form.errors.values() for error in errors))
