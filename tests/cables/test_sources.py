import contextlib
import html
import io
import os
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cables import cable_tables, zip_archives
from cables.archive_pages import cable_of_page
from cables.parsing.decoding import MAX_BYTES
from cables.parsing.structure import ParseError
from cables.sources import Document, Found, Ignored, Refusal, measure, open_sources
from tests.factories import cable_text

TEXT = cable_text()


def only(path: Path) -> Found:
    (found,) = open_sources([path])
    return found


def refusal(path: Path) -> Refusal:
    found = only(path)
    assert isinstance(found, Refusal)
    return found


def document(path: Path) -> Document:
    found = only(path)
    assert isinstance(found, Document), found
    return found


def file(path: Path, content: bytes | str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Files and folders


def test_a_text_file_keeps_its_very_bytes(tmp_path: Path) -> None:
    content = TEXT.replace("\n", "\r\n").encode("cp1252") + b"\r\n caf\xe9"
    found = document(file(tmp_path / "a.txt", content))
    assert found.content == content
    assert found.origin == "a.txt"


def test_what_is_named_is_opened_whatever_it_is_called(tmp_path: Path) -> None:
    assert document(file(tmp_path / "08PORTOPRUEBA900327")).content == TEXT.encode()


def test_a_folder_is_read_with_its_folders_in_order_and_other_files_are_ignored(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "inner/c.TXT", "inner/notes.md", ".hidden/d.txt", ".e.txt"):
        file(tmp_path / "cables" / name)
    found = list(open_sources([tmp_path / "cables"]))
    assert [each.origin for each in found if isinstance(each, Document)] == [
        "cables/a.txt",
        "cables/b.txt",
        "cables/inner/c.TXT",
    ]
    assert sorted(Path(each.name).name for each in found if isinstance(each, Ignored)) == [".e.txt", "notes.md"]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    file(tmp_path / "cables" / "a.txt")
    (tmp_path / "cables" / "loop").symlink_to(tmp_path / "cables")
    assert [type(each) for each in open_sources([tmp_path / "cables"])] == [Document, Ignored]


def test_a_link_to_a_file_is_not_followed_in_a_folder(tmp_path: Path) -> None:
    secret = file(tmp_path / "elsewhere.txt")
    (tmp_path / "cables").mkdir()
    (tmp_path / "cables" / "a.txt").symlink_to(secret)
    (found,) = open_sources([tmp_path / "cables"])
    assert isinstance(found, Ignored)
    assert "a link" in found.reason


def test_what_is_missing_or_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "nothing.txt").reason == "no such file or folder"
    assert refusal(tmp_path / "pipe").reason == "not a file"


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty", 0),
        (b"UNCLAS\nab\0c", "NUL", 2),
        (b"\x89PNG\r\n", "picture", 0),
        (b"x" * (MAX_BYTES + 1), "too large", 0),
        (b"a\n\x81\n", "neither", 2),
    ],
)
def test_an_unfit_file_is_refused_with_its_name_and_line(
    tmp_path: Path, content: bytes, reason: str, line: int
) -> None:
    found = refusal(file(tmp_path / "a.txt", content))
    assert found.name.endswith("a.txt")
    assert (reason in found.reason, found.line) == (True, line)
    assert not found.reason.startswith("line")


def test_weights_add_up_to_what_a_progress_bar_was_told(tmp_path: Path) -> None:
    file(tmp_path / "in" / "a.txt")
    file(tmp_path / "in" / "b.txt", b"")
    file(tmp_path / "in" / "c.md")
    paths = [tmp_path / "in"]
    assert sum(found.weight for found in open_sources(paths)) == measure(paths) == 2 * len(TEXT.encode())


def test_names_that_cannot_be_printed_can_still_be_kept(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"two\nlines.md"):
        file(tmp_path / "in" / os.fsdecode(name))
    found = list(open_sources([tmp_path / "in"]))
    assert [each.name[len(str(tmp_path)) :] for each in found] == ["/in/caf?.txt", "/in/two?lines.md"]
    assert isinstance(found[0], Document)
    assert found[0].origin == "in/caf?.txt"


# Archive pages


def page(header: str, body: str, *, wrap: str = "<code><pre>{}</pre></code>") -> str:
    blocks = "".join(wrap.format(html.escape(each)) for each in (header, body))
    head = "<!DOCTYPE html><html><head><style>pre {color: red}</style></head>"
    return f"{head}<body><h1>x</h1><code>08X1</code>{blocks}</body></html>"


HEADER, BODY = TEXT.split("\n\nUNCLAS", 1)
BODY = f"UNCLAS{BODY}"


@pytest.mark.parametrize(
    "wrap", ["<pre>{}</pre>", "<code>{}</code>", "<code><pre>\n{}</pre></code>", "<pre><code>{}</code></pre>"]
)
def test_a_page_gives_header_and_body(tmp_path: Path, wrap: str) -> None:
    found = document(file(tmp_path / "a.html", page(HEADER, BODY, wrap=wrap)))
    assert found.content.decode().rstrip() == f"{HEADER}\n\n{BODY}".rstrip()


def test_a_page_is_known_by_how_it_begins(tmp_path: Path) -> None:
    assert document(file(tmp_path / "saved", page(HEADER, BODY))).content.startswith(b"VZCZC")


def test_entities_links_and_breaks_of_a_page_become_text(tmp_path: Path) -> None:
    body = (
        "SUBJECT: X &amp; Y<br/>&para;1. See <a href='/x'>08 STATE <b>2731</b></a> &lt;here&gt; &#8217;"
        "<script>no(1<2)</SCRIPT> and <!-- never\n<pre> -->what was said of it last year"
    )
    found = document(file(tmp_path / "a.htm", f"<html><pre>{HEADER}</pre><pre>{body}</pre></html>"))
    text = "SUBJECT: X & Y\n\u00b61. See 08 STATE 2731 <here> \u2019 and what was said of it last year"
    assert found.content.decode() == f"{HEADER}\n\n{text}"


def test_another_block_between_header_and_body_is_passed_over(tmp_path: Path) -> None:
    between = "<code>08STATE2731, 08STATE132759, 07STATE202745, 08SANJOSE911, 08SANJOSE194</code>"
    content = page(HEADER, BODY).replace("</code><code>", f"</code>{between}<code>")
    assert between in content
    assert document(file(tmp_path / "a.html", content)).content.decode().rstrip() == f"{HEADER}\n\n{BODY}".rstrip()


def test_a_page_with_all_in_one_block_is_read_too(tmp_path: Path) -> None:
    assert document(file(tmp_path / "a.html", f"<html><pre>{TEXT}</pre>")).content.decode().strip() == TEXT.strip()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><p>VZCZC</p></html>", "no preformatted block"),
        (f"<html><pre>{HEADER}</pre></html>", "no preformatted block with its body"),
        ("<html>\0", "NUL"),
        (f"<html><pre>{HEADER} &#{'9' * 5000};</pre></html>", "an entity that stands for no character"),
    ],
)
def test_a_page_without_a_cable_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in refusal(file(tmp_path / "a.html", content)).reason


@pytest.mark.parametrize(
    "broken", ["<!--", "<a ", "<pre a='", '<a b="', "</", "<script>", "&", "<![CDATA[", "<!--x--", "<pre>"]
)
def test_a_page_that_is_broken_on_purpose_is_read_in_linear_time(broken: str) -> None:
    def seconds(times: int) -> float:
        start = time.perf_counter()
        with contextlib.suppress(ParseError):
            cable_of_page(f"<html><pre>{broken * times}")
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(200_000) < 2


# Tables

ROW = (
    "1",
    "3/13/2008 22:37",
    "08PORTOPRUEBA900327",
    "Embassy Porto Prueba",
    "UNCLASSIFIED",
    "07STATE2731|08X1",
    HEADER,
    BODY,
)


def doubled(field: str) -> str:
    return '"' + field.replace('"', '""') + '"'


def escaped(field: str) -> str:
    return '"' + field.replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(*rows: tuple[str, ...], quote: Callable[[str], str] = escaped) -> str:
    return "".join(",".join(map(quote, row)) + "\n" for row in rows)


@pytest.mark.parametrize("quote", [doubled, escaped])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_gives_a_document_a_row_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quote: Callable[[str], str], end: str
) -> None:
    said = f'{BODY}He said "no", "never" and left.\n'
    rows = [(*ROW[:7], said), (*ROW[:7], BODY)]
    content = "".join(",".join(map(quote, row)) + end for row in rows)
    path = file(tmp_path / "cables.csv", content)
    for size in (1, 7, 1 << 16):  # where a chunk ends must not matter
        monkeypatch.setattr(cable_tables, "CHUNK", size)
        found = list(open_sources([path]))
        assert [each.content.decode() for each in found if isinstance(each, Document)] == [
            f"{HEADER}\n\n{said.strip()}",
            f"{HEADER}\n\n{BODY.strip()}",
        ]
        assert [each.line for each in found if isinstance(each, Document)] == [
            1,
            content[: content.rindex('"1","3/13')].count("\n") + 1,
        ]
    first = found[0]
    assert isinstance(first, Document)
    assert (first.claimed, first.mrn, first.origin) == ("UNCLASSIFIED", "08PORTOPRUEBA900327", "cables.csv, line 1")


def test_a_backslash_before_anything_else_stays(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", table((*ROW[:7], BODY + "C:\\new \\\\ end"), quote=doubled))
    assert document(path).content.endswith(b"C:\\new \\ end")


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_heading_line_and_a_byte_order_mark_are_passed_over(tmp_path: Path, start: str) -> None:
    heading = ("id", "date", "MRN", "origin", "classification", "references", "header", "body")
    assert document(file(tmp_path / "a.csv", start + table(heading, ROW))).line == 2
    assert document(file(tmp_path / "a.csv", start + table(ROW))).line == 1


def test_a_table_in_windows_1252_becomes_utf_8(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", table((*ROW[:7], f"{BODY} C\u00f3digo \u2013")).encode("cp1252"))
    assert document(path).content.decode().endswith("C\u00f3digo \u2013")


def test_an_unfit_row_is_refused_with_its_line_and_the_next_is_read(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", table(ROW, ("1", "2"), (*ROW[:7], "\0"), ROW))
    found = list(open_sources([path]))
    assert [type(each) for each in found] == [Document, Refusal, Refusal, Document]
    assert [each.reason for each in found if isinstance(each, Refusal)] == [
        "not a row of the table: 2 columns instead of 8",
        "this row's text: line " + str(HEADER.count("\n") + 3) + ": not text: it contains a NUL byte",
    ]


def test_another_table_is_refused_once(tmp_path: Path) -> None:
    found = refusal(file(tmp_path / "a.csv", "a,b\n1,2\n3,4\n"))
    assert (found.line, found.reason) == (1, "not the eight-column table of cables: 2 columns instead of 8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('"1","never closed', "a quoted field is never closed"),
        ('"1"x,"2"\n', "text stands after a closing quote"),
        ("\xff\xfe1\x00".encode("latin-1").decode("latin-1"), "columns instead of 8"),
        ("," * 100, "a row of more than 64 columns"),
    ],
)
def test_a_broken_table_is_refused_with_the_line_where_it_breaks(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in refusal(file(tmp_path / "a.csv", content)).reason


def test_a_table_in_utf_16_is_refused(tmp_path: Path) -> None:
    assert "UTF-16" in refusal(file(tmp_path / "a.csv", table(ROW).encode("utf-16"))).reason


def test_a_field_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", table(ROW) + '"' + "x" * (3 * MAX_BYTES))
    tracemalloc.start()
    found = list(open_sources([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found[-1], Refusal)
    assert "a field of more than 5 MB" in found[-1].reason
    assert found[-1].line == table(ROW).count("\n") + 1
    assert peak < 2.5 * MAX_BYTES


def test_a_long_table_is_read_row_by_row(tmp_path: Path) -> None:
    path = file(tmp_path / "a.csv", table(*[(*ROW[:7], BODY * 20)] * 400))
    tracemalloc.start()
    count = sum(1 for _ in open_sources([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 400
    assert path.stat().st_size > 10 * peak


# Zip archives


def zipped(
    path: Path, *members: tuple[str | zipfile.ZipInfo, bytes | str], packing: int = zipfile.ZIP_DEFLATED
) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_an_archives_files_come_in_its_order(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        ("in/b.txt", TEXT),
        ("a.txt", TEXT),
        ("p.html", page(HEADER, BODY)),
        ("t.csv", table(ROW, ROW)),
        ("x.md", "x"),
        ("__MACOSX/a.txt", "x"),
        ("in/", ""),
    )
    found = list(open_sources([path]))
    assert [each.origin for each in found if isinstance(each, Document)] == [
        "a.zip/in/b.txt",
        "a.zip/a.txt",
        "a.zip/p.html",
        "a.zip/t.csv, line 1",
        f"a.zip/t.csv, line {table(ROW).count(chr(10)) + 1}",
    ]
    assert sum(isinstance(each, Ignored) for each in found) == 2


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "in/../../a.txt", "..\\a.txt", "C:\\a.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert "leads out" in refusal(zipped(tmp_path / "a.zip", (name, TEXT))).reason


def test_links_and_zips_inside_an_archive_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "a link" in refusal(zipped(tmp_path / "a.zip", (link, "/etc/passwd"))).reason
    assert "inside a zip" in refusal(zipped(tmp_path / "b.zip", ("c.zip", TEXT))).reason
    inner = io.BytesIO()
    zipfile.ZipFile(inner, "w").close()
    assert "zip archive" in refusal(zipped(tmp_path / "c.zip", ("c.txt", inner.getvalue()))).reason


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", TEXT))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refusal(path).reason == "encrypted"


def test_other_ways_of_packing_are_refused(tmp_path: Path) -> None:
    assert "packed in a way" in refusal(zipped(tmp_path / "a.zip", ("a.txt", TEXT), packing=zipfile.ZIP_LZMA)).reason


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(tmp_path / "a.zip", ("a.csv", b"0" * 50_000_000))
    tracemalloc.start()
    assert "unpacks to more than 200 times" in refusal(bomb).reason
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
    monkeypatch.setattr(zip_archives, "MAX_TOTAL", 2_000_000_000)
    monkeypatch.setattr(zip_archives, "MAX_MEMBERS", 3)
    assert "more than 3 files" in refusal(zipped(tmp_path / "b.zip", *[(f"{n}.txt", "x") for n in range(4)])).reason
    monkeypatch.setattr(zip_archives, "MAX_TOTAL", 10)
    assert "unpacked" in refusal(zipped(tmp_path / "c.zip", ("a.txt", TEXT))).reason


def test_files_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", TEXT), ("b.txt", TEXT))
    content = bytearray(path.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, second + 42, 0)
    path.write_bytes(content)
    assert "share their bytes" in refusal(path).reason
    overlapping = zipped(tmp_path / "b.zip", ("a.txt", TEXT), ("b.txt", TEXT))
    content = bytearray(overlapping.read_bytes())
    first = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, first + 20, len(content))
    overlapping.write_bytes(content)
    assert "share their bytes" in refusal(overlapping).reason


def test_many_files_that_unpack_to_much_together_are_refused(tmp_path: Path) -> None:
    members = [(f"{number}.txt", "0" * 100_000 + os.urandom(700).hex()) for number in range(20)]
    path = zipped(tmp_path / "a.zip", *members)
    with zipfile.ZipFile(path) as archive:
        assert not any(zip_archives.unfit(member) for member in archive.infolist())
    assert "unpack to more than 50 times" in refusal(path).reason


def test_too_large_a_text_in_an_archive_is_refused(tmp_path: Path) -> None:
    noise = os.urandom(MAX_BYTES // 2 + 1).hex()
    assert "too large" in refusal(zipped(tmp_path / "a.zip", ("a.txt", noise))).reason


def test_a_directory_that_would_fill_the_memory_is_refused_unread(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", TEXT))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 12, 1_000_000_000)
    path.write_bytes(content)
    assert "a list of files that is too long" in refusal(path).reason


def damaged(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content[: len(content) // 2]
    yield b"PK\x03\x04" + b"x" * 100
    yield content.replace(b"VZCZC", b"VZCZX", 1)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", ("a.txt", TEXT), packing=zipfile.ZIP_STORED)
    reasons = [refusal(file(tmp_path / "b.zip", content)).reason for content in damaged(whole)]
    assert all(reasons)
    assert "Bad CRC-32" in reasons[2]


def test_one_damaged_file_does_not_end_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", TEXT + "first"), ("b.txt", TEXT), packing=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"first", b"fixst", 1))
    assert [type(each) for each in open_sources([path])] == [Refusal, Document]


def test_an_archive_of_more_members_than_16_bits_count_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.md"), b"")
        archive.writestr("a.txt", TEXT)
    found = list(open_sources([path]))
    assert len(found) == 66_001
    assert isinstance(found[-1], Document)
