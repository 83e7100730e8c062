"""The codes on sections and passages as pages show them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from cables.disclosure import Person, disclosed
from cables.models import Cable, Code, Coding, Exercise, Section
from cables.people import name_of as name_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

RELATED = ("code__codebook", "passage", "author", "team", "section__cable", "exercise")


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code as it stands in margins and lists: `symbol` and `colour` (a token's name: `--code-<colour>`) always
    together with `name`."""

    book: str
    slug: str
    name: str
    symbol: str
    colour: str
    url: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class ShownCoding:
    """A code on a section, or on the passage `quote` of it.

    `start` and `end` are clean offsets in the section's current text, None for a whole section and for a passage that
    is not found in it; `state` is the passage's, "" for a whole section.
    """

    key: UUID
    code: ShownCode
    author: str
    is_mine: bool
    start: int | None
    end: int | None
    section_id: int
    quote: str
    state: str
    visibility: str
    team: str
    exercise: str  # the name of the exercise it was put on in, "" outside of one

    @property
    def anchor(self) -> str:
        """Its name inside pages."""
        return f"coding-{self.key}"

    @property
    def readers(self) -> str:
        """Who reads it, in a word or two."""
        return self.team or {"private": "only me", "public": "everybody"}.get(self.visibility, "")

    @property
    def delete_url(self) -> str:
        return reverse("coding_delete", args=[self.key])


def codings_of(
    where: Cable | Section, person: Person, *, exercise: Exercise | None = None
) -> dict[int, tuple[ShownCoding, ...]]:
    """The codings of a cable, or of one section, that this person may see, by section id: one query. In the order of
    the text, those of the whole section first. Those of exercises only where one is named: they are no part of
    reading."""
    field = "section" if isinstance(where, Section) else "section__cable"
    codings = Coding.objects.visible_to(person).filter(exercise=exercise, **{field: where})
    by_section: dict[int, list[ShownCoding]] = defaultdict(list)
    for coding in shown_codings(codings, person):
        by_section[coding.section_id].append(coding)
    return {section: tuple(sorted(rows, key=_by_place)) for section, rows in by_section.items()}


def shown_codings(codings: "QuerySet[Coding]", person: Person) -> list[ShownCoding]:
    """These codings for this person, in their order: one query."""
    return [shown_coding(coding, person) for coding in codings.select_related(*RELATED)]


def shown_coding(coding: Coding, person: Person) -> ShownCoding:
    start, end = _span(coding)
    passage = coding.passage
    quote = disclosed_quote(coding, person) if passage else ""
    return ShownCoding(
        key=coding.key,
        code=shown_code(coding.code),
        author=name_of(coding.author),
        is_mine=coding.author_id == person.pk,
        start=start,
        end=end,
        section_id=coding.section_id,
        quote=quote,
        state=passage.state if passage else "",
        visibility=coding.visibility,
        team=coding.team.name if coding.team else "",
        exercise=coding.exercise.name if coding.exercise else "",
    )


def shown_code(code: Code) -> ShownCode:
    """`code` with its codebook read along."""
    return ShownCode(
        book=code.codebook.slug,
        slug=code.slug,
        name=code.name,
        symbol=code.symbol,
        colour=code.colour,
        url=code.get_absolute_url(),
        retired=code.retired,
    )


def disclosed_quote(coding: Coding, person: Person) -> str:
    return disclosed(coding.passage.exact, cable=coding.section.cable, person=person) if coding.passage else ""


def _span(coding: Coding) -> tuple[int | None, int | None]:
    passage = coding.passage
    if passage is None or passage.placed_in_id != coding.section.current_id:
        return None, None
    return passage.found_start, passage.found_end


def _by_place(coding: ShownCoding) -> tuple[bool, int, int]:
    return bool(coding.state), -1 if coding.start is None else coding.start, coding.end or 0
