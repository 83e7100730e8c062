"""What coders of a finished exercise agree on, and what is decided where they do not."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cables.csv_files import csv_text
from cables.exercise_comparing import Difference, agreement_rows, changes_meanwhile, differences_of
from cables.exercise_forms import DecisionForm
from cables.exercise_reading import ExerciseState, state_of
from cables.exercises import DecisionConflictError, decide, token_of
from cables.filters import PageForm
from cables.models import Code, Decision, Exercise
from cables.opening import open_section
from cables.views.codings import desk_context, find_place, may_not
from cables.views.exercises import find_exercise
from cables.views.saved import person_of

MEASURED = ("code", "name", "units", "agreed", "share", "kappa", "alpha", "reason")
PAGE_SIZE = 50
OVERLAP = "same characters"
DECIDED = ("mrn", "chapter", "section", "code", "name", "applies", "reason", "decided_by", "decided_at")


@never_cache
@require_safe
def exercise_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Code by code, how far the coders agree; until all have finished, for whom one waits."""
    found, state = finished(request, slug)
    if not state.all_finished:
        return render(request, "codes/exercise_waits.html", {"exercise": found, "state": state})
    rows, unused = agreement_rows(state, request.user, codes_of(found))
    context = {"exercise": found, "state": state, "rows": rows, "unused": unused, "changes": changes_meanwhile(state)}
    return render(request, "codes/exercise_agreement.html", context)


@never_cache
@require_safe
def agreement_csv(request: HttpRequest, slug: str) -> HttpResponse:
    found, state = finished(request, slug)
    if not state.all_finished:
        raise Http404
    rows, unused = agreement_rows(state, request.user, codes_of(found))
    columns = (*MEASURED, OVERLAP, *(f"sections by {coder.name}" for coder in state.compared))
    records = [
        {name: getattr(row.measured, name, None) for name in MEASURED}
        | {"code": row.code.slug, "name": row.code.name, OVERLAP: row.overlap}
        | {f"sections by {coder.name}": number for coder, number in zip(state.compared, row.applied, strict=True)}
        for row in rows
    ]
    blank = dict.fromkeys(columns) | {"reason": "No coder applied the code."}
    records += [blank | {"code": code.slug, "name": code.name} for code in unused]
    return as_csv(f"{found.slug}-agreement.csv", csv_text(columns, records))


@never_cache
@require_safe
def exercise_adjudicate(request: HttpRequest, slug: str) -> HttpResponse:
    """Every difference, decided or open (`?show=open`), with the progress."""
    found, state = finished(request, slug)
    if not state.all_finished:
        return render(request, "codes/exercise_waits.html", {"exercise": found, "state": state})
    differences = differences_of(state, request.user, codes_of(found))
    undecided = [one for one in differences if one.decision is None]
    only_open = request.GET.get("show") == "open"
    form = PageForm(request.GET)
    number = form.cleaned_data["page"] if form.is_valid() else None
    context = {
        "exercise": found,
        "state": state,
        "page": Paginator(undecided if only_open else differences, PAGE_SIZE).get_page(number or 1),
        "problems": [error for errors in form.errors.values() for error in errors],
        "total": len(differences),
        "decided": len(differences) - len(undecided),
        "next": undecided[0] if undecided else None,
        "only_open": only_open,
    }
    return render(request, "codes/exercise_adjudicate.html", context)


@never_cache
@require_safe
def decisions_csv(request: HttpRequest, slug: str) -> HttpResponse:
    found, state = finished(request, slug)
    if not state.all_finished:
        raise Http404
    differences = differences_of(state, request.user, codes_of(found))
    return as_csv(f"{found.slug}-decisions.csv", csv_text(DECIDED, [decision_record(one) for one in differences]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise_difference(
    request: HttpRequest, slug: str, code: str, mrn: str, chapter: str, key: str = ""
) -> HttpResponse:
    """One difference: both sides with their passages, and the decision. POST decides."""
    found, state = finished(request, slug)
    _, section = find_place(request, mrn, chapter, key)
    differences = differences_of(state, request.user, codes_of(found)) if state.all_finished else []
    difference = next(
        (one for one in differences if one.code.slug == code and one.where.section.pk == section.pk), None
    )
    if difference is None:
        raise Http404
    if request.method != "POST":
        return difference_page(request, state, differences, difference, form=None)
    if refused := may_not(request, "cables.add_decision"):
        return refused
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return difference_page(request, state, differences, difference, form=form, status=422)
    try:
        decided(request, found, difference, form)
    except DecisionConflictError as error:
        return difference_page(request, state, differences, difference, form=form, theirs=error.current, status=409)
    return redirect(after_decision(found, differences, difference))


def finished(request: HttpRequest, slug: str) -> tuple[Exercise, ExerciseState]:
    found = find_exercise(request, slug)
    return found, state_of(found, request.user)


def codes_of(exercise: Exercise) -> list[Code]:
    """Every code of the codebook, retired ones too: they may have been put on before."""
    return list(exercise.codebook.codes.select_related("codebook").order_by("position", "pk"))


def decided(request: HttpRequest, exercise: Exercise, difference: Difference, form: DecisionForm) -> Decision:
    return decide(
        exercise=exercise,
        section=difference.where.section,
        code=exercise.codebook.codes.get(slug=difference.code.slug),
        applies=form.cleaned_data["applies"],
        reason=form.cleaned_data["reason"],
        person=person_of(request),
        seen=form.cleaned_data["seen"],
    )


def after_decision(exercise: Exercise, differences: list[Difference], here: Difference) -> str:
    """The next difference that is not decided, or the list."""
    at = differences.index(here)
    for one in (*differences[at + 1 :], *differences[:at]):
        if one.decision is None:
            return one.url
    return reverse("exercise_adjudicate", args=[exercise.slug])


def difference_page(
    request: HttpRequest,
    state: ExerciseState,
    differences: list[Difference],
    difference: Difference,
    *,
    form: DecisionForm | None,
    theirs: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    """`theirs` is a decision made while the person was at theirs: both stand side by side, and sending again saves."""
    section = difference.where.section
    opened = open_section(section, section.cable, request.user)
    if opened is None:
        raise Http404
    at = differences.index(difference)
    codings = [coding for _, of_side in difference.sides for coding in of_side]
    context: dict[str, Any] = desk_context(request, section.cable, opened, codings) | {
        "exercise": state.exercise,
        "difference": difference,
        "form": form or DecisionForm(initial=first_values(difference)),
        "token": token_of(theirs) if theirs else difference.token,
        "theirs": theirs,
        "number": at + 1,
        "total": len(differences),
        "before": differences[at - 1] if at else None,
        "after": differences[at + 1] if at + 1 < len(differences) else None,
        "code_row": state.exercise.codebook.codes.get(slug=difference.code.slug),
    }
    return render(request, "codes/exercise_difference.html", context, status=status)


def first_values(difference: Difference) -> dict[str, Any]:
    decision = difference.decision
    return {"applies": "yes" if decision.applies else "no", "reason": decision.reason} if decision else {}


def decision_record(difference: Difference) -> dict[str, Any]:
    decision, where = difference.decision, difference.where
    return {
        "mrn": where.mrn,
        "chapter": where.place.chapter,
        "section": where.place.key,
        "code": difference.code.slug,
        "name": difference.code.name,
        "applies": ("yes" if decision.applies else "no") if decision else None,
        "reason": decision.reason if decision else None,
        "decided_by": difference.decided_by,
        "decided_at": decision.decided_at.isoformat().replace("+00:00", "Z") if decision else None,
    }


def as_csv(name: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
