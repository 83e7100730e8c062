"""A review queue: sections in one order that holds while people work in it, and where in it somebody stands.

The latest report first, then by country and cable, each cable in its own order. A section keeps its place when it
leaves the queue, so that "the next after it" is the same whatever others do meanwhile.

However long a queue is, the database counts it by cable in one go, and only the cables around a place are looked into.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, QuerySet, Value, Window
from django.db.models.functions import Coalesce

from cables.models import Cable, Review, Section
from cables.opening import Place
from cables.review_filters import assigned_to
from cables.reviews import LEFT, reads_states

KEY = ("falling_year", "land", "cable__mrn", "current__position", "pk")  # a total order, all rising
CABLE_KEY = 3  # so many of them order the cables
STATE = Coalesce("review__state", Value(Review.State.TO_DO.value))


@dataclass(frozen=True, slots=True)
class Spot:
    """A section's place in the order."""

    place: Place
    key: tuple[Any, ...]  # the values of KEY

    @property
    def cable(self) -> tuple[Any, ...]:
        """The place of its cable."""
        return self.key[:CABLE_KEY]

    @property
    def name(self) -> str:
        """As addresses of the queue name it: `08GUATEMALA327/prosecution/b`."""
        return "/".join(filter(None, (self.place.mrn, self.place.chapter, self.place.key)))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a queue of `total`. `here` is None in an empty one; `number` counts from 1."""

    here: Spot | None
    previous: Spot | None
    next: Spot | None
    number: int
    total: int
    is_from_start: bool = False  # what was asked for was the last, so this is the first again
    is_outside: bool = False  # `here` is not, or no longer, of those that were asked for


def in_order(sections: QuerySet[Section]) -> QuerySet[Section]:
    return sections.annotate(
        falling_year=Value(0) - Coalesce(F("cable__report_year"), Value(0)),
        land=Coalesce(F("cable__country__sort_name"), Value("~")),
    ).order_by(*KEY)


def spots_of(sections: QuerySet[Section]) -> list[Spot]:
    """These, in order."""
    rows = in_order(sections).values_list("chapter", "key", "current__keys", *KEY)
    return [Spot(Place(key[2], chapter, letter, tuple(printed)), tuple(key)) for chapter, letter, printed, *key in rows]


def find_spot(name: str, person: User) -> Spot | None:
    """The section that an address of the queue names, if there is one that this person may see."""
    mrn, _, rest = name.partition("/")
    chapter, _, key = rest.partition("/")
    if "\0" in name:
        return None
    visible = Section.objects.visible_to(person).filter(current__isnull=False)
    return next(iter(spots_of(visible.filter(cable__mrn=mrn, chapter=chapter.lower(), key=key.lower()))), None)


class Queue:
    """The sections of a queue that are in these states, and how many of all its sections are in which."""

    def __init__(self, sections: QuerySet[Section], states: Sequence[str]) -> None:
        self.sections = in_states(sections, states)
        rows: Any = sections.order_by().values_list("cable", STATE).annotate(number=Count("pk"))
        self.counts: dict[str, int] = dict.fromkeys(Review.State.values, 0)
        chosen: Counter[Any] = Counter()
        for cable, state, number in rows:
            self.counts[state] += number
            chosen[cable] += number if state in states else 0
        keys = Cable.objects.filter(pk__in=[pk for pk, number in chosen.items() if number])
        names = keys.values_list("report_year", "country__sort_name", "mrn", "pk")
        held = sorted((-(year or 0), land or "~", mrn, pk) for year, land, mrn, pk in names)
        self.cables = [key[:CABLE_KEY] for key in held]
        self.ids = [key[CABLE_KEY] for key in held]
        self.numbers = [chosen[pk] for pk in self.ids]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    def around(self, spot: Spot | None) -> list[Spot]:
        """The first sections of the queue, and those near this one: of its cable, the one before, the two after."""
        at = bisect_left(self.cables, spot.cable) if spot else 0
        near = {0, 1, *range(max(at - 1, 0), at + 3)}
        return spots_of(self.sections.filter(cable__in=[self.ids[one] for one in near if one < len(self.ids)]))

    def before(self, here: Spot, near: Sequence[Spot]) -> int:
        """How many sections stand before this one."""
        cables = sum(self.numbers[: bisect_left(self.cables, here.cable)])
        return cables + sum(spot.cable == here.cable and spot.key < here.key for spot in near)

    def stand(self, *, at: Spot | None = None, after: Spot | None = None) -> Standing:
        """Where somebody stands who asked for the section `at`, or the first `after` one, or just the first."""
        near = self.around(at or after)
        first = near[0] if near else None
        beyond = [spot for spot in near if after and spot.key > after.key]
        here = at or (beyond[0] if beyond else first)
        if here is None:
            return Standing(None, None, None, 0, 0)
        return Standing(
            here=here,
            previous=next((spot for spot in reversed(near) if spot.key < here.key), None),
            next=next((spot for spot in near if spot.key > here.key), None),
            number=self.before(here, near) + 1,
            total=self.total,
            is_from_start=at is None and after is not None and not beyond,
            is_outside=here not in near,
        )


def in_states(sections: QuerySet[Section], states: Sequence[str]) -> QuerySet[Section]:
    return sections.alias(state=STATE).filter(state__in=states)


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody who was asked to review has left to read, and the next of it."""

    number: int
    next: Place
    country: str
    year: int | None


def left_for(person: User) -> Left | None:
    """One query; None for those who were asked nothing, or have read it all."""
    if not reads_states(person):
        return None
    sections = Section.objects.visible_to(person).filter(assigned_to(person), current__isnull=False)
    queue = in_order(in_states(sections, LEFT)).annotate(number=Window(Count("pk")))
    names = ("number", "cable__mrn", "chapter", "key", "current__keys", "cable__country__name", "cable__report_year")
    row = queue.values_list(*names).first()
    if row is None:
        return None
    number, mrn, chapter, key, printed, country, year = row
    return Left(number, Place(mrn, chapter, key, tuple(printed)), country or mrn, year)
