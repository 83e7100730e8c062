"""The desk on which a curator works through what was read by machine."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cables.querysets import sees_everything
from statutes.admin.guards import curator_of, for_curators
from statutes.curating import (
    MeanwhileError,
    NameRow,
    Step,
    decide,
    decide_mention,
    decide_name,
    mentions_open,
    names_open,
)
from statutes.models import InstitutionName, InstrumentName, Mention, Standing
from statutes.steps import last_step, rejecting_step
from statutes.suggestion_forms import WHAT, BulkForm, DecisionForm, SuggestionFilter, own_address
from statutes.suggestions import MODELS, Row, extract_of, numbers_waiting, passages_of, rows_for, waiting

A_PAGE = 20
PASSAGES = 50  # of one entry, on a page of its own
MOST_AT_ONCE = 500  # entries of one decision
SHOWN_WHOLE = 40  # entries whose passages a preview quotes
NAMES = {"name-institution": InstitutionName, "name-instrument": InstrumentName}


@for_curators
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What waits, one row an entry; what the address asks for and is not there is reported."""
    person = curator_of(request)
    found = SuggestionFilter(request.GET, person=person)
    page = Paginator(found.entries, A_PAGE).get_page(request.GET.get("page"))
    here = f"{reverse('suggestions')}?{found.query}" + (f"&page={page.number}" if page.number > 1 else "")
    waits = numbers_waiting(person)
    context = {
        "found": found,
        "page": page,
        "rows": rows_for(list(page.object_list), found.sort, person),
        "tabs": [(value, label, waits[value]) for value, label in WHAT],
        "problems": found.problems,
        "here": here,
        "last": last_step(request.GET.get("last", ""), person),
    }
    return render(request, "admin/statutes/suggestions.html", context)


@for_curators
@require_POST
def decide_suggestion(request: HttpRequest) -> HttpResponse:
    """One decision. A script gets the row anew; others go back to the desk, which offers to undo it."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        problems = [str(error) for errors in form.errors.values() for error in errors]
        return render(request, "admin/statutes/unfit.html", {"problems": problems}, status=422)
    sent = form.cleaned_data
    row = decided_row(sent["what"], sent["pk"], request)
    try:
        done = _decided(row, sent, request)
    except MeanwhileError as meanwhile:
        return answered(request, _of(row, sent["what"]), None, sent["next"], problem=str(meanwhile))
    return answered(request, _of(row, sent["what"]), done, sent["next"])


def decided_row(what: str, pk: int, request: HttpRequest) -> Any:
    """The entry, name or passage that a decision is about; 404 for what the person may not see."""
    person = curator_of(request)
    if what in NAMES:
        names: Any = NAMES[what]._default_manager.all()
        if not sees_everything(person):
            names = names.visible_to(person)
        return get_object_or_404(names, pk=pk)
    if what == "mention":
        return get_object_or_404(Mention.objects.visible_whole(person).select_related("section__cable"), pk=pk)
    return _entry(what, pk, request)


def _entry(what: str, pk: int, request: HttpRequest) -> Any:
    person = curator_of(request)
    rows: Any = MODELS[what].objects
    seen = rows.all() if sees_everything(person) else rows.visible_to(person)
    return get_object_or_404(seen, pk=pk)


def _decided(row: Any, sent: dict[str, Any], request: HttpRequest) -> Step:
    person, standing = curator_of(request), sent["standing"]
    if sent["what"] == "mention":
        return decide_mention(mention=row, standing=standing, was=sent["was"], person=person)
    if sent["what"] in NAMES:
        name: NameRow = row
        return decide_name(name=name, standing=standing, was=sent["was"], person=person)
    return decide(model=type(row), pks=[row.pk], standing=standing, person=person)


def _of(row: Any, what: str) -> tuple[str, int]:
    """The entry whose row on the desk shows this decision."""
    if what == "mention":
        if row.institution_id:
            return "institution", row.institution_id
        return ("provision", row.provision_id) if row.provision_id else ("instrument", row.instrument_id)
    if what in NAMES:
        kind = what.partition("-")[2]
        return kind, getattr(row, f"{kind}_id")
    return what, row.pk


def answered(
    request: HttpRequest, of: tuple[str, int], done: Step | None, then: str, problem: str = ""
) -> HttpResponse:
    """The row as it is now, for a script; else back to where the decision was made, or a page that says what is so."""
    status = 409 if problem else 200
    desk = reverse("suggestions")
    here = then or f"{desk}?what={of[0]}"
    if request.headers.get("HX-Request"):
        context = {"row": row_of(*of, request), "done": done, "problem": problem, "here": here}
        return render(request, "admin/statutes/_suggestion.html", context, status=status)
    if problem:
        return render(request, "admin/statutes/unfit.html", {"problems": [problem], "here": here}, status=status)
    address, _, at = here.partition("#")
    last = f"{'&' if '?' in address else '?'}{urlencode({'last': done.key})}" if done and not done.is_nothing else ""
    return redirect(f"{address}{last}{'#' if at else ''}{at}")


def row_of(what: str, pk: int, request: HttpRequest) -> Row:
    above = "instrument__" if what == "provision" else ""
    entry = MODELS[what]._default_manager.select_related(f"{above}country").get(pk=pk)
    return rows_for([entry], what, curator_of(request))[0]


@for_curators
@require_safe
def suggested_passages(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Every passage that names one entry, to be decided one by one."""
    if what not in MODELS:
        raise Http404
    person = curator_of(request)
    entry = _entry(what, pk, request)
    page = Paginator(passages_of(what, entry, person), PASSAGES).get_page(request.GET.get("page"))
    context = {
        "row": row_of(what, entry.pk, request),
        "page": page,
        "extracts": [extract_of(mention, person) for mention in page.object_list],
        "here": f"{reverse('suggested_passages', args=[what, pk])}?page={page.number}",
        "last": last_step(request.GET.get("last", ""), person),
        "rejected_by": rejecting_step(MODELS[what], entry, person),
    }
    return render(request, "admin/statutes/passages.html", context)


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def preview_suggestions(request: HttpRequest) -> HttpResponse:
    """What a decision about many would change; POST makes it, if nothing changed since the preview."""
    person = curator_of(request)
    data = request.POST if request.method == "POST" else request.GET
    form = BulkForm(data)
    form.is_valid()
    what = form.cleaned_data.get("what") or "institution"
    entries, total, unfit = _chosen(form, what, data, request)
    problems = form.problems + unfit or ([] if entries else ["Nothing was chosen that still waits."])
    standing = form.cleaned_data.get("standing") or Standing.ACCEPTED
    pks = [entry.pk for entry in entries]
    mark = _fingerprint(what, standing, pks, request)
    if request.method == "POST" and not problems:
        if data.get("mark") == mark:
            done = decide(model=MODELS[what], pks=pks, standing=standing, person=person)
            return answered(request, (what, pks[0]), done, own_address(data.get("next", "")))
        problems = ["Something changed since the preview. This is what the decision would change now."]
    context = {
        "what": what,
        "standing": standing,
        "rows": rows_for(entries, what, person) if entries else [],
        "total": total,
        "most": MOST_AT_ONCE,
        "is_quoted": len(entries) <= SHOWN_WHOLE,
        "names": names_open(MODELS[what], pks, person).count(),
        "mentions": mentions_open(MODELS[what], pks, person).count(),
        "mark": mark,
        "problems": problems,
        "next": own_address(data.get("next", "")) or f"{reverse('suggestions')}?what={what}",
    }
    status = (409 if entries and form.is_valid() else 422) if request.method == "POST" else 200
    return render(request, "admin/statutes/preview.html", context, status=status)


def _chosen(form: BulkForm, what: str, data: QueryDict, request: HttpRequest) -> tuple[Sequence[Any], int, list[str]]:
    """The entries of the decision that wait, at most so many as are decided at once; how many were asked for; and what
    is unfit in the filter, which then finds nothing, for without a part of it it would find more."""
    person = curator_of(request)
    if form.cleaned_data.get("all"):
        asked = SuggestionFilter(data, person=person)
        if asked.errors:
            return [], 0, [str(error) for errors in asked.errors.values() for error in errors]
        found = asked.entries
    else:
        above = "instrument__" if what == "provision" else ""
        found = waiting(what, person).filter(pk__in=form.cleaned_data.get("pk") or []).order_by("pk")
        found = found.select_related(f"{above}country")
    entries = list(found[: MOST_AT_ONCE + 1])
    return entries[:MOST_AT_ONCE], found.count() if len(entries) > MOST_AT_ONCE else len(entries), []


def _fingerprint(what: str, standing: str, pks: Sequence[int], request: HttpRequest) -> str:
    """Of everything that the decision would change: another one means that the preview no longer holds."""
    person, model = curator_of(request), MODELS[what]
    open_entries = model._default_manager.filter(pk__in=pks, standing=Standing.SUGGESTED)
    parts = [
        sorted(pks),
        sorted(open_entries.values_list("pk", flat=True)),
        sorted(names_open(model, pks, person).values_list("pk", flat=True)),
        sorted(mentions_open(model, pks, person).values_list("pk", flat=True)),
    ]
    return sha256(f"{what} {standing} {parts}".encode()).hexdigest()
