"""Which institution an address names: one that the person may see, and where an address of before leads now."""

from collections.abc import Iterable

from django.db.models import Q

from cables.disclosure import Person
from statutes.models import INTERNATIONAL, FormerAddress, Institution, Mention, Merger, Standing

MOST_STEPS = 20  # mergers of mergers


def at(place: str, slug: str) -> Q:
    """Entries of a registry with this address."""
    country = Q(country__isnull=True) if place == INTERNATIONAL else Q(country__iso2=place.upper())
    return country & Q(slug=slug)


def institution_at(place: str, slug: str, person: Person) -> Institution | None:
    visible = Institution.objects.visible_to(person).select_related("country")
    return visible.filter(at(place, slug)).first()


def institution_since(place: str, slug: str, person: Person) -> Institution | None:
    """The institution that had this address, or that the one there was merged into. A merged one leads on for those
    only whom something still tells of it: a name that nobody shows them is not confirmed by an answer."""
    here = Institution.objects.filter(at(place, slug), merged_into__isnull=False).exclude(standing=Standing.REJECTED)
    if merged := here.first():
        present = _present(merged, person)
        return present if present and merged in told_of(present, [merged], person) else None
    former = FormerAddress.objects.filter(at(place, slug), institution__isnull=False).select_related("institution")
    for address in former.order_by("-pk"):
        assert address.institution is not None  # noqa: S101 - asked for above
        if present := _present(address.institution, person):
            return present
    return None


def _present(institution: Institution, person: Person) -> Institution | None:
    """What it is now, if the person may see that."""
    for _ in range(MOST_STEPS):
        if institution.merged_into is None:
            break
        institution = institution.merged_into
    return Institution.objects.visible_to(person).select_related("country").filter(pk=institution.pk).first()


def told_of(present: Institution, merged: Iterable[Institution], person: Person) -> list[Institution]:
    """Those of the institutions merged into this one that the person knows of: from a public source, or because a
    passage that they may see prints the name or stood with it when it was merged. Three queries."""
    merged = list(merged)
    visible = Mention.objects.visible_to(person).filter(institution=present).order_by()
    printed = set(
        visible.filter(surface_key__in={one.name_key for one in merged}).values_list("surface_key", flat=True)
    )
    moved = dict(Merger.objects.filter(merged__in=merged, undone_at=None).values_list("merged", "mentions"))
    ids = {pk for mentions in moved.values() for pk in mentions}
    seen = set(visible.filter(pk__in=ids).values_list("pk", flat=True))
    return [
        one for one in merged if one.is_public or one.name_key in printed or not seen.isdisjoint(moved.get(one.pk, ()))
    ]
