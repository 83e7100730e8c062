"""Whatever the text: no exception, mentions that stand apart and hold names, and time that grows with the length."""

import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cables.parsing import parse
from statutes.extraction.institutions import (
    Aliases,
    KnownName,
    SectionInstitutions,
    name_key,
    read_institutions,
)
from tests.statutes.writing import paragraphs_of

WORDS = (
    "the The Ministry Ministries of for Labor and Health, Justice National Civilian Police (PNC) PNC PNC's "
    "Attorney General's Office Women's Casa del Rio Fundacion (Fiscalia) Fiscalia NGO NGOs such as Open Gate, a "
    "local NGO, - / -- UNICEF IOM, UN EU G/TIP -funded Commission to Combat Trafficking in Persons (TIP) Court "
    "court office Director Act was created in 2003 formerly moved to has 12 officers and three prosecutors "
    "MINISTRY OF LABOR & ( ) \" ' . ; : , al- d'Aide İ ß ﬁ St. U.S. on March 3, 2005 Parliament Ombudsman Save "
    "the Children"
).split(" ")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join), min_size=1, max_size=5)
KNOWN = Aliases([KnownName("National Police", 1), KnownName("Open Gate", 2), KnownName("PNC", 3, is_acronym=True)])


def read(texts: list[str]) -> list[tuple[str, SectionInstitutions]]:
    sections = [paragraphs_of([text]) for text in texts]
    return [(text, one) for (text, _), one in zip(sections, read_institutions(sections, KNOWN), strict=True)]


def hold(text: str, section: SectionInstitutions) -> None:
    """Mentions stand in order and apart, and begin and end with words of a name."""
    at = 0
    for mention in section.mentions:
        assert at <= mention.start < mention.end <= len(text)
        passage = text[mention.start : mention.end]
        assert passage == passage.strip()
        assert passage[0].isalnum()
        assert not passage.lower().startswith("the ")
        assert mention.name == " ".join(mention.name.split())
        assert mention.reason
        at = mention.end
    names = {mention.name for mention in section.mentions}
    for event in section.events:
        assert 0 <= event.start < event.end <= len(text)
        assert event.name in names


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_words_of_the_genre_are_read(texts: list[str]) -> None:
    for text, section in read(texts):
        hold(text, section)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=200).filter(str.strip), min_size=1, max_size=4))
def test_any_characters_are_read(texts: list[str]) -> None:
    for text, section in read(texts):
        hold(text, section)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_the_sample_and_what_damage_leaves_of_it_are_read(root: Path) -> None:
    for path in sorted((root / "sample").glob("*.txt")):
        source = path.read_bytes()
        for content in (source, b"".join(source[at : at + 160] for at in range(0, len(source), 190))):
            sections = [(s.text, s.paragraphs) for s in parse(content.decode(errors="ignore").encode()).sections]
            for (text, _), section in zip(sections, read_institutions(sections, KNOWN), strict=True):
                hold(text, section)


HARD = [
    "the Ministry of Labor and Social Security (MLSS), ", "Ministry of the Ministry of ", "NGOs such as A, B, and C, ",
    "National Police and ", "(PNC) ", "PNC, ", "Health and ", "and Health ", "The Ministries of Health, ", "a a a ",
    "X's ", "Casa de la ", "MINISTRY OF LABOR AND ", "was created ", "12 officers and ", "((((", "IOM-IOM-", "A/B/",
    "al-",
]  # fmt: skip


def test_time_grows_with_the_length() -> None:
    for words in HARD:
        took = [_seconds(words * (size // len(words))) for size in (4_000, 16_000)]
        assert took[1] < 10 * max(took[0], 0.03), (words, took)


def _seconds(text: str) -> float:
    """The least of three readings, of this process alone."""
    took = []
    for _ in range(3):
        start = time.process_time()
        read_institutions([(text, ())], KNOWN)
        took.append(time.process_time() - start)
    return min(took)
