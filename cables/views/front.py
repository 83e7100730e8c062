from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cables.forms import GoToForm
from cables.glance import matrix_for
from cables.models import Cable
from cables.views.addresses import public_page

RECENT = 6


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The archive at a glance. `?q=` goes to the cable of that MRN, if the person may see it."""
    visible = Cable.objects.visible_to(request.user)
    form = GoToForm(request.GET if "q" in request.GET else None)
    wanted = ""
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data["q"]
        if cable := visible.filter(mrn=wanted).only("mrn").first():
            return redirect(cable)
    recent = visible.select_related("country").order_by("-imported_at", "mrn")
    context = {
        "form": form,
        "not_held": wanted,
        "matrix": matrix_for(request.user),
        "recent": recent.only("mrn", "subject", "report_year", "imported_at", "sample", "country__name")[:RECENT],
    }
    return render(request, "home.html", context)
