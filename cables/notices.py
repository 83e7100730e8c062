"""Who is told of a comment: those whom it mentions, and the author of the thread that it answers in."""

import re
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cables.annotations import NoticeQuerySet
from cables.models import Comment, Notice

MOST = 20  # people whom one comment can mention
NAME = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")  # what Django allows in a user's name
MARKDOWN = MarkdownIt("js-default").disable("image")


def mentioned(body: str) -> tuple[str, ...]:
    """The names after an @ in a comment, as written, each once. Code is quoted, so it mentions nobody; nor does an
    e-mail address. A full stop or dash behind a name ends the sentence, not the name."""
    names = (found.rstrip(".@+-") for text in _prose(MARKDOWN.parse(body)) for found in NAME.findall(text))
    return tuple(dict.fromkeys(filter(None, names)))[:MOST]


def _prose(tokens: list[Token]) -> Iterator[str]:
    """The stretches of text outside of code. Code has no children, and is of another type than text."""
    for token in tokens:
        if token.type == "text":
            yield token.content
        yield from _prose(token.children or [])


@transaction.atomic
def notify(comment: Comment) -> None:
    """Put a new or edited comment into the inboxes of those who may read it and are meant by it. Who was told of it
    before is not told again, so an edit reaches the newly mentioned alone."""
    reasons: dict[User, str] = {}
    if comment.deleted_at is None and comment.visibility != "private":
        reasons = dict.fromkeys(people_named(mentioned(comment.body)), Notice.Reason.MENTION.value)
        if comment.root is not None:
            reasons.setdefault(comment.root.author, Notice.Reason.REPLY.value)
    Notice.objects.bulk_create(
        [
            Notice(person=person, comment=comment, reason=reason)
            for person, reason in reasons.items()
            if person.pk != comment.author_id and is_told(person, comment)
        ],
        ignore_conflicts=True,
    )


def people_named(names: tuple[str, ...]) -> list[User]:
    """The active people of these names; where two differ only in capitals, the one who is spelt so."""
    lowered = {name.lower() for name in names}
    people = User.objects.filter(is_active=True).alias(lower=Lower("username")).filter(lower__in=lowered)
    by_name: dict[str, list[User]] = {}
    for person in people.order_by("pk"):
        by_name.setdefault(person.username.lower(), []).append(person)
    found = []
    for name in names:
        alike = by_name.get(name.lower(), [])
        found += alike if len(alike) == 1 else [person for person in alike if person.username == name]
    return list(dict.fromkeys(found))


def is_told(person: User, comment: Comment) -> bool:
    """Nobody is told of what they may not read."""
    return person.is_active and Comment.objects.visible_to(person).filter(pk=comment.pk).exists()


def mark_read(notices: NoticeQuerySet) -> int:
    """Notes the moment at which these notices were read, where none is noted yet; gives how many were unread."""
    return notices.filter(read_at__isnull=True).update(read_at=timezone.now())
