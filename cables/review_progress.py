"""How far the reading is, by cable, person and country: counted by the database, and only of what the asker may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cables.models import Assignment, Cable, Country, Review, Section
from cables.people import name_of

State = Review.State
COUNTED = {state: state.value.replace("-", "_") for state in (State.REVIEWED, State.DONE, State.IN_PROGRESS)}
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """How many sections of a whole are in which state, as words and as lengths of a bar 100 wide."""

    name: str
    query: str  # of the queue that holds them
    total: int
    reviewed: int
    done: int
    in_progress: int
    note: str = ""  # the MRN of a cable
    url: str = ""

    @property
    def to_do(self) -> int:
        return self.total - self.reviewed - self.done - self.in_progress

    @property
    def parts(self) -> Iterator[tuple[str, float, float]]:
        """State, left end and length of each part that is not empty; what is to do is left blank."""
        left = 0.0
        for state in COUNTED:
            length = round(WIDTH * self.number(state) / self.total, 2) if self.total else 0.0
            if length:
                yield state.value, round(left, 2), length
            left += length

    def number(self, state: Review.State) -> int:
        return int(getattr(self, COUNTED[state]))

    @property
    def words(self) -> str:
        """`12 of 40 reviewed, 3 done, 1 in progress, 24 to do`."""
        rest = {"done": self.done, "in progress": self.in_progress, "to do": self.to_do}
        told = [f"{number:,} {state}" for state, number in rest.items() if number]
        return ", ".join([f"{self.reviewed:,} of {self.total:,} reviewed", *told])


def tallies(lookup: str = "", **others: Any) -> dict[str, Count]:
    """The counts of a bar over sections at the end of `lookup`. Each section is counted once."""
    section = f"{lookup}__pk" if lookup else "pk"
    state = f"{lookup}__review__state" if lookup else "review__state"
    by_state = {name: Count(section, filter=Q(**{state: value}), **others) for value, name in COUNTED.items()}
    return {"total": Count(section, **others)} | by_state


def current_sections(person: User) -> QuerySet[Section]:
    return Section.objects.visible_to(person).filter(current__isnull=False).order_by()


def whole_of(bars: Sequence[Bar]) -> Bar:
    """All countries together."""
    sums = [sum(getattr(bar, name) for bar in bars) for name in ("total", *COUNTED.values())]
    return Bar("All that you may read", "queue=all", *sums)


def by_country(person: User) -> list[Bar]:
    """One query; what has no country comes last."""
    names = ("cable__country__sort_name", "cable__country__iso2", "cable__country__name")
    rows = current_sections(person).values(*names).annotate(**tallies()).order_by("cable__country__sort_name")
    return [
        _bar(row, row[names[2]] or "No country", f"queue=all&country={row[names[1]].lower()}" if row[names[1]] else "")
        for row in rows
    ]


def by_person(person: User) -> list[Bar]:
    """Everybody who was asked to review something that the asker may know of. Two queries: sections of their cables,
    and those of their topics that are in none of their cables."""
    counted: dict[int, dict[str, int]] = {}
    of_cables = current_sections(person).values("cable__assignments__person")
    of_cables = of_cables.filter(cable__assignments__isnull=False).annotate(**tallies())
    _add(counted, of_cables, "cable__assignments__person")
    asked = "current__questions__topic__assignments__person"
    theirs = Assignment.objects.filter(cable=OuterRef("cable"), person=OuterRef(asked))
    of_topics = current_sections(person).filter(Q(**{f"{asked}__isnull": False}) & ~Exists(theirs)).values(asked)
    _add(counted, of_topics.annotate(**tallies(distinct=True)), asked)
    people = User.objects.filter(pk__in=counted, is_active=True).order_by("last_name", "username")
    return [_bar(counted[one.pk], name_of(one), f"person={one.username}") for one in people]


def _add(counted: dict[int, dict[str, int]], rows: Any, name: str) -> None:
    for row in rows:
        sums = counted.setdefault(row[name], dict.fromkeys(("total", *COUNTED.values()), 0))
        for key in sums:
            sums[key] += row[key]


def by_cable(cables: Sequence[Cable]) -> list[Bar]:
    """Those of a page of visible cables, in its order; one query."""
    sections = Section.objects.filter(cable__in=cables, current__isnull=False).order_by()
    rows = {row["cable"]: row for row in sections.values("cable").annotate(**tallies())}
    empty = dict.fromkeys(("total", *COUNTED.values()), 0)
    return [
        _bar(rows.get(one.pk, empty), _title(one), f"cable={one.mrn}", note=one.mrn, url=one.get_absolute_url())
        for one in cables
    ]


def _title(cable: Cable) -> str:
    country: Country | None = cable.country
    return " ".join(filter(None, (country.name if country else "No country", str(cable.report_year or ""))))


def _bar(row: Mapping[str, Any], name: str, query: str, *, note: str = "", url: str = "") -> Bar:
    reviewed, done, in_progress = (row[each] for each in COUNTED.values())
    return Bar(name, query, row["total"], reviewed, done, in_progress, note, url)
