"""What holds for every text, however it was damaged: nothing is lost, nothing is counted twice."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cables.parsing import ParsedCable, parse
from cables.parsing.restoring import clean_text, restore
from cables.parsing.structure import SpanKind
from tests.cables.parsing.writing import cable

SAMPLE = Path(__file__).parents[3] / "sample"
SAMPLES = ("08GUATEMALA900327", "09TOLTAY900142", "07NKELU900073")
JOINS = {"", " ", "\n", "\n\n"}

few = settings(
    derandomize=True, database=None, max_examples=100, deadline=None, suppress_health_check=list(HealthCheck)
)
many = settings(few, max_examples=400)

# Pieces that mean something to the parser, and arbitrary characters between them.
PIECES = (
    *(
        "¶",
        "¶1. (U) ",
        "¶A. ",
        "[1](#)B. ",
        "1C. ",
        "A. ",
        "b) ",
        "--D. ",
        "28.E. ",
        "Question 25 F: ",
        "B & C. ",
        "G-K: ",
    ),
    *(
        "(1) ",
        "PREVENTION\n----------\n\n",
        "PROTECTION: ",
        "SUMMARY\n\n",
        "END SUMMARY\n\n",
        "COMMENT: ",
        "IV. HEROES\n",
    ),
    *("SIPDIS\n", "PORTO PRUEBA 00000327  002 OF 006", "UNCLAS SECTION 02 OF 03 PORTO PRUEBA 000327\n", "EXAMPLE\n"),
    *(
        "Article 12 (Rape)\n\n",
        "BEGIN TEXT\n\n",
        "END TEXT\n\n",
        "Whoever does so is punished.\n",
        "What is known?\n\n",
    ),
    *("officers took them back to the border before anyone had asked ", "Qofficers took them back to ", "anti-\n"),
    *(
        "[word](#)",
        "[",
        "](#)",
        "-----\n",
        "*****",
        "REF: A. STATE 1\n",
        "TAGS: XQ\n",
        "U.S. ",
        "\t",
        "\n",
        "\n\n",
        " \r\n",
    ),
    *("é", "\x0b", "\x1c", "\u2028", "\xa0"),
)

bodies = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)
lines = st.sampled_from(
    [
        "",
        " ",
        "¶",
        "¶A. ",
        "A.",
        "SIPDIS",
        "PREVENTION",
        "-----",
        "PUERTO ALBA 00000001  002 OF 003",
        "\tword",
        "\r",
        "Q",
        "[",
    ]
)


@st.composite
def damaged_samples(draw: st.DrawFn) -> str:
    """A cut out of a sample with lines lost, added, repeated and joined."""
    whole = (SAMPLE / f"{draw(st.sampled_from(SAMPLES))}.txt").read_text(encoding="utf-8").split("\n")
    kept = whole[: draw(st.integers(20, len(whole)))]
    head, body = kept[:30], kept[30:]
    start = draw(st.integers(0, max(len(body) - 120, 0)))
    text = head + body[start : start + 120]
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(text) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                text[at : at + 1] = []
            case 1:
                text.insert(at, draw(lines))
            case 2:
                text.insert(at, text[at])
            case 3:
                text[at : at + 2] = [" ".join(text[at : at + 2])]
            case _:
                text[at] = draw(lines) + text[at]
        text = text or [""]
    return draw(st.sampled_from(["\n", "\r\n"])).join(text)


@lru_cache(maxsize=256)
def parsed(text: str) -> ParsedCable:
    return parse(text.encode())


def check(cut: ParsedCable) -> None:
    spans_cover_the_text(cut)
    source_comes_back(cut)
    sections_are_their_spans(cut)
    no_word_is_layout(cut)


def spans_cover_the_text(cut: ParsedCable) -> None:
    at = 0
    for span in cut.spans:
        assert span.start == at < span.end, span
        assert span.join in JOINS
        assert not span.join or span.kind is SpanKind.BODY
        assert bool(span.why) is (span.kind is SpanKind.ARTEFACT)
        at = span.end
    assert at == len(cut.text)


def source_comes_back(cut: ParsedCable) -> None:
    clean = clean_text(cut.text, cut.spans)
    others = {s.start: cut.text[s.start : s.end] for s in cut.spans if s.kind is not SpanKind.BODY}
    assert restore(clean, cut.spans, others) == cut.text
    assert clean_text(restore(clean, cut.spans, others), cut.spans) == clean
    assert clean == "".join(section.text for section in cut.sections)


def sections_are_their_spans(cut: ParsedCable) -> None:
    bodies = [s for s in cut.spans if s.kind is SpanKind.BODY]
    at = 0
    for section in cut.sections:
        assert at <= section.start <= section.end <= len(cut.text)
        at = section.end
        mine = [s for s in bodies if section.start <= s.start < section.end]
        assert "".join(cut.text[s.start : s.end] + s.join for s in mine) == section.text
        paragraphs_stand_in_order(cut, section.text, [(p.clean_start, p.clean_end) for p in section.paragraphs])
        paragraphs_stand_in_order(cut, cut.text, [(p.start, p.end) for p in section.paragraphs])
        for p in section.paragraphs:
            clean, source = section.text[p.clean_start : p.clean_end], cut.text[p.start : p.end]
            assert clean[:1] == source[:1]
            assert clean[-1:] == source[-1:]


def paragraphs_stand_in_order(cut: ParsedCable, text: str, ranges: list[tuple[int, int]]) -> None:
    at = 0
    for start, end in ranges:
        assert at <= start < end <= len(text), cut.mrn
        assert not text[at:start].strip() or text is cut.text
        at = end


def no_word_is_layout(cut: ParsedCable) -> None:
    words = re.compile(r"\w")
    for span in cut.spans:
        if span.kind is SpanKind.LAYOUT:
            said = cut.text[span.start : span.end]
            assert not words.search(said.replace("_", "")), said


@few
@given(st.text(min_size=1).filter(lambda text: text.strip() and "\0" not in text and len(text) > 1))
def test_any_text_is_covered_and_restored(text: str) -> None:
    if len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", text)) <= 4:
        check(parse(text.encode("utf-8", "ignore") or b"x"))


@many
@given(bodies)
def test_any_body_behind_a_header_is_covered_and_restored(body: str) -> None:
    body = re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", body).encode("utf-8", "ignore").decode()
    check(parsed(cable(body)))


@settings(few, max_examples=200)
@given(damaged_samples())
def test_a_damaged_sample_is_covered_and_restored(text: str) -> None:
    check(parsed(text))


@many
@given(bodies)
def test_line_ends_of_another_system_change_no_section(body: str) -> None:
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", "", body).encode("utf-8", "ignore").decode()
    plain, other = parsed(cable(text)), parsed(cable(text).replace("\n", "\r\n"))
    assert [(s.chapter, s.keys, s.text) for s in other.sections] == [
        (s.chapter, s.keys, s.text) for s in plain.sections
    ]
    assert other.header.mrn == plain.header.mrn


@few
@given(damaged_samples())
def test_parsing_twice_gives_the_same(text: str) -> None:
    assert parse(text.encode()) == parsed(text)


def test_clean_text_that_is_not_of_these_spans_is_refused() -> None:
    cut = parsed(cable("¶1. (U) Nine cases\nwere opened."))
    clean = clean_text(cut.text, cut.spans)
    others = {s.start: cut.text[s.start : s.end] for s in cut.spans if s.kind is not SpanKind.BODY}
    for wrong in (clean + "x", clean.replace("cases were", "cases\nwere"), clean.replace(" were", "were")):
        with pytest.raises(ValueError, match="clean text"):
            restore(wrong, cut.spans, others)
