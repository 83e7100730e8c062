"""The real cables beside the project are read as well as the project promises. None of their words stand here."""

import re
from functools import cache
from pathlib import Path

import pytest

from cables.parsing import ParsedCable, parse
from cables.parsing.structure import CableKind, ParagraphKind, SpanKind
from tests.cables.parsing.scoring import Score, f1, read_label, repaired_share, score

GUATEMALA = "08GUATEMALA327"
LETTERED = {
    "overview": "ABCDE",
    "prosecution": "ABCDEFGHIJKLM",
    "protection": "ABCDEFGHIJK",
    "prevention": "ABCDEFGHI",
}
LAW_HEADINGS = {f"art-{n}" for n in (107, 108, 173, 174, 175, 176, 177, 178, 188, 189, 191, 192)}


@cache
def read(path: Path) -> ParsedCable:
    return parse(path.read_bytes())


@pytest.fixture(scope="module")
def scores(real_cables: Path) -> dict[str, Score]:
    labels = sorted((real_cables / "gold").glob("*.json"))
    return {path.stem: score(read_label(path), read(real_cables / f"{path.stem}.txt")) for path in labels}


@pytest.fixture(scope="module")
def guatemala(real_cables: Path) -> ParsedCable:
    return read(real_cables / f"{GUATEMALA}.txt")


def clean_texts(parsed: ParsedCable) -> str:
    return "\n\n".join(" ".join(section.text.split()) for section in parsed.sections)


def test_every_field_of_every_header_is_right(scores: dict[str, Score]) -> None:
    assert len(scores) >= 9
    assert {name: s.wrong_fields for name, s in scores.items() if s.wrong_fields} == {}


def test_answers_are_found_and_hardly_any_made_up(scores: dict[str, Score]) -> None:
    assert f1(scores.values()) >= 0.99, {name: (s.missed, s.false) for name, s in scores.items()}


def test_artefacts_are_found(scores: dict[str, Score]) -> None:
    assert repaired_share(scores.values()) >= 0.97, {name: s.unrepaired for name, s in scores.items()}


def test_no_word_of_an_author_is_taken_for_an_artefact(scores: dict[str, Score]) -> None:
    assert {name: s.lost for name, s in scores.items() if s.lost} == {}


def test_no_feigned_marker_opens_an_answer(scores: dict[str, Score]) -> None:
    assert {name: s.fooled for name, s in scores.items() if s.fooled} == {}


def test_spans_cover_every_file(scores: dict[str, Score]) -> None:
    assert [name for name, s in scores.items() if not s.covered] == []


def test_all_of_them_are_taken_for_inputs(real_cables: Path, scores: dict[str, Score]) -> None:
    assert {read(real_cables / f"{name}.txt").kind for name in scores} == {CableKind.TIP_INPUT}


def test_guatemala_has_its_forty_keyed_sections_and_best_practices(guatemala: ParsedCable) -> None:
    found = [(s.chapter, s.keys) for s in guatemala.sections]
    answers = [(chapter, (letter,)) for chapter, letters in LETTERED.items() for letter in letters]
    assert found == [("intro", ("1",)), ("intro", ("2",)), *answers, ("best-practices", ())]
    assert len(found) == 41


def test_guatemalas_quoted_articles_are_paragraphs_of_their_own(guatemala: ParsedCable) -> None:
    answer = next(s for s in guatemala.sections if (s.chapter, s.keys) == ("prosecution", ("A",)))
    headings = {p.label for p in answer.paragraphs if p.kind is ParagraphKind.LAW_HEADING}
    assert headings == LAW_HEADINGS
    for heading, words in zip(answer.paragraphs, answer.paragraphs[1:], strict=False):
        if heading.kind is ParagraphKind.LAW_HEADING:
            assert words.kind is ParagraphKind.LAW, heading.label


def test_guatemalas_law_quoted_in_running_text_bears_its_article(guatemala: ParsedCable) -> None:
    answer = next(s for s in guatemala.sections if (s.chapter, s.keys) == ("prosecution", ("A",)))
    quoted = {p.label for p in answer.paragraphs if p.kind is ParagraphKind.LAW and p.label}
    assert quoted == {"art-194"}
    assert len(LAW_HEADINGS | quoted) == 13


def test_guatemalas_repeated_lines_stand_once_less_in_the_clean_text(guatemala: ParsedCable) -> None:
    source, clean = " ".join(guatemala.text.split()), clean_texts(guatemala)
    repeated = [s for s in guatemala.spans if s.why == "line_duplicate"]
    assert len(repeated) == 6
    for span in repeated:
        words = " ".join(guatemala.text[span.start : span.end].split())
        rest = words.split(maxsplit=2)[2]  # one or two small words may be what became of the Q
        assert clean.count(rest) == source.count(rest) - 1 > 0, span
        assert not words.startswith("Q") or words not in clean, span


def test_guatemalas_stray_caption_and_pilcrows_are_in_no_clean_text(guatemala: ParsedCable) -> None:
    clean = clean_texts(guatemala)
    assert [s.why for s in guatemala.spans if s.why == "stray_caption"] == ["stray_caption"]
    assert "SIPDIS" in guatemala.text
    assert re.findall(r"SIPDIS|¶|\[1\]|\(#\)", clean) == []


def test_guatemalas_sentences_are_whole(scores: dict[str, Score], guatemala: ParsedCable) -> None:
    blanks = [s for s in guatemala.spans if s.why == "blank_in_sentence"]
    assert len(blanks) >= 18
    assert all(not guatemala.text[s.start : s.end].strip() for s in blanks)
    assert len(scores[GUATEMALA].unrepaired) <= 1


def test_guatemalas_words_are_all_accounted_for(guatemala: ParsedCable) -> None:
    kept = {SpanKind.BODY, SpanKind.HEADING, SpanKind.MARKER, SpanKind.HEADER, SpanKind.SIGNATURE, SpanKind.ARTEFACT}
    for span in guatemala.spans:
        if span.kind not in kept:
            assert not re.search(r"\w", guatemala.text[span.start : span.end]), span
