"""Notes for programs: rows of a table, and W3C Web Annotations (https://www.w3.org/TR/annotation-model/).

Built of `NoteRow` alone, which hold what the person who asks may read.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from cables.csv_files import plain_cell
from cables.notes.rows import NoteRow

Absolute = Callable[[str], str]  # from a path to the address that a program elsewhere can use
CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {name: f"urn:tipportal:{name}" for name in ("visibility", "team", "status", "state")},
]
COLUMNS = (
    *("key", "address", "country", "report_year", "cable", "chapter", "section", "subject", "quote", "passage_state"),
    *("note", "author", "written", "edited", "read_by", "team", "status", "in_reply_to"),
)


def csv_lines(rows: Iterable[NoteRow], absolute: Absolute) -> Iterator[str]:
    """A table with a head, in UTF-8 with a mark that spreadsheets need to tell it. No cell is a formula."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([plain_cell(cell) for cell in cells(row, absolute)])


class _Line:
    """A file of one line: gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def cells(row: NoteRow, absolute: Absolute) -> tuple[object, ...]:
    return (
        *(row.key, absolute(row.address), row.country, row.report_year, row.mrn),
        *(row.place.chapter, row.place.name, row.place.subject, row.exact, row.state),
        *(row.body, row.author, moment(row.created_at), moment(row.edited_at)),
        *(row.visibility, row.team, row.status, row.in_reply_to),
    )


def collection_lines(rows: Iterable[NoteRow], absolute: Absolute, address: str) -> Iterator[str]:
    """An AnnotationCollection with one page of all its annotations, a piece at a time."""
    head = {"@context": CONTEXT, "id": address, "type": "AnnotationCollection", "label": "Notes"}
    page = {"id": f"{address}#page", "type": "AnnotationPage", "partOf": address, "startIndex": 0}
    yield f'{written(head)[:-1]}, "first": {written(page)[:-1]}, "items": ['
    total = 0
    for total, row in enumerate(rows, start=1):
        yield ("\n" if total == 1 else ",\n") + written(annotation(row, absolute))
    yield f'\n]}}, "total": {total}}}\n'


def annotation(row: NoteRow, absolute: Absolute) -> dict[str, Any]:
    """One note. A reply is about the note that it answers."""
    note = {
        "id": note_address(row.key, absolute),
        "type": "Annotation",
        "motivation": "replying" if row.in_reply_to else "commenting",
        "creator": {"type": "Person", "nickname": row.username, "name": row.author},
        "created": moment(row.created_at),
        "modified": moment(row.edited_at),
        "body": {"type": "TextualBody", "value": row.body, "format": "text/markdown", "purpose": "commenting"},
        "target": note_address(row.in_reply_to, absolute) if row.in_reply_to else target(row, absolute),
        "visibility": row.visibility,
        "team": row.team,
        "status": row.status,
        "state": row.state,
    }
    return {name: value for name, value in note.items() if value}


def target(row: NoteRow, absolute: Absolute) -> Any:
    """The section's address; of a passage, with its words and, where it has a place in the current text, that place."""
    source = absolute(row.place.path)
    if not row.exact:
        return source
    quote = {"type": "TextQuoteSelector", "exact": row.exact, "prefix": row.prefix, "suffix": row.suffix}
    place = {"type": "TextPositionSelector", "start": row.start, "end": row.end}
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [quote, place] if row.start is not None else [quote],
    }


def note_address(key: object, absolute: Absolute) -> str:
    """By which the note is named and found, as in its own JSON."""
    return absolute(reverse("note", args=[key]))


def moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}" if when else ""


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
