"""What is sent to put a code on, as typed values."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.models import User

from cables.models import Code, Codebook, Preference, Team, Visibility
from cables.notes.preferences import preference_of
from cables.passages import PassageFields


class CodeField(forms.CharField):
    """`tvpa/victim-shelter`: a code by its codebook and name; the value is the `Code`."""

    default_error_messages = {"required": "Choose a code.", "unknown": "There is no such code."}  # noqa: RUF012

    def __init__(self, *, book: Codebook | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=160, **kwargs)
        self.book = book

    def clean(self, value: Any) -> Code:
        book, _, slug = super().clean(value).partition("/")
        codes = Code.objects.select_related("codebook").filter(codebook__slug=book, slug=slug)
        code = codes.first() if self.book is None else codes.filter(codebook=self.book).first()
        if code is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return code


class ExerciseCodingForm(PassageFields):
    """A code on a section of an exercise, or on a passage of it. Who reads it is settled by the exercise."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, book: Codebook | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(book=book)
        if not self.is_bound:
            self.initial["key"] = uuid4()

    @property
    def shown_code(self) -> str:
        """The code chosen in a form that comes back, as its name in forms."""
        return str(self.data.get("code", ""))

    @property
    def visibility(self) -> str:
        return Visibility.PRIVATE.value

    @property
    def team(self) -> Team | None:
        return None


class CodingForm(ExerciseCodingForm):
    """A code outside of exercises, with who reads it; what is not sent is as the person prefers."""

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.teams = Team.objects.filter(members=person.pk) if isinstance(person, User) else Team.objects.none()
        preference = preference_of(person) if isinstance(person, User) else Preference()
        self.preferred = preference.visibility
        choices = [(value, self._label(value)) for value in Visibility.values if value != "team" or self.teams.exists()]
        if self.preferred not in dict(choices):
            self.preferred = Visibility.PRIVATE.value
        self.fields["visibility"] = forms.ChoiceField(choices=choices, required=False, initial=self.preferred)
        self.fields["team"] = forms.ModelChoiceField(
            self.teams, to_field_name="slug", required=False, initial=self._first_team(preference)
        )

    def _label(self, visibility: str) -> str:
        """Somebody in one team reads its name, and need not choose it."""
        if visibility == Visibility.TEAM and len(self.teams) == 1:
            return self.teams[0].name
        return str(Visibility(visibility).label)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wants_team = (cleaned.get("visibility") or self.preferred) == Visibility.TEAM
        if wants_team and not cleaned.get("team") and "team" not in self.errors:
            if len(self.teams) == 1:
                cleaned["team"] = self.teams[0]
            else:
                self.add_error("team", "Choose the team that reads it.")
        return cleaned

    def _first_team(self, preference: Preference) -> str:
        team = preference.team or self.teams.first()
        return team.slug if team else ""

    @property
    def shown_team(self) -> str:
        return str(self.data.get("team") or self.fields["team"].initial)

    @property
    def visibility(self) -> str:
        chosen: str = self.cleaned_data["visibility"] or self.preferred
        return chosen

    @property
    def team(self) -> Team | None:
        team: Team | None = self.cleaned_data["team"]
        return team if self.visibility == Visibility.TEAM else None
