import pytest

from cables.parsing import parse
from cables.parsing.structure import SpanKind
from tests.cables.parsing.writing import cable, read

LAST = "¶1. (U) Post thanks all who helped."


@pytest.mark.parametrize(
    "signature",
    ["EXAMPLE", "Example", "VAN EXAMPLE", "Van Example", "EXAMPLE-TRIAL", "O'TRIAL", "EXAMPLE, JR", "Van de Example"],
)
def test_the_surname_at_the_end_is_the_signature(signature: str) -> None:
    parsed = read(LAST, signature=signature)
    assert parsed.header.signature == signature
    assert [parsed.text[s.start : s.end] for s in parsed.spans if s.kind is SpanKind.SIGNATURE] == [signature]
    assert parsed.sections[-1].text == "Post thanks all who helped."
    assert not parsed.truncated


def test_a_cable_may_end_without_a_signature() -> None:
    parsed = read(LAST, signature="")
    assert (parsed.header.signature, parsed.truncated) == ("", False)
    assert all(s.kind is not SpanKind.SIGNATURE for s in parsed.spans)


def test_a_signature_behind_stars_on_the_last_line_is_found() -> None:
    parsed = read(f"{LAST} ***** EXAMPLE", signature="")
    assert parsed.header.signature == "EXAMPLE"
    assert "EXAMPLE" not in parsed.sections[-1].text


def test_a_signature_behind_the_last_sentence_of_a_long_line_is_found() -> None:
    long = "¶1. (U) Post thanks the nine officers who helped, and the guests of the shelter for their time."
    parsed = read(f"{long} All of them helped with it. EXAMPLE", signature="")
    assert parsed.header.signature == "EXAMPLE"
    assert parsed.sections[-1].text.endswith("helped with it.")


@pytest.mark.parametrize(
    "footer",
    [
        "NNNN",
        "BT\n#0327",
        "UNCLASSIFIED",
        "***\nVisit the embassy's Classified Website:\nhttp://www.example.gov/pruebia\n***",
    ],
)
def test_a_signature_is_found_above_what_archives_add(footer: str) -> None:
    assert read(LAST, signature=f"EXAMPLE\n\n{footer}").header.signature == "EXAMPLE"


@pytest.mark.parametrize("last", ["END COMMENT", "SIPDIS", "NOT APPLICABLE", "None", "PREVENTION", "Post thanks all."])
def test_other_words_at_the_end_are_no_signature(last: str) -> None:
    assert read(LAST, signature=last).header.signature == ""


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ("¶1. (U) Post thanks all who", True),
        ("¶1. (U) Post thanks all.\n\n[message truncated]", True),
        ("¶1. (U) Post thanks all.", False),
        ("¶1. (U) Post thanks all (the ministry)", False),
    ],
)
def test_a_text_that_breaks_off_is_flagged(last: str, cut: bool) -> None:
    assert read(last, signature="").truncated is cut


def test_a_signed_text_is_whole() -> None:
    assert not read("¶1. (U) Post thanks all who", signature="EXAMPLE").truncated


def test_an_archives_note_that_the_record_is_partial_flags_it() -> None:
    source = "This record is a partial extract of the original cable.\n\n" + cable(LAST)
    assert parse(source.encode()).truncated
