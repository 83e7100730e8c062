"""Penalties in many styles of law, as `styles/` holds them: behind "=" what they come to, in [] their condition."""

from pathlib import Path

import pytest

from statutes.extraction import SectionLaw
from statutes.penalties import computed
from tests.statutes.writing import law_of

STYLES = Path(__file__).parent / "styles"


def written(name: str) -> list[tuple[list[str], list[str]]]:
    """Paragraphs ("¶" begins the next) and the penalties expected of them."""
    cases = []
    for block in (STYLES / name).read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        words = " ".join(line for line in lines if not line.startswith("= "))
        expected = [line.removeprefix("= ") for line in lines if line.startswith("= ")]
        cases.append((words.split(" ¶ "), [] if expected == ["nothing"] else expected))
    return cases


def said(law: SectionLaw) -> list[str]:
    """ "5 years to 10 years [if a child was sold]" of a term, with the kind before it of another penalty."""
    shown = []
    for clause in law.clauses:
        condition = f" [{clause.penalty.condition}]" if clause.penalty.condition else ""
        for outcome in computed(clause.key, law.penalties):
            kind = "" if outcome.kind == "imprisonment" else f"{outcome.kind}: "
            shown.append(f"{kind}{clause.penalty.words or outcome.verdict}{condition}")
    return shown


@pytest.mark.parametrize(("paragraphs", "expected"), written("prose.txt"))
def test_penalties_that_a_post_tells_of(paragraphs: list[str], expected: list[str]) -> None:
    assert said(law_of(*paragraphs)) == expected


@pytest.mark.parametrize(("paragraphs", "expected"), written("quoted.txt"))
def test_penalties_of_quoted_provisions(paragraphs: list[str], expected: list[str]) -> None:
    law = law_of(*paragraphs)
    assert said(law) == expected
    assert law.provisions
    assert all(clause.is_quoted for clause in law.clauses)
