"""A review queue: sections in one order that holds while people work in it, and where in it somebody stands.

The latest report first, then by country and cable, each cable in its own order. A section keeps its place when it
leaves the queue, so that "the next after it" is the same whatever others do meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce

from cables.models import Review, Section
from cables.opening import Place
from cables.review_filters import assigned_to
from cables.reviews import LEFT, reads_states

KEY = ("falling_year", "land", "cable__mrn", "current__position", "pk")  # a total order, all rising
STATE = Coalesce("review__state", Value(Review.State.TO_DO.value))


@dataclass(frozen=True, slots=True)
class Spot:
    """A section's place in the order."""

    place: Place
    key: tuple[Any, ...]

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


def spot_of(sections: QuerySet[Section]) -> Spot | None:
    """The first of these, which are in order."""
    row = sections.values_list("chapter", "key", "current__keys", *KEY).first()
    if row is None:
        return None
    chapter, letter, printed, *key = row
    return Spot(Place(key[2], chapter, letter, tuple(printed)), tuple(key))


def find_spot(name: str, person: User) -> Spot | None:
    """The section that an address of the queue names, if there is one that this person may see."""
    mrn, _, rest = name.partition("/")
    chapter, _, key = rest.partition("/")
    if "\0" in name:
        return None
    visible = Section.objects.visible_to(person).filter(current__isnull=False)
    return spot_of(in_order(visible.filter(cable__mrn=mrn, chapter=chapter.lower(), key=key.lower())))


def beyond(key: Sequence[Any], side: str) -> Q:
    """What stands after ("gt") or before ("lt") this key."""
    found = Q(pk__in=[])
    for number, name in enumerate(KEY):
        same = dict(zip(KEY[:number], key, strict=False))
        found |= Q(**same, **{f"{name}__{side}": key[number]})
    return found


def stand(sections: QuerySet[Section], *, at: Spot | None = None, after: Spot | None = None) -> Standing:
    """Where somebody stands who asked for the section `at`, or the first `after` one, or just the first."""
    queue = in_order(sections)
    total = queue.count()
    here = at
    is_from_start = False
    if here is None and after is not None:
        here = spot_of(queue.filter(beyond(after.key, "gt")))
        is_from_start = here is None and total > 0
    here = here or spot_of(queue)
    if here is None:
        return Standing(None, None, None, 0, 0)
    before = queue.filter(beyond(here.key, "lt"))
    return Standing(
        here=here,
        previous=spot_of(before.reverse()),
        next=spot_of(queue.filter(beyond(here.key, "gt"))),
        number=before.count() + 1,
        total=total,
        is_from_start=is_from_start,
        is_outside=at is not None and not queue.filter(pk=here.key[-1]).exists(),
    )


def in_states(sections: QuerySet[Section], states: Sequence[str]) -> QuerySet[Section]:
    return sections.annotate(state=STATE).filter(state__in=states)


def counts_of(sections: QuerySet[Section]) -> dict[str, int]:
    """How many are in which state, every state named."""
    rows = sections.order_by().annotate(state=STATE).values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(Review.State.values, 0) | dict(rows)


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
