"""The law of the sample cable of Guatemala: every provision with its penalties, and what the relative ones come to."""

from pathlib import Path

import pytest

from cables.parsing import parse
from statutes.extraction import SectionLaw, read_law
from statutes.penalties import computed

NUMBERS = ["194", "173", "174", "175", "176", "177", "178", "188", "189", "191", "192", "107", "108"]


@pytest.fixture(scope="module")
def guatemala(root: Path) -> SectionLaw:
    cable = parse((root / "sample" / "08GUATEMALA900327.txt").read_bytes())
    (section,) = [s for s in cable.sections if s.chapter == "prosecution" and s.keys == ("A",)]
    return read_law(section.text, section.paragraphs)


def verdicts(law: SectionLaw, number: str) -> list[str]:
    found = [clause for clause in law.clauses if clause.is_quoted and clause.article == number]
    return [outcome.verdict for clause in found for outcome in computed(clause.key, law.penalties)]


def test_every_provision_of_the_sample_has_penalties_that_are_computed(guatemala: SectionLaw) -> None:
    assert [provision.number for provision in guatemala.provisions] == NUMBERS
    for number in NUMBERS[1:]:
        found = verdicts(guatemala, number)
        assert found, number
        assert not any("cannot" in verdict for verdict in found), number


def test_a_term_that_depends_on_age_is_read(guatemala: SectionLaw) -> None:
    assert verdicts(guatemala, "177") == ["6 months to 1 year", "1 year to 2 years"]
    words = [clause.penalty.condition for clause in guatemala.clauses if clause.article == "177"]
    assert words == ["above 14", "between 12 and 14"]


def test_the_preceding_articles_are_those_of_like_caption(guatemala: SectionLaw) -> None:
    (clause,) = [clause for clause in guatemala.clauses if clause.article == "178"]
    assert clause.penalty.relative
    assert clause.penalty.relative.bases == ("176:1", "176:2", "177:1", "177:2")
    assert verdicts(guatemala, "178")[:2] == ["1 2/3 years to 3 1/3 years", "10 months to 1 2/3 years"]


def test_a_third_added_to_that_term_is_of_the_article_before(guatemala: SectionLaw) -> None:
    assert verdicts(guatemala, "108") == ["2 2/3 years to 6 2/3 years"]
