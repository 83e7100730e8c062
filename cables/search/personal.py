"""What people wrote beside sections, as options of facets: the notes, codes and reading states that a person may read.

Asked anew at every search, and nothing of it is held: what somebody may read no more is gone at once.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from cables.disclosure import Person
from cables.models import Coding, Comment, Review
from cables.reviews import READ

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Rows = QuerySet[Comment] | QuerySet[Coding] | QuerySet[Review]

TEXTS = ArrayAgg("section__current_id", filter=Q(section__current__isnull=False), distinct=True, default=[])
Texts = Sequence[int]  # primary keys of section texts that are current
Written = tuple[str, str, Texts]  # an option's value, its label, and what is under it

NOTES = {
    "open": "Open notes",
    "resolved": "Resolved notes",
    "mine": "Notes of mine",
    "team": "Notes for a team of mine",
}
STATES = {"in-progress": "In progress", "done": "Done", "reviewed": "Reviewed"}
TO_DO = ("to-do", "To do")  # what nobody has set a state of


def notes(person: Person) -> Iterator[Written]:
    """By the status of their threads, and by whose they are."""
    threads = Comment.objects.visible_to(person).threads().filter(deleted_at__isnull=True)
    yield from ((status, NOTES[status], texts) for status, texts in _grouped(threads, "status"))
    if person.is_authenticated:
        written = Comment.objects.visible_to(person).filter(deleted_at__isnull=True)
        yield "mine", NOTES["mine"], _texts(written.filter(author=person.pk))
        yield "team", NOTES["team"], _texts(written.filter(visibility="team"))


def codes(person: Person) -> Iterator[Written]:
    codings = Coding.objects.visible_to(person)
    fields = ("code__codebook__slug", "code__slug", "code__symbol", "code__name")
    for book, slug, symbol, name, texts in _grouped(codings, *fields):
        yield f"{book}.{slug}", f"{symbol} {name}", texts


def states(person: Person) -> Iterator[Written]:
    reviews = Review.objects.visible_to(person).filter(state__in=("in-progress", *READ))
    yield from ((state, STATES[state], texts) for state, texts in _grouped(reviews, "state"))


def _texts(rows: "Rows") -> Texts:
    """The current texts of the sections that these rows are about."""
    found: Texts = rows.order_by().aggregate(texts=TEXTS)["texts"]
    return found


def _grouped(rows: "Rows", *fields: str) -> Iterator[tuple[Any, ...]]:
    """The values of these fields with the current texts of the sections that rows with them are about."""
    return iter(rows.order_by().values(*fields).annotate(texts=TEXTS).values_list(*fields, "texts"))
