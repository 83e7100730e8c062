"""The codes on one section: to read, to put on, to take off."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cables.beside import code_mark
from cables.code_trees import picker_for
from cables.coded import ShownCoding, codings_of, shown_coding
from cables.coding import CodingRefusedError, put_code, take_off
from cables.coding_forms import CodingForm, ExerciseCodingForm
from cables.disclosure import Person
from cables.models import Cable, Coding, Exercise, Section
from cables.opening import OpenSection, Place, open_section
from cables.views.addresses import find_cable, redirect_for_good
from cables.views.reading import title_of
from cables.views.sections import find_section
from cables.views.writing import wants_json

WRITTEN_BY = ("HX-Request", "Accept", "Cookie")  # headers that change what is answered


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section_codes(request: HttpRequest, mrn: str, chapter: str, key: str = "") -> HttpResponse:
    """The codes on a section and the form that puts one on; POST does."""
    cable, section = find_place(request, mrn, chapter, key)
    if cable.mrn != mrn and request.method != "POST":
        return redirect_for_good(request, **{"mrn": cable.mrn, "chapter": chapter} | ({"key": key} if key else {}))
    if request.method != "POST":
        return codes_page(request, cable, section)
    if refused := may_not(request, "cables.add_coding"):
        return refused
    form = CodingForm(request.POST, section=section, person=request.user)
    coding = put(form, section, request.user)
    if coding is None:
        return codes_page(request, cable, section, form=form, status=422)
    shown, is_new = coding
    if wants_json(request):
        return JsonResponse(coding_record(shown), status=201 if is_new else 200)
    if is_fragment(request):
        response = codes_page(request, cable, section)
        response["HX-Trigger"] = "coding-put"
        return response
    return redirect(f"{codes_path(cable, section)}#{shown.anchor}")


@require_POST
def coding_delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes the person's own code off; another's may be seen and not touched."""
    coding = (
        Coding.objects.visible_to(request.user)
        .filter(key=key)
        .select_related("section__cable", "exercise", "passage__made_on__section")
    )
    found = coding.first()
    if found is None:
        raise Http404
    if found.author_id != request.user.pk or not request.user.has_perm("cables.delete_coding"):
        return HttpResponseForbidden("Only who put a code on takes it off.", content_type="text/plain")
    try:
        take_off(coding=found)
    except CodingRefusedError as error:
        return problem_response(request, str(error))
    if wants_json(request):
        return JsonResponse({"deleted": str(key)})
    if is_fragment(request):
        return codes_page(request, found.section.cable, found.section)
    return redirect(after_delete(found))


@never_cache
@require_safe
def code_picker(request: HttpRequest) -> HttpResponse:
    """The form that `code-picker.js` fetches when it is first needed; it belongs to no section yet."""
    if refused := may_not(request, "cables.add_coding"):
        return refused
    form = CodingForm(section=Section(), person=request.user)
    context = {"form": form, "picker": picker_for(request.user), "in_dialog": True, "post_to": ""}
    return render(request, "codes/_picker.html", context)


def find_place(request: HttpRequest, mrn: str, chapter: str, key: str) -> tuple[Cable, Section]:
    """A section of a cable that this person may see."""
    cable = find_cable(request, mrn, with_text=True)
    section = find_section(cable, chapter.lower(), key.lower())
    if section is None:
        raise Http404
    section.cable = cable
    return cable, section


def put(
    form: ExerciseCodingForm, section: Section, person: Person, exercise: Exercise | None = None
) -> tuple[ShownCoding, bool] | None:
    """The coding that the form asks for; None where the form says why not."""
    if not form.is_valid() or not isinstance(person, User):
        return None
    try:
        coding, is_new = put_code(
            section=section,
            code=form.cleaned_data["code"],
            person=person,
            key=form.cleaned_data["key"],
            visibility=form.visibility,
            team=form.team,
            chosen=form.chosen,
            exercise=exercise,
        )
    except CodingRefusedError as error:
        form.add_error(None, str(error))
        return None
    return shown_coding(coding, person), is_new


def may_not(request: HttpRequest, permission: str) -> HttpResponse | None:
    """What somebody gets who may see but not write: signed out, the way to sign in; a script, a plain 403."""
    if request.user.has_perm(permission):
        return None
    if request.user.is_authenticated or wants_json(request) or is_fragment(request):
        return HttpResponseForbidden("You may not put codes on.", content_type="text/plain; charset=utf-8")
    return redirect_to_login(request.get_full_path())


def codes_page(
    request: HttpRequest, cable: Cable, section: Section, *, form: CodingForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, its fragment, or its JSON."""
    codings = codings_of(section, request.user).get(section.pk, ())
    if wants_json(request):
        record = {"codings": [coding_record(coding) for coding in codings]} if form is None else errors_of(form)
        return varied(JsonResponse(record, status=status, json_dumps_params={"ensure_ascii": False}))
    opened = open_section(section, cable, request.user)
    if opened is None:
        raise Http404
    context = desk_context(request, cable, opened, codings) | {
        "codings": codings,
        "post_to": codes_path(cable, section),
    }
    if request.user.has_perm("cables.add_coding"):
        context["picker"] = picker_for(request.user)
        context["form"] = form or CodingForm(section=section, person=request.user)
    template = "codes/_codings.html" if is_fragment(request) else "codes/section_codes.html"
    return varied(render(request, template, context, status=status))


def desk_context(
    request: HttpRequest, cable: Cable, opened: OpenSection, codings: Iterable[ShownCoding]
) -> dict[str, Any]:
    """A section's text with the passages of these codings marked, for a page with codes beside it."""
    return {
        "marks": [code_mark(coding) for coding in codings if coding.start is not None],
        "cable": cable,
        "cable_title": title_of(cable),
        "answer": opened.answer,
        "place": opened.answer.place,
        "revision": opened.revision,
        "source_url": reverse("cables:source", args=[cable.mrn]),
    }


def codes_path(cable: Cable, section: Section) -> str:
    return f"{Place(cable.mrn, section.chapter, section.key).path}codes/"


def after_delete(coding: Coding) -> str:
    if coding.exercise:
        section = coding.section
        if coding.passage and not coding.exercise.sections.filter(pk=section.pk).exists():
            section = coding.passage.made_on.section  # where it was put on, before a better reading moved its words
        place = Place(coding.section.cable.mrn, section.chapter, section.key)
        return f"{coding.exercise.get_absolute_url()}{place.path.removeprefix('/cables/')}"
    return codes_path(coding.section.cable, coding.section)


def problem_response(request: HttpRequest, problem: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"errors": {"__all__": [{"message": problem, "code": ""}]}}, status=422)
    return render(request, "codes/refused.html", {"problem": problem}, status=422)


def errors_of(form: ExerciseCodingForm) -> dict[str, Any]:
    return {"errors": form.errors.get_json_data()}


def coding_record(coding: ShownCoding) -> dict[str, Any]:
    code = coding.code
    return {
        "key": str(coding.key),
        "anchor": coding.anchor,
        "code": {name: getattr(code, name) for name in ("book", "slug", "name", "symbol", "colour", "url", "retired")},
        "author": coding.author,
        "is_mine": coding.is_mine,
        "start": coding.start,
        "end": coding.end,
        "quote": coding.quote,
        "state": coding.state,
        "visibility": coding.visibility,
        "team": coding.team,
        "delete_url": coding.delete_url if coding.is_mine else None,
    }


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, WRITTEN_BY)
    return response
