"""Entries of the registries as a curator types them in. The errors name the field and say what to write."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from cables.querysets import sees_everything
from statutes.extraction.institutions import name_key
from statutes.models import Institution, InstitutionIdentifier, InstitutionName, Instrument, InstrumentName, Provision
from statutes.names import law_key, position_of, provision_slug, slug_of
from statutes.readdressing import taken_by

MOST_LEVELS = 100
CARD = "card"  # in addresses: gt/penal-code/card


class RegistryForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    """`is_outdated`: somebody saved since the page was opened. `person` is who types."""

    is_outdated = False
    person: Any = AnonymousUser()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_outdated:
            raise forms.ValidationError(
                "Somebody changed this since you opened it. Nothing of yours is saved yet: see what differs, then save "
                "again to put yours in place of theirs.",
                code="outdated",
            )
        return cleaned


def check_date(form: forms.ModelForm, cleaned: dict[str, Any]) -> None:  # type: ignore[type-arg]
    """A day has its month and a month its year; 0 or nothing: not known."""
    for name in ("year", "month", "day"):
        if name in form.fields and cleaned.get(name) is None and name not in form.errors:
            cleaned[name] = 0
    year, month, day = (cleaned.get(name, 0) for name in ("year", "month", "day"))
    if (month or 0) > 12:
        form.add_error("month", "A month is a number from 1 to 12, or 0 where it is not known.")
    elif month and not year:
        form.add_error("year", "A month needs its year. Write the year, or 0 as the month.")
    if (day or 0) > 31:
        form.add_error("day", "A day is a number from 1 to 31, or 0 where it is not known.")
    elif day and not month:
        form.add_error("month", "A day needs its month. Write the month, or 0 as the day.")


class DatedFormMixin:
    """For forms of what has a date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = getattr(self, "fields")  # noqa: B009 # of the form that this is mixed into
        for name in ("year", "month", "day"):
            if name in fields:
                fields[name].required = False


class EntryForm(RegistryForm):
    """An entry with its address, which no other may have; left empty it is made of the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Its name in addresses. Links to an address it had go on working."

    def key_of(self, name: str) -> str:
        return law_key(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name = cleaned.get("name", "")
        if "slug" in self.fields and not cleaned.get("slug"):
            cleaned["slug"] = slug_of(name)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if name := self.cleaned_data.get("name"):
            self.instance.name_key = self.key_of(name)[:200]
        if self.cleaned_data.get("slug") and (problem := taken_by(self.instance)):
            # Whose it is may be out of a cable that not every keeper may read.
            everything = sees_everything(self.person)
            self.add_error("slug", problem if everything else "This address is in use. Choose another.")

    def _get_validation_exclusions(self) -> set[str]:
        """`taken_by` says it better than the constraint would."""
        return super()._get_validation_exclusions() | {"slug"}  # type: ignore[misc,no-any-return]


class InstrumentForm(DatedFormMixin, EntryForm):
    class Meta:
        model = Instrument
        fields = "__all__"  # noqa: DJ007 # the admin names them

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_date(self, cleaned)
        return cleaned


class InstitutionForm(EntryForm):
    class Meta:
        model = Institution
        fields = "__all__"  # noqa: DJ007 # the admin names them

    def key_of(self, name: str) -> str:
        return name_key(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (parent := cleaned.get("parent")) is not None and (problem := circle_of(self.instance, parent)):
            self.add_error("parent", problem)
        return cleaned


def circle_of(row: Any, parent: Any) -> str:
    """Why `parent` cannot stand above this row, "" where it can."""
    if row.pk is None:
        return ""
    if parent.pk == row.pk:
        return f"“{row}” cannot stand under itself."
    above = parent
    seen: set[int] = set()
    while above is not None and above.pk not in seen and len(seen) < MOST_LEVELS:
        if above.pk == row.pk:
            return f"“{parent}” stands under “{row}”: they would go round in a circle. Choose another, or none."
        seen.add(above.pk)
        above = above.parent
    return ""


class ProvisionForm(RegistryForm):
    """A provision; its address is made of its number and stays."""

    class Meta:
        model = Provision
        fields = "__all__"  # noqa: DJ007 # the admin names them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        number, law = cleaned.get("number", ""), cleaned.get("instrument") or getattr(self.instance, "instrument", None)
        parent = cleaned.get("parent")
        if parent is not None and law is not None and parent.instrument_id != law.pk:
            self.add_error("parent", f"“{parent}” is of another instrument. Choose one of “{law}”.")
        elif parent is not None and (problem := circle_of(self.instance, parent)):
            self.add_error("parent", problem)
        self.instance.position = position_of(number)
        if self.instance.pk is None and number:
            cleaned["slug"] = cleaned.get("slug") or provision_slug(cleaned.get("unit") or "Article", number)
            self.instance.slug = cleaned["slug"]
            self._check_address(law, cleaned["slug"])
        return cleaned

    def _check_address(self, law: Any, slug: str) -> None:
        if slug == CARD:
            self.add_error("slug", f"“{CARD}” leads to the card of its law. Choose another, or leave it empty.")
        if law is None or law.pk is None:
            return
        if same := Provision.objects.filter(instrument=law, slug=slug).first():
            self.add_error("number", f"“{same}” has this number already (its standing: {same.standing}).")


class NameForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    """Another name of an entry, which has it once."""

    def key_of(self, name: str) -> str:
        return law_key(name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if name := cleaned.get("name"):
            self.instance.name_key = self.key_of(name)[:200]
            if not self.instance.name_key:
                self.add_error("name", "A name has at least one letter or figure.")
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", f"It ends before it begins. Write {since} or a later year.")
        return cleaned


class InstrumentNameForm(NameForm):
    class Meta:
        model = InstrumentName
        fields = ("name", "standing", "is_public")


class InstitutionNameForm(NameForm):
    class Meta:
        model = InstitutionName
        fields = ("name", "is_acronym", "since", "until", "standing", "is_public")

    def key_of(self, name: str) -> str:
        return name_key(name)


class IdentifierForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    url = forms.URLField(required=False, assume_scheme="https", label="Address")

    class Meta:
        model = InstitutionIdentifier
        fields = ("scheme", "value", "url")


class NameFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg] # it takes none while it runs
    """Two names that are one when they are folded are told apart here, before the database refuses them."""

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[str, bool]] = set()
        for form in self.forms:
            if not form.cleaned_data or form.cleaned_data.get("DELETE"):
                continue
            key = (form.instance.name_key, bool(form.cleaned_data.get("is_acronym")))
            if key in seen:
                form.add_error("name", f"It has this name already: “{form.cleaned_data.get('name')}”.")
            elif form.instance.pk is None:
                self._take_over(form.instance, *key)
            seen.add(key)

    def _take_over(self, typed: Any, name_key: str, is_acronym: bool) -> None:
        """A name that only a cable hidden from this keeper prints becomes the typed one, and nobody is told."""
        same: Any = type(typed)._default_manager.filter(**{self.fk.name: self.instance.pk, "name_key": name_key})
        if hasattr(typed, "is_acronym"):
            same = same.filter(is_acronym=is_acronym)
        if unseen := same.first():
            typed.pk, typed._state.adding = unseen.pk, False
