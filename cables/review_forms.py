"""What may be sent to set a reading state or to assign a review, as typed values."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cables.models import Assignment, Cable, Review, Topic
from cables.people import name_of
from cables.spelling import canonical_mrn


class StateForm(forms.Form):
    """A state, the version of the one that was seen, and where to go then: a page of the review, or nothing."""

    state = forms.ChoiceField(
        choices=Review.State.choices, error_messages={"invalid_choice": "There is no reading state “%(value)s”."}
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    next = forms.CharField(required=False, max_length=2000)

    def clean_next(self) -> str:
        """Only an address of the queue: what comes in a form is not to lead anywhere else."""
        address: str = self.cleaned_data["next"]
        leads_there = address.startswith(reverse("review")) and url_has_allowed_host_and_scheme(address, None)
        return address if leads_there else ""


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg] # it takes none while it runs
    def label_from_instance(self, obj: Any) -> str:
        name = name_of(obj)
        return name if name == obj.username else f"{name} ({obj.username})"


class AssignmentForm(forms.Form):
    """Who is asked to review what: one cable that the asker may see, or one topic."""

    person = PersonField(
        queryset=User.objects.none(),
        to_field_name="username",
        empty_label=None,
        error_messages={"invalid_choice": "Nobody who reviews is called “%(value)s”."},
    )
    cable = forms.CharField(required=False, max_length=80, label="Cable")
    topic = forms.ModelChoiceField(
        queryset=Topic.objects.all(), to_field_name="slug", required=False, empty_label="No topic"
    )
    note = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, asker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        people: Any = self.fields["person"]
        people.queryset = reviewers()

    def clean_cable(self) -> Cable | None:
        spelling: str = self.cleaned_data["cable"].strip()
        if not spelling:
            return None
        mrn = canonical_mrn(spelling) or ""
        cable = Cable.objects.visible_to(self.asker).filter(mrn=mrn).first()
        if cable is None:
            raise forms.ValidationError("No cable “%(mrn)s” is held.", code="none", params={"mrn": spelling})
        return cable

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if "cable" in found and "topic" in found and bool(found["cable"]) == bool(found["topic"]):
            raise forms.ValidationError("Choose a cable or a topic, one of the two.", code="one")
        return found


class UnassignForm(AssignmentForm):
    """Which assignment is taken back: also that of somebody who may no longer review."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        asked = Assignment.objects.visible_to(self.asker).values("person")
        people.queryset = User.objects.filter(Q(pk__in=asked) | Q(pk__in=reviewers().values("pk")))

    @property
    def problems(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


def reviewers() -> Any:
    """Everybody who may review, by name."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm("cables.change_review", backend=backend).order_by("last_name", "username")
