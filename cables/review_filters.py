"""The address of a review queue, read into the sections it holds. What cannot be used is reported."""

from typing import ClassVar

import django_filters
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import QueryDict

from cables.models import Assignment, Cable, Review, Section, SectionText, Topic
from cables.people import name_of
from cables.reviews import LEFT, text_changed
from cables.spelling import canonical_mrn

LONGEST = 200
KNOWN = frozenset({"cable", "person", "queue", "state", "text", "country", "year", "topic", "at", "after", "last"})
Options = dict[str, str]


def assigned_to(person: User) -> Q:
    """Sections of the cables and of the topics that somebody was asked to review."""
    asked = Assignment.objects.filter(person=person.pk)
    texts = SectionText.questions.through.objects.filter(question__topic__in=asked.values("topic"))
    return Q(cable__in=asked.values("cable")) | Q(current__in=texts.values("sectiontext"))


def people_of(asker: User) -> dict[str, User]:
    """Who has an assignment that the asker may know of, by their name for signing in; and the asker."""
    assigned = Assignment.objects.visible_to(asker).values("person")
    people = User.objects.filter(pk__in=assigned, is_active=True).order_by("username")
    return {person.username: person for person in (*people, asker)}


class QueueFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """`?cable=` any cable, `?queue=all` everything, `?person=` what somebody was asked to review, else what the asker
    was. Of these `state` (without it what is left to read), `text=changed`, `country`, `year`, `topic`; repeated
    parameters mean OR."""

    state = django_filters.MultipleChoiceFilter(
        choices=Review.State.choices,
        method="no_change",
        distinct=False,
        error_messages={"invalid_choice": "There is no reading state “%(value)s”."},
    )
    text = django_filters.ChoiceFilter(
        choices=[("changed", "Changed since it was read")],
        method="no_change",
        error_messages={"invalid_choice": "The text can be “changed”, not “%(value)s”."},
    )
    country = django_filters.MultipleChoiceFilter(method="in_countries", distinct=False)
    year = django_filters.MultipleChoiceFilter(field_name="cable__report_year", distinct=False)
    topic = django_filters.MultipleChoiceFilter(method="on_topics", distinct=False)

    class Meta:
        model = Section
        fields: ClassVar[list[str]] = []

    def __init__(self, data: QueryDict, *, person: User) -> None:
        self.person = person
        self.left_out: list[str] = []
        self.people = people_of(person)
        self.cable = self._cable(data)
        self.whose = self._whose(data)
        self.countries, self.years = self._held()
        self.topics: Options = dict(Topic.objects.values_list("slug", "name"))
        offered = {"country": self.countries, "year": self.years, "topic": self.topics}
        super().__init__(self._fit(data, offered), self._scope())
        for name, options in offered.items():
            self.filters[name].extra["choices"] = list(options.items())

    def _cable(self, data: QueryDict) -> Cable | None:
        spelling = data.get("cable", "").strip()
        if not spelling:
            return None
        mrn = canonical_mrn(spelling[:LONGEST]) or ""
        cable = Cable.objects.visible_to(self.person).filter(mrn=mrn).select_related("country").first()
        if cable is None:
            self.left_out.append(f"No cable “{spelling[:LONGEST]}” is held.")
        return cable

    def _whose(self, data: QueryDict) -> User | None:
        """Whose queue it is; None for that of one cable, and of everything."""
        if self.cable is not None:
            return None
        if (queue := data.get("queue", "")) == "all":
            return None
        if queue:
            self.left_out.append(f"The queue can be “all”, not “{queue[:LONGEST]}”; this is your own.")
        name = data.get("person", "")
        if name and name not in self.people:
            self.left_out.append(f"Nobody called “{name[:LONGEST]}” was asked to review; this is your own queue.")
        return self.people.get(name, self.person)

    def _scope(self) -> QuerySet[Section]:
        sections = Section.objects.visible_to(self.person).filter(current__isnull=False)
        if self.cable is not None:
            return sections.filter(cable=self.cable)
        return sections.filter(assigned_to(self.whose)) if self.whose else sections

    def _held(self) -> tuple[Options, Options]:
        """The countries and report years there are in the queue, by their names in an address."""
        cables = Cable.objects.visible_to(self.person)
        if self.cable is not None:
            cables = cables.filter(pk=self.cable.pk)
        elif self.whose:
            cables = cables.filter(pk__in=self._scope().values("cable"))
        rows = cables.order_by("country__sort_name").values_list("country__iso2", "country__name", "report_year")
        found = list(rows.distinct())
        years = sorted({year for *_, year in found if year}, reverse=True)
        return {iso2.lower(): name for iso2, name, _ in found if iso2}, {str(year): str(year) for year in years}

    def _fit(self, data: QueryDict, offered: dict[str, Options]) -> QueryDict:
        """What was asked without what the queue has not; that is reported."""
        fit = data.copy()
        for name, options in offered.items():
            asked = list(dict.fromkeys(value.lower() for value in data.getlist(name) if value))
            unknown = [value for value in asked if value not in options]
            self.left_out += [f"The queue has no “{value[:LONGEST]}”; it was left out." for value in unknown]
            fit.setlist(name, [value for value in asked if value in options])
        self.left_out += [
            f"There is no filter called “{name[:LONGEST]}”; it was left out." for name in data if name not in KNOWN
        ]
        return fit

    @property
    def problems(self) -> list[str]:
        return [*self.left_out, *(error for errors in self.form.errors.values() for error in errors)]

    @property
    def states(self) -> tuple[str, ...]:
        """The states asked for: without any, those of what is left to read, or of what was read and then changed."""
        self.form.is_valid()
        chosen = tuple(self.form.cleaned_data.get("state") or ())
        return chosen or (tuple(Review.State.values) if self.is_changed else LEFT)

    @property
    def is_changed(self) -> bool:
        self.form.is_valid()
        return bool(self.form.cleaned_data.get("text"))

    @property
    def sections(self) -> QuerySet[Section]:
        """The queue in every state."""
        self.form.is_valid()
        sections: QuerySet[Section] = self.filter_queryset(self.queryset)
        return sections.filter(text_changed()) if self.is_changed else sections

    @property
    def title(self) -> str:
        if self.cable is not None:
            return f"Review of {self.cable.mrn}"
        if self.whose is None:
            return "Review of everything"
        return "My review queue" if self.whose == self.person else f"Review queue of {name_of(self.whose)}"

    def in_countries(self, queryset: QuerySet[Section], _name: str, slugs: list[str]) -> QuerySet[Section]:
        return queryset.filter(cable__country__iso2__in=[slug.upper() for slug in slugs]) if slugs else queryset

    def on_topics(self, queryset: QuerySet[Section], _name: str, slugs: list[str]) -> QuerySet[Section]:
        on_topics = Section.objects.filter(current__questions__topic__slug__in=slugs).values("pk")
        return queryset.filter(pk__in=on_topics) if slugs else queryset

    def no_change(self, queryset: QuerySet[Section], _name: str, _value: object) -> QuerySet[Section]:
        return queryset
