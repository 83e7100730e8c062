"""What search reads of the archive: facts of cables and sections, fetched from the database in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from cables.chapters import Chapter
from cables.models import Country, Post, Question, Tag, Topic
from cables.parsing.structure import AnswerStatus

Ints = NDArray[np.int64]

CHAPTERS = list(Chapter.values)
STATUSES = [status.value for status in AnswerStatus]

CABLES = """
    SELECT cable.id, mrn, serial, access, country_id, report_year, post_id, sample, classification, captions, dtg,
        imported_at, ARRAY(SELECT tag_id FROM cables_cabletag held WHERE held.cable_id = cable.id ORDER BY position)
    FROM cables_cable cable WHERE current_id IS NOT NULL{only}"""

# One value a column: four bytes a row, in one order. Fetching a row at a time takes ten times as long.
SECTIONS = """
    SELECT string_agg(int4send(id), ''::bytea), string_agg(int4send(cable), ''::bytea),
        string_agg(int4send(chapter), ''::bytea), string_agg(int4send(status), ''::bytea),
        string_agg(int4send(law), ''::bytea)
    FROM (
        SELECT kept.id::integer AS id, section.cable_id::integer AS cable,
            coalesce(array_position(%(chapters)s::text[], section.chapter::text), 0) AS chapter,
            coalesce(array_position(%(statuses)s::text[], kept.status::text), 0) AS status,
            EXISTS (
                SELECT FROM cables_paragraph law
                WHERE law.section_text_id = kept.id AND law.kind IN ('law', 'law-heading', 'law-item')
            )::integer AS law
        FROM cables_section section JOIN cables_sectiontext kept ON kept.id = section.current_id
        WHERE true{only}
        ORDER BY section.cable_id, kept.position, kept.id
    ) AS sections"""

ANSWERS = """
    SELECT string_agg(int4send(id), ''::bytea), string_agg(int4send(question), ''::bytea)
    FROM (
        SELECT answered.sectiontext_id::integer AS id, answered.question_id::integer AS question
        FROM cables_sectiontext_questions answered
        JOIN cables_section section ON section.current_id = answered.sectiontext_id
        WHERE true{only}
        ORDER BY 1, 2
    ) AS answers"""


class CableFacts(NamedTuple):
    """What facets, orders and lists need of one cable."""

    id: int
    mrn: str
    serial: int
    access: str
    country: int | None
    report_year: int | None
    post: int | None
    sample: bool
    classification: str
    captions: Sequence[str]
    dtg: datetime | None
    imported_at: datetime
    tags: Sequence[int]


class SectionFacts(NamedTuple):
    """What facets need of a section. Sections share them: an archive has a few thousand different ones."""

    chapter: str
    status: str
    has_law: bool
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The names behind the facts, by primary key."""

    countries: dict[int, tuple[str, str, str, str]]  # slug, name, name to sort by, bureau
    posts: dict[int, tuple[str, str]]  # name in MRNs, name
    tags: dict[int, tuple[str, str]]  # code, name
    questions: dict[int, tuple[int | None, str]]  # topic, subject
    topics: dict[int, tuple[str, str]]  # slug, name


@dataclass(frozen=True, slots=True)
class Rows:
    """Sections, a number a column for each, all columns of one length, in the order of cable and position."""

    texts: Ints
    cables: Ints
    facts: list[SectionFacts]  # the different ones
    kinds: Ints  # for each section its index in `facts`


def fetch_reference() -> Reference:
    countries = Country.objects.values_list("pk", "iso2", "name", "sort_name", "bureau")
    questions = Question.objects.order_by("pk").values_list("pk", "topic_id", "subject")
    return Reference(
        countries={pk: (iso2.lower(), name, sort_name, bureau) for pk, iso2, name, sort_name, bureau in countries},
        posts={pk: (short, name) for pk, short, name in Post.objects.values_list("pk", "mrn_name", "name")},
        tags={pk: (code, name) for pk, code, name in Tag.objects.values_list("pk", "code", "name")},
        questions={pk: (topic, subject) for pk, topic, subject in questions},
        topics={pk: (slug, name) for pk, slug, name in Topic.objects.values_list("pk", "slug", "name")},
    )


def fetch_cables(only: Iterable[int] | None) -> list[CableFacts]:
    """The cables that have a text: these (primary keys), or all."""
    with connection.cursor() as cursor:
        statement = CABLES.format(only="" if only is None else " AND cable.id = ANY(%(only)s)")
        cursor.execute(statement, {"only": list(only or ())})
        return [CableFacts(*row) for row in cursor.fetchall()]


def fetch_rows(only: Iterable[int] | None) -> Rows:
    """The current sections of these cables, or of all."""
    narrowed = "" if only is None else " AND section.cable_id = ANY(%(only)s)"
    parameters: dict[str, Any] = {"only": list(only or ()), "chapters": CHAPTERS, "statuses": STATUSES}
    with connection.cursor() as cursor:
        cursor.execute(SECTIONS.format(only=narrowed), parameters)
        texts, cables, chapters, statuses, laws = map(integers, cursor.fetchone())
        cursor.execute(ANSWERS.format(only=narrowed), parameters)
        answered, questions = map(integers, cursor.fetchone())
    sets, facts_of_set = _sets(texts, answered, questions)
    keys = ((sets * 64 + chapters) * 64 + statuses) * 2 + laws
    different, kinds = np.unique(keys, return_inverse=True)
    facts = [_facts(int(key), facts_of_set) for key in different]
    return Rows(texts, cables, facts, kinds.astype(np.int64))


def _sets(texts: Ints, answered: Ints, questions: Ints) -> tuple[Ints, list[tuple[int, ...]]]:
    """For each text the number of the set of questions that it answers, and the sets. Most texts answer one."""
    known: dict[tuple[int, ...], int] = {(): 0}
    sets = np.zeros(len(texts), dtype=np.int64)
    if len(answered) == 0 or len(texts) == 0:
        return sets, [()]
    order = np.argsort(texts, kind="stable")
    present, starts, numbers = np.unique(answered, return_index=True, return_counts=True)
    at = order[np.searchsorted(texts, present, sorter=order).clip(max=len(texts) - 1)]
    set_of = np.zeros(len(present), dtype=np.int64)
    singles = numbers == 1
    for question in np.unique(questions[starts[singles]]).tolist():
        known[(question,)] = len(known)
    table = np.zeros(int(questions.max()) + 1, dtype=np.int64)
    for key, number in known.items():
        if key:
            table[key[0]] = number
    set_of[singles] = table[questions[starts[singles]]]
    for index in np.flatnonzero(~singles).tolist():
        start = int(starts[index])
        several = tuple(questions[start : start + int(numbers[index])].tolist())
        set_of[index] = known.setdefault(several, len(known))
    sets[at] = set_of
    return sets, list(known)


def _facts(key: int, sets: list[tuple[int, ...]]) -> SectionFacts:
    key, law = divmod(key, 2)
    key, status = divmod(key, 64)
    number, chapter = divmod(key, 64)
    return SectionFacts(
        CHAPTERS[chapter - 1] if chapter else "other", STATUSES[status - 1] if status else "", bool(law), sets[number]
    )


def integers(value: bytes | memoryview | None) -> Ints:
    """The numbers of a value that `int4send` made."""
    return np.frombuffer(value or b"", dtype=">i4").astype(np.int64)
