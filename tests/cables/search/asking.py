"""Asking the search in tests, and an archive small enough to count by hand."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from cables.models import Cable
from cables.search import Order, Results, SearchQuery, search
from tests.factories import CountryFactory, PostFactory, QuestionFactory, make_cable
from tests.people import Person

READER = AnonymousUser()
SHELTERS = "Shelters exist in two cities."
NOTHING = "Post has no information."


def ask(words: str = "", *, person: Person = READER, order: Order = Order.DATE, **asked: Any) -> Results:
    """What `SearchQuery` takes goes to it; everything else is the values chosen in a facet."""
    known = {name: asked.pop(name) for name in ("grouped", "page", "cable", "since", "whole") if name in asked}
    chosen = {name: tuple(values) for name, values in asked.items()}
    return search(SearchQuery(words=words, chosen=chosen, order=order, **known), person)


def counts(results: Results, facet: str) -> dict[str, int]:
    [found] = [each for each in results.facets if each.name == facet]
    return {option.value: option.count for option in found.options}


def names(results: Results) -> list[str]:
    return [f"{hit.mrn} {hit.place.chapter} {hit.place.key}".strip() for hit in results.hits]


def make_place(iso2: str, post: str, bureau: str) -> None:
    country = CountryFactory(iso2=iso2, name=f"Land {iso2}", bureau=bureau)
    PostFactory(mrn_name=post, name=post.title(), country=country)


def make_archive() -> list[Cable]:
    """Four cables of three countries: what they have in common and what not is what facets are about."""
    make_place("XA", "ALFA", "AF")
    make_place("XB", "BRAVO", "EUR")
    make_place("XC", "CHARLIE", "EUR")
    QuestionFactory(questionnaire__report_year=1991, chapter="protection", key="A", topic__slug="test-shelters")
    texts = (("prosecution", "A", "The law forbids it."), ("protection", "A", SHELTERS), ("prevention", "A", NOTHING))
    return [
        make_cable(mrn="08ALFA1", tags=("KCRM", "XA"), report_year=1991, sections=texts),
        make_cable(mrn="09ALFA2", tags=("PHUM", "XA"), report_year=1992, sections=texts[:1]),
        make_cable(mrn="08BRAVO3", tags=("KCRM", "PHUM", "XB"), report_year=1991, sections=texts[1:]),
        make_cable(mrn="08CHARLIE4", tags=("XC",), captions=(), report_year=1991, sections=texts, sample=True),
    ]
