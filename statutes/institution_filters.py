"""The filters of the list of institutions, each with the counts that it would give under all the others."""

from collections import Counter
from typing import Any, ClassVar

import django_filters
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from cables.disclosure import Person
from cables.filters import Facet
from statutes.extraction.institutions import name_key
from statutes.models import INTERNATIONAL, Institution, InstitutionName, Standing
from statutes.models.choices import institution_kinds
from statutes.querysets import of_country_called

LONGEST_WORDS = 120
FACETS = ("kind", "standing", "country")  # the long one last
KNOWN = frozenset({*FACETS, "q", "page"})
STANDINGS = {Standing.ACCEPTED.value: "Checked by a curator", Standing.SUGGESTED.value: "Read by machine"}
Cell = tuple[dict[str, str], int]  # the value of each facet, and how many institutions have them all


class InstitutionFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """Repeated parameters mean OR. Only what visible institutions have can be chosen; an unfit value is named in
    `problems` and left out. One query counts all facets together."""

    q = django_filters.CharFilter(
        method="with_words",
        max_length=LONGEST_WORDS,
        validators=[ProhibitNullCharactersValidator("The words have a character that no name has.")],
        error_messages={"max_length": f"The words are longer than {LONGEST_WORDS} characters; they were left out."},
    )
    country = django_filters.MultipleChoiceFilter(method="in_countries")
    kind = django_filters.MultipleChoiceFilter(field_name="kind", distinct=False)
    standing = django_filters.MultipleChoiceFilter(field_name="standing", distinct=False)

    class Meta:
        model = Institution
        fields: ClassVar[list[str]] = []

    def __init__(self, data: QueryDict, person: Person, **kwargs: Any) -> None:
        self.person = person
        visible = Institution.objects.visible_to(person)
        self.countries: dict[str, str] = {}
        self.held = self._cells(visible)
        self.labels = self._labels()
        self.left_out: list[str] = []
        super().__init__(self._fit(data), visible, **kwargs)
        for name in FACETS:
            self.filters[name].extra["choices"] = list(self.labels[name].items())
        self.cells = self._cells(self.with_words(visible, "q", self.words)) if self.words else self.held

    def _cells(self, institutions: QuerySet[Institution]) -> list[Cell]:
        fields = ("country__iso2", "country__name", "country__sort_name", "kind", "standing")
        rows = institutions.order_by("country__sort_name").values_list(*fields).annotate(number=Count("pk"))
        cells = []
        for iso2, name, _, kind, standing, number in rows:
            place = iso2.lower() if iso2 else INTERNATIONAL
            self.countries.setdefault(place, name or "International")
            cells.append(({"country": place, "kind": kind, "standing": standing}, number))
        return cells

    def _labels(self) -> dict[str, dict[str, str]]:
        """What can be chosen: what is held."""
        held = {name: {values[name] for values, _ in self.held} for name in FACETS}
        kinds = dict(institution_kinds())
        return {
            "country": self.countries,
            "kind": {value: label for value, label in kinds.items() if value in held["kind"]},
            "standing": {value: label for value, label in STANDINGS.items() if value in held["standing"]},
        }

    def _fit(self, data: QueryDict) -> QueryDict:
        fit = data.copy()
        for name in FACETS:
            asked = list(dict.fromkeys(value.lower() for value in data.getlist(name)))
            self.left_out += [value for value in data.getlist(name) if value.lower() not in self.labels[name]]
            fit.setlist(name, [value for value in asked if value in self.labels[name]])
        return fit

    @property
    def words(self) -> str:
        """What was typed, where it can be looked for."""
        self.form.is_valid()
        return str(self.form.cleaned_data.get("q") or "")

    @property
    def problems(self) -> list[str]:
        left_out = [f"No institution is known for “{value}”; it was left out." for value in self.left_out]
        unknown = [f"There is no filter called “{name}”; it was left out." for name in self.data if name not in KNOWN]
        return [*left_out, *(error for errors in self.form.errors.values() for error in errors), *unknown]

    def with_words(self, queryset: QuerySet[Institution], _name: str, words: str) -> QuerySet[Institution]:
        """Those with all the words in one of their names, wherever in it, or in it and their country's; accents and
        case do not matter, nor do "the" and the difference between British and American spelling."""
        if not words:
            return queryset
        wanted, other = Q(), Q()
        for word in name_key(words).split():
            wanted &= Q(name_key__contains=word) | of_country_called(word)
            other &= Q(name_key__contains=word) | of_country_called(word, of="institution__")
        if not wanted:
            return queryset.none()
        named = InstitutionName.objects.visible_to(self.person).filter(other, institution=OuterRef("pk"))
        return queryset.filter(wanted | Exists(named))

    def in_countries(self, queryset: QuerySet[Institution], _name: str, places: list[str]) -> QuerySet[Institution]:
        if not places:
            return queryset
        wanted = Q(country__iso2__in=[place.upper() for place in places])
        return queryset.filter(wanted | Q(country=None) if INTERNATIONAL in places else wanted)

    @property
    def sorted_institutions(self) -> QuerySet[Institution]:
        """What was asked for: by country, those of no country last, then by name."""
        found: QuerySet[Institution] = self.filter_queryset(self.queryset)
        return found.order_by("country__sort_name", "name_key", "pk")

    @property
    def number(self) -> int:
        return sum(self._under(self.chosen).values())

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {name: self.data.getlist(name) for name in FACETS}

    def facet(self, name: str) -> list[Facet]:
        others = {other: values for other, values in self.chosen.items() if other != name}
        counts, chosen = self._under(others, by=name), self.chosen[name]
        return [
            Facet(value, label, counts[value], value in chosen)
            for value, label in self.labels[name].items()
            if counts[value] or value in chosen
        ]

    def _under(self, chosen: dict[str, list[str]], *, by: str = "kind") -> Counter[str]:
        counts: Counter[str] = Counter()
        for values, number in self.cells:
            if all(not asked or values[name] in asked for name, asked in chosen.items()):
                counts[values[by]] += number
        return counts
