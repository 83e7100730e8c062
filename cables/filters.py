"""The cable list's filters, each with the counts it would give under all the other filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Count, F, QuerySet
from django.http import QueryDict

from cables.models import Cable, Country

SORTS = {
    "country": ("country__sort_name", "-report_year", "mrn"),
    "year": ("report_year", "country__sort_name", "mrn"),
    "date": ("dtg", "mrn"),
    "mrn": ("mrn",),
}
DEFAULT_SORT = "-date"
SORT_LABELS = {"date": "date", "year": "report year", "country": "country", "mrn": "MRN"}
ARCHIVES = [("real", "Real"), ("sample", "Sample")]
KNOWN = frozenset({"country", "year", "archive", "sort", "page"})
FACETS = {"year": "report_year", "archive": "sample", "country": "country__iso2"}  # the long one last


@dataclass(frozen=True, slots=True)
class Facet:
    """One box of a filter."""

    value: str
    label: str
    count: int
    chosen: bool


class CableFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """Repeated parameters mean OR. Only what the given cables have can be chosen, so a filter tells nothing of what is
    hidden; an unfit value is an error in the form."""

    country = django_filters.MultipleChoiceFilter(method="in_countries")
    year = django_filters.MultipleChoiceFilter(field_name="report_year")
    archive = django_filters.ChoiceFilter(
        choices=ARCHIVES,
        method="in_archive",
        error_messages={"invalid_choice": "The archives are real and sample, not “%(value)s”; both are shown."},
    )
    sort = django_filters.ChoiceFilter(
        choices=[(f"{sign}{name}", name) for name in SORTS for sign in ("", "-")],
        method="no_change",
        error_messages={"invalid_choice": "Cables cannot be sorted by “%(value)s”; they are sorted by date."},
    )

    class Meta:
        model = Cable
        fields: ClassVar[list[str]] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Cable], **kwargs: Any) -> None:
        countries = Country.objects.filter(cables__in=queryset).distinct().only("iso2", "name", "sort_name")
        self.countries = {country.slug: country.name for country in countries}
        years = queryset.exclude(report_year=None).order_by("-report_year").values_list("report_year", flat=True)
        self.years = {str(year): str(year) for year in years.distinct()}
        self.left_out: list[str] = []
        super().__init__(self.fit(data), queryset, **kwargs)
        self.filters["country"].extra["choices"] = list(self.countries.items())
        self.filters["year"].extra["choices"] = list(self.years.items())

    def fit(self, data: QueryDict) -> QueryDict:
        """What was asked without the countries and years that no cable has: those are named in `left_out`, and the
        others still narrow the list."""
        fit = data.copy()
        for name, held in (("country", self.countries), ("year", self.years)):
            asked = list(dict.fromkeys(value.lower() for value in data.getlist(name)))
            self.left_out += [value for value in data.getlist(name) if value.lower() not in held]
            fit.setlist(name, [value for value in asked if value in held])
        return fit

    @property
    def problems(self) -> list[str]:
        """What could not be used, as sentences."""
        left_out = [f"No cable is held for “{value}”; it was left out." for value in self.left_out]
        return [*left_out, *(error for errors in self.form.errors.values() for error in errors)]

    def in_countries(self, queryset: QuerySet[Cable], _name: str, slugs: list[str]) -> QuerySet[Cable]:
        return queryset.filter(country__iso2__in=[slug.upper() for slug in slugs]) if slugs else queryset

    def in_archive(self, queryset: QuerySet[Cable], _name: str, archive: str) -> QuerySet[Cable]:
        return queryset.filter(sample=archive == "sample") if archive else queryset

    def no_change(self, queryset: QuerySet[Cable], _name: str, _value: str) -> QuerySet[Cable]:
        return queryset

    @property
    def order(self) -> str:
        self.form.is_valid()
        chosen: str = self.form.cleaned_data.get("sort") or DEFAULT_SORT
        return chosen

    @property
    def sorted_cables(self) -> QuerySet[Cable]:
        """What was asked for, in a total order, cables without a date or year last. What was asked unfitly does not
        narrow it (the form says so)."""
        name = self.order.removeprefix("-")
        first, *others = SORTS[name]
        falls = self.order.startswith("-")
        leading = F(first).desc(nulls_last=True) if falls else F(first).asc(nulls_last=True)
        cables: QuerySet[Cable] = self.filter_queryset(self.queryset)
        return cables.order_by(leading, *others, "pk")

    def filter_without(self, name: str) -> QuerySet[Cable]:
        """The cables under every chosen filter but this one."""
        self.form.is_valid()
        cables: QuerySet[Cable] = self.queryset
        for other, value in self.form.cleaned_data.items():
            if other != name:
                cables = self.filters[other].filter(cables, value)
        return cables

    def facet(self, name: str) -> list[Facet]:
        field = FACETS[name]
        rows = self.filter_without(name).order_by().values_list(field).annotate(number=Count("pk", distinct=True))
        counts = {facet_value(name, value): number for value, number in rows if value is not None}
        chosen = self.data.getlist(name)
        return [
            Facet(value, label, counts.get(value, 0), value in chosen)
            for value, label in self.facet_choices(name)
            if counts.get(value) or value in chosen
        ]

    def facet_choices(self, name: str) -> Iterable[tuple[str, str]]:
        if name == "archive":
            return ARCHIVES
        return self.countries.items() if name == "country" else self.years.items()


def facet_value(name: str, value: object) -> str:
    if name == "archive":
        return "sample" if value else "real"
    return str(value).lower()


class PageForm(forms.Form):
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "There is no such page; this is the first."
        ),
    )
