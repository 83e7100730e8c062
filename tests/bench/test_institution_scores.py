"""The scores of institutions over one invented cable, with labels that say so and labels that do not."""

from typing import Any

import pytest

from bench.institution_scores import score_institutions
from bench.scores import Score
from cables.parsing import ParsedCable
from tests.cables.parsing.writing import chapter, read

TEXT = """The Ministry of Rivers (MORI) leads the work, and the Ministry of Roads
pays its wardens. In June 2007 the government created the National Commission on Bridges. The MORI
trains the wardens."""
EXECUTIVE: dict[str, Any] = {"kind": "executive"}


@pytest.fixture(scope="module")
def parsed() -> ParsedCable:
    return read(chapter(TEXT, "The ministry answers the next question with one sentence."))


@pytest.fixture(scope="module")
def first(parsed: ParsedCable) -> int:
    """The line on which the text begins."""
    return parsed.text.count("\n", 0, parsed.text.index("The Ministry of Rivers")) + 1


def scored(parsed: ParsedCable, *labels: dict[str, Any]) -> dict[str, Score]:
    return score_institutions(parsed, {"institutions": list(labels), "events": []})


def rivers(*lines: int, **more: Any) -> dict[str, Any]:
    return {"name": "Ministry of Rivers", "acronym": "MORI", **EXECUTIVE, "lines": list(lines), **more}


def roads(*lines: int, **more: Any) -> dict[str, Any]:
    return {"name": "Ministry of Roads", **EXECUTIVE, "lines": list(lines), **more}


def bridges(*lines: int) -> dict[str, Any]:
    return {"name": "National Commission on Bridges", "kind": "commission", "lines": list(lines)}


def test_what_the_labels_say_is_right(parsed: ParsedCable, first: int) -> None:
    scores = scored(parsed, rivers(first, first + 1), roads(first), bridges(first + 1))
    for kind, count in (("institutions", 3), ("mentions", 4), ("institution kinds", 3)):
        assert (scores[kind].right, scores[kind].missed, scores[kind].extra) == (count, [], []), kind


def test_a_name_without_a_label_is_too_much(parsed: ParsedCable, first: int) -> None:
    scores = scored(parsed, rivers(first, first + 1), bridges(first + 1))
    assert scores["institutions"].extra == [f"{first}: Ministry of Roads (executive)"]
    assert scores["institutions"].precision == pytest.approx(2 / 3)
    assert scores["institutions"].recall == 1


def test_a_mention_on_another_line_is_missed_and_too_much(parsed: ParsedCable, first: int) -> None:
    scores = scored(parsed, rivers(first, first + 1), roads(first + 2), bridges(first + 1))
    assert scores["mentions"].missed == [f"{first + 2}: Ministry of Roads"]
    assert scores["mentions"].extra == [f"{first}: Ministry of Roads"]
    assert scores["institutions"].recall == 1


def test_a_line_that_holds_two_mentions_asks_for_both(parsed: ParsedCable, first: int) -> None:
    scores = scored(parsed, rivers(first, first, first + 1), roads(first), bridges(first + 1))
    assert scores["mentions"].missed == [f"{first}: Ministry of Rivers"]


def test_maybe_is_no_fault_either_way(parsed: ParsedCable, first: int) -> None:
    absent = {"name": "Ministry of Hills", **EXECUTIVE, "lines": [], "maybe": [first]}
    scores = scored(parsed, rivers(first, first + 1), roads(maybe=[first]), bridges(first + 1), absent)
    for kind, count in (("institutions", 2), ("mentions", 3)):
        assert (scores[kind].right, scores[kind].missed, scores[kind].extra) == (count, [], []), kind


def test_another_kind_is_wrong_unless_it_is_as_good(parsed: ParsedCable, first: int) -> None:
    others = (rivers(first, first + 1), bridges(first + 1))
    wrong = scored(parsed, {**roads(first), "kind": "other"}, *others)["institution kinds"]
    assert wrong.missed == ["Ministry of Roads: other"]
    as_good = scored(parsed, {**roads(first), "kind": "other", "or_kind": ["executive"]}, *others)["institution kinds"]
    assert as_good.missed == []


def test_an_event_that_is_labelled_and_not_read_is_missed(parsed: ParsedCable, first: int) -> None:
    event = {"line": first, "institution": "Ministry of Roads", "kind": "renamed", "date": "2006"}
    labels = {"institutions": [roads(first)], "events": [event]}
    assert score_institutions(parsed, labels)["events"].missed == [f"{first}: Ministry of Roads renamed 2006"]
    labels["events"] = [{**event, "maybe": True}]
    assert score_institutions(parsed, labels)["events"].missed == []
