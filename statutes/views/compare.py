from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cables.csv_files import csv_text
from cables.views.addresses import public_page
from statutes.comparisons import COLUMNS, Comparison


@public_page
def law_compare(request: HttpRequest) -> HttpResponse:
    """The penalties for some offences, country by country, on one scale."""
    comparison = Comparison(request.GET, request.user)
    page, charted = comparison.page()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "comparison": comparison,
        "page": page,
        "charted": charted,
        "problems": comparison.problems,
        "csv_url": f"{reverse('law_compare_csv')}?{query.urlencode()}" if query else reverse("law_compare_csv"),
    }
    return render(request, "statutes/compare.html", context)


@public_page
def law_compare_csv(request: HttpRequest) -> HttpResponse:
    """The same for spreadsheets, every page of it. An unfit request is refused: a program must not take more for what
    it asked for."""
    comparison = Comparison(request.GET, request.user)
    if comparison.problems:
        return HttpResponse("\n".join(comparison.problems), status=400, content_type="text/plain; charset=utf-8")
    text = csv_text(COLUMNS, comparison.records(request.build_absolute_uri))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="penalties.csv"'
    return response
