"""Reads the reference files of cables/data into rows. Pure: no database, no Django.

Whatever is wrong with a file is a `ReferenceFileError` that names the file and the line (of a JSON file: the place).
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
COUNTRIES = DATA / "countries.csv"
POSTS = DATA / "posts.csv"
TAGS = DATA / "tags.csv"
QUESTIONNAIRES = DATA / "questionnaires.json"

BUREAUS = frozenset({"AF", "EAP", "EUR", "IO", "NEA", "SCA", "WHA"})
TAG_KINDS = frozenset({"subject", "programme", "organisation"})
COUNTRY_COLUMNS = ("iso2", "iso3", "tags", "name", "sort_name", "bureau", "note")
POST_COLUMNS = ("mrn_name", "name", "kind", "country", "routing", "other_names")
TAG_COLUMNS = ("code", "name", "kind")
QUESTION_COLUMNS = ("key", "topic", "subject", "summary", "certainty", "note")


class ReferenceFileError(ValueError):
    """A reference file that cannot be used; says where and why."""

    def __init__(self, path: Path, place: int | str, reason: str) -> None:
        where = f"line {place}" if isinstance(place, int) else place
        super().__init__(f"{path.name}, {where}: {reason}")


@dataclass(frozen=True, slots=True)
class CountryRow:
    iso2: str
    iso3: str
    tags_codes: tuple[str, ...]
    name: str
    sort_name: str
    bureau: str
    note: str


@dataclass(frozen=True, slots=True)
class PostRow:
    mrn_name: str
    name: str
    kind: str
    country: str  # ISO alpha-2
    routing: str  # "" where no source confirmed one
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagRow:
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    chapter: str
    key: str
    position: int
    para: str
    heading: str
    subject: str
    summary: str
    certainty: str
    note: str
    topic: str


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    report_year: int
    ref: str
    ref_note: str
    numbering: str
    completeness: str
    provenance: str
    questions: tuple[QuestionRow, ...]


def squeeze(name: str) -> str:
    """A post's name as an MRN writes it: `PORT-AU-PRINCE` -> `PORTAUPRINCE`."""
    return re.sub(r"[^A-Z]", "", name.upper())


class _Checker:
    """Raises with the line at hand; remembers what may occur only once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.line = 1
        self.seen: dict[tuple[str, str], int] = {}

    def need(self, holds: bool, reason: str) -> None:
        if not holds:
            raise ReferenceFileError(self.path, self.line, reason)

    def match(self, pattern: str, value: str, what: str) -> None:
        self.need(re.fullmatch(pattern, value) is not None, f"{value!r} is not {what}")

    def once(self, what: str, value: str) -> None:
        first = self.seen.setdefault((what, value), self.line)
        self.need(first == self.line, f"{what} {value!r} stands already on line {first}")


def _rows(path: Path, columns: tuple[str, ...], check: _Checker) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            check.need(tuple(next(reader, ())) == columns, f"the columns must be {', '.join(columns)}")
            for row in reader:
                check.line = reader.line_num
                check.need(len(row) == len(columns), f"{len(row)} fields instead of {len(columns)}")
                for value in row:
                    check.need(value == value.strip(), f"{value!r} has blanks around it")
                yield dict(zip(columns, row, strict=True))
        except (csv.Error, UnicodeDecodeError) as error:
            raise ReferenceFileError(path, reader.line_num, str(error)) from error


def read_countries(path: Path = COUNTRIES) -> list[CountryRow]:
    """Countries and territories; `tags` holds the Department's codes (5 FAH-3), separated by blanks."""
    check = _Checker(path)
    found = []
    for row in _rows(path, COUNTRY_COLUMNS, check):
        check.match(r"[A-Z]{2}", row["iso2"], "an ISO alpha-2 code")
        check.match(r"[A-Z]{3}", row["iso3"], "an ISO alpha-3 code")
        check.need(row["bureau"] in BUREAUS, f"{row['bureau']!r} is not a regional bureau")
        check.match(r".{1,80}", row["name"], "a name of at most 80 characters")
        check.need(row["sort_name"].isascii() and bool(row["sort_name"]), "the sort name must be plain ASCII")
        codes = tuple(row["tags"].split())
        for code in codes:
            check.match(r"[A-Z]{2}", code, "a two-letter TAGS code")
            check.once("TAGS code", code)
        for column in ("iso2", "iso3", "name"):
            check.once(column, row[column])
        row.pop("tags")
        found.append(CountryRow(tags_codes=codes, **row))
    return found


def read_posts(path: Path = POSTS, countries: frozenset[str] | None = None) -> list[PostRow]:
    """Posts; `countries` are the ISO codes a post may name (those of countries.csv unless given)."""
    known = countries if countries is not None else frozenset(row.iso2 for row in read_countries())
    check = _Checker(path)
    found = []
    for row in _rows(path, POST_COLUMNS, check):
        check.match(r"[A-Z]{1,40}", row["mrn_name"], "a name as in an MRN: capital letters only")
        check.match(r".{1,80}", row["name"], "a name of at most 80 characters")
        check.match(r"[a-z ]{1,30}", row["kind"], "a kind of post")
        check.need(row["country"] in known, f"{row['country']!r} is not a country of countries.csv")
        check.match(r"(R[HU][A-Z]{3,5})?", row["routing"], "a routing indicator")
        others = tuple(row["other_names"].split("|")) if row["other_names"] else ()
        for name in others:
            check.match(r".{1,80}", name, "a name of at most 80 characters")
        for name in {row["mrn_name"], *map(squeeze, others)}:
            check.once("name of a post", name)
        if row["routing"]:
            check.once("routing indicator", row["routing"])
        found.append(PostRow(**{**row, "other_names": others}))  # type: ignore[arg-type]
    return found


def read_tags(path: Path = TAGS) -> list[TagRow]:
    """Subject, programme and organisation TAGS; those of countries are in countries.csv."""
    check = _Checker(path)
    found = []
    for row in _rows(path, TAG_COLUMNS, check):
        check.match(r"[A-Z0-9-]{2,8}", row["code"], "a TAGS code")
        check.match(r".{1,120}", row["name"], "a name of at most 120 characters")
        check.need(row["kind"] in TAG_KINDS, f"{row['kind']!r} is not one of {', '.join(sorted(TAG_KINDS))}")
        check.once("TAGS code", row["code"])
        found.append(TagRow(**row))
    return found


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ReferenceFileError(path, error.lineno, error.msg) from error
    if not isinstance(document, dict) or not {"topics", "questionnaires"} <= document.keys():
        raise ReferenceFileError(path, 1, "topics and questionnaires are needed")
    return document


def read_topics(path: Path = QUESTIONNAIRES) -> list[TopicRow]:
    found = []
    for slug, topic in _document(path)["topics"].items():
        if re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) is None:
            raise ReferenceFileError(path, f"topic {slug}", "a slug has small letters and hyphens")
        found.append(TopicRow(slug=slug, name=topic["name"], description=topic["description"]))
    return found


def read_questionnaires(path: Path = QUESTIONNAIRES) -> list[QuestionnaireRow]:
    """The questionnaires in the order of their years, each with its questions in order."""
    topics = {topic.slug for topic in read_topics(path)}
    found = []
    for year, entry in sorted(_document(path)["questionnaires"].items()):
        try:
            found.append(_questionnaire(path, int(year), entry, topics))
        except KeyError as error:
            raise ReferenceFileError(path, f"questionnaire {year}", f"{error.args[0]} is missing") from error
    return found


def _questionnaire(path: Path, year: int, entry: dict[str, Any], topics: set[str]) -> QuestionnaireRow:
    questions: list[QuestionRow] = []
    for chapter in entry["chapters"]:
        for question in chapter["questions"]:
            place = f"questionnaire {year}, {chapter['chapter']} {question.get('key', '')}".rstrip()
            questions.append(_question(path, place, len(questions) + 1, chapter, question))
            if question["topic"] not in topics:
                raise ReferenceFileError(path, place, f"{question['topic']!r} is not a topic")
            if sum((q.chapter, q.key) == (chapter["chapter"], question["key"]) for q in questions) > 1:
                raise ReferenceFileError(path, place, "this key stands twice in its chapter")
    return QuestionnaireRow(
        report_year=year,
        ref=entry["ref"],
        ref_note=entry["ref_note"],
        numbering=entry["numbering"],
        completeness=entry["completeness"],
        provenance="\n".join([entry["provenance"], *_chapter_remarks(entry["chapters"])]),
        questions=tuple(questions),
    )


def _question(path: Path, place: str, position: int, chapter: dict[str, Any], question: dict[str, str]) -> QuestionRow:
    if set(question) != set(QUESTION_COLUMNS):
        raise ReferenceFileError(path, place, f"a question has exactly {', '.join(QUESTION_COLUMNS)}")
    if not 0 < len(question["subject"]) <= 60:
        raise ReferenceFileError(path, place, "a subject has 1 to 60 characters")
    return QuestionRow(
        chapter=chapter["chapter"], position=position, para=chapter["para"], heading=chapter["heading"], **question
    )


def _chapter_remarks(chapters: list[dict[str, Any]]) -> Iterator[str]:
    """What is known of whole chapters, for the questionnaire's provenance: no table row of its own holds it."""
    for chapter in chapters:
        name = f"{chapter['chapter']} (paragraph {chapter['para']})" if chapter["para"] else chapter["chapter"]
        if chapter["note"]:
            yield f"{name}: {chapter['note']}"
        for dropped in chapter.get("dropped", ()):
            yield f"{name}: {dropped['topic']} is no longer asked ({dropped['note']})."
