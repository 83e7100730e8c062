"""What opening a file, a folder or an archive yields, one at a time."""

from dataclasses import dataclass
from pathlib import PurePosixPath

TEXT_SUFFIXES = frozenset({".txt", ".text", ".cable", ".asc"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
TABLE_SUFFIXES = frozenset({".csv"})
ZIP_SUFFIXES = frozenset({".zip"})
KNOWN_SUFFIXES = TEXT_SUFFIXES | PAGE_SUFFIXES | TABLE_SUFFIXES | ZIP_SUFFIXES


def suffix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)


@dataclass(frozen=True, slots=True)
class Document:
    """One cable's text as bytes. `name` is what the importer called it, `origin` what the archive may say about it: no
    folder of the importer's machine. `line` is where it starts in a table of many; `claimed` its classification there;
    `weight` how many bytes of the files handed in it stands for."""

    name: str
    content: bytes
    origin: str = ""
    line: int = 0
    claimed: str = ""
    mrn: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that cannot be opened or is not a cable. `line` counts from 1, 0 where no one line is at fault."""

    name: str
    reason: str
    line: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file of a folder or an archive that does not look like a cable: nobody asked for it by name."""

    name: str
    reason: str
    weight: int = 0


Found = Document | Refusal | Ignored
