"""What is known of an institution beside its passages: names, relations, identifiers, and who it is named with."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from cables.disclosure import Person
from statutes.institution_addresses import told_of
from statutes.models import Institution, InstitutionIdentifier, InstitutionName, Mention, Standing

MOST_PARTS = 60
MOST_TOGETHER = 10


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name or acronym and when it held: `since 2005`, `2001–2005`, "" where that is not known."""

    words: str
    years: str
    is_acronym: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """`parts` are the first of `part_count`."""

    acronyms: tuple[ShownName, ...]
    names: tuple[ShownName, ...]
    parent: Institution | None
    parts: tuple[Institution, ...]
    part_count: int
    identifiers: tuple[InstitutionIdentifier, ...]
    merged: tuple[Institution, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """An institution that is named in `sections` of the sections that name another one."""

    institution: Institution
    sections: int


def facts_of(institution: Institution, person: Person) -> Facts:
    """As far as the person may see them; the number of queries is always the same."""
    visible = Institution.objects.visible_to(person).select_related("country")
    names = names_of(institution, person)
    parts = visible.filter(parent=institution).order_by("name", "pk")
    inside = Q(merged_into=institution) | Q(merged_into__merged_into=institution)
    merged = Institution.objects.filter(inside).exclude(standing=Standing.REJECTED).order_by("name", "pk")
    return Facts(
        acronyms=tuple(name for name in names if name.is_acronym),
        names=tuple(name for name in names if not name.is_acronym),
        parent=visible.filter(pk=institution.parent_id).first() if institution.parent_id else None,
        parts=tuple(parts[:MOST_PARTS]),
        part_count=parts.count(),
        identifiers=tuple(institution.identifiers.all()),
        merged=tuple(told_of(institution, merged, person)),
    )


def names_of(institution: Institution, person: Person) -> list[ShownName]:
    """Its other names and its acronyms, without the one that it is listed under."""
    rows = InstitutionName.objects.visible_to(person).filter(institution=institution)
    return [
        ShownName(row.name, years_of(row.since, row.until), row.is_acronym)
        for row in rows
        if row.is_acronym or row.name_key != institution.name_key or row.since or row.until
    ]


def years_of(since: int | None, until: int | None) -> str:
    """`2001–2005`, `since 2005`, `until 2005`, `2005`, or ""."""
    if since and until:
        return str(since) if since == until else f"{since}–{until}"
    return f"since {since}" if since else f"until {until}" if until else ""


def named_together(institution: Institution, sections: Iterable[int], person: Person) -> list[Together]:
    """The institutions most often named in these sections, which name this one, as far as the person may see."""
    visible = Mention.objects.visible_to(person).filter(section__in=list(sections), institution__isnull=False)
    others = visible.filter(institution__merged_into=None).exclude(institution=institution).order_by()
    counted = others.values_list("institution").annotate(number=Count("section", distinct=True))
    numbers = dict(counted.order_by("-number", "institution__name", "institution")[:MOST_TOGETHER])
    rows = Institution.objects.select_related("country").in_bulk(numbers)
    return [Together(rows[pk], number) for pk, number in numbers.items()]
