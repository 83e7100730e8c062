"""What may be asked of a page in its address, as typed values."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from cables.found_page import written
from cables.models import SavedSearch
from cables.parsing.structure import SpanKind


class RevisionForm(forms.Form):
    """`?rev=2` on a section's page, and on the files of sections and cables."""

    rev = forms.IntegerField(required=False, min_value=1, max_value=32767)


class SourceForm(forms.Form):
    """`?kind=artefact&kind=marker` on the source view: the lines that hold such spans; none means every line."""

    kind = forms.MultipleChoiceField(
        required=False,
        choices=[(kind.value, kind.value.capitalize()) for kind in SpanKind],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value)s” is no kind of span."},
    )


class HistoryForm(forms.Form):
    """`?from=1&to=2` on the history: which two revisions are compared."""

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(number), f"Revision {number}") for number in numbers]
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.TypedChoiceField(
                choices=choices,
                coerce=int,
                required=False,
                empty_value=None,
                label=label,
                error_messages={"invalid_choice": "There is no revision “%(value)s”."},
            )


class SavedSearchForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    """The name under which a person keeps a search. It stands in an address, so it is one step of a path."""

    class Meta:
        model = SavedSearch
        fields: ClassVar[list[str]] = ["name"]

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if "/" in name or not name.strip("."):
            raise forms.ValidationError("A name has no slash, and more than dots.", code="unfit")
        others = SavedSearch.objects.filter(owner=self.instance.owner, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(
                "You keep another search called “%(name)s”.", params={"name": name}, code="taken"
            )
        return name


class NewSavedSearchForm(SavedSearchForm):
    """A name and the query string of the search to keep, as the search page wrote it."""

    class Meta(SavedSearchForm.Meta):
        fields: ClassVar[list[str]] = ["name", "query"]
        error_messages: ClassVar = {"query": {"max_length": "This search is too long to keep: choose fewer filters."}}

    def clean_query(self) -> str:
        return written(QueryDict(self.cleaned_data["query"])).partition("?")[2]
