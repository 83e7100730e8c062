"""What was decided, step by step, and taking a step back."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cables.querysets import sees_everything
from statutes.admin.guards import curator_of, for_curators
from statutes.admin.suggestions import row_of
from statutes.curating import Step
from statutes.history import changes_in
from statutes.reverting import MovedOnError, undo
from statutes.steps import steps_of, told
from statutes.suggestion_forms import own_address
from statutes.suggestions import MODELS

A_PAGE = 50
ROW = re.compile(r"([a-z]{3,20})-(\d{1,18})")


@for_curators
@require_safe
def curation_steps(request: HttpRequest) -> HttpResponse:
    """Who decided what, newest first."""
    page = Paginator(steps_of(curator_of(request)), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "steps": told(list(page.object_list))}
    return render(request, "admin/statutes/steps.html", context)


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def curation_step(request: HttpRequest, key: UUID) -> HttpResponse:
    """What one step changed; POST puts all of it back, or says why that cannot be."""
    person = curator_of(request)
    found = steps_of(person).filter(pk=key).first()
    if found is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            return undone(request, undo(key=key, person=person))
        except MovedOnError as moved:
            problem = str(moved)
        if row := row_named(request):
            context = {"row": row_of(*row, request), "problem": problem, "here": reverse("suggestions")}
            return render(request, "admin/statutes/_suggestion.html", context, status=409)
    context = {"step": told([found])[0], "changes": changes_in(key), "problems": [problem] if problem else []}
    return render(request, "admin/statutes/step.html", context, status=409 if problem else 200)


def undone(request: HttpRequest, done: Step) -> HttpResponse:
    """The row as it is again, for a script on the desk; else back to where it was asked for."""
    if row := row_named(request):
        here = own_address(request.POST.get("next", "")).partition("#")[0]
        context = {"row": row_of(*row, request), "here": here, "tickable": True}
        return render(request, "admin/statutes/_suggestion.html", context)
    messages.success(request, f"{done.told}.")
    address = own_address(request.POST.get("next", ""))
    return redirect(address or reverse("curation_steps"))


def row_named(request: HttpRequest) -> tuple[str, int] | None:
    """The row of the desk that a script wants anew, where it is still there and the person may see it."""
    found: Any = ROW.fullmatch(request.POST.get("row", "")) if request.headers.get("HX-Request") else None
    if not found or found[1] not in MODELS:
        return None
    rows: Any = MODELS[found[1]]._default_manager.all()
    seen = rows if sees_everything(request.user) else rows.visible_to(request.user)
    if not seen.filter(pk=found[2]).exists():
        return None
    return found[1], int(found[2])
