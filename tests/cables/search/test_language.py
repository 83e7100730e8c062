"""What people type: every query means something, and no text is an error."""

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.search.language import MOST_TERMS, Term, compiled, matching, understood

ALPHABET = st.one_of(
    st.sampled_from(['"', "-", "*", "OR", "|", "(", ")", "'", "\\", ":", "&", "!", "<->", "%", "%s", "{0}", " ", "\t"]),
    st.sampled_from(
        ["police", "the", "08GUATEMALA327", "1,000", "U.S.", "a/b", "é", "e\u0301", "ß", "\u0130", "٣", "²"]
    ),
    st.characters(),
)
TYPED = st.lists(ALPHABET, max_size=30).map("".join)


def terms(typed: str) -> list[list[Term]]:
    return [list(clause) for clause in understood(typed).clauses]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("  \n ", []),
        ("police", [[Term("police")]]),
        ("police raid", [[Term("police"), Term("raid")]]),
        ('"police raid"', [[Term("police raid", phrase=True)]]),
        ("“police raid”", [[Term("police raid", phrase=True)]]),
        ('"police raid', [[Term("police raid", phrase=True)]]),
        ("police -raid", [[Term("police"), Term("raid", without=True)]]),
        ("police –raid", [[Term("police"), Term("raid", without=True)]]),
        ('-"police raid"', [[Term("police raid", without=True, phrase=True)]]),
        ("raid OR search", [[Term("raid")], [Term("search")]]),
        ("OR raid OR OR search OR", [[Term("raid")], [Term("search")]]),
        ("oral or written", [[Term("oral"), Term("or"), Term("written")]]),
        ("traffick*", [[Term("traffick", prefix=True)]]),
        ("a*", [[Term("a")]]),
        ('* - " () !', []),
        ("(police)", [[Term("police")]]),
    ],
)
def test_typed_words_mean(typed: str, meant: list[list[Term]]) -> None:
    assert terms(typed) == meant


def test_a_very_long_query_is_cut() -> None:
    assert sum(map(len, terms("word " * 1000))) == MOST_TERMS


def test_a_query_that_only_leaves_out_is_asked_the_other_way_round() -> None:
    asked = compiled(understood("-raid"))
    assert asked.complement
    assert "!!" not in asked.query.text


class AnyText(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(TYPED)
    @example("\x00")
    @example("'; DROP TABLE cables_cable; --")
    @example('"a \ud800"')
    def test_is_a_query_that_the_database_takes(self, typed: str) -> None:
        expression = understood(typed)
        if not expression.clauses:
            return
        asked = [compiled(expression).query, *([matching(expression.wanted)] if expression.wanted else [])]
        for query in asked:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT cables_matches({query.text})", query.parameters)
