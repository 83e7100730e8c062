"""The labels of the sample archive belong to the files that are there, and point at what they name."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "sample").glob("*.txt"))
LABELS = sorted((Path(__file__).parent / "sample_labels").glob("*.json"))

Record = dict[str, Any]

MARK = r"(¶|\[1\]\(#\)|1)?\s*"
INJURIES = {
    "page_break": r"[A-Z ]+ 00\d{6}  \d{3} OF \d{3}",
    "stray_caption": r"SIPDIS\s",
    "false_marker": r"(¶|\[1\]\(#\)|1)([A-Z]|\d{1,4})\.\s",
    "blank_in_sentence": r" *\n",
    "tab": r"\t",
    "link": r"\[[A-Z]+\]\(#\)",
}

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)


def label(sample: Path) -> Record:
    path = Path(__file__).parent / "sample_labels" / f"{sample.stem}.json"
    loaded: Record = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def at(text: str, place: list[int]) -> str:
    lines = text.split("\n")
    line, column = place
    assert column <= len(lines[line - 1])
    return "\n".join([lines[line - 1][column:], *lines[line:]])


def marker(item: Record) -> str:
    """What the text of an answer begins with: its letters, or its number, behind any paragraph mark or dash."""
    first = re.escape(item["keys"][0])
    para = r"(\d{1,2}\.?\s?\(?S?B?U?\)?\s*)?"
    return rf"(--\s?)?{MARK}{para}(REFTEL )?(Questions?\s+)?(\d{{1,2}}[.\s]?\s?)?\(?{first}\b"


def test_every_sample_has_a_label_and_every_label_a_sample() -> None:
    assert [path.stem for path in SAMPLES] == [path.stem for path in LABELS]


def test_there_are_as_many_samples_as_the_archive_promises() -> None:
    inputs = {label(sample)["mrn"] for sample in SAMPLES if (label(sample)["part_of"] or "1/")[:2] == "1/"}
    assert len(inputs) >= 14


@each_sample
def test_label_is_of_these_bytes(sample: Path) -> None:
    assert label(sample)["sha256"] == hashlib.sha256(sample.read_bytes()).hexdigest()


@each_sample
def test_label_names_its_sample_by_a_serial_that_no_post_reaches(sample: Path) -> None:
    mrn = label(sample)["mrn"]
    assert mrn == sample.stem
    assert re.fullmatch(r"0[789][A-Z]+900\d{3}", mrn)
    assert label(sample)["report_year"] == 2000 + int(mrn[:2])


@each_sample
def test_every_lettered_answer_begins_with_its_letter(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    answers = [item for item in label(sample)["items"] if item["kind"] == "section" and item["keys"]]
    assert answers
    for item in answers:
        assert re.match(marker(item), at(text, item["at"])), (item, at(text, item["at"])[:40])


@each_sample
def test_headings_have_words_and_stand_in_order_with_the_answers(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    items = label(sample)["items"]
    assert [item["at"] for item in items] == sorted(item["at"] for item in items)
    for item in items:
        if item["kind"] == "heading":
            assert re.match(r"[^\n]*[A-Za-z]{4}", at(text, item["at"])), item


@each_sample
def test_every_artefact_is_where_the_label_says(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    for artefact in label(sample)["artefacts"]:
        if pattern := INJURIES.get(artefact["kind"]):
            assert re.match(pattern, at(text, artefact["at"])), artefact


@each_sample
def test_repeated_line_repeats_what_stands_before_it(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    for artefact in label(sample)["artefacts"]:
        if artefact["kind"] == "line_duplicate":
            rest, after = at(text, artefact["at"]), at(text, artefact["end"])
            repeat = rest[: len(rest) - len(after)]
            before = text[: len(text) - len(rest)].rstrip()
            assert before.endswith((repeat, repeat.removeprefix("Q"))), artefact


@each_sample
def test_sample_ends_with_the_signature_of_its_label(sample: Path) -> None:
    words = sample.read_text(encoding="utf-8").upper().split()
    signature = (label(sample)["header"].get("signature") or "").upper().split()
    assert words[len(words) - len(signature) :] == signature
    assert signature or words[-1].endswith("."), "what looks like a signature is not in the label"


def test_places_of_the_samples_are_all_declared() -> None:
    places = json.loads((ROOT / "sample" / "places.json").read_text(encoding="utf-8"))
    posts = {post["mrn_name"]: post["country"] for post in places["posts"]}
    countries = {country["iso2"]: country["tags"] for country in places["countries"]}
    for sample in SAMPLES:
        post = sample.stem[2:-6]
        if post != "GUATEMALA":
            assert countries[posts[post]] in label(sample)["header"]["tags"], sample.stem


def test_places_of_the_samples_have_codes_that_iso_leaves_to_its_users() -> None:
    places = json.loads((ROOT / "sample" / "places.json").read_text(encoding="utf-8"))
    for country in places["countries"]:
        assert re.fullmatch(r"X[A-Z]", country["iso2"])
        assert re.fullmatch(r"X[A-Z]{2}", country["iso3"])
