"""What notes can be filtered by. A facet says which notes each of its values stands for, and counts them.

A reply stands with its thread: it has the thread's status and passage. A new facet is one entry in FACETS.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from cables.anchoring import AnchorState
from cables.disclosure import Person
from cables.models import Coding, Comment, Notice, SectionText, Team, Visibility

Notes = QuerySet[Comment]
Counted = Iterable[tuple[str, str, int]]  # value, label, number of notes

ANCHORS = {
    AnchorState.EXACT: "Where it was",
    AnchorState.MOVED: "Moved in the text",
    AnchorState.CHANGED: "Words changed",
    AnchorState.AMBIGUOUS: "Several places fit",
    AnchorState.ORPHAN: "No longer found",
}


@dataclass(frozen=True, slots=True)
class Fixed:
    """A facet with the same options at all times: each value with its label and the notes it stands for."""

    name: str
    label: str
    options: Callable[[Person], Mapping[str, tuple[str, Q]]]
    for_members: bool = False  # says nothing to somebody who is not signed in

    def narrowing(self, values: Sequence[str], person: Person) -> Q:
        options = self.options(person)
        return any_of(options[value][1] for value in values)

    def counts(self, person: Person) -> dict[str, Any]:
        """What to aggregate, by value."""
        return {value: Count("pk", filter=notes) for value, (_, notes) in self.options(person).items()}


@dataclass(frozen=True, slots=True)
class Held:
    """A facet whose options are what the notes have that a person may see."""

    name: str
    label: str
    narrow: Callable[[Sequence[str], Person], Q]
    count: Callable[[Notes, Person], Counted]
    for_members: bool = False

    def narrowing(self, values: Sequence[str], person: Person) -> Q:
        return self.narrow(values, person)


NoteFacet = Fixed | Held


def any_of(notes: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for each in notes:
        found |= each
    return found


def whose(person: Person) -> Mapping[str, tuple[str, Q]]:
    teams = Team.objects.filter(members=person.pk)
    mates = User.objects.filter(teams__in=teams)
    return {
        "mine": ("Mine", Q(author=person.pk)),
        "team": ("My team’s", Q(team__in=teams) | Q(author__in=mates)),
    }


def mentions(person: Person) -> Mapping[str, tuple[str, Q]]:
    told = Notice.objects.filter(person=person.pk, reason=Notice.Reason.MENTION)
    return {"me": ("Mentions me", Q(pk__in=told.values("comment")))}


def statuses(_person: Person) -> Mapping[str, tuple[str, Q]]:
    return {
        status.value: (status.label, Q(root__isnull=True, status=status) | Q(root__status=status))
        for status in Comment.Status
    }


def visibilities(_person: Person) -> Mapping[str, tuple[str, Q]]:
    return {each.value: (each.label, Q(visibility=each)) for each in Visibility}


def kinds(_person: Person) -> Mapping[str, tuple[str, Q]]:
    return {"thread": ("First notes of threads", Q(root__isnull=True)), "reply": ("Replies", Q(root__isnull=False))}


def passages(_person: Person) -> Mapping[str, tuple[str, Q]]:
    return {
        "yes": ("On a passage", Q(passage__isnull=False) | Q(root__passage__isnull=False)),
        "no": ("On a whole answer", Q(passage__isnull=True, root__passage__isnull=True)),
    }


def anchors(_person: Person) -> Mapping[str, tuple[str, Q]]:
    return {
        state.value: (label, Q(passage__state=state) | Q(root__passage__state=state))
        for state, label in ANCHORS.items()
    }


def count_people(notes: Notes, _person: Person) -> Counted:
    names = ("author__username", "author__first_name", "author__last_name")
    for username, first, last, number in counted(notes, *names):
        yield username, f"{first} {last}".strip() or username, number


def count_countries(notes: Notes, _person: Person) -> Counted:
    country = "section__cable__country"
    for iso2, name, number in counted(notes, f"{country}__iso2", f"{country}__name"):
        yield iso2.lower(), name, number


def count_years(notes: Notes, _person: Person) -> Counted:
    for year, number in counted(notes, "section__cable__report_year"):
        yield str(year), str(year), number


def count_topics(notes: Notes, _person: Person) -> Counted:
    topic = "section__current__questions__topic"
    return counted(notes, f"{topic}__slug", f"{topic}__name", several=True)


def count_codes(notes: Notes, person: Person) -> Counted:
    """Codes that this person sees on the sections of the notes; those of exercises are no part of reading.

    The notes are counted by section first: joined to the codes, each would be read once for each coding beside it.
    """
    sizes = dict(counted(notes, "section"))
    codings = Coding.objects.visible_to(person).filter(exercise=None, section__in=sizes)
    names = ("code__codebook__slug", "code__slug", "code__symbol", "code__name")
    found: Counter[tuple[str, str]] = Counter()
    for codebook, slug, symbol, name, section in codings.order_by().values_list(*names, "section").distinct():
        found[f"{codebook}.{slug}", f"{symbol} {name}"] += sizes[section]
    for (value, label), number in found.items():
        yield value, label, number


def counted(notes: Notes, first: str, *others: str, several: bool = False) -> Iterable[Any]:
    """The distinct values with the number of notes that have them; without notes that have none. `several` says that
    one note can have more than one."""
    rows = notes.order_by().exclude(**{first: None}).values_list(first, *others)
    return rows.annotate(number=Count("pk", distinct=several))


def of_people(values: Sequence[str], _person: Person) -> Q:
    return Q(author__username__in=values)


def of_countries(values: Sequence[str], _person: Person) -> Q:
    return Q(section__cable__country__iso2__in=[value.upper() for value in values])


def of_years(values: Sequence[str], _person: Person) -> Q:
    years = [int(value) for value in values if len(value) == 4 and value.isascii() and value.isdigit()]
    return Q(section__cable__report_year__in=years)


def of_topics(values: Sequence[str], _person: Person) -> Q:
    return Q(section__current__in=SectionText.objects.filter(questions__topic__slug__in=values))


def of_codes(values: Sequence[str], person: Person) -> Q:
    named = (value.partition(".") for value in values)
    codes = any_of(Q(code__codebook__slug=codebook, code__slug=slug) for codebook, _, slug in named)
    return Q(section__in=Coding.objects.visible_to(person).filter(codes, exercise=None).values("section"))


FACETS: tuple[NoteFacet, ...] = (
    Fixed("whose", "Whose", whose, for_members=True),
    Fixed("mentions", "Mentions", mentions, for_members=True),
    Fixed("status", "Status", statuses),
    Fixed("visibility", "Read by", visibilities, for_members=True),
    Fixed("kind", "Kind", kinds),
    Held("person", "Author", of_people, count_people),
    Held("country", "Country", of_countries, count_countries),
    Held("year", "Report year", of_years, count_years),
    Held("topic", "Topic", of_topics, count_topics),
    Held("code", "Code on the answer", of_codes, count_codes),
    Fixed("passage", "Written about", passages),
    Fixed("anchor", "Passage today", anchors),
)


def facets_for(person: Person) -> tuple[NoteFacet, ...]:
    return tuple(facet for facet in FACETS if person.is_authenticated or not facet.for_members)
