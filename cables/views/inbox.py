from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cables.annotations import NoticeQuerySet
from cables.filters import PageForm
from cables.notes.inbox import inbox_rows, notices_of
from cables.notices import mark_read
from cables.views.saved import person_of

PAGE_SIZE = 50


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Where somebody mentioned this person or replied to them, unread first."""
    person = person_of(request)
    form = PageForm(request.GET)
    number = form.cleaned_data["page"] if form.is_valid() else None
    page = Paginator(notices_of(person), PAGE_SIZE).get_page(number or 1)
    problems = [error for errors in form.errors.values() for error in errors]
    context = {"page": page, "rows": inbox_rows(page, person), "problems": problems}
    return render(request, "cables/inbox.html", context)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(notices_of(person_of(request)))
    return redirect("inbox")


@require_POST
def read_one(request: HttpRequest, key: UUID) -> HttpResponse:
    mark_read(find_notice(request, key))
    return redirect("inbox")


@require_POST
def open_one(request: HttpRequest, key: UUID) -> HttpResponse:
    """To the note, where it stands; the notice is read now."""
    notices = find_notice(request, key)
    comment = notices.select_related("comment__section__cable").get().comment
    mark_read(notices)
    return redirect(comment)


def find_notice(request: HttpRequest, key: UUID) -> NoticeQuerySet:
    """The person's own notice of the note of this key; another's is as absent as none."""
    notices = notices_of(person_of(request)).filter(comment__key=key)
    if not notices.exists():
        raise Http404
    return notices
