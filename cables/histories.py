"""What a comment said before its edits."""

from dataclasses import dataclass

from cables.disclosure import Person
from cables.models import Comment, CommentVersion
from cables.redline import Budget, Passage, redline


@dataclass(frozen=True, slots=True)
class Saying:
    """One version of a comment, and how it differs from the one before that is shown. Both in Markdown."""

    version: CommentVersion
    changes: tuple[Passage, ...]


def history_of_comment(comment: Comment, person: Person) -> list[Saying]:
    """The versions that this person may read, the latest, which is the comment as it is, first."""
    versions = [*CommentVersion.objects.visible_to(person).filter(comment=comment), now(comment)]
    budget = Budget()
    sayings, before = [], ""
    for version in versions:
        sayings.append(Saying(version, tuple(redline(before, version.body, budget)) if before else ()))
        before = version.body
    return sayings[::-1]


def now(comment: Comment) -> CommentVersion:
    """The comment as it is, in the shape of the versions before it; it is not kept."""
    return CommentVersion(
        comment=comment,
        number=comment.version,
        body=comment.body,
        visibility=comment.visibility,
        team=comment.team,
        written_at=comment.edited_at or comment.created_at,
    )
