"""The law in real cables, where they are: Guatemala exactly, and the figures of `bench/law.py` as a floor."""

from fractions import Fraction
from pathlib import Path

import pytest

from bench.law import score_all
from bench.law_scores import KINDS
from cables.parsing import parse
from statutes.extraction import SectionLaw, read_law
from statutes.penalties import computed
from statutes.quantities import Duration, Unit

PENAL_CODE = ["194", "173", "174", "175", "176", "177", "178", "188", "189", "191", "192"]
FLOOR = {
    "provisions": (1.0, 1.0), "provision texts": (1.0, 1.0), "penalties": (0.99, 0.98), "instruments": (0.98, 0.98),
    "articles": (0.96, 0.96),
}  # fmt: skip


@pytest.fixture(scope="module")
def guatemala(real_cables: Path) -> SectionLaw:
    cable = parse((real_cables / "08GUATEMALA327.txt").read_bytes())
    (section,) = [s for s in cable.sections if s.chapter == "prosecution" and s.keys == ("A",)]
    return read_law(section.text, section.paragraphs)


def spans(law: SectionLaw, key: str) -> list[list[Fraction | int | None]]:
    """The outcomes in years."""
    return [
        [bound.within(Unit.YEARS) if isinstance(bound, Duration) else None for bound in (o.minimum, o.maximum)]
        for o in computed(key, law.penalties)
    ]


def test_guatemala_has_thirteen_provisions_in_two_instruments(guatemala: SectionLaw) -> None:
    held = [(p.instrument, p.number) for p in guatemala.provisions]
    assert held == [("Penal Code", n) for n in PENAL_CODE] + [("Immigration Law", n) for n in ("107", "108")]
    (law,) = {c.number for c in guatemala.citations if c.name == "Immigration Law" and c.number}
    assert law == "95-98"


def test_every_provision_of_guatemala_has_its_penalties(guatemala: SectionLaw) -> None:
    counts = [sum(c.article == p.number for c in guatemala.clauses) for p in guatemala.provisions]
    assert counts == [5, 1, 1, 2, 2, 2, 1, 1, 1, 2, 1, 1, 1]


def test_article_194_of_guatemala_and_its_variants(guatemala: SectionLaw) -> None:
    found = [c for c in guatemala.clauses if c.article == "194"]
    assert [spans(guatemala, c.key) for c in found] == [[[6, 12]], [[6, 12]], [[8, 16]], [[10, 20]], [[None, None]]]
    words = [c.penalty.condition for c in found]
    assert words[:2] == ["", ""]
    assert all(word in words[2] for word in ("minor", "disabled", "elderly"))
    assert "physical harm" in words[3]
    assert "death" in words[4]


def test_spans_of_guatemala_hold_what_they_say(real_cables: Path) -> None:
    for section in parse((real_cables / "08GUATEMALA327.txt").read_bytes()).sections:
        law = read_law(section.text, section.paragraphs)
        for provision in law.provisions:
            assert section.text[provision.body_start : provision.end] == provision.text


def test_precision_and_recall_do_not_fall(real_cables: Path) -> None:
    total = score_all(real_cables)
    assert all(total[kind].labelled for kind in KINDS)
    for kind, (precision, recall) in FLOOR.items():
        assert total[kind].precision >= precision, total[kind].extra
        assert total[kind].recall >= recall, total[kind].missed
