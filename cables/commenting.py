"""Writes, answers, edits, deletes and resolves comments: each function in one transaction, whole or not at all.

Whether somebody may write at all is a permission, which views ask for; what is wrong with one comment is an error of
this module.
"""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from cables.models import Cable, Comment, CommentVersion, Section, Team, Visibility
from cables.notices import notify
from cables.passages import Chosen

MAX_BODY = 20_000
MOST_A_MINUTE = 30  # comments by one person


class CommentError(ValueError):
    """A comment that may not be written so."""


class KeyTakenError(CommentError):
    """The form was sent before: by somebody else, or with other words."""


class TooFastError(CommentError):
    """More comments in a minute than a person writes."""


class NarrowThreadError(CommentError):
    """A reply for more readers than its thread has."""


class WrittenOverError(CommentError):
    """The comment was edited, or deleted, since the form was opened. `current` is what it is now."""

    def __init__(self, current: Comment) -> None:
        self.current = current
        super().__init__("This note was edited since you opened it.")


class Audience(NamedTuple):
    """Who reads a comment: a team where, and only where, it is for a team."""

    visibility: str
    team: Team | None = None

    @classmethod
    def of(cls, comment: Comment) -> "Audience":
        return cls(comment.visibility, comment.team)

    def is_within(self, other: "Audience") -> bool:
        """Whether nobody is meant here whom the other does not mean. (Only me: both have one author's eyes at most.)"""
        if other.visibility == Visibility.PUBLIC or self.visibility == Visibility.PRIVATE:
            return True
        return other.visibility == Visibility.TEAM and self == other


class _Sent(NamedTuple):
    """What a form asks for: sent again, it asks for the same."""

    body: str
    audience: Audience
    quote: str = ""


@transaction.atomic
def write(
    *, author: User, section: Section, body: str, audience: Audience, key: UUID, chosen: Chosen | None = None
) -> Comment:
    """A new thread on a section, or on the passage that was chosen in it. The same form sent again gives the comment
    that it made. Raises KeyTakenError."""
    _hold_cable(section.cable_id)
    sent = _Sent(body, audience, chosen.words if chosen else "")
    if before := _sent_before(key, author=author, section=section, sent=sent):
        return before
    passage = chosen.keep() if chosen else None
    return _insert(
        Comment(
            section=passage.section if passage else section,
            passage=passage,
            author=author,
            body=body,
            key=key,
            visibility=audience.visibility,
            team=audience.team,
        )
    )


@transaction.atomic
def reply(*, author: User, thread: Comment, body: str, audience: Audience, key: UUID) -> Comment:
    """An answer at the end of a thread. Raises NarrowThreadError and KeyTakenError."""
    _hold_cable(thread.section.cable_id)
    root = _locked(thread.root or thread)
    if before := _sent_before(key, author=author, root=root, sent=_Sent(body, audience)):
        return before
    _check_reply(audience, root)
    return _insert(
        Comment(
            section_id=root.section_id,
            root=root,
            author=author,
            body=body,
            key=key,
            visibility=audience.visibility,
            team=audience.team,
        )
    )


@transaction.atomic
def edit(*, comment: Comment, version: int, body: str, audience: Audience) -> Comment:
    """The comment with other words or for other readers; what it was is kept. `version` is the one that its author had
    before them. Raises WrittenOverError where that is not the current one, and NarrowThreadError."""
    current = _locked(comment)
    is_same = (current.body, Audience.of(current)) == (body, audience)
    if current.deleted_at or (current.version != version and not is_same):
        raise WrittenOverError(current)
    if is_same:
        return current
    if current.root is not None:
        _check_reply(audience, current.root)
    CommentVersion.objects.create(
        comment=current,
        number=current.version,
        body=current.body,
        visibility=current.visibility,
        team=current.team,
        written_at=current.edited_at or current.created_at,
    )
    current.body, current.visibility, current.team = body, audience.visibility, audience.team
    current.version += 1
    current.edited_at = timezone.now()
    current.save(update_fields=["body", "visibility", "team", "version", "edited_at"])
    notify(current)
    return current


@transaction.atomic
def delete(*, comment: Comment, person: User) -> Comment:
    """Take the words of a comment, and those it had before, out for good; that there was one stays, for the thread."""
    current = _locked(comment)
    if current.deleted_at is None:
        current.versions.all().delete()
        current.notices.all().delete()
        current.body, current.deleted_at, current.deleted_by = "", timezone.now(), person
        current.save(update_fields=["body", "deleted_at", "deleted_by"])
    return current


@transaction.atomic
def resolve(*, thread: Comment, person: User) -> Comment:
    """The thread as done with, by this person; who resolved it first stays."""
    root = _locked(thread.root or thread)
    if root.status == Comment.Status.OPEN:
        root.status, root.resolved_by, root.resolved_at = Comment.Status.RESOLVED, person, timezone.now()
        root.save(update_fields=["status", "resolved_by", "resolved_at"])
    return root


@transaction.atomic
def reopen(*, thread: Comment) -> Comment:
    root = _locked(thread.root or thread)
    if root.status == Comment.Status.RESOLVED:
        root.status, root.resolved_by, root.resolved_at = Comment.Status.OPEN, None, None
        root.save(update_fields=["status", "resolved_by", "resolved_at"])
    return root


def _hold_cable(pk: int) -> None:
    """Until this is written no import moves the thread to another section, nor does the same form write it as well."""
    Cable.objects.select_for_update(no_key=True).get(pk=pk)


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("team", "root__team").get(pk=comment.pk)


def _check_reply(audience: Audience, root: Comment) -> None:
    if not audience.is_within(Audience.of(root)):
        raise NarrowThreadError("A reply cannot have more readers than the note that it answers.")


def _sent_before(
    key: UUID, *, author: User, root: Comment | None = None, section: Section | None = None, sent: _Sent
) -> Comment | None:
    """The comment that this form made when it was sent before. Raises KeyTakenError where it made another one."""
    comment = Comment.objects.filter(key=key).select_related("team", "passage__made_on").first()
    if comment is None:
        return None
    if comment.author_id != author.pk or comment.root_id != (root.pk if root else None):
        raise KeyTakenError("This form belongs to another note. Here is a fresh one with your words: send it again.")
    stood = comment.passage.made_on.section_id if comment.passage else comment.section_id
    if section and stood != section.pk:
        raise KeyTakenError("This form made a note elsewhere. Here is a fresh one with your words: send it again.")
    if comment.deleted_at is None and _first_of(comment) != sent:
        raise KeyTakenError(
            "This form was sent before, with other words or for other readers, and that note is kept. Send this one to "
            "add another."
        )
    return comment


def _first_of(comment: Comment) -> _Sent:
    """What the comment was before all edits."""
    said = comment.versions.select_related("team").filter(number=1).first() or comment
    quote = comment.passage.exact if comment.passage else ""
    return _Sent(said.body, Audience(said.visibility, said.team), quote)


def _insert(comment: Comment) -> Comment:
    just_now = timezone.now() - timedelta(minutes=1)
    if Comment.objects.filter(author=comment.author, created_at__gt=just_now).count() >= MOST_A_MINUTE:
        raise TooFastError(f"You wrote {MOST_A_MINUTE} notes within a minute. Wait a little, then send this one again.")
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
    except IntegrityError as error:
        if Comment.objects.filter(key=comment.key).exists():
            raise KeyTakenError("This form was sent twice at once. Send it again.") from error
        raise
    notify(comment)
    return comment
