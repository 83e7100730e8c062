"""The bench's queries, and its floor, which counts by another way what the engine counts."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from bench.archive import Archive
from bench.floor import PAGE, SINGLE, Floor
from bench.load import ask_in_every_year, copy_range, read_keys
from bench.peers import Sqlite
from bench.queries import KINDS, Query, mix
from cables.search import SearchQuery, search
from cables.search.facets import FACETS

CABLES = 20


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(8_000, seed=7)


@pytest.fixture
def loaded(db: None, archive: Archive) -> Archive:
    """Every eighth cable, so that all years are there."""
    ask_in_every_year()
    keys = read_keys()
    for number in range(0, 8 * CABLES, 8):
        copy_range(range(number, number + 1), archive, keys)
    return archive


def asked(query: Query) -> SearchQuery:
    return SearchQuery(words=query.words, chosen=query.chosen, whole=frozenset(kind.name for kind in FACETS))


def test_every_kind_has_as_many_queries_as_were_asked_for(archive: Archive) -> None:
    kinds = mix(archive, 20)
    assert list(kinds) == list(KINDS)
    assert {len(queries) for queries in kinds.values()} == {20}


def test_no_two_queries_have_the_same_words(archive: Archive) -> None:
    words = [query.words for queries in mix(archive, 20).values() for query in queries if query.words]
    assert len(set(words)) == len(words)


def test_more_queries_than_there_are_words_are_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="at most"):
        mix(archive, 10_000)


def queries_of(archive: Archive, floor: Floor) -> list[Query]:
    """Without those that choose what no visible section has, which the engine passes over."""
    shown = {name: set(floor.codes[name][floor.public].tolist()) for name in SINGLE}
    return [
        query
        for queries in mix(archive, 4).values()
        for query in queries
        if all(
            floor.code_of[name].get(value) in shown[name]
            for name, values in query.chosen.items()
            if name in SINGLE
            for value in values
        )
    ]


def test_floor_and_engine_count_the_same(loaded: Archive) -> None:
    floor = Floor(connection.cursor())
    kinds = set()
    for query in queries_of(loaded, floor):
        page, results = floor.page(query), search(asked(query), AnonymousUser())
        assert page.total == results.total, query
        assert len(page.snippets) == min(PAGE, page.total)
        for facet in results.facets:
            if facet.name in SINGLE and facet.name != "topic":  # the floor knows one topic of a section
                counts = page.counts[facet.name]
                expected = {value: counts[code] for value, code in floor.code_of[facet.name].items() if counts[code]}
                found = {option.value: option.count for option in facet.options if option.count}
                assert found == expected, (query, facet.name)
        kinds |= {query.kind} if results.total else set()
    assert kinds >= {"common", "phrase", "prefix", "broad"}


def test_sqlite_counts_the_same(loaded: Archive, tmp_path: Path) -> None:
    peer = Sqlite.over(connection, tmp_path / "sections.db")
    for query in queries_of(loaded, Floor(connection.cursor())):
        total = search(asked(query), AnonymousUser()).total
        assert query.kind == "misspelt" or peer.page(query) == total, query
    peer.database.close()
