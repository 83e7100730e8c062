"""Two versions of a record side by side: what it is by now, and what somebody was about to save."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model

from statutes.history import NOTHING, versions_of
from statutes.reverting import TRACKED

YES = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Difference:
    field: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Differences:
    by: str
    rows: tuple[Difference, ...]


def differences(model: type[Model], pk: int, context: dict[str, Any]) -> Differences:
    """Between the record as it is now and the form as it was sent, field by field."""
    found = list(_of_form(context["adminform"].form, ""))
    for inline in context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            name = str(form.instance) if form.instance.pk else f"new {inline.opts.verbose_name}"
            found += _of_form(form, f"{name}: ")
    newest = versions_of(model, pk)[:1] if model in TRACKED else []
    return Differences(newest[0].by if newest else "", tuple(found))


def _of_form(form: forms.BaseForm, where: str) -> Iterator[Difference]:
    for name in form.changed_data:
        field = form.fields[name]
        if isinstance(field.widget, forms.HiddenInput):
            continue
        bound = form[name]
        theirs, yours = said(field, bound.initial), said(field, bound.data)
        if theirs != yours:
            yield Difference(f"{where}{bound.label}", theirs, yours)


def said(field: forms.Field, value: Any) -> str:
    """A value of a form as a person reads it."""
    if isinstance(field, forms.BooleanField):
        return YES[bool(field.widget.value_from_datadict({"x": value}, {}, "x")) if value else False]
    if isinstance(value, Model):
        value = value.pk
    if value in (None, "", [], ()):
        return NOTHING
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if str(value).isdigit() else None  # type: ignore[union-attr]
        return str(row) if row else str(value)
    choices = dict(_flat(getattr(field, "choices", ())))
    values = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(choices.get(str(one), str(one)) for one in values)


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), str(label)
