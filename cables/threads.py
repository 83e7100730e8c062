"""The threads of comments on a cable or a section, as one person may read them and as pages show them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q
from django.utils.safestring import SafeString

from cables.disclosure import Person, disclosed
from cables.markdown import mentioned, render
from cables.models import Cable, Comment, Passage, Section, Visibility
from cables.notices import people_named
from cables.people import name_of

if TYPE_CHECKING:
    from cables.annotations import CommentQuerySet

SHOWN_REPLIES = 3  # of a longer thread the last ones; those before them are folded away
Names = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment or a reply. Of a deleted one only that there was one."""

    key: UUID
    anchor: str
    author: str
    is_mine: bool
    visibility: str
    team: str  # its name, "" where it is not for a team
    body: str  # as written, in Markdown
    html: SafeString
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    removed: bool  # deleted by somebody else than its author
    version: int
    may_change: bool
    may_delete: bool

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def readers(self) -> str:
        """Who reads it, in a word or two."""
        return self.team or {"private": "only me", "public": "everybody"}.get(self.visibility, "")


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """The quoted words with what stood beside them, and where they stood in the text of revision `made_in`."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    made_in: int


@dataclass(frozen=True, slots=True)
class ShownThread:
    """`state` is that of the passage, "" for a whole section; `start` and `end` are offsets in the section's current
    text, None where the passage has no place there."""

    section_id: int
    root: ShownComment
    replies: tuple[ShownComment, ...]
    status: str
    resolved_by: str
    resolved_at: datetime | None
    quoted: ShownQuote | None
    state: str
    score: float
    start: int | None
    end: int | None
    may_reply: bool
    may_resolve: bool

    @property
    def quote(self) -> str:
        return self.quoted.exact if self.quoted else ""

    @property
    def is_resolved(self) -> bool:
        return self.status == Comment.Status.RESOLVED.value

    @property
    def size(self) -> int:
        """How many comments it has that are not deleted."""
        return sum(not comment.is_deleted for comment in (self.root, *self.replies))

    @property
    def earlier(self) -> tuple[ShownComment, ...]:
        """The replies of a long thread that are folded away."""
        return self.replies[:-SHOWN_REPLIES] if len(self.replies) > SHOWN_REPLIES + 1 else ()

    @property
    def latest(self) -> tuple[ShownComment, ...]:
        return self.replies[len(self.earlier) :]

    @property
    def order(self) -> tuple[int, int, datetime, str]:
        """Those of the whole section first, then by place, those without a place last; then by date."""
        rank = 0 if not self.state else 1 if self.start is not None else 2
        return rank, self.start or 0, self.root.created_at, str(self.root.key)


def threads_of(where: Cable | Section, person: Person) -> dict[int, tuple[ShownThread, ...]]:
    """By the section's id, in the order of the text; sections without threads are not there. The number of queries
    does not depend on the number of comments."""
    cable = where if isinstance(where, Cable) else where.cable
    comments = Comment.objects.visible_to(person)
    comments = comments.filter(section__cable=where) if isinstance(where, Cable) else comments.filter(section=where)
    found: dict[int, list[ShownThread]] = defaultdict(list)
    for thread in shown_threads(comments, cable, person):
        found[thread.section_id].append(thread)
    return {section: tuple(sorted(threads, key=lambda thread: thread.order)) for section, threads in found.items()}


def thread_of(comment: Comment, person: Person) -> ShownThread | None:
    """The thread in which a comment stands; None where this person may read nothing of it any more."""
    root = comment.root_id or comment.pk
    comments = Comment.objects.visible_to(person)
    threads = shown_threads(comments.filter(pk=root) | comments.filter(root=root), comment.section.cable, person)
    return next(iter(threads), None)


def shown_threads(comments: "CommentQuerySet", cable: Cable, person: Person) -> list[ShownThread]:
    """The threads among these comments of one cable, all of which the person may read. A deleted comment that nobody
    answered is not shown."""
    rows: list[Any] = list(
        comments.select_related("author", "team", "passage", "resolved_by")
        .annotate(made_in=F("passage__made_on__revision__number"))
        .order_by("created_at", "pk")
    )
    show = _Shower(cable, person, _names_for(rows))
    replies: dict[int, list[ShownComment]] = defaultdict(list)
    for row in rows:
        if row.root_id:
            replies[row.root_id].append(show.comment(row))
    roots = [row for row in rows if not row.root_id]
    return [show.thread(row, replies[row.pk]) for row in roots if row.deleted_at is None or replies[row.pk]]


class _Shower:
    """Turns rows into what one person sees of them; asks for that person's permissions once."""

    def __init__(self, cable: Cable, person: Person, names: Names) -> None:
        self.cable, self.person, self.names = cable, person, names
        self.may = {
            action: person.is_authenticated and person.has_perm(f"cables.{action}_comment")
            for action in ("add", "change", "delete", "moderate")
        }

    def comment(self, row: Comment) -> ShownComment:
        is_mine = row.author_id == self.person.pk
        kept = row.deleted_at is None
        moderates = self.may["moderate"] and row.visibility == Visibility.PUBLIC
        return ShownComment(
            key=row.key,
            anchor=row.anchor,
            author=name_of(row.author) if kept else "",
            is_mine=is_mine,
            visibility=row.visibility,
            team=row.team.name if row.team else "",
            body=row.body,
            html=render(row.body, self.names.get(row.author_id, {})) if kept else SafeString(""),
            created_at=row.created_at,
            edited_at=row.edited_at,
            deleted_at=row.deleted_at,
            removed=not kept and row.deleted_by_id != row.author_id,
            version=row.version,
            may_change=kept and is_mine and self.may["change"],
            may_delete=kept and ((is_mine and self.may["delete"]) or moderates),
        )

    def thread(self, row: Any, replies: Iterable[ShownComment]) -> ShownThread:
        passage: Passage | None = row.passage
        return ShownThread(
            section_id=row.section_id,
            root=self.comment(row),
            replies=tuple(replies),
            status=row.status,
            resolved_by=name_of(row.resolved_by),
            resolved_at=row.resolved_at,
            quoted=self._quote(passage, row.made_in) if passage else None,
            state=passage.state if passage else "",
            score=passage.score if passage else 1.0,
            start=passage.found_start if passage else None,
            end=passage.found_end if passage else None,
            may_reply=self.may["add"],
            may_resolve=self.may["add"],
        )

    def _quote(self, passage: Passage, made_in: int) -> ShownQuote:
        exact, prefix, suffix = (
            disclosed(words, cable=self.cable, person=self.person)
            for words in (passage.exact, passage.prefix, passage.suffix)
        )
        return ShownQuote(exact, prefix, suffix, passage.start, passage.end, made_in)


def _names_for(rows: Iterable[Comment]) -> Names:
    """For each author the names of the teammates whom these comments mention, by what is written of them."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if written := mentioned(row.body):
            wanted[row.author_id] |= set(written)
    if not wanted:
        return {}
    writing_mates = ArrayAgg("teams__members", filter=Q(teams__members__in=wanted), distinct=True)
    everybody: dict[str, Any] = people_named(
        set().union(*wanted.values()), among=User.objects.annotate(writing_mates=writing_mates)
    )
    return {
        author: {
            name: name_of(everybody[name])
            for name in names
            if name in everybody and author in (everybody[name].writing_mates or ())
        }
        for author, names in wanted.items()
    }
