"""Invented cables as rows of the archive's tables, and COPY of them.

The text of a cable is not kept as its source: a row of `cables_source` names the file and holds its MRN, so that an
archive of 1,500,000 sections is loaded in minutes. Search reads nothing of it; a page that shows sources would.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench import registries
from bench.archive import Archive, Cable
from bench.database import SOURCE_PREFIX
from bench.registries import Entries

Row = tuple[Any, ...]

# In the order in which they are written: texts before their sections, so that the triggers on sections find them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "cables_cable": (
        *("id", "mrn", "year", "serial", "post_id", "country_id", "report_year", "questionnaire_id", "kind", "access"),
        *("access_reason", "marking_access", "dtg", "precedence", "origin", "marking", "classification", "captions"),
        *("passing", "eo12958", "subject", "signature", "transmission_parts", "truncated", "sample", "current_id"),
        "imported_at",
    ),
    "cables_source": ("id", "cable_id", "content", "sha256", "encoding", "name", "received_at"),
    "cables_revision": (
        *(
            "id",
            "cable_id",
            "source_id",
            "number",
            "parser_version",
            "digest",
            "header",
            "spans",
            "warnings",
            "reasons",
        ),
        *("truncated", "created_at"),
    ),
    "cables_sectiontext": (
        *("id", "revision_id", "section_id", "position", "keys", "heading", "text", "start", "end", "status"),
    ),
    "cables_section": ("id", "cable_id", "chapter", "key", "current_id"),
    "cables_paragraph": (
        *("section_text_id", "position", "kind", "number", "portion", "label", "start", "end", "clean_start"),
        "clean_end",
    ),
    "cables_sectiontext_questions": ("sectiontext_id", "question_id"),
    "cables_cabletag": ("cable_id", "tag_id", "position"),
    "cables_addressee": ("cable_id", "role", "position", "name", "routing", "precedence", "serial"),
    "cables_reference": ("cable_id", "position", "letter", "raw", "mrn", "year_inferred", "notal"),
    **registries.COLUMNS,
}
NUMBERED = ("cables_cable", "cables_source", "cables_revision", "cables_sectiontext", "cables_section")


@dataclass(slots=True)
class Keys:
    """Primary keys of what the archive's cables point to, and where the new rows' own begin."""

    posts: dict[str, int]
    countries: dict[str, int]
    tags: dict[str, int]
    questionnaires: dict[int, int]
    questions: dict[tuple[int, str, str], int]
    registries: dict[str, Entries] = field(default_factory=dict)  # by a country's letters; without it no passages
    first_cable: int = 1  # also of its source and revision
    first_section: int = 1  # also of its text


@dataclass(slots=True)
class Batch:
    """Rows by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))


def batch_of(archive: Archive, numbers: Iterable[int], keys: Keys) -> Batch:
    batch = Batch()
    for number in numbers:
        _add_cable(batch, archive.cable(number), keys, keys.first_section + archive.starts[number])
    return batch


def _add_cable(batch: Batch, cable: Cable, keys: Keys, first_section: int) -> None:
    key, now, rows = keys.first_cable + cable.number, datetime.now(UTC), batch.rows
    digest = hashlib.sha256(cable.mrn.encode()).hexdigest()
    rows["cables_cable"].append(_cable_row(cable, key, keys, now))
    name = f"{SOURCE_PREFIX}{cable.mrn}.txt"
    rows["cables_source"].append((key, key, cable.mrn.encode(), digest, "utf-8", name, now))
    header = json.dumps({"mrn": cable.mrn, "tags": cable.tags, "subject": cable.subject})
    rows["cables_revision"].append((key, key, key, 1, "bench", digest, header, "[]", "[]", "[]", False, now))
    rows["cables_cabletag"] += [(key, keys.tags[tag], at) for at, tag in enumerate(cable.tags, start=1)]
    rows["cables_addressee"].append((key, "action", 1, "SECSTATE WASHDC", "RUEHC", "", "4962"))
    rows["cables_reference"].append((key, 1, "", cable.ref or "STATE 999999", cable.ref, False, False))
    _add_sections(batch, cable, keys, key, first_section)


def _cable_row(cable: Cable, key: int, keys: Keys, now: datetime) -> Row:
    by_markings = "public" if cable.access == "public" else "members"
    return (
        *(key, cable.mrn, cable.report_year, cable.serial, keys.posts[cable.place.post.mrn_name]),
        *(keys.countries[cable.place.iso2], cable.report_year, keys.questionnaires.get(cable.report_year), "tip-input"),
        *(cable.access, "made up by the bench", by_markings, cable.sent, ["ROUTINE"]),
        *(f"AMEMBASSY {cable.post_name}", cable.marking, "UNCLASSIFIED", list(cable.captions)),
        *(["DEPT FOR G/TIP, G, INL, DRL, PRM"], "N/A", cable.subject, "EXAMPLE", 1, False, False, key, now),
    )


def _add_sections(batch: Batch, cable: Cable, keys: Keys, cable_key: int, first: int) -> None:
    at, rows = 800, batch.rows
    for position, answer in enumerate(cable.answers, start=1):
        key, text = first + position - 1, answer.text
        rows["cables_section"].append((key, cable_key, answer.chapter, answer.key, key))
        rows["cables_sectiontext"].append(
            (key, cable_key, key, position, list(answer.keys), "", text, at, at + len(text) + 6, answer.status)
        )
        clean = 0
        for number, paragraph in enumerate(answer.paragraphs, start=1):
            end = clean + len(paragraph.text)
            spot = (at + 5 + clean, at + 5 + end, clean, end)
            rows["cables_paragraph"].append((key, number, paragraph.kind, "", "", paragraph.label, *spot))
            clean = end + 2
        asked = (keys.questions.get((cable.report_year, answer.chapter, letter)) for letter in answer.keys or ("",))
        rows["cables_sectiontext_questions"] += [(key, question) for question in dict.fromkeys(asked) if question]
        if entries := keys.registries.get(cable.place.iso2):
            for table, found in registries.rows_of(answer, key, entries).items():
                rows[table] += found
        at += len(text) + 8


def copy_batch(cursor: Any, batch: Batch) -> None:
    """COPY the rows into the real tables, in binary, which spares the server parsing."""
    from psycopg import sql

    for table, columns in COLUMNS.items():
        if rows := batch.rows[table]:
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as copy:
                for row in rows:
                    copy.write_row(row)
