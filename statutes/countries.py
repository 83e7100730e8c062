"""Countries as the archive knows them: those of which a person may see a cable or an entry of a registry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Model, QuerySet

from cables.disclosure import Person
from cables.models import Cable, Country
from statutes.models import Institution, Instrument


@dataclass(frozen=True, slots=True)
class CountryRow:
    """How much of a country this person may see."""

    country: Country
    cables: int
    first: int | None
    last: int | None
    instruments: int
    institutions: int

    @property
    def years(self) -> str:
        """`2007–2009`, `2008`, or "" where no cable has a report year."""
        if self.first is None or self.last is None:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def is_empty(self) -> bool:
        return not (self.cables or self.instruments or self.institutions)


def countries_for(person: Person) -> list[CountryRow]:
    """By name. Four queries."""
    return _rows(person, Country.objects.order_by("sort_name"))


def country_for(person: Person, slug: str) -> CountryRow | None:
    """The country with these two letters; None where the person may see nothing of it."""
    return next(iter(_rows(person, Country.objects.filter(iso2=slug.upper()))), None)


def _rows(person: Person, wanted: QuerySet[Country]) -> list[CountryRow]:
    countries = list(wanted)
    cables = Cable.objects.visible_to(person).filter(country__in=countries).order_by().values_list("country")
    spans = {
        pk: (number, first, last)
        for pk, number, first, last in cables.annotate(
            number=Count("pk"), first=Min("report_year"), last=Max("report_year")
        )
    }
    instruments = _counted(Instrument.objects.visible_to(person), countries)
    institutions = _counted(Institution.objects.visible_to(person), countries)
    rows = []
    for one in countries:
        number, first, last = spans.get(one.pk, (0, None, None))
        rows.append(CountryRow(one, number, first, last, instruments.get(one.pk, 0), institutions.get(one.pk, 0)))
    return [row for row in rows if not row.is_empty]


def _counted(entries: QuerySet[Model], countries: Iterable[Country]) -> dict[int, int]:
    of_countries = entries.filter(country__in=countries).order_by().values_list("country")
    return dict(of_countries.annotate(number=Count("pk")))
