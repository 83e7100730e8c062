"""Who is told of a comment: those whom it mentions, and the author of the thread that it answers in."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from cables.annotations import NoticeQuerySet
from cables.markdown import mentioned
from cables.models import Comment, Notice


@transaction.atomic
def notify(comment: Comment) -> None:
    """Put a new or edited comment into the inboxes of those who may read it and are meant by it. Who was told of it
    before is not told again, so an edit reaches the newly mentioned alone."""
    reasons: dict[User, str] = {}
    if comment.deleted_at is None and comment.visibility != "private":
        named = people_named(mentioned(comment.body), among=User.objects.all())
        reasons = dict.fromkeys(named.values(), Notice.Reason.MENTION.value)
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


def people_named(names: Iterable[str], *, among: QuerySet[User]) -> dict[str, User]:
    """The active people of these names, by the name as it is written; where two differ only in capitals, the one who is
    spelt so."""
    lowered = {name.lower() for name in names}
    people = among.filter(is_active=True).alias(lower=Lower("username")).filter(lower__in=lowered)
    by_name: dict[str, list[User]] = {}
    for person in people.order_by("pk"):
        by_name.setdefault(person.username.lower(), []).append(person)
    found: dict[str, User] = {}
    for name in names:
        alike = by_name.get(name.lower(), [])
        found |= {name: each for each in alike if len(alike) == 1 or each.username == name}  # noqa: B035 - one at most
    return found


def is_told(person: User, comment: Comment) -> bool:
    """Nobody is told of what they may not read."""
    return person.is_active and Comment.objects.visible_to(person).filter(pk=comment.pk).exists()


def mark_read(notices: NoticeQuerySet) -> int:
    """Notes the moment at which these notices were read, where none is noted yet; gives how many were unread."""
    return notices.filter(read_at__isnull=True).update(read_at=timezone.now())
