"""Merging two institutions by hand, with a look at everything that moves, and taking that back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cables.querysets import sees_everything
from statutes.admin.guards import curator_of, for_curators
from statutes.merge_forms import MergeForm, candidates
from statutes.merging import (
    CannotMergeError,
    CannotUndoError,
    are_of_two_countries,
    merge,
    moves_of,
    undo_problem,
    unmerge,
)
from statutes.models import Institution, Merger
from statutes.suggestions import extract_of, with_words

PASSAGES = 200  # of a page of the preview
OFFERED = 20


def _one(request: HttpRequest, pk: int) -> Institution:
    """The institution; a merger moves every passage, so it is for those who may read every one."""
    if not sees_everything(request.user):
        raise PermissionDenied
    return get_object_or_404(Institution.objects.select_related("country", "merged_into", "parent"), pk=pk)


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def merge_institution(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose into which it goes (`into`), see what moves; POST merges."""
    merged = _one(request, pk)
    form = MergeForm(request.POST if request.method == "POST" else request.GET, merged=merged)
    problems = form.problems
    if request.method == "POST" and form.kept and not problems:
        try:
            merger = merge(kept=form.kept, merged=merged, person=curator_of(request), across=form.is_across)
        except CannotMergeError as problem:
            problems = [str(problem)]
        else:
            messages.success(request, f"“{merged}” is merged into “{form.kept}”. This can be taken back here.")
            return redirect("merger", merger.pk)
    context: dict[str, Any] = {
        "merged": merged,
        "kept": form.kept,
        "across": form.is_across,
        "words": form.sought,
        "problems": problems,
        "offered": candidates(merged, form.sought)[:OFFERED] if not form.kept else [],
    }
    if form.kept and not problems:
        context |= what_moves(request, form.kept, merged)
    elif form.kept and are_of_two_countries(form.kept, merged):
        context["asks_across"] = True
    return render(request, "admin/statutes/merge.html", context, status=422 if request.method == "POST" else 200)


def what_moves(request: HttpRequest, kept: Institution, merged: Institution) -> dict[str, Any]:
    """What `_moves.html` shows."""
    moves = moves_of(kept, merged)
    rows = with_words(moves.mentions).order_by("-section__cable__report_year", "section_id", "start")
    page = Paginator(rows, PASSAGES).get_page(request.GET.get("page"))
    extracts = [extract_of(mention, curator_of(request)) for mention in page.object_list]
    return {"moves": moves, "page": page, "extracts": extracts, "events": moves.events.count()}


@for_curators
@require_safe
def merge_candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """Names that begin as typed, for the box that completes them."""
    merged = _one(request, pk)
    found = candidates(merged, request.GET.get("words", "")[:200])[:OFFERED]
    return JsonResponse({"found": [{"pk": one.pk, "name": one.name, "place": one.place} for one in found]})


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def merger_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a merger moved; POST takes it back, or says why that cannot be."""
    if not sees_everything(request.user):
        raise PermissionDenied
    rows = Merger.objects.select_related(
        "kept__country", "merged__country", "merged__merged_into", "made_by", "undone_by"
    )
    merger = get_object_or_404(rows, pk=pk)
    problem = undo_problem(merger, merger.kept, merger.merged)
    status = 200
    if request.method == "POST":
        try:
            unmerge(merger=merger, person=curator_of(request))
        except CannotUndoError as refused:
            problem, status = str(refused), 409
        else:
            messages.success(request, f"“{merger.merged}” and “{merger.kept}” are two again.")
            return redirect("merger", pk)
    context = {"merger": merger, "problem": problem, "moved": len(merger.mentions)}
    return render(request, "admin/statutes/merger.html", context, status=status)
