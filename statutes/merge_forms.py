"""What may be asked when two institutions are merged, as typed values."""

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from statutes.merging import problem_of
from statutes.models import Institution, InstitutionName, Standing

LONGEST = 200


def candidates(merged: Institution, words: str) -> QuerySet[Institution]:
    """Institutions into which this one may go without more words: of its country, or international; with words, those
    whose name or other name has them, of any country, its own first."""
    rows = Institution.objects.filter(merged_into__isnull=True).exclude(pk=merged.pk)
    rows = rows.exclude(standing=Standing.REJECTED).select_related("country")
    if words.strip():
        named = InstitutionName.objects.filter(institution=OuterRef("pk"), name__icontains=words.strip())
        rows = rows.filter(Q(name__icontains=words.strip()) | Exists(named))
    if merged.country_id and not words.strip():
        rows = rows.filter(country=merged.country_id)
    elsewhere = Q(country=merged.country_id) | Q(country__isnull=True) if merged.country_id else Q(country__isnull=True)
    return rows.alias(here=Exists(Institution.objects.filter(elsewhere, pk=OuterRef("pk")))).order_by(
        "-here", "name", "pk"
    )


class MergeForm(forms.Form):
    """`into`: the one to keep; `across`: they are one although of two countries; `words`: what is looked for."""

    into = forms.ModelChoiceField(
        queryset=Institution.objects.select_related("country", "merged_into", "parent"),
        required=False,
        error_messages={"invalid_choice": "There is no such institution."},
    )
    across = forms.BooleanField(required=False)
    words = forms.CharField(required=False, max_length=LONGEST)

    def __init__(self, data: QueryDict, *, merged: Institution) -> None:
        super().__init__(data)
        self.merged = merged
        self.is_valid()

    @property
    def kept(self) -> Institution | None:
        found: Institution | None = self.cleaned_data.get("into")
        return found

    @property
    def is_across(self) -> bool:
        return bool(self.cleaned_data.get("across"))

    @property
    def sought(self) -> str:
        return str(self.cleaned_data.get("words") or "")

    @property
    def problems(self) -> list[str]:
        said = [str(error) for errors in self.errors.values() for error in errors]
        if self.kept is not None:
            said += filter(None, [problem_of(self.kept, self.merged, across=self.is_across)])
        elif self.merged.merged_into is not None:
            said += [f"“{self.merged}” is already merged into “{self.merged.merged_into}”."]
        return said
