"""The head of a cable as a reader sees it: labelled lines, TAGS explained, references that lead somewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Q

from cables.disclosure import Person, disclosed, disclosed_lines
from cables.models import Addressee, Cable, Reference, Tag


@dataclass(frozen=True, slots=True)
class ShownReference:
    letter: str
    raw: str
    mrn: str
    held: bool
    year_inferred: bool
    notal: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Another input of the same country: another year's, or another part of this one."""

    mrn: str
    report_year: int | None
    part_number: int | None
    part_of: int | None


@dataclass(frozen=True, slots=True)
class Head:
    tags: tuple[Tag, ...]
    action: tuple[str, ...]
    info: tuple[str, ...]
    passing: tuple[str, ...]
    marking: str
    eo12958: str
    references: tuple[ShownReference, ...]
    subject: str
    signature: str
    parts: tuple[Related, ...]
    years: tuple[Related, ...]


def head_of(cable: Cable, person: Person) -> Head:
    """Reads the head in four queries: TAGS, addressees, references, and the cables that it can lead to."""
    show = partial(disclosed, cable=cable, person=person)
    show_all = partial(disclosed_lines, cable=cable, person=person)
    references = list(cable.references.all())
    others = cables_around(cable, person, {reference.mrn for reference in references if reference.mrn})
    held = {other.mrn for other in others}
    addressees = list(cable.addressees.all())
    related = [
        Related(other.mrn, other.report_year, other.part_number, other.part_of)
        for other in others
        if other.is_input and other.country_id == cable.country_id and cable.country_id is not None
    ]
    return Head(
        tags=tuple(Tag.objects.filter(cabletag__cable=cable).order_by("cabletag__position")),
        action=show_all(names(addressees, Addressee.Role.ACTION)),
        info=show_all(names(addressees, Addressee.Role.INFO)),
        passing=show_all(cable.passing),
        marking=show(cable.marking),
        eo12958=show(cable.eo12958),
        references=tuple(shown_reference(reference, held, show(reference.raw)) for reference in references),
        subject=show(cable.subject),
        signature=show(cable.signature),
        parts=parts_of(cable, related),
        years=years_of(cable, related),
    )


def cables_around(cable: Cable, person: Person, mrns: set[str]) -> list[Cable]:
    """The cables this person may see that are named here, or are inputs of the same country."""
    around = Q(mrn__in=mrns)
    if cable.country_id is not None:
        around |= Q(country=cable.country_id)
    fields = ("mrn", "kind", "country_id", "report_year", "part_number", "part_of")
    return list(Cable.objects.visible_to(person).filter(around).only(*fields).order_by("report_year", "mrn"))


def names(addressees: Iterable[Addressee], role: Addressee.Role) -> tuple[str, ...]:
    return tuple(addressee.name for addressee in addressees if addressee.role == role)


def shown_reference(reference: Reference, held: set[str], raw: str) -> ShownReference:
    return ShownReference(
        letter=reference.letter,
        raw=raw,
        mrn=reference.mrn,
        held=reference.mrn in held,
        year_inferred=reference.year_inferred,
        notal=reference.notal,
    )


def parts_of(cable: Cable, related: Iterable[Related]) -> tuple[Related, ...]:
    """The other parts of an input that was sent as several cables: of the same year and the same number of parts."""
    if cable.part_of is None:
        return ()
    same = (r for r in related if (r.report_year, r.part_of) == (cable.report_year, cable.part_of))
    parts = (r for r in same if r.part_number != cable.part_number)
    return tuple(sorted(parts, key=lambda part: part.part_number or 0))


def years_of(cable: Cable, related: Iterable[Related]) -> tuple[Related, ...]:
    """The country's inputs of other years, earliest first."""
    return tuple(r for r in related if r.report_year is not None and r.report_year != cable.report_year)
