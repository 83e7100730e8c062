import pytest

from cables.parsing.questionnaires import LETTERED, nearest, questionnaires


@pytest.mark.parametrize(
    ("year", "ref"), [(2007, "06STATE202745"), (2008, "08STATE2731"), (2009, "08STATE132759"), (2010, "10STATE2094")]
)
def test_each_year_has_its_questionnaire(year: int, ref: str) -> None:
    assert questionnaires()[year].ref == ref
    assert nearest(year).year == year


@pytest.mark.parametrize(("year", "taken"), [(1999, 2005), (2030, 2010), (None, 2010)])
def test_a_year_without_one_takes_the_nearest(year: int | None, taken: int) -> None:
    assert nearest(year).year == taken


def test_the_instructions_numbers_name_chapters() -> None:
    assert [nearest(2008).by_number(n) for n in ("27", "28", "29", "30", "99", "")] == [
        "overview",
        "prosecution",
        "protection",
        "prevention",
        "",
        "",
    ]


def test_letters_written_as_a_range_are_each_a_key() -> None:
    assert nearest(2005).keys("prosecution") == ("A", "B")
    assert nearest(2008).keys("overview") == tuple("ABCDE")
    assert nearest(2008).keys("partnerships") == ()


def test_chapters_follow_each_other_in_that_years_order() -> None:
    assert [nearest(2008).after(c) for c in ("", "overview", "prosecution", "prevention")] == [
        "overview",
        "prosecution",
        "protection",
        "",
    ]
    assert nearest(2009).after("") == "situation"
    assert nearest(2007).after("overview") == "prevention"
    assert nearest(2008).after("summary") == ""


def test_every_lettered_chapter_has_letters_without_a_double() -> None:
    for questionnaire in questionnaires().values():
        for chapter in questionnaire.chapters:
            assert len(set(chapter.keys)) == len(chapter.keys)
            assert chapter.slug not in LETTERED or chapter.keys or questionnaire.year < 2007
