from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from cables.glance import matrix_for
from cables.models import Cable
from cables.review_queue import left_for
from cables.views.addresses import public_page

RECENT = 6


@login_not_required
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """The address that browsers ask for where a page names no icon."""
    return redirect(static("img/mark.svg"))


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The archive at a glance. `?q=` was the search box's address once, and leads to what is it now."""
    if "q" in request.GET:
        return redirect(f"{reverse('search')}?{urlencode({'q': request.GET['q']})}", permanent=True)
    visible = Cable.objects.visible_to(request.user)
    recent = visible.select_related("country").order_by("-imported_at", "mrn")
    context = {
        "matrix": matrix_for(request.user),
        "my_queue": left_for(request.user) if isinstance(request.user, User) else None,
        "recent": recent.only("mrn", "subject", "report_year", "imported_at", "sample", "country__name")[:RECENT],
    }
    return render(request, "home.html", context)
