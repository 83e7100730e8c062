"""The history of one record, and putting it back to what it was."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cables.querysets import sees_everything
from statutes.admin.guards import curator_of, for_curators
from statutes.history import changes_to, deleted, versions_of
from statutes.reverting import TRACKED, MovedOnError, log_of, revert_to

MODELS: dict[str, type[Model]] = {str(model._meta.model_name): model for model in TRACKED}


def _model(request: HttpRequest, name: str) -> type[Model]:
    """What a record was may be out of a cable that not every keeper may read: the history is for who may read all."""
    if name not in MODELS:
        raise Http404
    if not sees_everything(request.user) or not request.user.has_perm(f"statutes.change_{name}"):
        raise PermissionDenied
    return MODELS[name]


@for_curators
@require_safe
def record_history(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """Who changed it, when, from what to what."""
    kind = _model(request, model)
    versions = versions_of(kind, pk)
    row = kind._default_manager.filter(pk=pk).first()
    if row is None and not versions:
        raise Http404
    context = {"versions": versions, "row": row, "of": _shown(kind, row, versions), "model": model, "pk": pk}
    return render(request, "admin/statutes/history.html", context | {"address": _address(model, row)})


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def revert_record(request: HttpRequest, model: str, pk: int, number: int) -> HttpResponse:
    """What putting it back to this version would change; POST does it."""
    kind = _model(request, model)
    event = log_of(kind).filter(pgh_obj_id=pk, pgh_id=number).first()
    if event is None:
        raise Http404
    problems: list[str] = []
    if request.method == "POST":
        try:
            row = revert_to(model=kind, event=event, person=curator_of(request))
        except MovedOnError as moved:
            problems = [str(moved)]
        else:
            messages.success(request, f"“{row}” is again as it was on {event.pgh_created_at:%-d %b %Y %H:%M}Z.")
            return redirect("record_history", model, pk)
    row_now = kind._default_manager.filter(pk=pk).first()
    context = {
        "of": _shown(kind, row_now, versions_of(kind, pk)),
        "event": event,
        "changes": changes_to(kind, row_now, event),
        "row": row_now,
        "model": model,
        "pk": pk,
        "problems": problems,
    }
    return render(request, "admin/statutes/revert.html", context, status=409 if problems else 200)


@for_curators
@require_safe
def deleted_rows(request: HttpRequest) -> HttpResponse:
    """What was deleted and can be brought back."""
    if not sees_everything(request.user):
        raise PermissionDenied
    rows = [one for model in TRACKED for one in deleted(model)]
    rows.sort(key=lambda one: one.at, reverse=True)
    return render(request, "admin/statutes/deleted.html", {"rows": rows})


def _shown(model: type[Model], row: Any, versions: list[Any]) -> str:
    return str(row) if row is not None else (versions[0].row if versions else str(model._meta.verbose_name))


def _address(model: str, row: Model | None) -> str:
    """Its page in the admin, for those that have one of their own."""
    own = {"instrument", "institution", "provision", "mention", "lifeevent", "penalty"}
    return reverse(f"admin:statutes_{model}_change", args=[row.pk]) if row is not None and model in own else ""
