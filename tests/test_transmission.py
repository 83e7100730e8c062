"""Samples carry exactly the damage that their labels say; a wrong record would measure the parser wrongly."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.transmission import Record, TransmissionError, send
from tests.transmission.__main__ import main

TEACHERS = (
    "The Secretariat for Orchards said that {} persons were counted in the valley, while the inspectors who "
    "went there in spring wrote down a different number in their own ledger; neither could explain the "
    "difference, and the archive of the Secretariat of Rivers that might settle the question has remained "
    "closed since the flood of that year. Nobody in the district remembers who ordered the counting or what "
    "became of the questionnaires that were handed out, and the report which was printed afterwards names "
    "neither the villages nor the families concerned by it. A second counting was announced in the autumn and "
    "given up in winter, although the Secretary of Rivers had promised before the assembly that the "
    "results would be made known within a month, and although three newspapers reminded him of his promise."
)
PLAIN = """%% header mrn: "08ORVANE900118"
%% header report_year: 2008
%% header subject: "KESTRIA"
%% damage DAMAGE
FM AMEMBASSY ORVANE

UNCLAS ORVANE 900118

TAGS: KCRM PHUM XE

REF: A. STATE 2731
B. 07 ORVANE 900099

%% section intro 1
1. (U) See the notes of the inspectors about the orchards by the river and about those on the hill, paragraph
27. of the law, which nobody applies.

--------
%% heading overview
Overview
--------

%% section overview A
A. TEXT0

TEXT1

%% section overview B
-- B. What was asked of the post in that year's instruction?

%% answer
TEXT2 %{section overview C D}C and D. Nothing was found.

%% section overview E
E. TEXT3

Moritz
"""
DAMAGES = {
    "wrapped": "wrap=65 pages=14 blanks=2 duplicates=2 plain=1 sipdis=1 tabs=1 split=1 lost=1 trailing=yes",
    "indented": "wrap=60 blanks=2 indent=2 pilcrow=bracket spaces=2 sipdis=2",
    "archive": "wrap=none blanks=3 duplicates=2 plain=1 sipdis=1 tabs=1 split=1 lost=1 pilcrow=mixed",
    "joined pages": "wrap=none pages=14 duplicates=2 pilcrow=none",
}
MARKERS = {
    "1": r"(¶|\[1\]\(#\))?1\. \(U\)",
    "A": r"(¶|\[1\]\(#\)|1)?A\. ",
    "B": r"-- B\. ",
    "C": r"C and D\.\s",
    "E": r"(¶|\[1\]\(#\)|1)?E\. ",
}


def source(damage: str, seed: int = 1) -> str:
    text = PLAIN.replace("DAMAGE", f"{damage} seed={seed}")
    for number, persons in enumerate(("eleven", "forty", "nineteen", "six")):
        text = text.replace(f"TEXT{number}", TEACHERS.format(persons))
    return text


def offset(text: str, place: list[int]) -> int:
    lines = text.split("\n")
    assert place[1] <= len(lines[place[0] - 1])
    return sum(len(line) + 1 for line in lines[: place[0] - 1]) + place[1]


def at(text: str, place: list[int]) -> str:
    return text[offset(text, place) :]


def of_kind(labels: Record, kind: str) -> list[Record]:
    return [artefact for artefact in labels["artefacts"] if artefact["kind"] == kind]


every_damage = pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))


@every_damage
def test_every_answer_starts_with_its_marker(damage: str) -> None:
    text, labels = send(source(damage))
    answers = [item for item in labels["items"] if item["kind"] == "section"]
    assert [(item["chapter"], item["keys"]) for item in answers] == [
        ("intro", ["1"]),
        ("overview", ["A"]),
        ("overview", ["B"]),
        ("overview", ["C", "D"]),
        ("overview", ["E"]),
    ]
    for item in answers:
        assert re.match(MARKERS[item["keys"][0]], at(text, item["at"])), item


@every_damage
def test_heading_is_the_line_with_the_words(damage: str) -> None:
    text, labels = send(source(damage))
    (heading,) = (item for item in labels["items"] if item["kind"] == "heading")
    assert at(text, heading["at"]).startswith("Overview")


@every_damage
def test_answer_is_told_from_the_quoted_question(damage: str) -> None:
    text, labels = send(source(damage))
    (quoted,) = (item for item in labels["items"] if item.get("question_quoted"))
    assert quoted["keys"] == ["B"]
    assert at(text, quoted["answer_at"]).startswith("The Secretariat")


@every_damage
def test_damage_is_as_much_as_asked_for(damage: str) -> None:
    _, labels = send(source(damage))
    asked = {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", damage)}
    assert len(of_kind(labels, "line_duplicate")) == asked.get("duplicates", 0) + asked.get("plain", 0)
    for kind, option in {
        "blank_in_sentence": "blanks",
        "stray_caption": "sipdis",
        "tab": "tabs",
        "split_word": "split",
        "lost_letter": "lost",
    }.items():
        assert len(of_kind(labels, kind)) == asked.get(option, 0), kind


@every_damage
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_taking_the_recorded_damage_out_restores_the_words(damage: str, seed: int) -> None:
    text, labels = send(source(damage, seed))
    for artefact in reversed(labels["artefacts"]):
        start = offset(text, artefact["at"])
        if "end" in artefact:
            text = text[:start] + " " + text[offset(text, artefact["end"]) :]
        elif artefact["kind"] == "tab":
            assert text[start] == "\t"
        elif artefact["kind"] in ("split_word", "lost_letter"):
            word = artefact["was"]
            split = artefact["kind"] == "split_word"
            assert text[:start].endswith(word[: 3 if split else 4])
            text = text[:start] + (text[start + 1 :] if split else word[4] + text[start:])
    words = " ".join(text.split())
    words = re.sub(r"\[1\]\(#\)|¶|\b1(?=[A-Z]\.)", "", words)
    for persons in ("eleven", "forty", "nineteen", "six"):
        assert TEACHERS.format(persons) in words


@every_damage
def test_same_seed_gives_the_same_bytes_and_another_seed_others(damage: str) -> None:
    assert send(source(damage)) == send(source(damage))
    assert send(source(damage, seed=1))[0] != send(source(damage, seed=5))[0] or "blanks" not in damage


def test_repeated_line_is_recorded_from_its_q_to_its_end() -> None:
    text, labels = send(source(DAMAGES["archive"]))
    with_q = 0
    for artefact in of_kind(labels, "line_duplicate"):
        start, end = offset(text, artefact["at"]), offset(text, artefact["end"])
        repeat = text[start:end]
        with_q += repeat.startswith("Q")
        assert text[:start].rstrip().endswith(repeat.removeprefix("Q"))
    assert with_q == 2


def test_page_lines_are_numbered_and_counted_in_marking_and_label() -> None:
    text, labels = send(source(DAMAGES["wrapped"]))
    parts = labels["header"]["parts"]
    pages = [at(text, page["at"]).split("\n")[0].rstrip() for page in of_kind(labels, "page_break")]
    assert pages == [f"ORVANE 00900118  {number:03d} OF {parts:03d}" for number in range(2, parts + 1)]
    assert parts > 2
    assert f"UNCLAS SECTION 01 OF {parts:02d} ORVANE 900118\n" in text


def test_page_lines_of_joined_paragraphs_stand_inside_the_line() -> None:
    text, labels = send(source(DAMAGES["joined pages"]))
    assert of_kind(labels, "page_break")
    for page in of_kind(labels, "page_break"):
        assert page["at"][1] > 0
        assert text.split("\n")[page["at"][0] - 1].count("ORVANE 00900118") == 1


def test_blank_line_stands_between_two_halves_of_a_sentence() -> None:
    text, labels = send(source(DAMAGES["wrapped"]))
    lines = text.split("\n")
    for blank in of_kind(labels, "blank_in_sentence"):
        before, itself, after = (lines[blank["at"][0] + step].strip() for step in (-2, -1, 0))
        assert before
        assert before[-1] not in ".?!"
        assert itself == ""
        assert after


def test_stray_sipdis_stands_alone_after_a_line_with_secretary() -> None:
    text, labels = send(source(DAMAGES["archive"]))
    lines = text.split("\n")
    (stray,) = of_kind(labels, "stray_caption")
    assert lines[stray["at"][0] - 1] == "SIPDIS"
    assert "Secretar" in lines[stray["at"][0] - 3]


def test_pilcrow_before_a_line_that_only_begins_with_a_number_is_false() -> None:
    text, labels = send(source("wrap=65"))
    in_body = [artefact for artefact in of_kind(labels, "false_marker") if "where" not in artefact]
    assert [at(text, artefact["at"])[:8] for artefact in in_body] == ["¶27. of "]


def test_pilcrow_in_the_reference_list_is_false_and_in_the_header() -> None:
    text, labels = send(source("wrap=65"))
    in_header = [artefact for artefact in of_kind(labels, "false_marker") if artefact.get("where") == "header"]
    assert [at(text, artefact["at"])[:9] for artefact in in_header] == ["¶B. 07 OR"]


def test_tags_become_links_only_where_asked() -> None:
    assert "TAGS: [KCRM](#) [PHUM](#) [XE](#)" in send(source("links=yes"))[0]
    assert "TAGS: KCRM PHUM XE" in send(source("links=no"))[0]


def test_lines_are_no_longer_than_asked() -> None:
    text, _ = send(source("wrap=50 pilcrow=none").replace("See the notes of the", "See"))
    body = text[text.index("-- B.") :]
    assert max(len(line) for line in body.split("\n")) <= 50


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("blanks=900", "blanks=900: only"),
        ("pilcrow=round", "pilcrow=round: not one of"),
        ("rust=1", "no such damage: rust"),
        ("blanks=many", "invalid literal"),
    ],
)
def test_damage_that_cannot_be_done_is_refused(damage: str, complaint: str) -> None:
    with pytest.raises(TransmissionError, match=re.escape(complaint)):
        send(source(damage))


def test_unknown_control_word_is_refused_with_its_line() -> None:
    with pytest.raises(TransmissionError, match="line 2: no such control word: chapter"):
        send("%% damage wrap=65\n%% chapter overview\nText\n")


def test_command_writes_the_text_and_the_label_of_its_bytes(tmp_path: Path) -> None:
    marked, text, labels = tmp_path / "in.txt", tmp_path / "out.txt", tmp_path / "out.json"
    marked.write_text(source(DAMAGES["wrapped"]), encoding="utf-8")
    assert main([str(marked), "--text", str(text), "--labels", str(labels)]) == 0
    label = json.loads(labels.read_text(encoding="utf-8"))
    assert label["sha256"] == hashlib.sha256(text.read_bytes()).hexdigest()
    assert label["mrn"] == "08ORVANE900118"
    assert label["header"]["subject"] == "KESTRIA"


def test_command_ends_with_the_complaint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = tmp_path / "in.txt"
    marked.write_text("%% damage rust=1\n", encoding="utf-8")
    assert main([str(marked), "--text", str(tmp_path / "a"), "--labels", str(tmp_path / "b")]) == 1
    assert "no such damage: rust" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
