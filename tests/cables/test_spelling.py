import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.spelling import canonical_mrn


@pytest.mark.parametrize(
    "spelling",
    [
        "08GUATEMALA327",
        "08 GUATEMALA 327",
        "08GUATEMALA000327",
        "08guatemala327",
        "2008GUATEMALA327",
        " 08_Guatemala-000327 ",
        "GUATEMALA 000327 2008",
        "Guatemala 327 (2008)",
        "guatemala 327, 2008",
    ],
)
def test_every_spelling_gives_the_one_number(spelling: str) -> None:
    assert canonical_mrn(spelling) == "08GUATEMALA327"


def test_a_number_without_its_year_needs_one() -> None:
    assert canonical_mrn("GUATEMALA 000327") is None
    assert canonical_mrn("GUATEMALA 000327", 2008) == "08GUATEMALA327"


def test_a_year_that_contradicts_the_number_finds_nothing() -> None:
    assert canonical_mrn("08GUATEMALA327", 2009) is None


def test_a_year_behind_the_number_that_contradicts_the_given_one_finds_nothing() -> None:
    assert canonical_mrn("GUATEMALA 327 (2008)", 2009) is None


def test_a_long_serial_is_no_year() -> None:
    assert canonical_mrn("08 GUATEMALA 2008") == "08GUATEMALA2008"
    assert canonical_mrn("GUATEMALA 2008") is None


def test_posts_of_several_words_are_closed_up() -> None:
    assert canonical_mrn("09 San José 127".replace("é", "e")) == "09SANJOSE127"
    assert canonical_mrn("09 ST. PETERSBURG 12") == "09STPETERSBURG12"


@pytest.mark.parametrize(
    "text", ["", "327", "08", "08GUATEMALA", "GUATEMALA", "08GUATEMALA32B", "٠٨GUATEMALA٣", "8GUATEMALA1"]
)
def test_what_is_no_number_of_a_cable_gives_none(text: str) -> None:
    assert canonical_mrn(text) is None


@given(st.text(max_size=200))
def test_any_text_is_answered_and_the_answer_is_stable(text: str) -> None:
    found = canonical_mrn(text)
    assert found is None or canonical_mrn(found) == found
