"""What may be asked of the suggestions and sent to them, as typed values. What cannot be used is reported."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cables.models import Country
from statutes.models import INTERNATIONAL, Standing
from statutes.models.choices import institution_kinds, instrument_kinds
from statutes.suggestions import MODELS, counted, names_of, waiting

WHAT = [("institution", "Institutions"), ("instrument", "Instruments"), ("provision", "Provisions")]
ORDERS = [("frequent", "most passages first"), ("newest", "newest first"), ("name", "by name")]
PASSING = frozenset({"last", "at", "page"})
LONGEST = 200
DECIDED = (*MODELS, "name-institution", "name-instrument", "mention")
MOST = 2_000_000_000


class SuggestionFilter(forms.Form):
    """`?what=` institution, instrument or provision; of these `country`, `kind`, `words` in a name, named at `least`
    so often; in an `order`."""

    what = forms.ChoiceField(choices=WHAT, required=False)
    words = forms.CharField(required=False, max_length=LONGEST, label="Words in the name")
    country = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    least = forms.IntegerField(required=False, min_value=1, max_value=MOST, label="Passages at least")
    order = forms.ChoiceField(choices=ORDERS, required=False)

    def __init__(self, data: QueryDict, *, person: User) -> None:
        self.person = person
        asked = data.get("what", "")
        self.sort = asked if asked in MODELS else "institution"
        super().__init__(data)
        named: Any = self.fields
        named["country"].choices = [("", "All countries"), *self._countries()]
        kinds = institution_kinds() if self.sort == "institution" else instrument_kinds()
        named["kind"].choices = [("", "All kinds"), *kinds]
        for name, said in (("country", "Nothing waits"), ("kind", "There is no kind")):
            named[name].error_messages["invalid_choice"] = f"{said} “%(value)s”; it was left out."
        for name in ("what", "order"):
            named[name].error_messages["invalid_choice"] = f"There is no {name} “%(value)s”; it was left out."
        self.is_valid()

    def _countries(self) -> list[tuple[str, str]]:
        path = "instrument__country" if self.sort == "provision" else "country"
        pks = set(waiting(self.sort, self.person).order_by().values_list(path, flat=True).distinct())
        rows = Country.objects.filter(pk__in=[pk for pk in pks if pk]).exclude(iso2="").order_by("sort_name")
        held = [(country.slug, country.name) for country in rows]
        return [*held, (INTERNATIONAL, "International")] if None in pks else held

    def value(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None

    @property
    def problems(self) -> list[str]:
        unknown = [name for name in self.data if name not in self.fields and name not in PASSING]
        return [
            *(f"There is no filter called “{name[:LONGEST]}”; it was left out." for name in unknown),
            *(str(error) for errors in self.errors.values() for error in errors),
        ]

    @property
    def is_narrowed(self) -> bool:
        return any(self.value(name) for name in ("words", "country", "kind", "least"))

    @property
    def query(self) -> str:
        """The filter as a part of an address, without where somebody stands in it."""
        data = QueryDict(mutable=True)
        data["what"] = self.sort
        for name in ("words", "country", "kind", "least", "order"):
            if self.value(name):
                data[name] = str(self.value(name))
        return data.urlencode()

    @property
    def entries(self) -> QuerySet[Any]:
        """The entries asked for, with `passage_count`, in the order asked for."""
        above = "instrument__" if self.sort == "provision" else ""
        rows = waiting(self.sort, self.person).select_related(f"{above}country")
        if country := self.value("country"):
            held = Q(**{f"{above}country__iso2": country.upper()})
            rows = rows.filter(Q(**{f"{above}country__isnull": True}) if country == INTERNATIONAL else held)
        if kind := self.value("kind"):
            rows = rows.filter(**{f"{above}kind": kind})
        if words := self.value("words"):
            rows = rows.filter(self._says(words))
        rows = counted(rows, self.sort, self.person)
        if least := self.value("least"):
            rows = rows.filter(passage_count__gte=least)
        orders = {"newest": ("-pk",), "name": ("instrument__name", "position", "pk") if above else ("name", "pk")}
        return rows.order_by(*orders.get(self.value("order") or "", ("-passage_count", "pk")))

    def _says(self, words: str) -> Q:
        if self.sort == "provision":
            return Q(number__icontains=words) | Q(heading__icontains=words) | Q(instrument__name__icontains=words)
        named = names_of(self.sort, self.person).exclude(standing=Standing.REJECTED)
        return Q(name__icontains=words) | Q(Exists(named.filter(name__icontains=words, **{self.sort: OuterRef("pk")})))


class DecisionForm(forms.Form):
    """One decision: about an entry, one of its names, or one passage. `was` is what the person saw."""

    what = forms.ChoiceField(
        choices=[(name, name) for name in (*MODELS, "name-institution", "name-instrument", "mention")]
    )
    pk = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    standing = forms.ChoiceField(choices=Standing.choices)
    was = forms.ChoiceField(choices=Standing.choices)
    next = forms.CharField(required=False, max_length=2000)

    def clean_next(self) -> str:
        """Only an address of the suggestions: what comes in a form is not to lead anywhere else."""
        return own_address(self.cleaned_data["next"])


class BulkForm(forms.Form):
    """A decision about many: those chosen by `pk`, or with `all` every one that the filter of the address finds."""

    what = forms.ChoiceField(choices=WHAT)
    standing = forms.ChoiceField(
        choices=[choice for choice in Standing.choices if choice[0] != Standing.SUGGESTED],
        error_messages={"required": "Say whether they are accepted or rejected."},
    )
    pk = forms.TypedMultipleChoiceField(
        required=False, coerce=int, error_messages={"invalid_choice": "“%(value)s” is no suggestion."}
    )
    all = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        pks: Any = self.fields["pk"]
        pks.choices = [(value, value) for value in data.getlist("pk") if value.isdigit() and len(value) < 19]

    @property
    def problems(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


def own_address(address: str) -> str:
    desk = reverse("suggestions")
    return address if address.startswith(desk) and url_has_allowed_host_and_scheme(address, None) else ""
