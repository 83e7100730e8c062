"""Facets of notes, codes and reading states: each person counts what they may read, and nothing of the others'."""

from collections import Counter
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import User

from cables.models import Cable, Comment, Review, Section
from cables.search import FACETS, Results
from tests.annotation_factories import make_comment, make_team, section_of
from tests.cables.search.asking import READER, ask, counts, make_archive
from tests.code_factories import CodeFactory, make_coding, make_practice
from tests.people import Person

pytestmark = pytest.mark.django_db

WHOLE = frozenset(facet.name for facet in FACETS)


@pytest.fixture
def archive() -> list[Cable]:
    return make_archive()


def facets_of(results: Results) -> set[str]:
    return {facet.name for facet in results.facets}


def put(author: User, section: Section, slug: str, visibility: str = "public") -> None:
    make_coding(author, section, CodeFactory.create(slug=slug, codebook__slug="book"), visibility=visibility)


@pytest.fixture
def written(archive: list[Cable], analyst: User, teammate: User, outsider: User) -> list[Section]:
    """Sections with notes, codes and states of several people."""
    team = make_team(analyst, teammate)
    sections = list(Section.objects.order_by("cable__mrn", "chapter"))
    make_comment(analyst, sections[0])
    make_comment(analyst, sections[0], visibility="private")
    make_comment(teammate, sections[1], team=team)
    make_comment(outsider, sections[2], visibility="private")
    done = make_comment(outsider, sections[3])
    Comment.objects.filter(pk=done.pk).update(status="resolved", resolved_at=done.created_at)
    put(analyst, sections[0], "first")
    put(analyst, sections[4], "first", "private")
    put(outsider, sections[4], "second")
    Review.objects.create(section=sections[0], state="reviewed", set_by=analyst)
    Review.objects.create(section=sections[5], state="in-progress", set_by=outsider)
    Review.objects.create(section=sections[6], state="to-do", set_by=outsider)
    return sections


def test_nobody_has_facets_of_what_nobody_wrote(archive: list[Cable], analyst: User) -> None:
    assert facets_of(ask(person=analyst)).isdisjoint(facet.name for facet in FACETS.personal)


@pytest.mark.usefixtures("written")
class TestWhoCountsWhat:
    def test_the_public_counts_public_notes_and_codes_and_no_states(self) -> None:
        results = ask()
        assert counts(results, "note") == {"open": 1, "resolved": 1}
        assert counts(results, "code") == {"book.first": 1, "book.second": 1}
        assert "reading" not in facets_of(results)

    def test_an_author_counts_their_own_and_their_team_s(self, analyst: User) -> None:
        results = ask(person=analyst)
        assert counts(results, "note") == {"open": 2, "resolved": 1, "mine": 1, "team": 1}
        assert counts(results, "code") == {"book.first": 2, "book.second": 1}
        assert counts(results, "reading") == {"to-do": 7, "in-progress": 1, "reviewed": 1}

    def test_an_outsider_counts_neither_the_team_s_nor_what_is_private(self, outsider: User) -> None:
        results = ask(person=outsider)
        assert counts(results, "note") == {"open": 2, "resolved": 1, "mine": 2}
        assert counts(results, "code") == {"book.first": 1, "book.second": 1}

    def test_what_others_keep_to_themselves_leaves_no_trace(self, outsider: User) -> None:
        before = ask(person=outsider, whole=WHOLE, note=["open", "team"], code=["book.third"])
        section = Section.objects.order_by("pk").first()
        assert section is not None
        author = User.objects.get(username="analyst")
        make_comment(author, section, visibility="private")
        make_comment(author, section, team=make_team(author))
        put(author, section, "third", "private")
        assert ask(person=outsider, whole=WHOLE, note=["open", "team"], code=["book.third"]) == before

    def test_a_cable_that_is_closed_takes_its_notes_along(self, written: list[Section]) -> None:
        Cable.objects.filter(pk=written[0].cable_id).update(access="members")
        assert "book.first" not in counts(ask(), "code")

    def test_a_note_that_was_deleted_is_counted_no_more(self) -> None:
        Comment.objects.filter(status="resolved").update(deleted_at="2026-01-01T00:00Z")
        assert counts(ask(), "note") == {"open": 1}


CHOICES = {
    "note": ["open", "mine", "resolved"],
    "code": ["book.first", "book.second"],
    "reading": ["to-do", "reviewed"],
    "chapter": ["prosecution"],
    "country": ["xa"],
}


def options_of(person: Person) -> dict[str, dict[str, set[tuple[str, str]]]]:
    """Which sections stand under each option, one option at a time."""
    return {
        facet.name: {option.value: found(choose(person, {facet.name: [option.value]})) for option in facet.options}
        for facet in ask(person=person, whole=WHOLE).facets
    }


def choose(person: Person, chosen: dict[str, list[str]], words: str = "") -> Results:
    asked: dict[str, Any] = {"whole": WHOLE, **chosen}
    return ask(words, person=person, **asked)


def found(results: Results) -> set[tuple[str, str]]:
    return {(hit.mrn, hit.place.path) for hit in results.hits}


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("words", ["", "shelters", "-shelters"])
def test_every_facet_counts_under_the_others_and_not_under_itself(analyst: User, words: str) -> None:
    under = options_of(analyst)
    with_words = found(ask(words, person=analyst))
    for names in product(*([None, name] for name in CHOICES)):
        chosen = {name: CHOICES[name] for name in names if name}
        results = choose(analyst, chosen, words)
        passing = {name: set().union(*(under[name][value] for value in values)) for name, values in chosen.items()}
        expected = with_words.intersection(*passing.values())
        assert found(results) == expected
        for facet in results.facets:
            others = with_words.intersection(*(rows for name, rows in passing.items() if name != facet.name))
            told = Counter({value: len(others & rows) for value, rows in under[facet.name].items()})
            assert counts(results, facet.name) == dict(told), (facet.name, chosen)


def test_a_coder_s_codes_are_not_counted_for_the_other_before_both_have_finished(
    archive: list[Cable], analyst: User, teammate: User
) -> None:
    section = section_of(archive[0], "prosecution/a")
    exercise = make_practice(analyst, [analyst, teammate], [section])
    entry = CodeFactory.create(codebook=exercise.codebook, slug="blind")
    make_coding(analyst, section, entry, exercise=exercise)
    assert counts(ask(person=analyst), "code") == {"forms.blind": 1}
    assert "code" not in facets_of(ask(person=teammate))
    exercise.coders.update(finished_at="2026-01-01T00:00Z")
    assert counts(ask(person=teammate), "code") == {"forms.blind": 1}
    assert "code" not in facets_of(ask(person=READER))
