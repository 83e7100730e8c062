"""Every reusable read. Nothing else decides who may see what: each view starts at `visible_to`."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

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
        return self.filter(kind="tip-input")

    def other_parts(self, cable: "Cable") -> Self:
        """The other cables of an input that was sent as several: same country, report year and number of parts."""
        if cable.part_of is None or cable.country_id is None or cable.report_year is None:
            return self.none()
        return (
            self.filter(country_id=cable.country_id, report_year=cable.report_year, part_of=cable.part_of)
            .exclude(part_number=cable.part_number)
            .order_by("part_number", "mrn")
        )


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
