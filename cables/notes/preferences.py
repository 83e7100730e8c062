"""What a person chose for the notes that they write, and for the keys."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from cables.models import Preference, Team, Visibility


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    """Of one person; the teams to choose from are their own."""

    class Meta:
        model = Preference
        fields: ClassVar[list[str]] = ["visibility", "team", "single_keys"]
        labels: ClassVar = {
            "visibility": "Who reads a note that I write",
            "team": "My team is",
            "single_keys": "Single keys do something while I read: c writes a note, n goes to the next",
        }
        help_texts: ClassVar = {
            "visibility": "What a new note starts with; it can be chosen for each note.",
            "single_keys": "Turn this off where speech input or a slip of the hand sets them off.",
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


def preference_of(person: User) -> Preference:
    """What this person chose, or the defaults. A team that they have left is no choice any more."""
    found = Preference.objects.filter(person=person).select_related("team").first() or Preference(person=person)
    if found.team and not found.team.members.filter(pk=person.pk).exists():
        found.team = None
        if found.visibility == Visibility.TEAM:
            found.visibility = Visibility.PRIVATE
    return found
