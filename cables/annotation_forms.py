"""What people type into the forms of comments, as typed values."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django import forms
from django.contrib.auth.models import User

from cables.commenting import MAX_BODY, Audience
from cables.drafts import signature_of
from cables.models import Comment, Section, Team, Visibility
from cables.notes.preferences import preference_of
from cables.passages import PassageFields, PersonForm, with_short_lines

LABELS = {
    Visibility.PRIVATE.value: "Only me",
    Visibility.TEAM.value: "My team",
    Visibility.PUBLIC.value: "Everybody who may read the cable",
}


class BodyField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        return super().to_python(with_short_lines(value) if isinstance(value, str) else value)


class BodyForm(PersonForm):
    """The words of a comment and who reads them. `widest` is what the thread of a reply allows.

    `audience` is the typed value of both fields of a valid form; `is_draft` says that it is filled with what its person
    typed before their session ended.
    """

    is_draft = False
    person: User

    body = BodyField(
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 5}),
        label="Note",
        help_text="Markdown. @name tells a teammate.",
        error_messages={
            "required": "Write something first.",
            "max_length": f"A note has at most {MAX_BODY:,} characters; this one has %(show_value)d.",
        },
    )
    visibility = forms.ChoiceField(
        label="Who reads it",
        error_messages={"required": "Choose who reads it.", "invalid_choice": "Not on offer here."},
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        required=False,
        empty_label="Choose a team",
        to_field_name="slug",
        label="Team",
        error_messages={"invalid_choice": "You are in no such team."},
    )

    writer = forms.CharField(required=False, widget=forms.HiddenInput)  # whose draft it becomes (`cables.drafts`)

    def __init__(self, *args: Any, person: User, widest: Audience | None = None, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.initial["writer"] = signature_of(person)
        self.audience = Audience(Visibility.PRIVATE)
        self.teams = self._teams_within(person, widest)
        team: Any = self.fields["team"]
        team.queryset = Team.objects.filter(pk__in=[each.pk for each in self.teams])
        visibility: Any = self.fields["visibility"]
        visibility.choices = [(value, self._label(value)) for value in self._visibilities(widest)]
        self.fields["body"].widget.attrs["maxlength"] = MAX_BODY

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        visibility, team = cleaned.get("visibility"), cleaned.get("team")
        if visibility == Visibility.TEAM and "team" not in self.errors:
            team = team or (self.teams[0] if len(self.teams) == 1 else None)
            if team is None:
                self.add_error("team", "Choose the team that reads it.")
        if visibility:
            self.audience = Audience(visibility, team if visibility == Visibility.TEAM else None)
        return cleaned

    def _label(self, visibility: str) -> str:
        """Somebody in one team reads its name here, and need not choose it."""
        is_one = visibility == Visibility.TEAM and len(self.teams) == 1
        return self.teams[0].name if is_one else LABELS[visibility]

    def _teams_within(self, person: User, widest: Audience | None) -> list[Team]:
        if widest and widest.visibility == Visibility.PRIVATE:
            return []
        teams = list(person.teams.all())
        if widest and widest.team:
            return [team for team in teams if team == widest.team]
        return teams

    def _visibilities(self, widest: Audience | None) -> Iterable[str]:
        yield Visibility.PRIVATE.value
        if self.teams:
            yield Visibility.TEAM.value
        if widest is None or widest.visibility == Visibility.PUBLIC:
            yield Visibility.PUBLIC.value


class NewForm(BodyForm):
    """A comment that does not exist yet. `key` is made with the page, so that the form sent twice makes one comment."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "The form had no key. Send it again.",
            "invalid": "The form's key was unfit. Send it again.",
        },
    )

    def with_fresh_key(self) -> Self:
        """The same form under another key, for words that the old one may not send."""
        self.data = {name: self.data[name] for name in self.data} | {self.add_prefix("key"): str(uuid.uuid4())}
        return self


class CommentForm(NewForm, PassageFields):
    """A new thread on a section, or on a passage of it."""

    field_order = ("quote", "place", "body", "visibility", "team")

    def __init__(self, *args: Any, section: Section, person: User, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "comment-%s")
        kwargs["initial"] = preferred(person) | {"key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, section=section, person=person, **kwargs)


class ReplyForm(NewForm):
    """An answer in a thread: for as many readers as that has, unless its author chooses fewer."""

    def __init__(self, *args: Any, thread: Comment, person: User, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"reply-{thread.key}-%s")
        widest = Audience.of(thread)
        initial = {"visibility": widest.visibility, "team": widest.team, "key": uuid.uuid4()}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, person=person, widest=widest, **kwargs)


class EditForm(BodyForm):
    """Other words, or other readers, for a comment that its author has at `version`."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, comment: Comment, person: User, **kwargs: Any) -> None:
        self.comment = comment
        audience, widest = Audience.of(comment), Audience.of(comment.root) if comment.root else None
        if widest and not audience.is_within(widest):  # the thread was made narrower, and its replies with it
            audience = widest
        kwargs.setdefault("auto_id", f"edit-{comment.key}-%s")
        kwargs["initial"] = {
            "body": comment.body,
            "visibility": audience.visibility,
            "team": audience.team,
            "version": comment.version,
        } | (kwargs.get("initial") or {})
        super().__init__(*args, person=person, widest=widest, **kwargs)

    def _teams_within(self, person: User, widest: Audience | None) -> list[Team]:
        """The team that it is for stays on offer to somebody who has left it."""
        teams = super()._teams_within(person, widest)
        own = self.comment.team
        return [*teams, own] if own and own not in teams else teams


def preferred(person: User) -> dict[str, Any]:
    """For whom a person's new note is at first."""
    preference = preference_of(person)
    return {"visibility": preference.visibility, "team": preference.team}
