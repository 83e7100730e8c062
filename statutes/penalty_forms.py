"""Penalties and events as a curator types them in, checked as they are computed."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cables.querysets import sees_everything
from statutes.entry_forms import DatedFormMixin, RegistryForm, check_date
from statutes.models import LifeEvent, Penalty, Provision, Standing
from statutes.penalties import Outcome, shown_range
from statutes.penalty_rows import penalty_from, problem_with
from statutes.written_amounts import amount_from, number_from, range_from, range_words

AMOUNTS = ("minimum", "maximum")
# Of what is wrong with a penalty: the field where it is put right, and what to write there.
ADVICE = (
    ("the minimum is above", "minimum", "Write the smaller one here, or make the maximum greater."),
    ("the minimum is life", "maximum", "Write “life” here too, or an amount as the minimum."),
    ("no currency", "minimum", "Write the currency behind the figure: “50,000 quetzales”."),
    ("different currencies", "maximum", "Write both bounds in one currency."),
    ("only a fine", "minimum", "Write a length such as “6 years”, or choose the kind “Fine”."),
    ("a fine is an amount", "minimum", "Write “50,000 quetzales”, or choose another kind."),
    ("negative", "minimum", "Write an amount that is not below nothing."),
    ("has figures of its own", "minimum", "Leave the figures empty, or choose no relation to a base."),
    ("has no base", "bases", "Choose the penalty that it rests on, or write why it has none."),
    ("base is not there", "bases", "Choose another base."),
    ("goes in a circle", "bases", "Choose a base that does not rest on this penalty."),
)


def said(row: Penalty) -> str:
    """A penalty in words by which a curator knows it: where it stands, what it threatens with, and when."""
    amount = _amount(row)
    when = f" ({row.condition[:60]})" if row.condition else ""
    where = f", {row.section.cable.mrn}" if row.section else ""
    return f"{row.source or 'Without a source'}: {amount}{when}{where}"


def _amount(row: Penalty) -> str:
    if row.change:
        return f"{row.get_change_display().lower()} {row.least or row.added or ''}".strip()
    try:
        read = penalty_from(row)
        return row.words or shown_range(Outcome(read.kind, read.minimum, read.maximum))
    except ValueError:
        return " to ".join(filter(None, (row.minimum, row.maximum)))


def penalties_beside(provision: Provision | None, person: Any, known: Iterable[str] = ()) -> list[Penalty]:
    """What a penalty of this provision may rest on: those of its instrument, and those it rests on already, of those
    that the person may see."""
    of_law = Q(provision__instrument=provision.instrument_id) if provision and provision.instrument_id else Q(pk=None)
    rows = Penalty.objects.exclude(standing=Standing.REJECTED)
    if not sees_everything(person):
        rows = rows.visible_to(person)
    rows = rows.filter(of_law | Q(key__in=list(known))).select_related("provision", "section__cable")
    return list(rows.order_by("provision__position", "section__cable__mrn", "position", "pk"))


class PenaltyForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    """One penalty. `others` are those it may rest on, of those that `person` may see."""

    person: Any = AnonymousUser()

    bases = forms.MultipleChoiceField(required=False, label="Rests on", help_text="Penalties of the same instrument")

    class Meta:
        model = Penalty
        fields = (
            *("kind", "minimum", "maximum", "change", "least", "most", "added", "bases", "missing", "condition"),
            *("words", "offence", "standing", "is_quoted", "is_proposed"),
        )
        widgets = {"condition": forms.Textarea(attrs={"rows": 2, "cols": 60})}  # noqa: RUF012

    def __init__(self, *args: Any, others: list[Penalty] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others is None:
            of = self.instance.provision if self.instance.pk else None
            others = penalties_beside(of, self.person, self.instance.bases)
        self.others = [row for row in others if row.key != self.instance.key]
        bases: Any = self.fields["bases"]
        bases.choices = [(row.key, said(row)) for row in self.others]
        bases.widget.attrs["size"] = min(6, max(2, len(self.others)))
        if not self.instance.key:
            self.instance.key = f"by-hand/{uuid4()}"
        for name in AMOUNTS:
            if name in self.fields:
                self.fields[name].help_text = "“6 years”, “life”, “50,000 quetzales (USD 6,500)”"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in AMOUNTS:
            self._written(name, amount_from)
        for name in ("least", "most"):
            self._written(name, lambda words: number_from(words) if words else None)
        self._written("added", lambda words: range_words(range_from(words)))
        if not cleaned.get("change") and any(cleaned.get(name) for name in ("least", "most", "added", "bases")):
            self.add_error("change", "It rests on a base: choose how it follows from it.")
        return cleaned

    def _written(self, name: str, read: Any) -> None:
        """The amount as amounts are written; the error says how."""
        words = (self.cleaned_data.get(name) or "").strip()
        try:
            amount = read(words)
        except ValueError as problem:
            self.add_error(name, str(problem))
        else:
            self.cleaned_data[name] = "" if amount is None else str(amount)

    def advise(self, problem: str) -> None:
        """What is wrong, at the field where it is put right."""
        field, advice = next(((field, advice) for part, field, advice in ADVICE if part in problem), (None, ""))
        empty_first = field == "minimum" and not self.cleaned_data.get("minimum") and self.cleaned_data.get("maximum")
        self.add_error("maximum" if empty_first else field, f"{problem[:1].upper()}{problem[1:]}. {advice}".strip())

    def check(self, rows: Iterable[Penalty]) -> None:
        """Say what is wrong with it among these, itself not counted in."""
        if self.errors:
            return
        penalties = {}
        for row in (*rows, self.instance):
            try:
                penalties[row.key] = penalty_from(row)
            except ValueError:
                continue
        if self.instance.key in penalties and (problem := problem_with(self.instance.key, penalties)):
            self.advise(problem)


class LonePenaltyForm(RegistryForm, PenaltyForm):
    """A penalty on a page of its own."""

    class Meta(PenaltyForm.Meta):
        pass

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.check(self.others)


class PenaltyFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg] # it takes none while it runs
    """The penalties of a provision, each checked among all of its instrument's as they would be saved."""

    person: Any = AnonymousUser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [base for row in self.get_queryset() for base in row.bases] if self.instance.pk else []
        self.others = penalties_beside(self.instance if self.instance.pk else None, self.person, known)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "others": getattr(self, "others", [])}

    def clean(self) -> None:
        super().clean()
        forms_there: list[Any] = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in forms_there if not form.cleaned_data.get("DELETE")]
        typed = {form.instance.key: form.instance for form in kept}
        gone = {form.instance.key for form in forms_there} - set(typed)
        beside = {row.key: row for row in self.others if row.key not in gone} | typed
        for form in kept:
            if form.has_changed():
                form.check(row for key, row in beside.items() if key != form.instance.key)


class LifeEventForm(DatedFormMixin, forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    class Meta:
        model = LifeEvent
        fields = ("kind", "date_words", "year", "month", "day", "words", "standing")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_date(self, cleaned)
        return cleaned
