"""From the bytes of one cable to its text: never a guess, never a character lost in silence."""

import codecs
import re

from cables.parsing.structure import ParseError

MAX_BYTES = 5_000_000  # the longest cables known are near 300 KB
MAX_CONTROLS = 0.005  # share of control characters; teleprinters leave a few
MAX_FOREIGN = 0.1  # share of characters beyond ASCII in text taken for Windows-1252

KNOWN_BINARIES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"{\\rtf", "a rich-text document"),
    (b"\xd0\xcf\x11\xe0", "a Microsoft Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
UNASSIGNED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # no character in Windows-1252


def decode(source: bytes) -> tuple[str, str]:
    """The text and the name of the codec that gives it again: `source.decode(encoding) == text`.

    UTF-8 (with or without a byte order mark), UTF-16 with one, or Windows-1252 where nothing speaks against
    it. Raises ParseError, with the line, for anything else.
    """
    if len(source) > MAX_BYTES:
        raise ParseError(f"too large for one cable: more than {MAX_BYTES // 1_000_000} MB")
    for start, what in KNOWN_BINARIES:
        if source.startswith(start):
            raise ParseError(f"not text but {what}")
    text, encoding = _decoded(source)
    _check_characters(text)
    return text, encoding


def _decoded(source: bytes) -> tuple[str, str]:
    if source.startswith(UTF16_MARKS):
        return _utf16(source), "utf-16"
    if b"\0" in source:
        line = source.count(b"\n", 0, source.index(b"\0")) + 1
        raise ParseError("not text: it contains a NUL byte", line=line)
    encoding = "utf-8-sig" if source.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return source.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":
            raise ParseError("broken UTF-8, though it says it is UTF-8", line=_line(source, error.start + 3)) from None
        return _windows_1252(source), "cp1252"


def _utf16(source: bytes) -> str:
    try:
        return source.decode("utf-16")
    except UnicodeDecodeError:
        raise ParseError("broken UTF-16, though it says it is UTF-16") from None


def _windows_1252(source: bytes) -> str:
    """Text that is not UTF-8 is Windows-1252 only if no byte says otherwise: the two mixed in one file are refused."""
    if unassigned := UNASSIGNED.search(source):
        raise ParseError("neither UTF-8 nor Windows-1252", line=_line(source, unassigned.start()))
    beyond = 0
    for run in BEYOND_ASCII.finditer(source):
        beyond += len(run[0])
        if len(run[0]) > 1 and _is_utf8(run[0]):
            raise ParseError("UTF-8 and another encoding are mixed", line=_line(source, run.start()))
    if beyond > MAX_FOREIGN * len(source):
        raise ParseError("an encoding that is neither UTF-8 nor Windows-1252")
    return source.decode("cp1252")


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_characters(text: str) -> None:
    if not text.strip():
        raise ParseError("empty")
    if "\0" in text:
        raise ParseError("not text: it contains a NUL character", line=text.count("\n", 0, text.index("\0")) + 1)
    controls = [control.start() for control in CONTROLS.finditer(text)]
    if len(controls) > max(4, MAX_CONTROLS * len(text)):
        raise ParseError("not text but binary data", line=text.count("\n", 0, controls[0]) + 1)


def _line(source: bytes, at: int) -> int:
    return source.count(b"\n", 0, at) + 1
