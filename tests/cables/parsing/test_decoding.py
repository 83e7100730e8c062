import pytest

from cables.parsing.decoding import MAX_BYTES, decode
from cables.parsing.structure import ParseError

TEXT = "UNCLAS PORTO PRUEBA 900327\n\nArticle 12 \u2013 \u201cRapto\u201d \u2013 of the C\u00f3digo Penal.\n" * 5


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_a_text_is_read_and_its_codec_gives_it_again(content: bytes, encoding: str) -> None:
    text, found = decode(content)
    assert (text, found) == (TEXT, encoding)
    assert content.decode(found) == text


def test_line_ends_are_left_alone() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\r\nb\rc\n"


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty", 0),
        (b" \r\n\t ", "empty", 0),
        (b"\xef\xbb\xbf", "empty", 0),
        (b"UNCLAS\nPORTO\0PRUEBA\n", "NUL byte", 2),
        ("a\nb\0".encode("utf-16"), "NUL character", 2),
        (b"%PDF-1.7 ...", "a PDF document", 0),
        (b"{\\rtf1\\ansi ...", "rich-text", 0),
        (b"PK\x03\x04....", "a zip archive", 0),
        (b"abc\n" + bytes(range(1, 9)) * 4, "binary", 2),
        (b"\xef\xbb\xbfline\nbroken \xe9 here", "broken UTF-8", 2),
        (b"\xff\xfeab\x00", "broken UTF-16", 0),
        ("one C\u00f3digo\n".encode() + b"another C\xf3digo\n", "mixed", 1),
        (b"fine\n\x81\x8d\n", "neither UTF-8 nor", 2),
        ("\u041f\u0440\u0438\u0432\u0435\u0442".encode("cp1251"), "neither UTF-8 nor", 0),
    ],
)
def test_what_is_not_surely_text_is_refused_with_its_line(content: bytes, reason: str, line: int) -> None:
    with pytest.raises(ParseError, match=reason) as refusal:
        decode(content)
    assert refusal.value.line == line


def test_a_few_control_characters_of_a_teleprinter_are_accepted() -> None:
    assert decode(b"\x01UNCLAS\nNNNN\x03")[1] == "utf-8"


def test_too_large_a_text_is_refused() -> None:
    assert decode(b"a" * MAX_BYTES)[1] == "utf-8"
    with pytest.raises(ParseError, match="too large"):
        decode(b"a" * (MAX_BYTES + 1))
