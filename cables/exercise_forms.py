"""What is sent to make an exercise and to decide in one, as typed values."""

from typing import Any

from django import forms
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import QuerySet

from cables.exercise_sections import MOST_SECTIONS, Meant, found_by, meant_by
from cables.exercises import FEWEST_CODERS
from cables.models import Codebook, Section
from cables.people import name_of
from cables.querysets import may_see

BACKEND = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"
MAX_LINES = 60_000  # characters


def people_who_code() -> QuerySet[User]:
    """Everybody who may put codes on, by name."""
    people: QuerySet[User] = User.objects.with_perm("cables.add_coding", backend=BACKEND, include_superusers=False)
    return people.filter(is_active=True).distinct().order_by("last_name", "first_name", "username")


class CodersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # it takes none while it runs
    def label_from_instance(self, obj: Any) -> str:
        name = name_of(obj)
        return name if name == obj.get_username() else f"{name} ({obj.get_username()})"


class ExerciseForm(forms.Form):
    """A name, a codebook, coders, and sections from three places; `sections` are those of a valid form."""

    name = forms.CharField(max_length=120, label="Name")
    codebook = forms.ModelChoiceField(
        Codebook.objects.filter(codes__retired=False).distinct(), to_field_name="slug", empty_label=None
    )
    coders = CodersField(
        User.objects.none(),
        to_field_name="username",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose two people or more."},
    )
    addresses = forms.CharField(
        required=False, max_length=MAX_LINES, label="Addresses", widget=forms.Textarea(attrs={"rows": 5})
    )
    search = forms.CharField(required=False, max_length=4000, label="A search")
    ticked = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, person: User, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.sections: list[Section] = []
        self.fields["coders"].queryset = people_who_code()  # type: ignore[attr-defined]
        self.fields["ticked"].choices = offered  # type: ignore[attr-defined]

    def clean_coders(self) -> list[User]:
        coders = list(self.cleaned_data["coders"])
        if len(coders) < FEWEST_CODERS:
            raise forms.ValidationError("Choose two people or more.")
        return coders

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        meant = meant_by([*cleaned.get("addresses", "").splitlines(), *cleaned.get("ticked", ())], self.person)
        for line in meant.unknown[:10]:
            self.add_error("addresses", f"No section that you may read has the address “{line[:120]}”.")
        self._search(cleaned.get("search", ""), meant)
        self.sections = list(meant.sections.values())
        if not self.sections and not self.errors:
            self.add_error(None, "Name the sections: paste addresses, a cable, or a search.")
        if len(self.sections) > MOST_SECTIONS:
            self.add_error(None, f"These are more than {MOST_SECTIONS} sections. Make the search narrower.")
        self._check_readers(cleaned.get("coders", ()))
        return cleaned

    def _search(self, query: str, meant: Meant) -> None:
        if not query.strip():
            return
        found, problems = found_by(query, self.person)
        for problem in problems:
            self.add_error("search", problem)
        if not meant.add(found):
            self.add_error("search", "This search finds nothing.")

    def _check_readers(self, coders: Any) -> None:
        """Every coder must be able to read every section: nobody judges what they cannot see."""
        for coder in coders:
            hidden = sorted({row.cable.mrn for row in self.sections if row.cable.access not in may_see(coder)})
            if hidden:
                named = ", ".join(hidden[:5]) + (" …" if len(hidden) > 5 else "")
                self.add_error("coders", f"{name_of(coder)} may not read {named}.")


class DecisionForm(forms.Form):
    """`seen` is the token of the decision that the page showed (`exercises.token_of`)."""

    applies = forms.TypedChoiceField(
        choices=[("yes", "The code applies"), ("no", "It does not apply")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the code applies."},
    )
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, in a sentence: it is kept with the decision."},
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
