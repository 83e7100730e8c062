"""Words: what finds what, what is offered instead, and how what was found is shown."""

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cables.search import MARK_END, MARK_START
from cables.search.language import understood
from cables.search.snippets import Highlighter, folded
from cables.search.words import edits
from tests.cables.search.asking import ask, names
from tests.factories import make_cable

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("penalties", "The penalty is a fine."),
        ("TRAFFICKED", "It traffics in persons; trafficking is a crime."),
        ("327", "See telegram 000327 of last year."),
        ("000327", "In 327 cases."),
        ("327", "As 08GUATEMALA327 said."),
        ("327", "As 08GUATEMALA000327 said."),
        ("guatemala", "As 08GUATEMALA327 said."),
        ("08GUATEMALA327", "As 08 Guatemala 000327 said."),
        ("08 GUATEMALA 000327", "As 08GUATEMALA327 said."),
        ("1,000", "About 1000 victims."),
        ("1000", "About 1,000 victims."),
        ("1,200,000", "About 1200000 dollars."),
        ("2008", "The law of 2007-2008 stands."),
        ("98", "Decree 95-98 forbids it."),
        ("95-98", "Decree 95-98 forbids it."),
        ("cordoba", "The province of Córdoba."),
        ("Córdoba", "The province of Cordoba."),
        ("police", "Police/military units."),
        ("military", "Police/military units."),
        ("US", "The U.S. paid for it."),
        ("U.S.", "The US paid for it."),
        ("funded", "US-funded shelters."),
        ("prison", "Eight years in prison.The fine is small."),
        ("traffick*", "Traffickers were tried."),
        ("trafficker*", "Traffickers were tried."),
        ('"eight years"', "From eight years on."),
        ('"penalty of prison"', "The penalty of prison stands."),
        ("raid OR search", "A search was made."),
        ("search -raid", "A search was made."),
        ("-raid", "A search was made."),
        ("raid OR -police", "A search was made."),
        ("search police*", "The police made a search."),
    ],
)
def test_words_find(words: str, text: str) -> None:
    make_cable(sections=[("prosecution", "A", text), ("prosecution", "B", "Raid of the police, mongoose.")])
    assert "08PORTOPRUEBA900327 prosecution a" in names(ask(words))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('"years eight"', "From eight years on."),
        ("search -made", "A search was made."),
        ("-search", "A search was made."),
        ("raid search", "A search was made."),
        ("32", "In 327 cases."),
        ("5", "A rate of 0.5 stands."),
        ("raid OR -search", "A search was made."),
    ],
)
def test_words_do_not_find(words: str, text: str) -> None:
    make_cable(sections=[("prosecution", "A", text)])
    assert ask(words).total == 0


def test_small_words_do_not_narrow_and_it_is_said() -> None:
    make_cable()
    results = ask("the of")
    assert results.total == ask().total > 0
    assert results.has_only_small_words
    assert not ask("shelters").has_only_small_words


def test_a_number_or_an_mrn_names_its_cable() -> None:
    make_cable(mrn="08PORTOPRUEBA327")
    make_cable(mrn="09PORTOPRUEBA327", access="restricted")
    for words in ("327", "000327", "08 PORTO PRUEBA 327", "2008PORTOPRUEBA000327"):
        assert ask(words).named == ("08PORTOPRUEBA327",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shetlers", "shelters"),
        ("sheltres cities", "shelters cities"),
        ("-cities shetlers", "-cities shelters"),
        ("ministreis OR nothing", "ministries OR nothing"),
    ],
)
def test_a_misspelt_word_is_offered_as_the_archive_has_it(typed: str, meant: str) -> None:
    make_cable()
    results = ask(typed)
    assert results.total == 0
    assert meant in results.corrections


def test_no_word_is_offered_for_one_that_finds_enough_or_resembles_none() -> None:
    make_cable()
    assert ask("shelters").corrections == ()
    assert ask("xylophone").corrections == ()
    assert ask('"shetlers exist"').corrections == ()


def test_edits_are_counted() -> None:
    assert [edits("police", other) for other in ("police", "polcie", "polices", "olice", "policy", "solace")] == [
        *(0, 1, 1, 1, 1, 2)
    ]


def test_words_found_are_marked_as_they_stand_there() -> None:
    text = "Córdoba: 1,000 police/military raids; the U.S. police raided."
    make_cable(sections=[("prosecution", "A", text)])
    [hit] = ask("cordoba 1000 raid").hits
    shown = hit.snippet.replace(MARK_START, "[").replace(MARK_END, "]")
    assert shown == "[Córdoba]: [1,000] police/military [raids]; the U.S. police [raided]."


def test_a_phrase_is_marked_where_it_stands_and_nowhere_else() -> None:
    make_cable(sections=[("prosecution", "A", "Police raid. The police saw the raid. A police raid.")])
    [hit] = ask('"police raid"').hits
    assert hit.snippet.count(MARK_START) == 4
    assert "saw the raid" in hit.snippet


def test_a_snippet_shows_the_words_wherever_they_stand() -> None:
    text = "word " * 2000 + "mongoose " + "word " * 2000
    make_cable(sections=[("prosecution", "A", text)])
    [hit] = ask("mongoose").hits
    assert f"{MARK_START}mongoose{MARK_END}" in hit.snippet
    assert len(hit.snippet) < 320
    assert hit.snippet.startswith("… word")
    assert hit.snippet.endswith("word …")


def test_private_characters_of_a_text_mark_nothing() -> None:
    make_cable(sections=[("prosecution", "A", f"A {MARK_START}mongoose{MARK_END} <b>ran</b>.")])
    [hit] = ask("ran").hits
    assert hit.snippet == f"A mongoose <b>{MARK_START}ran{MARK_END}</b>."


def test_folding_keeps_every_character_in_its_place() -> None:
    text = "İstanbul ŉ ß Ǆ Ñandú ﬁ café"
    assert len(folded(text)) == len(text)
    assert "nandu" in folded(text)


def test_marks_need_no_database_for_words_that_are_typed_alike() -> None:
    def stems(words: "Iterable[str]") -> dict[str, str]:
        return dict.fromkeys(words, "same")

    [shown] = Highlighter(understood("raids").wanted, stems).snippets(["Two raids."])
    assert shown == f"Two {MARK_START}raids{MARK_END}."


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_choosing_filters_and_following_a_correction_ask_the_index_nothing() -> None:
    make_cable()
    assert ask("shetlers").corrections == ("shelters",)
    with CaptureQueriesContext(connection) as asked:
        assert ask("shelters").total == 1
        assert ask("shelters", chapter=["protection"]).total == 1
    assert not [query for query in asked if "cables_matches" in query["sql"]]
    make_cable(mrn="09PORTOPRUEBA1")
    assert ask("shelters").total == 2
