"""Every reusable read. Nothing else decides who may see what: each view starts at `visible_to`."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from cables.parsing.structure import CableKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from cables.models import Cable, Revision, Section, SectionText, Source  # noqa: F401


def may_see(person: "User | AnonymousUser") -> frozenset[str]:
    """The accesses of cables that this person may read: what is not named here does not exist for them."""
    from cables.models import Access

    if not person.is_authenticated or not person.is_active:
        return frozenset({Access.PUBLIC.value})
    if person.has_perm("cables.view_restricted_cable"):
        return frozenset(Access.values)
    if person.has_perm("cables.view_members_cable"):
        return frozenset({Access.PUBLIC.value, Access.MEMBERS.value})
    return frozenset({Access.PUBLIC.value})


def sees_everything(person: "User | AnonymousUser") -> bool:
    """Nothing of the archive is hidden from this person."""
    from cables.models import Access

    return may_see(person) == frozenset(Access.values)


def sees_warnings(person: "User | AnonymousUser") -> bool:
    """Only those who can repair a cable are told what the parser stumbled over."""
    return person.is_authenticated and person.has_perm("cables.change_cable")


def of_visible_cables(cable: str, person: "User | AnonymousUser") -> Q:
    """Rows whose cable, at the end of the lookup `cable` ("section__cable", "" for itself), this person may see."""
    start = f"{cable}__" if cable else ""
    return Q(**{f"{start}access__in": may_see(person), f"{start}current__isnull": False})


class CableQuerySet(models.QuerySet["Cable"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        return self.filter(of_visible_cables("", person))

    def inputs(self) -> Self:
        return self.filter(kind=CableKind.TIP_INPUT.value)


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        return self.filter(of_visible_cables("cable", person))


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        return self.filter(of_visible_cables("cable", person))


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        return self.filter(of_visible_cables("cable", person))


class SectionTextQuerySet(models.QuerySet["SectionText"]):
    def visible_to(self, person: "User | AnonymousUser") -> Self:
        return self.filter(of_visible_cables("section__cable", person))
