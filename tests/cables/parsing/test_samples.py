"""The sample archive, which was damaged on purpose, is read without a single mistake."""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from cables.parsing import ParsedCable, parse
from cables.parsing.structure import CableKind
from tests.cables.parsing.scoring import Score, is_covered, read_label, score, wrong_fields

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
SAMPLES = sorted(path.stem for path in (ROOT / "sample").glob("*.txt"))
OTHERS = sorted((HERE / "other_traffic").glob("*.txt"))

each_sample = pytest.mark.parametrize("name", SAMPLES)
each_other = pytest.mark.parametrize("other", OTHERS, ids=lambda path: path.stem)


@lru_cache
def read(name: str) -> ParsedCable:
    return parse((ROOT / "sample" / f"{name}.txt").read_bytes())


@lru_cache
def scored(name: str) -> Score:
    return score(read_label(HERE / "sample_labels" / f"{name}.json"), read(name))


def test_there_are_samples_and_other_traffic() -> None:
    assert len(SAMPLES) >= 14
    assert len(OTHERS) >= 2


@each_sample
def test_every_field_of_the_header_is_right(name: str) -> None:
    assert scored(name).wrong_fields == []


@each_sample
def test_every_answer_is_found_where_it_begins_and_none_is_made_up(name: str) -> None:
    assert scored(name).wanted >= 15
    assert (scored(name).missed, scored(name).false) == ([], [])


@each_sample
def test_every_artefact_is_found(name: str) -> None:
    assert scored(name).artefacts >= 5
    assert scored(name).unrepaired == []


@each_sample
def test_no_word_of_the_author_is_taken_for_an_artefact(name: str) -> None:
    assert scored(name).lost == []


@each_sample
def test_no_feigned_marker_opens_an_answer(name: str) -> None:
    assert scored(name).fooled == []


@each_sample
def test_spans_cover_the_whole_file(name: str) -> None:
    assert scored(name).covered


@each_sample
def test_sample_is_taken_for_an_input_of_its_year(name: str) -> None:
    parsed = read(name)
    assert parsed.kind is CableKind.TIP_INPUT
    assert parsed.report_year == 2000 + int(name[:2])
    assert not parsed.truncated
    assert re.match(r"\d+ lettered answers in \d chapters \(", parsed.reasons[0])


def test_two_parts_of_one_input_say_which_part_they_are() -> None:
    parts = {name: read(name).part for name in SAMPLES if read(name).part}
    assert {name: part and (part.number, part.of) for name, part in parts.items()} == {
        "09PORTELLERY900061": (1, 2),
        "09PORTELLERY900062": (2, 2),
    }


@each_other
def test_other_traffic_about_the_report_is_no_input_and_the_reasons_say_why(other: Path) -> None:
    parsed = parse(other.read_bytes())
    assert parsed.kind is CableKind.OTHER
    assert re.match(r"3 lettered answers in 1 chapter \(", parsed.reasons[0])
    assert parsed.reasons[-1] == "an input answers at least 8 lettered questions in 2 chapters"


@each_other
def test_other_traffic_has_a_header_like_any_cable(other: Path) -> None:
    parsed = parse(other.read_bytes())
    assert wrong_fields(read_label(other.with_suffix(".json")), parsed) == []
    assert is_covered(parsed)
