"""What people do with one comment: go to it, answer it, edit and delete it, resolve its thread, read what it said."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from cables import commenting
from cables.annotation_forms import BodyForm, EditForm, ReplyForm
from cables.annotation_records import version_record
from cables.commenting import CommentError, NarrowThreadError, TooFastError, WrittenOverError
from cables.drafts import draft_for, drop_draft
from cables.histories import history_of_comment
from cables.markdown import render as as_html
from cables.models import Comment
from cables.opening import place_of
from cables.threads import ShownComment, ShownThread, thread_of
from cables.views.comments import record_of, written
from cables.views.reading import title_of
from cables.views.writing import NotAllowedError, WritingRequest, unfit, wants_json, writer_of, writing_page


@writing_page("GET", "HEAD")
def note(request: WritingRequest, key: UUID) -> HttpResponse:
    """To where it stands."""
    comment, thread = find_note(request, key)
    if wants_json(request):
        return JsonResponse(record_of(request, comment, thread), json_dumps_params={"ensure_ascii": False})
    if request.htmx:
        return render(request, "cables/_thread.html", {"thread": thread})
    return redirect(comment.get_absolute_url())


@writing_page("GET", "HEAD", "POST")
def note_reply(request: WritingRequest, key: UUID) -> HttpResponse:
    comment, thread = find_note(request, key)
    author, root = writer_of(request, "add"), comment.root or comment
    if request.method != "POST":
        form = ReplyForm(thread=root, person=author, initial=draft_for(request.session, request.path, author))
        return form_page(request, "note_reply", comment, thread, form)
    form = ReplyForm(request.POST, thread=root, person=author)
    if not form.is_valid():
        return form_page(request, "note_reply", comment, thread, form, status=422)
    wanted = form.cleaned_data
    try:
        answer = commenting.reply(
            author=author, thread=root, body=wanted["body"], audience=form.audience, key=wanted["key"]
        )
    except CommentError as error:
        form.add_error("visibility" if isinstance(error, NarrowThreadError) else None, str(error))
        status = 429 if isinstance(error, TooFastError) else 422
        return form_page(request, "note_reply", comment, thread, form.with_fresh_key(), status=status)
    drop_draft(request.session, request.path)
    return written(request, answer, status=201)


@writing_page("GET", "HEAD", "POST")
def note_edit(request: WritingRequest, key: UUID) -> HttpResponse:
    """Its author's own to edit. What was edited meanwhile is not overwritten: 409, with both versions."""
    comment = find_comment(request, key)
    author = writer_of(request, "change")
    if comment.author_id != author.pk:
        raise NotAllowedError("Only its author edits a note.")
    thread = thread_of(comment, author)
    if request.method != "POST":
        if thread is None or comment.deleted_at:
            raise Http404
        form = EditForm(comment=comment, person=author, initial=draft_for(request.session, request.path, author))
        return form_page(request, "note_edit", comment, thread, form)
    form = EditForm(request.POST, comment=comment, person=author)
    if not form.is_valid():
        return form_page(request, "note_edit", comment, thread, form, status=422)
    try:
        commenting.edit(
            comment=comment,
            version=form.cleaned_data["version"],
            body=form.cleaned_data["body"],
            audience=form.audience,
        )
    except WrittenOverError as error:
        return conflict(request, error.current, thread, form)
    except NarrowThreadError as error:
        form.add_error("visibility", str(error))
        return form_page(request, "note_edit", comment, thread, form, status=422)
    drop_draft(request.session, request.path)
    return written(request, comment)


def conflict(request: WritingRequest, current: Comment, thread: ShownThread | None, form: EditForm) -> HttpResponse:
    """What it is now beside what was to be saved, and a form that saves that on purpose."""
    if wants_json(request):
        now = {"version": current.version, "body": current.body, "deleted": current.deleted_at is not None}
        return JsonResponse(
            {"error": "The note was edited meanwhile.", "current": now, "yours": form.cleaned_data["body"]}, status=409
        )
    again = EditForm(
        comment=current,
        person=form.person,
        initial={name: form.data.get(name) for name in ("body", "visibility", "team")},
    )
    context = context_of(request, current, thread) | {
        "form": None if current.deleted_at else again,
        "yours": form.cleaned_data["body"],
        "yours_html": as_html(form.cleaned_data["body"]),
        "current": current,
        "current_html": as_html(current.body),
    }
    template = "cables/_note_conflict.html" if request.htmx else "cables/note_conflict.html"
    return render(request, template, context, status=409)


@writing_page("GET", "HEAD", "POST")
def note_delete(request: WritingRequest, key: UUID) -> HttpResponse:
    """Asks first. Its author may, and of public ones those who moderate. Who deleted it is told so again."""
    comment = find_comment(request, key)
    if request.method == "POST" and comment.deleted_by_id and comment.deleted_by_id == request.user.pk:
        return written(request, comment)
    thread = find_thread(request, comment)
    person = writer_of(request, "delete", "moderate")
    if not shown_in(thread, comment).may_delete:
        raise NotAllowedError("You may not delete this note.")
    if request.method != "POST":
        template = "cables/_note_delete.html" if request.htmx else "cables/note_delete.html"
        return render(request, template, context_of(request, comment, thread))
    return written(request, commenting.delete(comment=comment, person=person))


@writing_page("POST")
def note_resolve(request: WritingRequest, key: UUID) -> HttpResponse:
    comment, _ = find_note(request, key)
    return written(request, commenting.resolve(thread=comment, person=writer_of(request, "add")))


@writing_page("POST")
def note_reopen(request: WritingRequest, key: UUID) -> HttpResponse:
    comment, _ = find_note(request, key)
    writer_of(request, "add")
    return written(request, commenting.reopen(thread=comment))


@writing_page("GET", "HEAD")
def note_versions(request: WritingRequest, key: UUID) -> HttpResponse:
    """What it said before its edits, as far as it was said to this person."""
    comment, thread = find_note(request, key)
    if comment.deleted_at:
        raise Http404
    history = history_of_comment(comment, request.user)
    if wants_json(request):
        return JsonResponse({"versions": [version_record(each.version) for each in history]})
    template = "cables/_note_versions.html" if request.htmx else "cables/note_versions.html"
    return render(request, template, context_of(request, comment, thread) | {"history": history})


def find_comment(request: WritingRequest, key: UUID) -> Comment:
    """The comment, if this person may read it: otherwise the same 404 as for a key that nothing has."""
    comments = Comment.objects.visible_to(request.user).select_related(
        "section__cable__country", "team", "author", "root__team", "root__author"
    )
    comment = comments.filter(key=key).first()
    if comment is None:
        raise Http404
    return comment


def find_note(request: WritingRequest, key: UUID) -> tuple[Comment, ShownThread]:
    """A comment that is shown, with its thread: one that was deleted is where others answered it."""
    comment = find_comment(request, key)
    return comment, find_thread(request, comment)


def find_thread(request: WritingRequest, comment: Comment) -> ShownThread:
    thread = thread_of(comment, request.user)
    if thread is None:
        raise Http404
    return thread


def shown_in(thread: ShownThread, comment: Comment) -> ShownComment:
    return next(each for each in (thread.root, *thread.replies) if each.key == comment.key)


def form_page(
    request: WritingRequest, name: str, comment: Comment, thread: ShownThread | None, form: BodyForm, status: int = 200
) -> HttpResponse:
    """The page `name` with the form in it; for htmx the form alone."""
    if status == 200 and wants_json(request):
        return JsonResponse(record_of(request, comment, thread), json_dumps_params={"ensure_ascii": False})
    form.is_draft = draft_for(request.session, request.path, form.person) is not None
    context = context_of(request, comment, thread) | {
        "form": form,
        "post_to": request.path,
        "send": "Reply" if isinstance(form, ReplyForm) else "Save the changes",
    }
    template = "cables/_comment_form.html" if request.htmx else f"cables/{name}.html"
    if status == 200:
        return render(request, template, context)
    return unfit(request, form, template, context, status=status)


def context_of(request: WritingRequest, comment: Comment, thread: ShownThread | None) -> dict[str, Any]:
    section = comment.section
    text = section.texts.select_related("section").prefetch_related("questions").order_by("-revision__number").first()
    return {
        "cable": section.cable,
        "cable_title": title_of(section.cable),
        "place": place_of(text, section.cable.mrn, text.questions.all()) if text else None,
        "note": comment,
        "thread": thread,
        "shown": shown_in(thread, comment) if thread else None,
    }
