"""Reads a codebook file of cables/data. Pure: no database, no Django.

Whatever is wrong with a file is a `CodebookFileError` that names the file, the entry and the field.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cables.reference_files import DATA

CODEBOOK = DATA / "codebook.json"

COLOURS = ("indigo", "rust", "moss", "teal", "plum", "slate", "rose", "ochre")
DEEPEST = 3

LONGEST = {
    "slug": 50,
    "name": 60,
    "title": 160,
    "description": 1000,
    "definition": 500,
    "when_to_use": 500,
    "when_not": 500,
    "example": 300,
    "source": 200,
    "note": 500,
    "parent": 50,
    "colour": 20,
    "symbol": 2,
}
CODEBOOK_FIELDS = frozenset({"slug", "title", "description", "version", "sources", "codes"})
SOURCE_FIELDS = frozenset({"name", "title", "note"})
CODE_FIELDS = frozenset("slug parent name symbol colour definition when_to_use when_not example source".split())
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SYMBOL = re.compile(r"\S{1,2}")


class CodebookFileError(ValueError):
    """A codebook file that cannot be used; says which entry, which field and why."""

    def __init__(self, path: Path, entry: str, field: str, reason: str) -> None:
        self.entry, self.field = entry, field
        super().__init__(f"{path.name}, {', '.join(part for part in (entry, field) if part)}: {reason}")


@dataclass(frozen=True, slots=True)
class CodebookSource:
    name: str  # as codes cite it: TVPA 2000
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class CodeEntry:
    slug: str
    parent: str  # the slug of the code above it, "" at the top
    position: int  # from 1, in the order of the file: a code stands behind its parent
    depth: int  # 1 at the top, 3 at most
    name: str
    definition: str
    when_to_use: str
    when_not: str
    example: str  # a sentence about a country that does not exist
    colour: str  # one of COLOURS
    symbol: str  # one or two characters, its own among the codes of its parent
    source: str  # names at least one of the codebook's sources


@dataclass(frozen=True, slots=True)
class CodebookFile:
    slug: str
    title: str
    description: str
    version: int
    sources: tuple[CodebookSource, ...]
    codes: tuple[CodeEntry, ...]


class _Entry:
    """One object of the file; raises with its name and the field at hand."""

    def __init__(self, path: Path, name: str, raw: object, fields: frozenset[str]) -> None:
        self.path, self.name = path, name
        if not isinstance(raw, dict):
            raise self.error("", f"must be an object with {', '.join(sorted(fields))}")
        self.raw: dict[str, Any] = raw
        if odd := sorted(fields ^ raw.keys()):
            raise self.error(odd[0], "is missing" if odd[0] in fields else "is not known")

    def error(self, field: str, reason: str) -> CodebookFileError:
        return CodebookFileError(self.path, self.name, field, reason)

    def text(self, field: str, *, empty: bool = False) -> str:
        value = self.raw[field]
        if not isinstance(value, str):
            raise self.error(field, "must be text")
        if value != " ".join(value.split()):
            raise self.error(field, "has blanks around it, double blanks or line ends")
        if not value and not empty:
            raise self.error(field, "is empty")
        if len(value) > LONGEST[field]:
            raise self.error(field, f"has {len(value)} characters, {LONGEST[field]} at most")
        return value

    def slug(self) -> str:
        slug = self.text("slug")
        if SLUG.fullmatch(slug) is None:
            raise self.error("slug", f"{slug!r} is not small letters, digits and hyphens")
        return slug

    def version(self) -> int:
        version = self.raw["version"]
        if type(version) is not int or version < 1:
            raise self.error("version", "must be a whole number from 1")
        return version

    def entries(self, field: str) -> Iterator[tuple[int, object]]:
        if not isinstance(self.raw[field], list) or not self.raw[field]:
            raise self.error(field, "must be a list of at least one")
        return enumerate(self.raw[field], 1)


def read_codebook(path: Path = CODEBOOK) -> CodebookFile:
    """The codebook with its codes in the order of the file, every code checked."""
    book = _Entry(path, "codebook", _document(path), CODEBOOK_FIELDS)
    sources = tuple(_source(path, number, raw) for number, raw in book.entries("sources"))
    codes: list[CodeEntry] = []
    for position, raw in book.entries("codes"):
        codes.append(_code(path, position, raw, sources, codes))
    return CodebookFile(
        slug=book.slug(),
        title=book.text("title"),
        description=book.text("description"),
        version=book.version(),
        sources=sources,
        codes=tuple(codes),
    )


def _document(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise CodebookFileError(path, f"line {error.lineno}", "", error.msg) from error
    except UnicodeDecodeError as error:
        raise CodebookFileError(path, f"byte {error.start}", "", "is not UTF-8") from error


def _source(path: Path, number: int, raw: object) -> CodebookSource:
    entry = _Entry(path, _name("source", "name", number, raw), raw, SOURCE_FIELDS)
    return CodebookSource(name=entry.text("name"), title=entry.text("title"), note=entry.text("note"))


def _code(
    path: Path, position: int, raw: object, sources: tuple[CodebookSource, ...], before: list[CodeEntry]
) -> CodeEntry:
    entry = _Entry(path, _name("code", "slug", position, raw), raw, CODE_FIELDS)
    parent = entry.text("parent", empty=True)
    code = CodeEntry(
        slug=entry.slug(),
        parent=parent,
        position=position,
        depth=1 + next((other.depth for other in before if other.slug == parent), 0),
        name=entry.text("name"),
        definition=entry.text("definition"),
        when_to_use=entry.text("when_to_use"),
        when_not=entry.text("when_not"),
        example=entry.text("example"),
        colour=entry.text("colour"),
        symbol=entry.text("symbol"),
        source=entry.text("source"),
    )
    if fault := next(_faults(code, sources, before), None):
        raise entry.error(*fault)
    return code


def _faults(code: CodeEntry, sources: tuple[CodebookSource, ...], before: list[CodeEntry]) -> Iterator[tuple[str, str]]:
    if code.parent and code.depth == 1:
        yield "parent", f"no code {code.parent!r} stands before it"
    if code.depth > DEEPEST:
        yield "parent", f"lies {code.depth} deep, {DEEPEST} at most"
    if code.colour not in COLOURS:
        yield "colour", f"{code.colour!r} is not one of {', '.join(COLOURS)}"
    if SYMBOL.fullmatch(code.symbol) is None or not code.symbol.isprintable():
        yield "symbol", f"{code.symbol!r} is not one or two characters that can be seen"
    if not any(source.name in code.source for source in sources):
        yield "source", f"{code.source!r} names none of the codebook's sources"
    for other in before:
        if code.slug == other.slug:
            yield "slug", "stands twice"
        if code.name == other.name:
            yield "name", f"{code.name!r} is that of code {other.slug} too"
        if (code.parent, code.symbol) == (other.parent, other.symbol):
            yield "symbol", f"{code.symbol!r} is that of code {other.slug} beside it too"


def _name(kind: str, field: str, number: int, raw: object) -> str:
    """How errors call an entry: by its own name if it has one, else by its number."""
    name = raw.get(field) if isinstance(raw, dict) else None
    return f"{kind} {name if isinstance(name, str) and name else number}"
