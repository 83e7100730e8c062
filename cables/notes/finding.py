"""From what is asked to the notes: which a person finds, how many, and what every filter would leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q

from cables.disclosure import Person
from cables.models import Comment
from cables.notes.facets import Fixed, Held, NoteFacet, Notes, facets_for
from cables.notes.rows import NoteRow, rows_of
from cables.notes.words import with_words
from cables.search import Facet, Option

PAGE_SIZE = 25
MOST_PAGES = 200  # a filter leads to a note sooner than the two hundredth page


@dataclass(frozen=True, slots=True)
class NoteQuery:
    """What is asked of the notes. `chosen` maps a facet's name to values: any of them, of every facet; `cable` is a
    primary key."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cable: int | None = None
    oldest_first: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Results:
    """One page of the notes that were found. `pages` is bounded: `total` may be more than they hold."""

    total: int
    rows: tuple[NoteRow, ...]
    facets: tuple[Facet, ...]
    page: int
    pages: int
    has_only_small_words: bool = False

    @property
    def is_bounded(self) -> bool:
        return self.total > MOST_PAGES * PAGE_SIZE


def notes_of(query: NoteQuery, person: Person) -> Notes:
    """The notes that match, in a total order by date."""
    notes = narrowed(query, person, with_words(query.words))
    return notes.order_by("created_at", "pk") if query.oldest_first else notes.order_by("-created_at", "-pk")


def narrowed(query: NoteQuery, person: Person, words: Q | None, *, but: str = "") -> Notes:
    """The notes under every filter `but` one. What was deleted is nobody's note any more."""
    notes = Comment.objects.visible_to(person).filter(deleted_at__isnull=True)
    if words is not None:
        notes = notes.filter(words)
    if query.cable is not None:
        notes = notes.filter(section__cable=query.cable)
    for facet in facets_for(person):
        values = query.chosen.get(facet.name)
        if values and facet.name != but:
            notes = notes.filter(facet.narrowing(values, person))
    return notes


def find(query: NoteQuery, person: Person) -> Results:
    words = with_words(query.words)
    notes = narrowed(query, person, words)
    total, counts = counted_together(notes, query, person)
    pages = min(max(1, -(-total // PAGE_SIZE)), MOST_PAGES)
    page = min(query.page, pages)
    order = ("created_at", "pk") if query.oldest_first else ("-created_at", "-pk")
    shown = notes.order_by(*order)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    facets = tuple(facet_of(facet, query, person, words, counts.get(facet.name)) for facet in facets_for(person))
    small = bool(query.words) and words is None
    return Results(total, rows_of(shown, person), facets, page, pages, small)


def counted_together(notes: Notes, query: NoteQuery, person: Person) -> tuple[int, dict[str, dict[str, int]]]:
    """How many notes there are, and the counts of all fixed facets in which nothing is chosen, in one statement."""
    facets = [facet for facet in facets_for(person) if isinstance(facet, Fixed) and not query.chosen.get(facet.name)]
    asked = {f"{facet.name}_{value}": number for facet in facets for value, number in facet.counts(person).items()}
    found = notes.order_by().aggregate(total=Count("pk"), **asked)
    counts = {
        facet.name: {value: found[f"{facet.name}_{value}"] for value in facet.options(person)} for facet in facets
    }
    return found["total"], counts


def facet_of(
    facet: NoteFacet, query: NoteQuery, person: Person, words: Q | None, counts: Mapping[str, int] | None
) -> Facet:
    """The facet with what choosing each option alone would find; `counts` where they are known."""
    chosen = query.chosen.get(facet.name, ())
    if isinstance(facet, Fixed):
        if counts is None:
            counts = narrowed(query, person, words, but=facet.name).order_by().aggregate(**facet.counts(person))
        options = [
            Option(value, label, counts[value], value in chosen) for value, (label, _) in facet.options(person).items()
        ]
    else:
        options = held_options(facet, narrowed(query, person, words, but=facet.name), person, chosen)
    return Facet(facet.name, facet.label, tuple(options))


def held_options(facet: Held, notes: Notes, person: Person, chosen: tuple[str, ...]) -> list[Option]:
    found = [Option(value, label, number, value in chosen) for value, label, number in facet.count(notes, person)]
    missing = set(chosen) - {option.value for option in found}
    if missing:  # nothing is left of them under the other filters; they can still be given up
        every = Comment.objects.visible_to(person).filter(deleted_at__isnull=True)
        found += [
            Option(value, label, 0, chosen=True)
            for value, label, _ in facet.count(every.filter(facet.narrowing(sorted(missing), person)), person)
            if value in missing
        ]
    return sorted(found, key=lambda option: sort_key(facet, option))


def sort_key(facet: Held, option: Option) -> tuple[int, str, str]:
    """Years fall; everything else stands by its count, then its name."""
    place = -int(option.value) if facet.name == "year" else -option.count
    return place, option.label.lower(), option.value
