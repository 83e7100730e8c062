"""The institutions of real cables, where they are: Guatemala by name, and the figures of `bench/law.py` as a floor."""

from pathlib import Path

import pytest

from bench.institution_scores import KINDS
from bench.law import score_all
from cables.parsing import parse
from statutes.extraction.institutions import Aliases, NameMention, read_institutions

FLOOR = {
    "institutions": (0.98, 0.96), "mentions": (0.99, 0.98), "institution kinds": (0.94, 0.94), "events": (0.95, 0.92),
    "event dates": (0.95, 0.95),
}  # fmt: skip
POLICE = "National Civilian Police"


@pytest.fixture(scope="module")
def guatemala(real_cables: Path) -> list[NameMention]:
    sections = parse((real_cables / "08GUATEMALA327.txt").read_bytes()).sections
    read = read_institutions([(s.text, s.paragraphs) for s in sections], Aliases([]))
    return [mention for section in read for mention in section.mentions]


def test_an_acronym_bound_once_names_the_police_of_guatemala_everywhere(guatemala: list[NameMention]) -> None:
    police = [m for m in guatemala if m.name == POLICE]
    assert len(police) >= 12
    assert {m.acronym for m in police} == {"PNC"}


def test_the_state_is_no_institution_of_guatemala(guatemala: list[NameMention]) -> None:
    assert not {m.name for m in guatemala} & {"GOG", "Government", "Guatemalan Government", "USG", "Embassy", "Post"}


def test_precision_and_recall_of_institutions_do_not_fall(real_cables: Path) -> None:
    total = score_all(real_cables)
    assert all(total[kind].labelled for kind in KINDS if kind != "event dates")
    for kind, (precision, recall) in FLOOR.items():
        assert total[kind].precision >= precision, total[kind].extra
        assert total[kind].recall >= recall, total[kind].missed
