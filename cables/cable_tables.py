"""The public eight-column table of cables (CSV), read row by row: memory holds one row.

The columns: id, date, MRN, origin, classification, references separated by "|", header, body. Fields are quoted; a
quote inside a field is written `\\"` or `""`, a backslash `\\\\` or, before anything else, plainly.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import IO

from cables.documents import Document, Refusal
from cables.parsing.decoding import MAX_BYTES, decode
from cables.parsing.structure import ParseError

COLUMNS = ("id", "date", "MRN", "origin", "classification", "references", "header", "body")
MAX_COLUMNS = 64
CHUNK = 1 << 16
DATE = re.compile(rb"\s*\d{1,4}[/-]\d{1,2}[/-]\d{1,4}")
IN_QUOTES = re.compile(rb'["\\]')
IN_THE_OPEN = re.compile(rb"[,\n]")


class TableError(ValueError):
    """The table cannot be read any further. `line` counts from 1."""

    def __init__(self, message: str, *, line: int) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    fields: tuple[bytes, ...]


class _State(Enum):
    START = auto()  # of a field
    OPEN = auto()  # inside a field without quotes
    QUOTED = auto()
    ESCAPED = auto()  # inside quotes, after a backslash
    QUOTE = auto()  # inside quotes, after a quote: its end, or half of a doubled one


def read_table(stream: IO[bytes], name: str, origin: str) -> Iterator[Document | Refusal]:
    """The table's rows as documents: header and body joined, in UTF-8. A row that is unfit is refused with its line."""
    first = True
    try:
        for row in rows(stream):
            if len(row.fields) != len(COLUMNS):
                what = "not the eight-column table of cables" if first else "not a row of the table"
                yield Refusal(name, f"{what}: {len(row.fields)} columns instead of {len(COLUMNS)}", line=row.line)
                if first:
                    return
            elif not (first and _is_heading(row)):
                yield _document(row, name, origin)
            first = False
    except TableError as error:
        yield Refusal(name, f"{error}; the rest of the table was not read", line=error.line)


def rows(stream: IO[bytes]) -> Iterator[Row]:
    """The rows of a CSV file, each with the line it starts on. Raises TableError where it cannot go on."""
    reader = _Reader()
    chunk = stream.read(CHUNK)
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise TableError("a table in UTF-16; save it in UTF-8", line=1)
    chunk = chunk.removeprefix(codecs.BOM_UTF8)
    while chunk:
        yield from reader.feed(chunk)
        chunk = stream.read(CHUNK)
    yield from reader.finish()


class _Reader:
    """Each byte is looked at once, whatever the sizes of rows and chunks."""

    def __init__(self) -> None:
        self.state = _State.START
        self.field = bytearray()
        self.fields: list[bytes] = []
        self.line = self.row_line = 1

    def feed(self, chunk: bytes) -> Iterator[Row]:
        at = 0
        while at < len(chunk):
            if self.state is _State.QUOTED:
                at = self._quoted(chunk, at)
            elif self.state is _State.ESCAPED:
                at = self._escaped(chunk, at)
            elif self.state is _State.START and chunk[at : at + 1] == b'"':
                self.state, at = _State.QUOTED, at + 1
            elif self.state is _State.QUOTE and chunk[at : at + 1] == b'"':
                self._take(b'"')
                self.state, at = _State.QUOTED, at + 1
            else:
                at, ended = self._open(chunk, at)
                if ended:
                    yield from self._row()

    def finish(self) -> Iterator[Row]:
        if self.state in (_State.QUOTED, _State.ESCAPED):
            raise TableError("a quoted field is never closed", line=self.row_line)
        if self.fields or self.field or self.state is _State.QUOTE:
            self._end_field()
            yield from self._row()

    def _quoted(self, chunk: bytes, at: int) -> int:
        special = IN_QUOTES.search(chunk, at)
        self._take(chunk[at : special.start() if special else len(chunk)])
        if special is None:
            return len(chunk)
        self.state = _State.QUOTE if special[0] == b'"' else _State.ESCAPED
        return special.end()

    def _escaped(self, chunk: bytes, at: int) -> int:
        character = chunk[at : at + 1]
        self._take(character if character in (b'"', b"\\") else b"\\" + character)
        self.state = _State.QUOTED
        return at + 1

    def _open(self, chunk: bytes, at: int) -> tuple[int, bool]:
        """Outside of quotes. Second value: whether a row ended."""
        special = IN_THE_OPEN.search(chunk, at)
        plain = chunk[at : special.start() if special else len(chunk)]
        if self.state is _State.QUOTE:
            if plain.strip():
                raise TableError("text stands after a closing quote", line=self.line)
        elif plain:
            self._take(plain)
            self.state = _State.OPEN
        if special is None:
            return len(chunk), False
        self._end_field()
        if special[0] == b"\n":
            self.line += 1
        return special.end(), special[0] == b"\n"

    def _take(self, piece: bytes) -> None:
        self.field += piece
        self.line += piece.count(b"\n")
        if len(self.field) > MAX_BYTES:
            raise TableError(f"a field of more than {MAX_BYTES // 1_000_000} MB", line=self.row_line)

    def _end_field(self) -> None:
        text = bytes(self.field)
        self.fields.append(text.rstrip(b"\r") if self.state is _State.OPEN else text)
        if len(self.fields) > MAX_COLUMNS:
            raise TableError(f"a row of more than {MAX_COLUMNS} columns", line=self.row_line)
        self.field.clear()
        self.state = _State.START

    def _row(self) -> Iterator[Row]:
        fields, line = tuple(self.fields), self.row_line
        self.fields, self.row_line = [], self.line
        if any(field.strip() for field in fields):
            yield Row(line, fields)


def _is_heading(row: Row) -> bool:
    return not DATE.match(row.fields[1]) and all(len(field) < 40 and b"\n" not in field for field in row.fields)


def _document(row: Row, name: str, origin: str) -> Document | Refusal:
    weight = sum(len(field) + 3 for field in row.fields)
    try:
        text, _ = decode(b"\n\n".join(field.strip(b"\r\n") for field in row.fields[6:] if field.strip()))
        mrn, claimed = (row.fields[column].decode("ascii", "replace").strip() for column in (2, 4))
    except ParseError as error:
        return Refusal(name, f"this row's text: {error}", line=row.line, weight=weight)
    return Document(
        name, text.encode(), origin=f"{origin}, line {row.line}", line=row.line, claimed=claimed, mrn=mrn, weight=weight
    )
