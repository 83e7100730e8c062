"""A person's inbox: what they are to be told, unread first, and what waits for them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AnonymousUser, User
from django.core.paginator import Page
from django.db.models import F
from django.http import HttpRequest

from cables.annotations import NoticeQuerySet
from cables.disclosure import Person
from cables.models import Comment, Notice
from cables.notes.rows import NoteRow, rows_of

MOST_TOLD = 99  # unread notices that are counted in the bar


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A notice and the note it is about."""

    note: NoteRow
    reason: str
    read_at: datetime | None

    @property
    def excerpt(self) -> str:
        """The beginning of the note, on one line."""
        words = " ".join(self.note.body.split())
        return words if len(words) <= 240 else f"{words[:239]}…"


def notices_of(person: Person) -> NoticeQuerySet:
    """Unread first, then the newest."""
    notices = Notice.objects.visible_to(person).select_related("comment").defer("comment__body")
    return notices.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")


def inbox_rows(page: Page[Notice], person: User) -> list[InboxRow]:
    notices = list(page)
    comments = Comment.objects.visible_to(person).filter(pk__in=[notice.comment_id for notice in notices])
    notes = {row.key: row for row in rows_of(comments, person)}
    return [
        InboxRow(notes[notice.comment.key], notice.get_reason_display(), notice.read_at)
        for notice in notices
        if notice.comment.key in notes
    ]


class MyNotes:
    """What waits for a person, counted only where a page says it, and once."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def unread(self) -> int:
        """Notices not read yet, as far as they are counted."""
        if not self.person.is_authenticated:
            return 0
        unread = Notice.objects.visible_to(self.person).filter(read_at__isnull=True).order_by()
        return unread[: MOST_TOLD + 1].count()

    @property
    def unread_told(self) -> str:
        return f"more than {MOST_TOLD}" if self.unread > MOST_TOLD else str(self.unread)

    @cached_property
    def open_threads(self) -> int:
        """This person's own threads that nobody has resolved."""
        if not self.person.is_authenticated:
            return 0
        threads = Comment.objects.visible_to(self.person).threads()
        return threads.filter(author=self.person.pk, status=Comment.Status.OPEN, deleted_at__isnull=True).count()


def my_notes(request: HttpRequest) -> dict[str, MyNotes]:
    """For templates: the bar says on every page what is unread. Nothing is asked until a template does."""
    return {"my_notes": MyNotes(getattr(request, "user", None) or AnonymousUser())}
