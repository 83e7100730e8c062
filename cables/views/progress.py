from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.filters import CableFilter, PageForm
from cables.models import Cable
from cables.review_progress import by_cable, by_country, by_person, whole_of
from cables.views.members import for_members, member_of

PAGE_SIZE = 50
KNOWN = frozenset({"country", "year", "archive", "sort", "page"})


@require_safe
@for_members
def review_progress(request: HttpRequest) -> HttpResponse:
    """How far the reading is, of what this person may see; `?country=` and `?year=` narrow the list of cables."""
    person = member_of(request)
    found = CableFilter(request.GET, queryset=Cable.objects.visible_to(person))
    form = PageForm(request.GET)
    number = form.cleaned_data.get("page") if form.is_valid() else None
    cables = found.sorted_cables.select_related("country").only("mrn", "report_year", "country__name")
    page = Paginator(cables, PAGE_SIZE).get_page(number or 1)
    countries = by_country(person)
    context = {
        "problems": [
            *found.problems,
            *(error for errors in form.errors.values() for error in errors),
            *(f"There is no filter called “{name}”; it was left out." for name in request.GET if name not in KNOWN),
        ],
        "whole": whole_of(countries),
        "countries": countries,
        "people": by_person(person),
        "page": page,
        "cables": by_cable(list(page.object_list)),
        "choices": [
            (name, label, [(value, title, value in found.data.getlist(name)) for value, title in options.items()])
            for name, label, options in (
                ("country", "Country", found.countries),
                ("year", "Report year", found.years),
            )
        ],
    }
    return render(request, "cables/review_progress.html", context)
