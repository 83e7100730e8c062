"""Counts: what each facet tells, and that every facet leaves its own choice out of account."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.models import Cable, Country, Paragraph, Question, Section, Tag
from cables.search.facets import FACETS
from tests.cables.search.asking import ask, counts, make_archive
from tests.factories import make_cable

pytestmark = pytest.mark.django_db

EXPECTED = {
    "country": {"xa": 4, "xb": 2, "xc": 3},
    "bureau": {"af": 4, "eur": 5},
    "year": {"1992": 1, "1991": 8},
    "chapter": {"prosecution": 3, "protection": 3, "prevention": 3},
    "topic": {"test-shelters": 3},
    "tag": {"kcrm": 5, "phum": 3, "xa": 4, "xb": 2, "xc": 3},
    "marking": {"unclassified": 9, "sipdis": 6},
    "post": {"alfa": 4, "bravo": 2, "charlie": 3},
    "status": {"answered": 6, "no-information": 3},
    "law": {"yes": 1, "no": 8},
    "archive": {"real": 6, "sample": 3},
}


@pytest.fixture
def archive() -> list[Cable]:
    cables = make_archive()
    Paragraph.objects.filter(section_text__section__cable=cables[0], position=1).filter(
        section_text__section__chapter="prosecution"
    ).update(kind="law")
    return cables


@pytest.mark.parametrize("facet", EXPECTED)
def test_facet_counts_sections(archive: list[Cable], facet: str) -> None:
    assert counts(ask(whole=frozenset(EXPECTED)), facet) == EXPECTED[facet]


def test_every_facet_is_counted_by_hand() -> None:
    assert {facet.name for facet in FACETS.held} == set(EXPECTED)


@pytest.mark.parametrize("facet", EXPECTED)
def test_choosing_one_option_finds_as_many_as_it_says(archive: list[Cable], facet: str) -> None:
    for value, number in EXPECTED[facet].items():
        asked: dict[str, Any] = {facet: [value], "whole": frozenset(EXPECTED)}
        results = ask(**asked)
        assert results.total == number
        assert counts(results, facet) == EXPECTED[facet]


def test_options_of_one_facet_add_up_and_of_two_narrow(archive: list[Cable]) -> None:
    assert ask(country=["xa", "xb"]).total == 6
    assert ask(country=["xa", "xb"], chapter=["protection"]).total == 2


def test_options_that_would_find_nothing_stay(archive: list[Cable]) -> None:
    found = counts(ask(country=["xb"]), "chapter")
    assert found == {"prosecution": 0, "protection": 1, "prevention": 1}


def test_a_value_that_no_section_has_is_left_out_and_said(archive: list[Cable]) -> None:
    results = ask(country=["xa", "zz"], year=["abc"])
    assert results.total == 4
    assert {facet.name: facet.left_out for facet in results.facets if facet.left_out} == {
        "country": ("zz",),
        "year": ("abc",),
    }


def test_a_long_facet_shows_ten_and_what_is_chosen() -> None:
    tags = [f"T{number:02d}" for number in range(14)]
    make_cable(tags=("XQ", *tags))
    [facet] = [each for each in ask(tag=["t13"]).facets if each.name == "tag"]
    assert len(facet.options) == 11
    assert facet.more == 4
    assert [option.value for option in facet.chosen] == ["t13"]
    [facet] = [each for each in ask(whole=frozenset({"tag"})).facets if each.name == "tag"]
    assert len(facet.options) == 15
    assert facet.more == 0


@pytest.mark.parametrize("words", ["", "forbids"])
def test_more_cables_need_no_more_queries(archive: list[Cable], words: str) -> None:
    ask(words)
    with CaptureQueriesContext(connection) as few:
        ask(words)
    for number in range(10, 20):
        make_cable(mrn=f"07ALFA{number}", report_year=2007)
    ask(words)
    with CaptureQueriesContext(connection) as many:
        ask(words)
    # In a transaction that writes, the changes are read at every search.
    assert len(many) <= len(few) <= 15 + len(FACETS.of_rows)


Values = dict[str, list[str]]


def naive(
    sections: list[Values], chosen: Mapping[str, tuple[str, ...]], leaving_out: str = ""
) -> Counter[tuple[str, str]]:
    """The sections under each option, counted one by one, under all filters but one; under ("", "") all of them."""
    found: Counter[tuple[str, str]] = Counter()
    for values in sections:
        if all(set(wanted) & set(values[name]) for name, wanted in chosen.items() if name != leaving_out):
            found.update((name, value) for name in values for value in values[name])
            found["", ""] += 1
    return found


def values_of(section: Section) -> Values:
    cable, text = section.cable, section.current
    assert text is not None
    country = Country.objects.get(cables=cable)
    return {
        "country": [country.iso2.lower()],
        "bureau": [country.bureau.lower()],
        "year": [str(cable.report_year)],
        "chapter": [section.chapter],
        "topic": [question.topic.slug for question in Question.objects.filter(section_texts=text) if question.topic],
        "tag": [tag.code.lower() for tag in Tag.objects.filter(cables=cable)],
        "marking": [word.lower() for word in (cable.classification, *cable.captions)],
        "post": [cable.post.mrn_name.lower()] if cable.post else [],
        "status": [text.status],
        "law": ["yes" if text.paragraphs.filter(kind__startswith="law").exists() else "no"],
        "archive": ["sample" if cable.sample else "real"],
    }


class AnyChoice(TestCase):
    """Whatever is chosen: every count is what a count one by one gives under all filters but the facet's own."""

    sections: ClassVar[list[Values]]

    @classmethod
    def setUpTestData(cls) -> None:
        make_archive()
        make_cable(mrn="07ALFA9", access="restricted", tags=("KCRM", "XA"), report_year=1991)
        public = Section.objects.filter(cable__access="public", current__isnull=False)
        cls.sections = [values_of(section) for section in public.select_related("cable", "current")]

    @settings(max_examples=40, deadline=None)
    @given(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.lists(st.sampled_from(sorted(values)), min_size=1, unique=True).map(tuple)
                for name, values in EXPECTED.items()
                if name != "law"
            },
        )
    )
    def test_counts_as_one_by_one(self, chosen: dict[str, tuple[str, ...]]) -> None:
        asked: dict[str, Any] = {"whole": frozenset(EXPECTED), **chosen}
        results = ask(**asked)
        assert results.total == naive(self.sections, chosen)["", ""]
        for facet in results.facets:
            expected = naive(self.sections, chosen, leaving_out=facet.name)
            assert {option.value: option.count for option in facet.options} == {
                option.value: expected[facet.name, option.value] for option in facet.options
            }
