"""Invented archives: what the generator says a cable holds is what the parser reads out of its text."""

from collections import Counter
from pathlib import Path

import pytest

from bench.archive import ACCESSES, Archive, Cable, write_texts
from bench.telegram import telegram
from bench.words import PLACES, vocabulary
from cables import parsing
from cables.identities import section_keys
from cables.parsing.structure import CableKind, ParsedCable

SECTIONS = 400


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(SECTIONS, seed=7)


@pytest.fixture(scope="module")
def read(archive: Archive) -> list[tuple[Cable, ParsedCable]]:
    """Each cable beside what the parser makes of its text; the last one is cut off and left out."""
    return [(cable, parsing.parse(telegram(cable).encode())) for cable in list(archive)[:-1]]


def test_parser_takes_every_cable_for_an_input_of_its_year(read: list[tuple[Cable, ParsedCable]]) -> None:
    for cable, parsed in read:
        assert parsed.kind is CableKind.TIP_INPUT
        assert (parsed.mrn, parsed.report_year) == (cable.mrn, cable.report_year)
        assert parsed.header.tags == cable.tags
        assert parsed.header.captions == cable.captions
        assert parsed.header.dtg == cable.sent


def test_parser_reads_every_section_as_it_was_meant(read: list[tuple[Cable, ParsedCable]]) -> None:
    for cable, parsed in read:
        keys = section_keys(parsed.sections)
        found = [(section.chapter, key, section.text) for section, key in zip(parsed.sections, keys, strict=True)]
        assert found == [(answer.chapter, answer.key, answer.text) for answer in cable.answers]


def test_parser_sees_the_status_of_answers_and_the_quoted_law(read: list[tuple[Cable, ParsedCable]]) -> None:
    kinds: Counter[str] = Counter()
    for cable, parsed in read:
        for answer, section in zip(cable.answers, parsed.sections, strict=True):
            assert section.status.value == answer.status
            assert [(each.kind.value, each.label) for each in section.paragraphs] == [
                (each.kind, each.label) for each in answer.paragraphs
            ]
            kinds.update([answer.status, *(each.kind for each in answer.paragraphs)])
    assert min(kinds[kind] for kind in ("no-information", "not-applicable", "law", "law-heading")) > 0


def test_page_lines_stand_inside_sentences_and_are_taken_out(read: list[tuple[Cable, ParsedCable]]) -> None:
    breaks = [span for _, parsed in read for span in parsed.spans if span.why == "page_break"]
    assert len(breaks) > len(read)


def test_archive_has_as_many_sections_as_were_asked_for(archive: Archive) -> None:
    assert sum(len(cable.answers) for cable in archive) == SECTIONS
    assert len({cable.mrn for cable in archive}) == len(archive)


def test_same_seed_gives_the_same_archive_and_another_seed_another(archive: Archive) -> None:
    again = Archive(SECTIONS, seed=7)
    assert [again.cable(number) for number in reversed(range(len(again)))] == list(archive)[::-1]
    assert Archive(SECTIONS, seed=8).cable(0) != archive.cable(0)


def test_archive_spreads_over_countries_years_and_accesses() -> None:
    archive = Archive(4_000, seed=7)
    cables = [archive.cable(number) for number in range(len(archive))]
    assert len({cable.place.iso2 for cable in cables}) == len(cables)
    assert len({cable.report_year for cable in cables}) == 20
    assert {cable.access for cable in cables} == set(ACCESSES)
    sizes = [len(answer.text) for cable in cables for answer in cable.answers]
    assert 900 < sum(sizes) / len(sizes) < 1_200


def test_words_follow_zipfs_law() -> None:
    words = vocabulary(7)
    assert len(words.table) == PLACES
    places = [count for word, count in words.ranked if word.islower()]
    assert places[0] > 8 * places[40] > 30 * places[1_000]


def test_texts_are_files_named_by_their_mrn(archive: Archive, tmp_path: Path) -> None:
    small = Archive(60, seed=7)
    written = write_texts(small, tmp_path / "texts")
    files = sorted((tmp_path / "texts").glob("*.txt"))
    assert [file.stem for file in files] == sorted(cable.mrn for cable in small)
    assert sum(file.stat().st_size for file in files) == written
