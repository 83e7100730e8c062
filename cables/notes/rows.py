"""Notes as lists show them: where each stands, what it is about, what it says and who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from cables.disclosure import Person, disclosed
from cables.markdown import render
from cables.models import Access, Cable, Comment, Passage, Visibility
from cables.notes.facets import Notes
from cables.opening import Place, place_of
from cables.people import name_of

STATES = {
    "changed": "the words have changed since",
    "ambiguous": "the words stand in several places now",
    "orphan": "the words are no longer found",
}
READERS: dict[str, str] = {Visibility.PRIVATE: "only me", Visibility.PUBLIC: "everybody"}


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note, or a reply with the passage of its thread. `address` leads to it where it stands.

    `exact`, `prefix`, `suffix`, `start` and `end` are of the passage: empty and None where it is about a whole answer;
    `start` and `end` also where the passage has no place in the current text. `state` is the passage's.
    """

    key: UUID
    address: str
    place: Place
    mrn: str
    country: str
    report_year: int | None
    sample: bool
    access: str
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    state: str
    body: str
    author: str
    username: str
    is_mine: bool
    visibility: str
    team: str
    status: str
    in_reply_to: UUID | None
    created_at: datetime
    edited_at: datetime | None

    @property
    def name(self) -> str:
        """`Guatemala 2008, Prosecution B`."""
        return f"{self.country or self.mrn}{f' {self.report_year}' if self.report_year else ''}, {self.place.name}"

    @property
    def html(self) -> SafeString:
        return render(self.body)

    @property
    def readers(self) -> str:
        return self.team or READERS[self.visibility]

    @property
    def access_label(self) -> str:
        return "" if self.access == Access.PUBLIC else Access(self.access).label

    @property
    def is_resolved(self) -> bool:
        return self.status == Comment.Status.RESOLVED.value

    @property
    def state_note(self) -> str:
        """What became of the passage, where that is to be known before the note is trusted."""
        return STATES.get(self.state, "")


def with_places(notes: Notes) -> Notes:
    """The notes with everything that a row says of them, without the long texts they stand on."""
    return (
        notes.select_related(
            "author", "team", "passage", "root__passage", "section__cable__country", "section__current__section"
        )
        .defer("section__current__text", "section__cable__subject", "root__body")
        .prefetch_related("section__current__questions")
    )


def rows_of(notes: Notes, person: Person) -> tuple[NoteRow, ...]:
    return tuple(row_of(note, person) for note in with_places(notes))


def rows_streamed(notes: Notes, person: Person) -> Iterable[NoteRow]:
    """The same a few at a time, for answers of any length."""
    return (row_of(note, person) for note in with_places(notes).iterator(chunk_size=500))


def row_of(note: Comment, person: Person) -> NoteRow:
    cable = note.section.cable
    root = note.root or note
    exact, prefix, suffix = quoted(root.passage, cable, person)
    return NoteRow(
        key=note.key,
        address=note.get_absolute_url(),
        place=place_in(note),
        mrn=cable.mrn,
        country=cable.country.name if cable.country else "",
        report_year=cable.report_year,
        sample=cable.sample,
        access=cable.access,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        start=root.passage.found_start if root.passage else None,
        end=root.passage.found_end if root.passage else None,
        state=root.passage.state if root.passage else "",
        body=note.body,
        author=name_of(note.author),
        username=note.author.username,
        is_mine=note.author_id == person.pk,
        visibility=note.visibility,
        team=note.team.name if note.team else "",
        status=root.status,
        in_reply_to=note.root.key if note.root else None,
        created_at=note.created_at,
        edited_at=note.edited_at,
    )


def place_in(note: Comment) -> Place:
    """Where the note stands in the current text; a section that is no more has its chapter and key alone."""
    section = note.section
    if section.current is None:
        return Place(section.cable.mrn, section.chapter, section.key)
    return place_of(section.current, section.cable.mrn, section.current.questions.all())


def quoted(passage: Passage | None, cable: Cable, person: Person) -> tuple[str, str, str]:
    """The passage's words and what stood beside them, as this person may read them."""
    if passage is None:
        return "", "", ""
    exact, prefix, suffix = (
        disclosed(words, cable=cable, person=person) for words in (passage.exact, passage.prefix, passage.suffix)
    )
    return exact, prefix, suffix
