from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from cables.filters import FACETS, KNOWN, SORT_LABELS, CableFilter, PageForm
from cables.models import Cable
from cables.parsing.structure import AnswerStatus
from cables.views.addresses import public_page

PAGE_SIZE = 50


@public_page
def cable_list(request: HttpRequest) -> HttpResponse:
    found = CableFilter(request.GET, queryset=Cable.objects.visible_to(request.user))
    page_form = PageForm(request.GET)
    page = page_of(found, page_form)
    problems = [
        *found.problems,
        *(error for errors in page_form.errors.values() for error in errors),
        *(f"There is no filter called “{name}”; it was left out." for name in request.GET if name not in KNOWN),
    ]
    facets = [(name, found.facet(name)) for name in FACETS]
    context = {
        "page": page,
        "facets": facets,
        "chosen": [
            (box.label, address_without(request, name, box.value))
            for name, boxes in facets
            for box in boxes
            if box.chosen
        ],
        "problems": problems,
        "sorts": sorts(found.order),
        "sort": request.GET.get("sort", ""),
        "search_address": search_address(found),
    }
    return render(request, "cables/cable_list.html", context)


def page_of(found: CableFilter, form: PageForm) -> Page[Any]:
    """The page asked for; past the end the last one. Each cable knows how many answers it has."""
    answers = Count(
        "current__section_texts",
        filter=Q(current__section_texts__status=AnswerStatus.ANSWERED) & ~Q(current__section_texts__keys=[]),
        distinct=True,
    )
    cables = found.sorted_cables.select_related("country").annotate(answers=answers)
    cables = cables.only("mrn", "subject", "report_year", "dtg", "sample", "access", "kind",
                         "country__name", "country__iso2", "part_number", "part_of", "truncated")  # fmt: skip
    number = form.cleaned_data.get("page") if form.is_valid() else None
    return Paginator(cables, PAGE_SIZE).get_page(number or 1)


def search_address(found: CableFilter) -> str:
    """The search in the cables of this list: its filters are facets of the search, by the same names and values."""
    query = QueryDict(mutable=True)
    for name in FACETS:
        query.setlist(name, found.data.getlist(name))
    return f"{reverse('search')}?{query.urlencode()}" if query.urlencode() else reverse("search")


def address_without(request: HttpRequest, name: str, value: str) -> str:
    """This list without one chosen filter, from its first page."""
    query = request.GET.copy()
    query.setlist(name, [other for other in query.getlist(name) if other.lower() != value])
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}" if query.urlencode() else request.path


def sorts(current: str) -> list[dict[str, str]]:
    """The orders on offer: the current one turns round when it is chosen again."""
    offered = []
    for name in SORT_LABELS:
        is_current = current.removeprefix("-") == name
        falling = current.startswith("-")
        turned = name if falling else f"-{name}"
        offered.append(
            {
                "label": SORT_LABELS[name],
                "value": turned if is_current else (f"-{name}" if name in ("date", "year") else name),
                "arrow": ("↓" if falling else "↑") if is_current else "",
                "direction": ("descending" if falling else "ascending") if is_current else "",
            }
        )
    return offered
