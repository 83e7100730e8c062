"""What a person chose for the notes that they write, for the keys, and for the text that they read."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from cables.disclosure import Person
from cables.models import Preference, Team, Visibility


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    """Of one person; the teams to choose from are their own."""

    class Meta:
        model = Preference
        fields: ClassVar[list[str]] = ["visibility", "team", "single_keys", "names_marked"]
        labels: ClassVar = {
            "visibility": "Who reads a note that I write",
            "team": "My team is",
            "single_keys": "Single keys do something while I read: c writes a note, n goes to the next",
            "names_marked": "The names of laws and institutions are links in the text",
        }
        help_texts: ClassVar = {
            "visibility": "What a new note starts with; it can be chosen for each note.",
            "single_keys": "Turn this off where speech input or a slip of the hand sets them off.",
            "names_marked": "Without them the text has no underlines; each section lists its names below.",
        }
        widgets: ClassVar = {"visibility": forms.RadioSelect}

    def __init__(self, data: QueryDict | None, *, person: User) -> None:
        super().__init__(data, instance=preference_of(person))
        self.fields["team"].queryset = Team.objects.filter(members=person)  # type: ignore[attr-defined]
        self.fields["team"].empty_label = "No team"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("visibility") == Visibility.TEAM and not cleaned.get("team") and "team" not in self.errors:
            self.add_error("team", "Notes for your team need a team: choose one.")
        return cleaned


def chosen_by(person: Person) -> Preference:
    """What this person chose, or the defaults: read once for all that a request asks of it."""
    if not isinstance(person, User):
        return Preference()
    chosen: Preference = getattr(person, "preference", None) or Preference(person=person)
    return chosen


def preference_of(person: User) -> Preference:
    """The same for their next note: a team that they have left is no choice any more."""
    found = chosen_by(person)
    if found.team and not found.team.members.filter(pk=person.pk).exists():
        found.team = None
        if found.visibility == Visibility.TEAM:
            found.visibility = Visibility.PRIVATE
    return found
