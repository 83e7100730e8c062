"""Opens a cable, or one section of it, for reading: the rows of the archive as the values that pages show.

What a cable's text says passes `disclosed` here, on its way from the database to a page; its head does in `heading`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from django.urls import reverse

from cables.beside import Beside
from cables.chapters import Chapter
from cables.disclosure import Person, disclosed, disclosed_lines
from cables.identities import UNLETTERED
from cables.layers import Names
from cables.models import Cable, Paragraph, Question, Review, Revision, Section, SectionText
from cables.parsing.structure import AnswerStatus, ParagraphKind
from cables.querysets import sees_warnings
from cables.reading import Block, ParagraphRow, Repair, SourceText, blocks_of, spans_from_rows

STATUS_NOTES = {
    AnswerStatus.NO_INFORMATION: "No information: the post says that it does not know.",
    AnswerStatus.NOT_APPLICABLE: "Not applicable, says the post.",
    AnswerStatus.MISSING: "No answer: the letter stands there with nothing after it.",
}
ROW_FIELDS = ("kind", "number", "portion", "label", "start", "end", "clean_start", "clean_end")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section stands: enough to name it and to lead to it."""

    mrn: str
    chapter: str
    key: str
    letters: tuple[str, ...] = ()
    subject: str = ""

    @property
    def anchor(self) -> str:
        return "-".join(filter(None, (self.chapter, self.key.replace(".", "-"))))

    @property
    def chapter_title(self) -> str:
        return Chapter(self.chapter).label

    @property
    def short_chapter(self) -> str:
        """`Prosecution`: the chapter in one word, for names of sections."""
        return self.chapter_title if self.chapter == Chapter.INTRO else self.chapter.replace("-", " ").capitalize()

    @property
    def is_unlettered(self) -> bool:
        return self.key.partition(".")[0] in ("", UNLETTERED)

    @property
    def mark(self) -> str:
        """`B`, `B, C`, or `B (2)` for the second answer under one letter; "" for unlettered text."""
        if self.is_unlettered:
            return ""
        letters = ", ".join(self.letters) or self.key.split(".")[0].upper()
        again = self.key.partition(".")[2]
        return f"{letters} ({again})" if again else letters

    @property
    def name(self) -> str:
        """`Prosecution B`, as a person would say it."""
        if self.key and self.is_unlettered:
            return f"{self.short_chapter}, {self.untitled.lower()}"
        return f"{self.short_chapter} {self.mark}".strip()

    @property
    def untitled(self) -> str:
        """What to call it where no question names its subject: nothing beside a letter, `Paragraph 1` for a number."""
        if self.key[:1].isdigit():
            return f"Paragraph {self.mark}"
        if self.key and self.is_unlettered:
            again = self.key.partition(".")[2]
            return "Further text" if again == "2" else f"Further text ({again})"
        return "" if self.key else self.chapter_title

    @property
    def rail_label(self) -> str:
        """Its letter, or what stands for one in a list of letters."""
        return self.mark or (self.untitled if self.key else "Opening")

    @property
    def hangs(self) -> bool:
        """Its letter is short enough for the margin, and says more than the title does."""
        return 0 < len(self.mark) <= 2 and not self.key[:1].isdigit()

    @property
    def path(self) -> str:
        if not self.key:
            return reverse("cables:chapter", args=[self.mrn, self.chapter])
        return reverse("cables:section", args=[self.mrn, self.chapter, self.key])

    @property
    def stem(self) -> str:
        """The address without what tells the format: `stem` + ".json"."""
        return self.path.rstrip("/")


@dataclass(frozen=True, slots=True)
class Answer:
    """One section as a revision has it: `section_id` is the section's, `text_id` that of its text in this revision."""

    place: Place
    heading: str
    status: AnswerStatus
    text: str
    blocks: tuple[Block, ...]
    questions: tuple[Question, ...] = ()
    section_id: int = 0
    text_id: int = 0
    beside: Beside = field(default_factory=Beside)
    names: Names = field(default_factory=Names)
    review: Review | None = None

    @property
    def quoted_question(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind == ParagraphKind.QUESTION)

    @property
    def body(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind != ParagraphKind.QUESTION)

    @property
    def is_repaired(self) -> bool:
        return any(isinstance(piece, Repair) for block in self.blocks for piece in block.pieces)

    @property
    def status_note(self) -> str:
        return STATUS_NOTES.get(self.status, "")


@dataclass(slots=True)
class OpenChapter:
    """A run of answers in one chapter. `anchor` is the heading's: `chapter-intro`, and `chapter-intro-2` where the
    cable comes back to a chapter. `name` is the chapter's own, `intro`: with the first run of a chapter that has
    no text of this name, for links that lead there."""

    chapter: str
    anchor: str
    name: str
    answers: list[Answer]
    unanswered: list[Question] = field(default_factory=list)

    @property
    def title(self) -> str:
        return Chapter(self.chapter).label

    @property
    def whole(self) -> Answer | None:
        """Its one answer, where that is the chapter's text without a letter: the chapter's title names it."""
        return self.answers[0] if len(self.answers) == 1 and not self.answers[0].place.key else None


def text_rows(revision: Revision) -> QuerySet[Any]:
    """The section texts of a revision in their order, each with the ids of the questions it answers."""
    ids = ArrayAgg("questions", filter=Q(questions__isnull=False), order_by="questions__position", default=[])
    return (
        SectionText.objects.filter(revision=revision)
        .select_related("section")
        .annotate(question_ids=ids)
        .order_by("position")
    )


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """What the parser stumbled over. `line` counts from 1 in the source, 0 where it is about the whole."""

    line: int
    message: str


def warnings_of(revision: Revision, cable: Cable, person: Person) -> tuple[ShownWarning, ...]:
    """The parser's warnings, which quote the text; none for those who could do nothing about them."""
    if not sees_warnings(person):
        return ()
    show = partial(disclosed, cable=cable, person=person)
    return tuple(ShownWarning(warning["line"], show(warning["message"])) for warning in revision.warnings)


def captions_of(cable: Cable, person: Person) -> tuple[str, ...]:
    return disclosed_lines(cable.captions, cable=cable, person=person)


def source_of(revision: Revision, cable: Cable, person: Person) -> SourceText:
    return SourceText(
        text=disclosed(revision.source.text, cable=cable, person=person), spans=spans_from_rows(revision.spans)
    )


def questions_of(cable: Cable) -> dict[int, Question]:
    """The questions of the cable's questionnaire in their order; none where it is not known."""
    if cable.questionnaire_id is None:
        return {}
    return {question.pk: question for question in Question.objects.filter(questionnaire=cable.questionnaire_id)}


def place_of(text: SectionText, mrn: str, questions: Iterable[Question] = ()) -> Place:
    section = text.section
    subjects = dict.fromkeys(question.subject for question in questions if question.subject)
    return Place(mrn, section.chapter, section.key, tuple(text.keys), joined(list(subjects)))


def joined(subjects: Sequence[str]) -> str:
    """Several subjects as one title: `Training; extradition; NGOs`."""
    following = (word[:1].lower() + word[1:] if word[1:2].islower() else word for word in subjects[1:])
    return "; ".join([*subjects[:1], *following])


def answer_from(
    text: SectionText,
    *,
    cable: Cable,
    person: Person,
    paragraphs: Sequence[ParagraphRow],
    source: SourceText | None,
    questions: Sequence[Question],
) -> Answer:
    show = partial(disclosed, cable=cable, person=person)
    place = place_of(text, cable.mrn, questions)
    words = show(text.text)
    rows = paragraphs or [ParagraphRow("prose", "", "", "", text.start, text.end, 0, len(words))]
    return Answer(
        place=place,
        heading=show(text.heading),
        status=AnswerStatus(text.status),
        text=words,
        blocks=tuple(blocks_of(words, rows, source, place.anchor)),
        questions=tuple(questions),
        section_id=text.section_id,
        text_id=text.pk,
    )


def open_answers(
    cable: Cable, revision: Revision, person: Person, *, questions: Mapping[int, Question], repairs: bool = True
) -> list[Answer]:
    """All answers of a revision in the order of the text. `repairs` says whether the source is read for its marks."""
    rows: dict[int, list[ParagraphRow]] = defaultdict(list)
    paragraphs = Paragraph.objects.filter(section_text__revision=revision).order_by("section_text_id", "position")
    for text_id, *values in paragraphs.values_list("section_text_id", *ROW_FIELDS):
        rows[text_id].append(ParagraphRow(*values))
    source = source_of(revision, cable, person) if repairs else None
    return [
        answer_from(
            text,
            cable=cable,
            person=person,
            paragraphs=rows[text.pk],
            source=source,
            questions=[questions[pk] for pk in text.question_ids if pk in questions],
        )
        for text in text_rows(revision)
    ]


def chapters_of(answers: Sequence[Answer], asked: Iterable[Question], *, whole: bool) -> list[OpenChapter]:
    """The answers by chapter. Where the cable holds the `whole` input, each chapter says what it leaves unanswered."""
    chapters: list[OpenChapter] = []
    taken = {answer.place.anchor for answer in answers}
    for chapter, run in groupby(answers, key=lambda answer: answer.place.chapter):
        times = sum(earlier.chapter == chapter for earlier in chapters) + 1
        anchor = f"chapter-{chapter}" if times == 1 else f"chapter-{chapter}-{times}"
        name = chapter if times == 1 and chapter not in taken else ""
        chapters.append(OpenChapter(chapter, anchor, name, list(run)))
    if not whole:
        return chapters
    answered = {question.pk for answer in answers for question in answer.questions}
    last = {chapter.chapter: chapter for chapter in chapters}
    for question in asked:
        if question.key and question.pk not in answered and question.chapter in last:
            last[question.chapter].unanswered.append(question)
    return chapters


@dataclass(frozen=True, slots=True)
class OpenSection:
    """One section at one revision, with what stands before and after it in the current text."""

    section: Section
    answer: Answer
    revision: Revision
    current: Revision
    previous: Place | None
    next: Place | None
    gone: bool  # the current revision has no such section any more

    @property
    def is_current(self) -> bool:
        return self.revision.pk == self.current.pk


def open_section(section: Section, cable: Cable, person: Person, *, number: int | None = None) -> OpenSection | None:
    """The section as the current revision has it, or as revision `number` had it; where the current one has it no
    more, its last text. None where that revision never had the section."""
    texts = section.texts.select_related("section", "revision__source").prefetch_related("questions")
    if number is not None:
        text = texts.filter(revision__number=number).first()
    else:
        text = texts.order_by("-revision__number").first()
    if text is None or cable.current is None:
        return None
    revision = text.revision
    paragraphs = text.paragraphs.values_list(*ROW_FIELDS)
    answer = answer_from(
        text,
        cable=cable,
        person=person,
        paragraphs=[ParagraphRow(*values) for values in paragraphs],
        source=source_of(revision, cable, person),
        questions=list(text.questions.all()),
    )
    places = [place_of(row, cable.mrn, row.questions.all()) for row in neighbours(cable.current)]
    before, after = around(places, answer.place)
    return OpenSection(section, answer, revision, cable.current, before, after, gone=section.current_id is None)


def neighbours(revision: Revision) -> QuerySet[SectionText]:
    texts = SectionText.objects.filter(revision=revision).select_related("section").prefetch_related("questions")
    return texts.only("keys", "position", "section__chapter", "section__key").order_by("position")


def around(places: Sequence[Place], here: Place) -> tuple[Place | None, Place | None]:
    """The places before and after this one; (None, None) where it is not among them."""
    for index, place in enumerate(places):
        if (place.chapter, place.key) == (here.chapter, here.key):
            before = places[index - 1] if index else None
            after = places[index + 1] if index + 1 < len(places) else None
            return before, after
    return None, None
