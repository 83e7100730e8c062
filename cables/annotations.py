"""Who may read which annotation: lists, counts, search, exports and the API all start at these `visible_to`."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cables.querysets import of_visible_cables

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from cables.models import Coding, Comment, CommentVersion, Exercise, Notice  # noqa: F401


def readable(person: "User | AnonymousUser", *, start: str = "") -> Q:
    """Annotations, at the end of the lookup `start` ("root__"), that are public, this person's own, or their team's."""
    from cables.models import Team

    public = Q(**{f"{start}visibility": "public"})
    if not person.is_authenticated or not person.is_active:
        return public
    teams = Team.objects.filter(members=person.pk)
    return public | Q(**{f"{start}author": person.pk}) | Q(**{f"{start}visibility": "team", f"{start}team__in": teams})


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Of cables that this person may see; replies only where their thread's first comment may be read too."""
        thread = Q(root__isnull=True) | readable(person, start="root__")
        return self.filter(of_visible_cables("section__cable", person), readable(person), thread)

    def threads(self) -> Self:
        return self.filter(root__isnull=True)


class CommentVersionQuerySet(models.QuerySet["CommentVersion"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Of comments that this person may read, what was said to them at the time: a note that was private once does
        not show what it said then."""
        from cables.models import Comment, Team

        said = Q(visibility="public")
        if person.is_authenticated and person.is_active:
            teams = Team.objects.filter(members=person.pk)
            said |= Q(comment__author=person.pk) | Q(visibility="team", team__in=teams)
        return self.filter(said, comment__in=Comment.objects.visible_to(person))


class CodingQuerySet(models.QuerySet["Coding"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Of cables that this person may see. Codings of an exercise are their coder's alone until all have finished,
        then those of everybody in the exercise; they are never anybody else's. Those of a coder who was left out stay
        their own."""
        return self.filter(of_visible_cables("section__cable", person)).filter(
            Q(exercise__isnull=True) & readable(person) | _of_exercises(person)
        )


def _of_exercises(person: "User | AnonymousUser") -> Q:
    from cables.models.codebook import ExerciseCoder

    if not person.is_authenticated or not person.is_active:
        return Q(pk__in=[])
    in_exercise = ExerciseCoder.objects.filter(exercise=OuterRef("exercise"))
    takes_part = Exists(in_exercise.filter(person=person.pk)) | Q(exercise__made_by=person.pk)
    unfinished = Exists(in_exercise.filter(finished_at__isnull=True, left_out_at__isnull=True))
    by_one_who_finished = Exists(in_exercise.filter(person=OuterRef("author"), finished_at__isnull=False))
    is_open = takes_part & ~Q(unfinished) & Q(by_one_who_finished)
    return Q(exercise__isnull=False) & (Q(author=person.pk) | is_open)


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Those that this person made or codes in; they are nobody else's."""
        from cables.models.codebook import ExerciseCoder

        if not person.is_authenticated or not person.is_active:
            return self.none()
        codes = ExerciseCoder.objects.filter(exercise=OuterRef("pk"), person=person.pk)
        return self.filter(Q(made_by=person.pk) | Exists(codes))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """This person's own, as long as they may read the comment."""
        from cables.models import Comment

        readable_comments = Comment.objects.visible_to(person).filter(deleted_at__isnull=True)
        return self.filter(person=person.pk or 0, comment__in=readable_comments)
