"""The filters of the list of law, each with the counts it would give under all the other filters."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from cables.disclosure import Person
from cables.filters import Facet
from cables.models import Country
from statutes.models import INTERNATIONAL, Instrument, InstrumentName, Mention, Provision, Standing
from statutes.models.choices import instrument_kinds
from statutes.names import folded
from statutes.provision_facts import OFFENCES, offences_of
from statutes.querysets import of_country_called

SORTS = {"country": ("sort_name", "name", "pk"), "name": ("name", "pk"), "used": ("-uses", "name", "pk")}
SORT_LABELS = {"country": "country", "name": "name", "used": "most used"}
DEFAULT_SORT = "country"
FACETS = ("kind", "standing", "offence", "country")  # the long one last
KNOWN = frozenset({*FACETS, "q", "sort", "page"})
STANDINGS = {Standing.SUGGESTED.value: "Read by machine, not yet checked", Standing.ACCEPTED.value: "Checked"}
LONGEST_QUERY = 200
MOST_WORDS = 12


class InstrumentFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """Repeated parameters mean OR. Only what the laws have that this person may see can be chosen."""

    q = django_filters.CharFilter(
        method="with_words",
        max_length=LONGEST_QUERY,
        error_messages={
            "max_length": f"More than {LONGEST_QUERY} characters were not looked for; the list is not narrowed.",
            "null_characters_not_allowed": "What you typed holds a character that no text has.",
        },
    )
    country = django_filters.MultipleChoiceFilter(method="in_countries")
    kind = django_filters.MultipleChoiceFilter(field_name="kind")
    offence = django_filters.MultipleChoiceFilter(method="with_offences")
    standing = django_filters.MultipleChoiceFilter(field_name="standing")
    sort = django_filters.ChoiceFilter(
        choices=[(name, name) for name in SORTS],
        method="no_change",
        error_messages={"invalid_choice": "Law cannot be sorted by “%(value)s”; it is sorted by country."},
    )

    class Meta:
        model = Instrument
        fields: ClassVar[list[str]] = []

    def __init__(self, data: QueryDict, *, person: Person) -> None:
        self.person = person
        queryset = Instrument.objects.visible_to(person)
        self.offences = instruments_by_offence(person)
        self.held = held_values(queryset, self.offences)
        self.left_out: list[str] = []
        super().__init__(self.fit(data), queryset)
        for name, values in self.held.items():
            self.filters[name].extra["choices"] = list(values.items())

    def fit(self, data: QueryDict) -> QueryDict:
        """What was asked without the values that no law has: those are named in `left_out`."""
        fit = data.copy()
        for name, held in self.held.items():
            asked = list(dict.fromkeys(value.lower() for value in data.getlist(name)))
            self.left_out += [f"No law has the {name} “{value}”." for value in asked if value not in held]
            fit.setlist(name, [value for value in asked if value in held])
        return fit

    @property
    def problems(self) -> list[str]:
        """What could not be used, as sentences."""
        return [*self.left_out, *(error for errors in self.form.errors.values() for error in errors)]

    def in_countries(self, queryset: QuerySet[Instrument], _name: str, slugs: list[str]) -> QuerySet[Instrument]:
        codes = [slug.upper() for slug in slugs if slug != INTERNATIONAL]
        wanted = Q(country__iso2__in=codes) | (Q(country__isnull=True) if INTERNATIONAL in slugs else Q(pk__in=[]))
        return queryset.filter(wanted) if slugs else queryset

    def with_offences(self, queryset: QuerySet[Instrument], _name: str, kinds: list[str]) -> QuerySet[Instrument]:
        return queryset.filter(pk__in=set().union(*(self.offences[kind] for kind in kinds))) if kinds else queryset

    def with_words(self, queryset: QuerySet[Instrument], _name: str, words: str) -> QuerySet[Instrument]:
        """Each word in one of its names or in its number, or one that its country's name has; accents do not matter."""
        names = InstrumentName.objects.visible_to(self.person).filter(instrument=OuterRef("pk"))
        cited = Mention.objects.visible_to(self.person).filter(instrument=OuterRef("pk"))
        for word in folded(words).split()[:MOST_WORDS]:
            named = Q(name_key__contains=word) | Exists(names.filter(name_key__contains=word))
            numbered = Q(number__icontains=word) | Exists(cited.filter(number__icontains=word))
            queryset = queryset.filter(named | numbered | of_country_called(word))
        return queryset

    def no_change(self, queryset: QuerySet[Instrument], _name: str, _value: str) -> QuerySet[Instrument]:
        return queryset

    @property
    def order(self) -> str:
        self.form.is_valid()
        chosen: str = self.form.cleaned_data.get("sort") or DEFAULT_SORT
        return chosen

    @property
    def words(self) -> str:
        """What was typed, also where it could not be used."""
        return str(self.data.get("q", "")).replace("\0", "").strip()

    @property
    def sorted_instruments(self) -> QuerySet[Instrument]:
        """What was asked for, in a total order. What was asked unfitly does not narrow it (the form says so)."""
        self.form.is_valid()
        found: QuerySet[Instrument] = self.filter_queryset(self.queryset)
        if self.order == "used":
            mentions = Mention.objects.visible_to(self.person).filter(instrument=OuterRef("pk")).order_by()
            found = found.annotate(uses=mentions.values("instrument").annotate(n=Count("pk")).values("n"))
            return found.order_by(F("uses").desc(nulls_last=True), "name", "pk")
        first = [F("country__sort_name").asc(nulls_last=True)] if self.order == "country" else []
        return found.order_by(*first, "name", "pk")

    def filter_without(self, name: str) -> QuerySet[Instrument]:
        """The laws under every chosen filter but this one."""
        self.form.is_valid()
        found: QuerySet[Instrument] = self.queryset
        for other, value in self.form.cleaned_data.items():
            if other != name:
                found = self.filters[other].filter(found, value)
        return found

    def facets(self) -> list[tuple[str, list[Facet]]]:
        return [(name, self.facet(name)) for name in FACETS]

    def facet(self, name: str) -> list[Facet]:
        counts, chosen = self.counts(name), self.data.getlist(name)
        return [
            Facet(value, label, counts.get(value, 0), value in chosen)
            for value, label in self.held[name].items()
            if counts.get(value) or value in chosen
        ]

    def counts(self, name: str) -> dict[str, int]:
        found = self.filter_without(name).order_by()
        if name == "offence":
            left = set(found.values_list("pk", flat=True))
            return {kind: len(left & instruments) for kind, instruments in self.offences.items()}
        field = "country__iso2" if name == "country" else name
        rows = found.values_list(field).annotate(number=Count("pk"))
        return {str(value or INTERNATIONAL).lower(): number for value, number in rows}


def instruments_by_offence(person: Person) -> dict[str, set[int]]:
    """The instruments that have a visible provision on each kind of offence, by their primary keys."""
    visible = Provision.objects.visible_to(person).order_by().values_list("pk", "instrument", "offence")
    rows = list(visible)
    of_instrument = {pk: instrument for pk, instrument, _ in rows}
    offences = offences_of({pk: offence for pk, _, offence in rows}, person)
    found: dict[str, set[int]] = defaultdict(set)
    for pk, kinds in offences.items():
        for kind in kinds:
            found[kind].add(of_instrument[pk])
    return found


def held_values(queryset: QuerySet[Instrument], offences: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the visible laws have, by filter and by its value in the address."""
    rows = list(queryset.order_by().values_list("kind", "standing", "country").distinct())
    kinds, standings, countries = (Counter(column) for column in zip(*rows, strict=True)) if rows else ({}, {}, {})
    named = Country.objects.filter(pk__in=[pk for pk in countries if pk]).order_by("sort_name")
    known = set(offences)
    return {
        "kind": {value: label for value, label in instrument_kinds() if value in kinds},
        "standing": {value: label for value, label in STANDINGS.items() if value in standings},
        "offence": {value: label for value, label in OFFENCES.items() if value in known},
        "country": {country.slug: country.name for country in named}
        | ({INTERNATIONAL: "International"} if None in countries else {}),
    }


class LawPagesForm(forms.Form):
    """Which page of its two lists the page of a law shows."""

    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)
    passages = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.error_messages |= dict.fromkeys(
                ("invalid", "min_value", "max_value"), "There is no such page; this is the first."
            )
            field.widget.attrs.clear()

    def number(self, name: str) -> int:
        """The page asked for; the first where that is no number of one."""
        self.is_valid()
        return self.cleaned_data.get(name) or 1

    @property
    def problems(self) -> list[str]:
        errors: dict[str, Any] = self.errors
        found = dict.fromkeys(error for each in errors.values() for error in each)
        strange = [f"There is nothing called “{name}” to ask for here; it was left out." for name in self.data]
        return [*found, *(words for name, words in zip(self.data, strange, strict=True) if name not in self.fields)]
