"""Opens a zip archive that somebody handed in: nothing is unpacked to disk, nothing is larger than it may be."""

import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cables.documents import Refusal

MAX_MEMBERS = 100_000
MAX_DIRECTORY = 64_000_000  # bytes of the list of members, which zipfile holds in memory
MAX_TOTAL = 2_000_000_000  # bytes, unpacked
MAX_RATIO = 200  # cables pack to a third or a fifth
MAX_RATIO_ALL = 50  # of all files together
LOCAL_HEADER = 30  # bytes before a file's name
RATIO_FROM = 1_000_000  # bytes; what is smaller can do no harm
ENCRYPTED = 0x1
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others take memory as their writer pleases

END = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
END64_LOCATOR = struct.Struct("<4sLQL")
END64 = struct.Struct("<4sQ2H2L4Q")
LONGEST_COMMENT = 1 << 16


class ZipRefusedError(ValueError):
    """The archive as a whole cannot, or may not, be opened."""


def members(path: Path, name: str) -> Iterator[tuple[zipfile.ZipInfo, zipfile.ZipFile] | Refusal]:
    """The files of an archive in its own order, each unfit one as a refusal. Raises ZipRefusedError."""
    with path.open("rb") as file:
        _check_directory(file)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise ZipRefusedError(f"a broken zip archive ({error})") from error
        with archive:
            found = archive.infolist()
            _check_together(found, archive.start_dir)
            for member in found:
                if member.is_dir():
                    continue
                reason = unfit(member)
                shown = f"{name}/{member.filename}"
                yield Refusal(shown, reason, weight=member.compress_size) if reason else (member, archive)


def _check_together(found: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse an archive that is too much as a whole, or whose files share their bytes: a few of those make any many."""
    if len(found) > MAX_MEMBERS:
        raise ZipRefusedError(f"more than {MAX_MEMBERS} files in one archive")
    if sum(member.file_size for member in found) > MAX_TOTAL:
        raise ZipRefusedError(f"more than {MAX_TOTAL // 1_000_000_000} GB unpacked")
    opened = [member for member in found if not unfit(member)]
    unpacked, packed = sum(member.file_size for member in opened), sum(member.compress_size for member in opened)
    if unpacked > RATIO_FROM and unpacked > MAX_RATIO_ALL * max(packed, 1):
        raise ZipRefusedError(f"its files unpack to more than {MAX_RATIO_ALL} times their size")
    in_order = sorted(found, key=lambda member: member.header_offset)
    starts = [*(member.header_offset for member in in_order[1:]), directory]
    for member, following in zip(in_order, starts, strict=False):
        if member.header_offset + LOCAL_HEADER + member.compress_size > following:
            raise ZipRefusedError(f"files that share their bytes: {member.filename[:80]!r} reaches into the next")


def unfit(member: zipfile.ZipInfo) -> str:
    """Why this file of an archive is not opened; "" if it may be."""
    path = member.filename.replace("\\", "/")
    if path.startswith("/") or ":" in path.split("/")[0] or ".." in path.split("/") or "\0" in member.orig_filename:
        return "a file name that leads out of the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link, not a file"
    if member.flag_bits & ENCRYPTED:
        return "encrypted"
    if member.compress_type not in PACKINGS:
        return "packed in a way that is not accepted (only stored and deflated are)"
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return f"unpacks to more than {MAX_RATIO} times its size"
    return ""


def _check_directory(file: BinaryIO) -> None:
    """Refuse an archive whose list of members alone would fill the memory, before zipfile reads it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_COMMENT - END.size))
    tail = file.read()
    at = tail.rfind(END_SIGNATURE)
    if at < 0 or len(tail) - at < END.size:
        raise ZipRefusedError("not a zip archive, or only a part of one")
    *_, count, directory, _offset, _comment = END.unpack_from(tail, at)
    if count == 0xFFFF or directory == 0xFFFFFFFF:
        count, directory = _sizes_64(file, tail, at)
    if count > MAX_MEMBERS:
        raise ZipRefusedError(f"more than {MAX_MEMBERS} files in one archive")
    if directory > MAX_DIRECTORY:
        raise ZipRefusedError("a list of files that is too long")
    file.seek(0)


def _sizes_64(file: BinaryIO, tail: bytes, at: int) -> tuple[int, int]:
    """Number of members and size of the directory, of an archive with more of either than 16 and 32 bits hold."""
    if at < END64_LOCATOR.size:
        raise ZipRefusedError("a broken zip archive")
    signature, _, offset, _ = END64_LOCATOR.unpack_from(tail, at - END64_LOCATOR.size)
    if signature != b"PK\x06\x07":
        raise ZipRefusedError("a broken zip archive")
    file.seek(offset)
    record = file.read(END64.size)
    if len(record) < END64.size or not record.startswith(b"PK\x06\x06"):
        raise ZipRefusedError("a broken zip archive")
    values = END64.unpack(record)
    return values[7], values[8]
