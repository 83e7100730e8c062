"""Reading states and assignments as they are read: who may, and whether a text changed since it was read.

Nothing of either is for the public; `cables.reviewing` writes them.
"""

from typing import TYPE_CHECKING, Any, Self, cast

from django.db import models
from django.db.models import Case, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import Exact

from cables.querysets import of_visible_cables

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from cables.models import Assignment, Cable, Review, Section  # noqa: F401

READ = ("done", "reviewed")  # states that say that somebody has read the text
LEFT = ("to-do", "in-progress")


def reads_states(person: "User | AnonymousUser") -> bool:
    """Whether reading states are shown to this person: to members, not to the public."""
    return person.is_authenticated and person.is_active and person.has_perm("cables.view_review")


def sets_states(person: "User | AnonymousUser") -> bool:
    return reads_states(person) and person.has_perms(["cables.add_review", "cables.change_review"])


def assigns(person: "User | AnonymousUser") -> bool:
    return reads_states(person) and person.has_perms(["cables.add_assignment", "cables.delete_assignment"])


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        if not reads_states(person):
            return self.none()
        return self.filter(of_visible_cables("section__cable", person))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Those of topics, and of cables that this person may see."""
        if not reads_states(person):
            return self.none()
        return self.filter(Q(cable__isnull=True) | of_visible_cables("cable", person))


def squeezed(words: str) -> Func:
    """The column without white space: how a text is broken into lines is not what it says."""
    return Func(
        F(words), Value(r"\s+"), Value(""), Value("g"), function="regexp_replace", output_field=models.TextField()
    )


def text_changed() -> Q:
    """Sections that say something else than when they were last set to done or reviewed.

    The text of that moment is that of the last revision made before it. Texts are compared only where a revision came
    later, which is rare: only CASE makes sure that the database asks in this order.
    """
    from cables.models import SectionText

    of_that_moment = (
        SectionText.objects.filter(section=OuterRef("pk"), revision__created_at__lte=OuterRef("review__set_at"))
        .order_by("-revision__number")
        .annotate(words=squeezed("text"))
        .values("words")[:1]
    )
    later = Q(review__state__in=READ, current__revision__created_at__gt=F("review__set_at"))
    same: Any = Exact(squeezed("current__text"), Subquery(of_that_moment))
    differs = Case(
        When(later, then=Case(When(same, then=False), default=True)), default=False, output_field=models.BooleanField()
    )
    return Q(review__state__in=READ) & Q(cast("Any", Exact(differs, Value(True))))


def with_states(sections: "models.QuerySet[Section]") -> "models.QuerySet[Section]":
    """Each section with its `review`, if it has one, and `is_changed`: whether its text changed since it was read."""
    return sections.select_related("review__set_by").annotate(
        is_changed=Case(When(text_changed(), then=True), default=False, output_field=models.BooleanField())
    )


def states_of(cable: "Cable", person: "User | AnonymousUser") -> "dict[int, Review]":
    """The reading state of each section of the cable's current text, by the section's id; none for the public.

    A section that nobody set yet has a state that is not saved: to do, version 0. Each knows `is_changed`. One query.
    """
    from cables.models import Section

    if not reads_states(person):
        return {}
    sections = Section.objects.visible_to(person).filter(cable=cable, current__isnull=False)
    return {section.pk: state_of(section) for section in with_states(sections).only(*STATE_FIELDS)}


STATE_FIELDS = (
    *("id", "review__section", "review__state", "review__set_at", "review__version"),
    *("review__set_by__username", "review__set_by__first_name", "review__set_by__last_name"),
)


def state_of(section: "Section") -> "Review":
    """The state of a section that came from `with_states`."""
    from cables.models import Review

    review = getattr(section, "review", None) or Review(section=section, version=0)
    review.is_changed = bool(getattr(section, "is_changed", False))
    return review
