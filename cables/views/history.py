from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cables.forms import HistoryForm
from cables.models import Cable
from cables.opening import captions_of
from cables.revisions import changes_between, history_of
from cables.views.addresses import cable_page
from cables.views.reading import title_of


@cable_page(with_text=False)
def cable_history(request: HttpRequest, cable: Cable) -> HttpResponse:
    """The revisions, and what changed between two of them: the last two, or those that were asked for."""
    lines = history_of(cable)
    numbers = [line.revision.number for line in lines]
    form = HistoryForm(request.GET, numbers=numbers)
    form.is_valid()
    after = form.cleaned_data.get("to") or numbers[0]
    earlier = [number for number in numbers if number < after]
    before = form.cleaned_data.get("from") or (earlier[0] if earlier else None)
    context = {
        "cable": cable,
        "captions": captions_of(cable, request.user),
        "title": title_of(cable),
        "lines": lines,
        "numbers": numbers,
        "before": before,
        "after": after,
        "changes": changes_between(cable, before, after, request.user) if before and before != after else [],
        "problems": [error for errors in form.errors.values() for error in errors],
    }
    return render(request, "cables/cable_history.html", context)
