"""What the texts of cables name of the registries, for one person: what `cables` marks in them and lists under them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse

from cables.disclosure import Person
from cables.layers import Named, NamedKind, Naming
from statutes.models import INTERNATIONAL, Mention, Role, Standing


class Row(NamedTuple):
    """A passage with what it names: the columns of `COLUMNS`. Plain values, for a page has hundreds of them."""

    text: int
    start: int
    end: int
    body_start: int | None
    role: str
    standing: str
    law: int | None
    law_name: str
    law_slug: str
    law_standing: str
    law_country: str | None
    provision: int | None
    unit: str
    number: str
    provision_slug: str
    provision_standing: str
    body: int | None
    body_name: str
    body_slug: str
    body_standing: str
    body_country: str | None


OF_ENTRY = ("", "__name", "__slug", "__standing", "__country__iso2")
COLUMNS = (
    *("text", "start", "end", "body_start", "role", "standing"),
    *(f"instrument{column}" for column in OF_ENTRY),
    *(f"provision{column}" for column in ("", "__unit", "__number", "__slug", "__standing")),
    *(f"institution{column}" for column in OF_ENTRY),
)


def names_in_texts(texts: Collection[int], person: Person) -> Mapping[int, Sequence[Naming]]:
    """The passages of these texts that name law or institutions, by the text's primary key: one query."""
    mentions = Mention.objects.visible_to(person).filter(text__in=texts).order_by("text", "start", "pk")
    show = _Shower()
    found: dict[int, list[Naming]] = defaultdict(list)
    for values in mentions.values_list(*COLUMNS):
        row = Row(*values)
        found[row.text].append(show.naming(row))
    return found


@dataclass(slots=True)
class _Shower:
    """Turns rows into what a page shows of them; each entry once."""

    shown: dict[tuple[str, int], Named] = field(default_factory=dict)

    def naming(self, row: Row) -> Naming:
        """Of a quotation only the caption is a link."""
        return Naming(
            start=row.start,
            end=row.end,
            link_end=(row.body_start or row.start) if row.role == Role.QUOTES else row.end,
            role=row.role,
            named=self._named(row),
            is_suggested=row.standing == Standing.SUGGESTED,
        )

    def _named(self, row: Row) -> Named:
        of, pk = ("provision", row.provision) if row.provision else ("law", row.law) if row.law else ("body", row.body)
        key = (of, pk or 0)
        if key not in self.shown:
            self.shown[key] = self._body(row) if of == "body" else self._law(row, is_whole=of == "law")
        return self.shown[key]

    def _body(self, row: Row) -> Named:
        url = reverse("institution", args=[_place(row.body_country), row.body_slug])
        is_suggested = row.body_standing == Standing.SUGGESTED
        return Named(NamedKind.INSTITUTIONS, row.body_name, url, is_suggested=is_suggested)

    def _law(self, row: Row, *, is_whole: bool) -> Named:
        address = [_place(row.law_country), row.law_slug]
        is_suggested = row.law_standing == Standing.SUGGESTED
        law = Named(NamedKind.LAW, row.law_name, reverse("instrument", args=address), is_suggested=is_suggested)
        if is_whole:
            return law
        url = reverse("provision", args=[*address, row.provision_slug])
        is_suggested = row.provision_standing == Standing.SUGGESTED
        return Named(NamedKind.LAW, f"{row.unit} {row.number}", url, whole=law, is_suggested=is_suggested)


def _place(country: str | None) -> str:
    return country.lower() if country else INTERNATIONAL
