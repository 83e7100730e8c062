"""The address of a search, read into a SearchQuery. What cannot be used is reported by the parameter's name and does
not narrow the results."""

from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from cables.disclosure import Person
from cables.models import Cable, Section
from cables.search.facets import FACETS
from cables.search.query import Order, SearchQuery
from cables.spelling import canonical_mrn

LONGEST_WORDS = 400
LONGEST_VALUE = 200  # a provision is named by its country, its instrument and itself
MOST_VALUES = 200
NO_PAGE = dict.fromkeys(("invalid", "min_value", "max_value"), "There is no such page; this is the first.")


class ValuesField(forms.MultipleChoiceField):
    """Values of a facet as they stand in the address; which of them are options is for the archive to say."""

    default_error_messages = {  # noqa: RUF012 - as Django has it
        "invalid_choice": "“%(value)s” is too long or cannot be read.",
        "too_many": "More than %(most)s were chosen; choose fewer.",
    }

    def to_python(self, value: list[str] | None) -> list[str]:
        return [each for each in dict.fromkeys(super().to_python(value)) if each]

    def valid_value(self, value: str) -> bool:
        return len(value) <= LONGEST_VALUE and value.isprintable()

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_VALUES:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST_VALUES})


class ValuesFilter(django_filters.MultipleChoiceFilter):  # type: ignore[misc] # the package has no types
    field_class = ValuesField


class PageFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = forms.IntegerField


class SearchFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """`?q=`, a parameter for each facet (repeated: any of them), `order`, `group`, `page`, `cable`, `since`, `all`."""

    q = django_filters.CharFilter(max_length=LONGEST_WORDS, strip=True)
    order = django_filters.ChoiceFilter(
        choices=[(order.value, order.value) for order in Order],
        error_messages={"invalid_choice": "Results stand by rank, date or country, not by “%(value)s”."},
    )
    group = django_filters.ChoiceFilter(
        choices=[("cable", "cable")],
        error_messages={"invalid_choice": "Results are grouped by cable, not by “%(value)s”."},
    )
    page = PageFilter(min_value=1, max_value=1_000_000, error_messages=NO_PAGE)
    cable = django_filters.CharFilter(max_length=80, strip=True)
    since = django_filters.IsoDateTimeFilter(
        error_messages={
            "invalid": "This is no date and time such as 2008-03-13T22:37Z; cables of all dates were searched."
        }
    )
    all = django_filters.MultipleChoiceFilter(
        choices=lambda: [(facet.name, facet.label) for facet in FACETS],
        error_messages={"invalid_choice": "There is no filter called “%(value)s”."},
    )

    def __init__(self, data: QueryDict, *, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(data, Section.objects.none(), **kwargs)
        self.filters |= {facet.name: ValuesFilter() for facet in FACETS}
        self.problems: dict[str, list[str]] = {}
        self.query = self._query()

    def _query(self) -> SearchQuery:
        self.problems = {name: list(errors) for name, errors in self.form.errors.items()}
        for name in self.data:
            if name not in self.filters:
                told = f"There is no filter called “{name[:LONGEST_VALUE]}”; it was left out."
                self.problems.setdefault("", []).append(told)
        read = self.form.cleaned_data
        return SearchQuery(
            words=read.get("q") or "",
            chosen={facet.name: tuple(values) for facet in FACETS if (values := read.get(facet.name))},
            order=Order(read.get("order") or Order.RANK),
            grouped=bool(read.get("group")),
            page=read.get("page") or 1,
            cable=self._cable(read.get("cable") or ""),
            since=read.get("since"),
            whole=frozenset(read.get("all") or ()),
        )

    def _cable(self, spelling: str) -> int | None:
        """The cable of this MRN, if the person may see it."""
        if not spelling:
            return None
        visible = Cable.objects.visible_to(self.person)
        cable = visible.filter(mrn=canonical_mrn(spelling) or "").only("pk").first()
        if cable is None:
            self.problems.setdefault("cable", []).append(f"No cable “{spelling}” is held; all cables were searched.")
            return None
        return cable.pk
