"""Opens what people hand in: text files, folders, zip archives, tables of cables, saved archive pages.

Everything comes as a stream of documents, refusals and ignored files; memory holds one document, and the names of one
folder. Of a table's row and of a page the extracted text is kept as the source, in UTF-8; of a text file its bytes.
"""

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO

from cables.archive_pages import cable_of_page
from cables.cable_tables import read_table
from cables.documents import (
    KNOWN_SUFFIXES,
    PAGE_SUFFIXES,
    TABLE_SUFFIXES,
    ZIP_SUFFIXES,
    Document,
    Found,
    Ignored,
    Refusal,
    printable,
    suffix,
)
from cables.parsing.decoding import MAX_BYTES, decode
from cables.parsing.structure import ParseError
from cables.zip_archives import ZipRefusedError, members

__all__ = ["Document", "Found", "Ignored", "Refusal", "measure", "open_sources"]

PAGE_STARTS = ("<!doctype html", "<html", "<?xml")
ZIP_START = b"PK\x03\x04"


def open_sources(paths: Iterable[Path]) -> Iterator[Found]:
    """Everything under these paths. What was named is opened whatever it is called; in folders and archives only
    files with a known ending are, and the others are reported as ignored. Names are printable: a byte that is no
    character, and a line break in a file's name, become "?"."""
    for found in _found(paths):
        if isinstance(found, Document):
            yield replace(found, name=printable(found.name), origin=printable(found.origin))
        else:
            yield replace(found, name=printable(found.name))


def _found(paths: Iterable[Path]) -> Iterator[Found]:
    for path in paths:
        if path.is_dir():
            yield from _folder(path, origin=path.resolve().name)
        elif path.is_file():
            yield from _file(path, origin=path.name)
        else:
            yield Refusal(str(path), "no such file or folder" if not os.path.lexists(path) else "not a file")


def measure(paths: Iterable[Path]) -> int:
    """Bytes of the files under these paths, for a progress bar."""
    total = 0
    for path in paths:
        if path.is_file():
            total += path.stat().st_size
        for folder, _, names in os.walk(path):
            for name in names:
                try:
                    total += Path(folder, name).stat().st_size
                except OSError:
                    continue
    return total


def _folder(path: Path, *, origin: str) -> Iterator[Found]:
    try:
        with os.scandir(path) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Refusal(str(path), f"cannot be opened ({error.strerror})")
        return
    for entry in entries:
        inner = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _folder(inner, origin=f"{origin}/{entry.name}")
        elif entry.is_symlink():
            yield Ignored(str(inner), "a link, which may lead anywhere", weight=_size(inner))
        elif reason := _ignorable(entry.name, is_file=inner.is_file()):
            yield Ignored(str(inner), reason, weight=_size(inner))
        else:
            yield from _file(inner, origin=f"{origin}/{entry.name}")


def _ignorable(name: str, *, is_file: bool) -> str:
    if PurePosixPath(name).name.startswith(".") or "__MACOSX" in name:
        return "hidden"
    if not is_file:
        return "not a file"
    return "" if suffix(name) in KNOWN_SUFFIXES else "not a kind of file that holds cables"


def _file(path: Path, *, origin: str) -> Iterator[Found]:
    name, size = str(path), _size(path)
    try:
        with path.open("rb") as file:
            start = file.read(len(ZIP_START))
            file.seek(0)
            if suffix(name) in ZIP_SUFFIXES or start == ZIP_START:
                yield from _zip(path, origin=origin)
            else:
                yield from _opened(file, name, origin, weight=size)
    except OSError as error:
        yield Refusal(name, f"cannot be read ({error.strerror})", weight=size)


def _zip(path: Path, *, origin: str) -> Iterator[Found]:
    name = str(path)
    try:
        for found in members(path, name):
            if isinstance(found, Refusal):
                yield found
                continue
            member, archive = found
            inner = f"{name}/{member.filename}"
            if suffix(inner) in ZIP_SUFFIXES:
                yield Refusal(inner, "a zip archive inside a zip archive", weight=member.compress_size)
            elif reason := _ignorable(member.filename, is_file=True):
                yield Ignored(inner, reason, weight=member.compress_size)
            else:
                yield from _member(archive, member, inner, f"{origin}/{member.filename}")
    except ZipRefusedError as error:
        yield Refusal(name, str(error), weight=_size(path))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, origin: str) -> Iterator[Found]:
    try:
        with archive.open(member) as file:
            yield from _opened(file, name, origin, weight=member.compress_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        yield Refusal(name, f"a broken file in a zip archive ({error})", weight=member.compress_size)


def _opened(file: IO[bytes], name: str, origin: str, *, weight: int) -> Iterator[Found]:
    """The cables of one open file. What begins like a page is a page, whatever it is called."""
    if suffix(name) in TABLE_SUFFIXES:
        yield from read_table(file, name, origin)
        return
    content = file.read(MAX_BYTES + 1)
    try:
        text, _ = decode(content)
        if suffix(name) in PAGE_SUFFIXES or text[:200].lstrip().lower().startswith(PAGE_STARTS):
            content = cable_of_page(text).encode()
    except ParseError as error:
        reason = str(error).removeprefix(f"line {error.line}: ")
        yield Refusal(name, reason, line=error.line, weight=weight)
        return
    yield Document(name, content, origin=origin, weight=weight)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
