"""The address of a list of notes, read into a NoteQuery. What cannot be used is reported by the parameter's name and
does not narrow the list."""

from typing import Any

import django_filters
from django.http import QueryDict

from cables.disclosure import Person
from cables.models import Cable, Comment
from cables.notes.facets import FACETS, Fixed, NoteFacet, facets_for
from cables.notes.finding import MOST_PAGES, NoteQuery
from cables.search.filters import LONGEST_VALUE, LONGEST_WORDS, PageFilter, ValuesFilter
from cables.spelling import canonical_mrn

NO_PAGE = dict.fromkeys(("invalid", "min_value"), "There is no such page; this is the first.") | {
    "max_value": f"Pages go up to {MOST_PAGES}; choose filters to come to older notes. This is the first."
}


class NoteFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """`?q=`, a parameter for each facet (repeated: any of them), `cable`, `order`, `page`."""

    q = django_filters.CharFilter(max_length=LONGEST_WORDS, strip=True)
    cable = django_filters.CharFilter(max_length=80, strip=True)
    order = django_filters.ChoiceFilter(
        choices=[("oldest", "oldest"), ("newest", "newest")],
        error_messages={"invalid_choice": "Notes stand newest or oldest first, not by “%(value)s”."},
    )
    page = PageFilter(min_value=1, max_value=MOST_PAGES, error_messages=NO_PAGE)

    def __init__(self, data: QueryDict, *, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(data, Comment.objects.none(), **kwargs)
        self.problems: dict[str, list[str]] = {}
        self.query = self._query()

    def _query(self) -> NoteQuery:
        self.problems = {name: list(errors) for name, errors in self.form.errors.items()}
        facets = {facet.name: facet for facet in facets_for(self.person)}
        for name in self.data:
            if name not in self.filters:
                self._tell("", f"There is no filter called “{name[:LONGEST_VALUE]}”; it was left out.")
            elif name in FACET_NAMES and name not in facets and self.data[name]:
                self._tell("", f"The filter “{name}” is for people who are signed in; it was left out.")
        read = self.form.cleaned_data
        chosen = {name: fit for name, facet in facets.items() if (fit := self._fit(facet, read.get(name) or []))}
        return NoteQuery(
            words=read.get("q") or "",
            chosen=chosen,
            cable=self._cable(read.get("cable") or ""),
            oldest_first=read.get("order") == "oldest",
            page=read.get("page") or 1,
        )

    def _fit(self, facet: NoteFacet, asked: list[str]) -> tuple[str, ...]:
        """The values that the facet knows, or that notes have which this person may see; the others are told."""
        if not asked:
            return ()
        known: set[str] | dict[str, Any]
        if isinstance(facet, Fixed):
            known = dict(facet.options(self.person))
        else:
            notes = Comment.objects.visible_to(self.person).filter(deleted_at__isnull=True)
            notes = notes.filter(facet.narrowing(asked, self.person))
            known = {value for value, _, _ in facet.count(notes, self.person)}
        for value in asked:
            if value not in known:
                self._tell(facet.name, f"No note has “{value}”; it was left out.")
        return tuple(value for value in asked if value in known)

    def _cable(self, spelling: str) -> int | None:
        """The cable of this MRN, if the person may see it."""
        if not spelling:
            return None
        visible = Cable.objects.visible_to(self.person)
        cable = visible.filter(mrn=canonical_mrn(spelling) or "").only("pk").first()
        if cable is None:
            self._tell("cable", f"No cable “{spelling}” is held; the notes on all cables are shown.")
            return None
        return cable.pk

    def _tell(self, name: str, problem: str) -> None:
        self.problems.setdefault(name, []).append(problem)


FACET_NAMES = frozenset(facet.name for facet in FACETS)
NoteFilter.base_filters |= {name: ValuesFilter() for name in FACET_NAMES}
