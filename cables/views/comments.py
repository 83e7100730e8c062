"""The comments on a section: read, and written. As a page, as a fragment for htmx, and as JSON."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cables import commenting
from cables.annotation_forms import CommentForm
from cables.annotation_records import page_record, thread_records
from cables.commenting import CommentError, TooFastError
from cables.drafts import draft_for, drop_draft
from cables.models import Cable, Comment, Section
from cables.opening import captions_of, open_section
from cables.threads import ShownThread, thread_of, threads_of
from cables.views.addresses import find_cable
from cables.views.reading import title_of
from cables.views.sections import find_section
from cables.views.writing import WritingRequest, told, unfit, wants_json, writer_of, writing_page

FOLDED_FROM = 20  # threads of a section, of which the later ones are folded away


@writing_page("GET", "HEAD", "POST")
def section_notes(request: WritingRequest, mrn: str, chapter: str, key: str = "") -> HttpResponse:
    """The threads of a section and a form for another; POST writes it."""
    cable = find_cable(request, mrn, with_text=False)
    section = find_section(cable, chapter.lower(), key.lower())
    if section is None:
        raise Http404
    if request.method == "POST":
        return write_note(request, section)
    if (address := notes_path(section)) != request.path:
        return HttpResponsePermanentRedirect(address)
    threads = threads_of(section, request.user).get(section.pk, ())
    if wants_json(request):
        absolute = request.build_absolute_uri
        record = page_record(threads, place=section.get_absolute_url(), address=address, absolute=absolute)
        return JsonResponse(record, json_dumps_params={"ensure_ascii": False})
    context = notes_context(request, section, comment_form(request, section), threads)
    return render(request, "cables/_notes.html" if request.htmx else "cables/section_notes.html", context)


def write_note(request: WritingRequest, section: Section) -> HttpResponse:
    author = writer_of(request, "add")
    form = CommentForm(request.POST, section=section, person=author)
    if not form.is_valid():
        return unfit_note(request, section, form)
    wanted = form.cleaned_data
    try:
        comment = commenting.write(
            author=author,
            section=section,
            body=wanted["body"],
            audience=form.audience,
            key=wanted["key"],
            chosen=form.chosen,
        )
    except CommentError as error:
        form.add_error(None, str(error))
        status = 429 if isinstance(error, TooFastError) else 422
        return unfit_note(request, section, form.with_fresh_key(), status=status)
    drop_draft(request.session, request.path)
    return written(request, comment, status=201)


def unfit_note(request: WritingRequest, section: Section, form: CommentForm, status: int = 422) -> HttpResponse:
    context = notes_context(request, section, form, threads_of(section, request.user).get(section.pk, ()))
    template = "cables/_comment_form.html" if request.htmx else "cables/section_notes.html"
    return unfit(request, form, template, context, status=status)


def written(request: WritingRequest, comment: Comment, *, status: int = 200) -> HttpResponse:
    """What a change of a comment is answered with: the way to it, or the thread as it is now."""
    thread = thread_of(comment, request.user)
    if wants_json(request):
        made = JsonResponse(record_of(request, comment, thread), status=status)
        made["Location"] = reverse("note", args=[comment.key])
        return made
    if request.htmx:
        response = HttpResponse()
        if thread:
            response = render(request, "cables/_thread.html", {"thread": thread}, status=status)
        root = comment.root or comment
        place: str = comment.section.get_absolute_url()
        return told(response, "notes-changed", key=str(comment.key), thread=str(root.key), place=place)
    return redirect(comment.get_absolute_url() if thread else comment.section.get_absolute_url())


def record_of(request: WritingRequest, comment: Comment, thread: ShownThread | None) -> dict[str, Any]:
    """A comment as JSON; of one that is gone, with its thread, only its key."""
    if thread is None:
        return {"key": str(comment.key), "deleted": True}
    absolute = request.build_absolute_uri
    records = thread_records(thread, place=comment.section.get_absolute_url(), absolute=absolute)
    return next(record for record in records if record["key"] == str(comment.key))


def comment_form(request: WritingRequest, section: Section) -> CommentForm | None:
    """An empty form, or what this person typed before their session ended; none for those who may not write."""
    person = request.user
    if not person.is_authenticated or not person.has_perm("cables.add_comment"):
        return None
    draft = draft_for(request.session, notes_path(section), person)
    form = CommentForm(section=section, person=person, initial=draft or {})
    form.is_draft = draft is not None
    return form


def notes_context(
    request: WritingRequest, section: Section, form: CommentForm | None, threads: tuple[ShownThread, ...]
) -> dict[str, Any]:
    cable: Cable = section.cable
    opened = open_section(section, cable, request.user)
    if opened is None:
        raise Http404
    return {
        "cable": cable,
        "captions": captions_of(cable, request.user),
        "cable_title": title_of(cable),
        "opened": opened,
        "answer": opened.answer,
        "place": opened.answer.place,
        "source_url": reverse("cables:source", args=[cable.mrn]),
        "threads": threads[:FOLDED_FROM],
        "folded": threads[FOLDED_FROM:],
        "form": form,
        "post_to": notes_path(section),
    }


def notes_path(section: Section) -> str:
    """Where the notes of a section are read and written."""
    if not section.key:
        return reverse("cables:chapter_notes", args=[section.cable.mrn, section.chapter])
    return reverse("cables:section_notes", args=[section.cable.mrn, section.chapter, section.key])
