"""Institutions in a few lines: in the list, and on the card at the place in a text where one is named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from cables.disclosure import Person
from statutes.models import Institution, InstitutionName, Mention


@dataclass(frozen=True, slots=True)
class InstitutionCard:
    """`passages` and `cables` are those that the person may see, and so are its acronyms and its parent."""

    institution: Institution
    acronyms: tuple[str, ...]
    parent: Institution | None
    passages: int
    cables: int


def cards_of(institutions: Sequence[Institution], person: Person) -> list[InstitutionCard]:
    """In their order: three queries for all of them."""
    mentions = Mention.objects.visible_to(person).filter(institution__in=institutions).order_by()
    counted = mentions.values_list("institution").annotate(
        number=Count("pk"), cables=Count("section__cable", distinct=True)
    )
    numbers = {pk: (passages, cables) for pk, passages, cables in counted}
    acronyms: dict[int, list[str]] = defaultdict(list)
    names = InstitutionName.objects.visible_to(person).filter(institution__in=institutions, is_acronym=True)
    for pk, name in names.values_list("institution", "name"):
        acronyms[pk].append(name)
    above = {one.parent_id for one in institutions if one.parent_id}
    parents = Institution.objects.visible_to(person).select_related("country").in_bulk(above)
    return [
        InstitutionCard(one, tuple(acronyms[one.pk]), parents.get(one.parent_id or 0), *numbers.get(one.pk, (0, 0)))
        for one in institutions
    ]
