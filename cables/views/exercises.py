"""Exercises: the list, a new one, and the pages on which a coder codes and finishes."""

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cables.code_trees import picker_for
from cables.coding_forms import ExerciseCodingForm
from cables.exercise_forms import ExerciseForm
from cables.exercise_reading import ExerciseState, ShownCoder, exercises_of, own_codings, state_of
from cables.exercise_sections import readable_sections
from cables.exercises import FEWEST_CODERS, ExerciseRefusedError, finish, go_on_without, make_exercise, take_back
from cables.models import Cable, Exercise, Section
from cables.opening import Place, open_section, place_of
from cables.spelling import canonical_mrn
from cables.views.codings import (
    coding_record,
    desk_context,
    errors_of,
    find_place,
    is_fragment,
    may_not,
    problem_response,
    put,
    varied,
)
from cables.views.saved import person_of
from cables.views.writing import wants_json

PLAIN = "text/plain; charset=utf-8"


@never_cache
@require_safe
def exercises(request: HttpRequest) -> HttpResponse:
    """Those that the person made or codes in."""
    return render(request, "codes/exercises.html", {"rows": exercises_of(person_of(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise_new(request: HttpRequest) -> HttpResponse:
    """`?cable=` offers a cable's sections to tick."""
    person = person_of(request)
    if not person.has_perm("cables.add_exercise"):
        return HttpResponseForbidden("You may not make exercises.", content_type=PLAIN)
    asked = request.POST if request.method == "POST" else request.GET
    cable, offered = sections_to_tick(asked.get("cable", ""), person)
    form = ExerciseForm(request.POST or None, person=person, offered=offered, initial=asked.dict())
    if request.method == "POST" and form.is_valid():
        return redirect(made(form, person))
    context = {"form": form, "cable": cable, "asked_cable": asked.get("cable", ""), "offered": offered}
    return render(request, "codes/exercise_new.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_exercise(request, slug)
    return render(request, "codes/exercise.html", {"exercise": found, "state": state_of(found, request.user)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise_section(request: HttpRequest, slug: str, mrn: str, chapter: str, key: str = "") -> HttpResponse:
    """A section of the exercise with the person's own codes; POST puts another on."""
    found = find_exercise(request, slug)
    cable, section = find_place(request, mrn, chapter, key)
    state = state_of(found, request.user)
    if not state.around(section)[0]:
        raise Http404
    if request.method != "POST":
        return desk(request, state, cable, section)
    if refused := may_not(request, "cables.add_coding"):
        return refused
    form = ExerciseCodingForm(request.POST, section=section, person=request.user, book=found.codebook)
    coding = put(form, section, request.user, found)
    if coding is None and not state.may_code:
        return problem_response(request, "Only who codes in this exercise, and has not finished, puts codes on.")
    if coding is None:
        return desk(request, state, cable, section, form=form)
    shown, is_new = coding
    if wants_json(request):
        return JsonResponse(coding_record(shown), status=201 if is_new else 200)
    if is_fragment(request):
        return desk(request, state, cable, section)
    return redirect(f"{request.path}#{shown.anchor}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise_finish(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, and says how many sections have no code; POST finishes."""
    found = find_exercise(request, slug)
    state = state_of(found, request.user)
    if state.me is None:
        raise Http404
    if request.method != "POST":
        return render(request, "codes/exercise_finish.html", {"exercise": found, "state": state})
    try:
        finish(exercise=found, person=person_of(request))
    except ExerciseRefusedError as error:
        return problem_response(request, str(error))
    return redirect(found)


@require_POST
def exercise_take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Goes on coding, as long as somebody else has not finished."""
    found = find_exercise(request, slug)
    try:
        take_back(exercise=found, person=person_of(request))
    except ExerciseRefusedError as error:
        return problem_response(request, str(error))
    return redirect(found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise_without(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """GET asks, and says what it means to go on without this coder; POST does."""
    found = find_exercise(request, slug)
    state = state_of(found, request.user)
    coder: ShownCoder | None = next((one for one in state.coders if one.username == username), None)
    if coder is None:
        raise Http404
    if not state.may_leave_out:
        return HttpResponseForbidden("Only who made the exercise goes on without a coder.", content_type=PLAIN)
    if request.method != "POST":
        context = {"exercise": found, "coder": coder, "left": len(state.compared) - 1, "fewest": FEWEST_CODERS}
        return render(request, "codes/exercise_without.html", context)
    try:
        go_on_without(exercise=found, coder=User.objects.get(pk=coder.id), person=person_of(request))
    except ExerciseRefusedError as error:
        return problem_response(request, str(error))
    return redirect(found)


def find_exercise(request: HttpRequest, slug: str) -> Exercise:
    """One that the person made or codes in; any other is as absent as none."""
    found = Exercise.objects.visible_to(request.user).select_related("codebook", "made_by")
    return get_object_or_404(found, slug=slug)


def desk(
    request: HttpRequest,
    state: ExerciseState,
    cable: Cable,
    section: Section,
    *,
    form: ExerciseCodingForm | None = None,
) -> HttpResponse:
    """The section's text and the person's codes on it: a page, its fragment, or JSON."""
    status = 422 if form else 200
    codings = own_codings(state, section, request.user)
    if wants_json(request):
        record = errors_of(form) if form else {"codings": [coding_record(coding) for coding in codings]}
        return varied(JsonResponse(record, status=status, json_dumps_params={"ensure_ascii": False}))
    opened = open_section(section, cable, request.user)
    if opened is None:
        raise Http404
    context: dict[str, Any] = desk_context(request, cable, opened, codings) | around(state, section)
    context |= {"state": state, "codings": codings, "fixed": not state.may_code, "post_to": request.path}
    if state.may_code:
        book = state.exercise.codebook
        context["picker"] = picker_for(request.user, book=book)
        context["form"] = form or ExerciseCodingForm(section=section, person=request.user, book=book)
    template = "codes/_codings.html" if is_fragment(request) else "codes/exercise_section.html"
    return varied(render(request, template, context, status=status))


def around(state: ExerciseState, section: Section) -> dict[str, Any]:
    """Where a section stands in the exercise."""
    number, before, after = state.around(section)
    return {"exercise": state.exercise, "number": number, "before": before, "after": after}


def made(form: ExerciseForm, person: User) -> Exercise:
    return make_exercise(
        name=form.cleaned_data["name"],
        book=form.cleaned_data["codebook"],
        coders=form.cleaned_data["coders"],
        sections=form.sections,
        person=person,
    )


def sections_to_tick(spelling: str, person: User) -> tuple[Cable | None, list[tuple[str, str]]]:
    """A cable's sections as choices: the end of each address, and how a person would say it."""
    mrn = canonical_mrn(spelling.strip()) if spelling.strip() else None
    cable = Cable.objects.visible_to(person).filter(mrn=mrn).first() if mrn else None
    if cable is None:
        return None, []
    offered = []
    for row in readable_sections(person).filter(cable=cable).prefetch_related("current__questions"):
        text = row.current
        assert text is not None  # noqa: S101 - `readable_sections` leaves others out
        text.section = row
        place: Place = place_of(text, cable.mrn, text.questions.all())
        label = f"{place.name}: {place.subject}" if place.subject else place.name
        offered.append((place.path.removeprefix("/cables/").strip("/"), label))
    return cable, offered
