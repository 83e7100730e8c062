"""Whatever the text: no exception, offsets that hold, bases that exist, and time that grows with the length."""

import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cables.parsing import parse
from statutes.extraction import read_law
from statutes.penalties import computed
from tests.statutes.writing import law_of, paragraphs_of

WORDS = (
    "Article Articles Section Sec. § 194 12-A 188 bis 231.3 (Rape) of the Penal Code Law No. 95-98 Decree, Act 2003 "
    "Convention ; : . , "
    '" ( ) - -- six to 12 years months and a day up to not less than nor more than life imprisonment death penalty '
    "quetzales increased by a third two-thirds doubled half of the same penalty previous article paragraph if when "
    "the victim is a "
    "minor, shall be punished whoever enacted amended in March 2005 January 9, 2008 (1) a. in the following "
    "circumstances: reads "
    "national plan to combat constitution and, in and in of the 0/0 1/0 0 percent 999999999999 years"
).split(" ")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join), min_size=1, max_size=6)


FOUND = ("citations", "articles", "events", "clauses")


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_words_of_the_genre_are_read(texts: list[str]) -> None:
    text, paragraphs = paragraphs_of(texts)
    law = read_law(text, paragraphs)
    for provision in law.provisions:
        assert text[provision.body_start : provision.end] == provision.text
        assert provision.start <= provision.body_start < provision.end <= len(text)
    for start, end in ((f.start, f.end) for group in FOUND for f in getattr(law, group)):
        assert 0 <= start < end <= len(text)
    keys = law.penalties
    assert len(keys) == len(law.clauses)
    for clause in law.clauses:
        assert all(base in keys for base in (clause.penalty.relative.bases if clause.penalty.relative else ()))
        assert computed(clause.key, keys)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=200).filter(str.strip), min_size=1, max_size=4))
def test_any_characters_are_read(texts: list[str]) -> None:
    law_of(*texts)


def test_damaged_cables_are_read(root: Path) -> None:
    source = (root / "sample" / "08GUATEMALA900327.txt").read_bytes()
    for step in range(7, 60, 13):
        kept = b"".join(source[at : at + step * 9] for at in range(0, len(source), step * 10))
        cable = parse(kept.decode(errors="ignore").encode())
        for section in cable.sections:
            read_law(section.text, section.paragraphs)


HARD = [
    "Article 1 of the Penal Code states that imprisonment of six to 12 years and a fine of 500 pesos if the victim "
    "is a minor. ",
    "Penal Code and Labour Law of the National Act on ", "not less than ", "if the penalty, ", "Article 1, 2, ",
    "six to ",
       '"Article 1 states ', "increased by a third and by ", "(USD 66 ", "penalties for ", "a a a ", "1,000,000,",
    "is is ", "imprisonment life ", "doubled penalty 2003 March ", "penalty for a ", "day imprisonment third life ",
]  # fmt: skip


def test_time_grows_with_the_length() -> None:
    for words in HARD:
        took = [_seconds(words * (size // len(words))) for size in (8_000, 32_000)]
        assert took[1] < 10 * max(took[0], 0.03), (words, took)


LISTED = [
    ["Article 7 (Lights)", "Whoever shows a light shall be punished by two years in prison."],
    ["Article 7", "The penalty of the previous article is increased by a third."],
    ["(1) The penalty is two years in prison if:"],
    ["Article 7 of the Harbour Code provides for two years in prison."],
]


def test_time_grows_with_the_number_of_paragraphs() -> None:
    for paragraphs in LISTED:
        read = [paragraphs_of(paragraphs * (count // len(paragraphs))) for count in (150, 600)]
        took = []
        for text, kinds in read:
            start = time.process_time()
            read_law(text, kinds)
            took.append(time.process_time() - start)
        assert took[1] < 10 * max(took[0], 0.03), (paragraphs, took)


def _seconds(text: str) -> float:
    """The shortest of two readings."""
    took = []
    for _ in range(2):
        start = time.process_time()
        law_of(text)
        took.append(time.process_time() - start)
    return min(took)
