"""Which markers are answers: the letters of a chapter are chosen together."""

import pytest

from tests.cables.parsing.writing import chapter, keyed, read, section

FIRST = "The government did what it could in the year under review."
SECOND = "It spent less on it than in the year before, by its own account."


def prevention(*lines: str) -> list[str]:
    return [
        name.partition("/")[2]
        for name in keyed(read("PREVENTION\n----------\n\n" + "\n\n".join(lines)))
        if name.startswith("prevention")
    ]


def test_letters_in_order_are_all_answers() -> None:
    assert prevention(*(f"¶{k}. {FIRST}" for k in "ABCDEFG")) == list("ABCDEFG")


def test_a_letter_may_be_absent() -> None:
    assert prevention(*(f"¶{k}. {FIRST}" for k in "ABDEG")) == list("ABDEG")


def test_a_letter_may_be_given_twice_in_explicit_style() -> None:
    assert prevention(*(f"30.{k}. {FIRST}" for k in "ABBCD")) == list("ABCD")


@pytest.mark.parametrize("mark", ["{}. ", "{}) ", "¶{}. "])
def test_a_list_of_letters_inside_an_answer_is_part_of_it(mark: str) -> None:
    inner = [mark.format(k) + "a shelter of its own in the province." for k in "ABC"]
    parsed = read(
        "PROTECTION\n----------\n\n"
        + "\n\n".join([f"¶A. {FIRST}", "¶B. There are three of them:", *inner, f"¶C. {SECOND}", f"¶D. {FIRST}"])
    )
    assert keyed(parsed) == [f"protection/{k}" for k in "ABCD"]
    text = section(parsed, "protection/B").text
    assert all(line.removeprefix("¶") in text for line in inner)
    assert section(parsed, "protection/C").text == SECOND


def test_a_long_list_inside_an_answer_is_part_of_it() -> None:
    inner = [f"{k}. a duty of the ministry under the law." for k in "ABCDE"]
    found = prevention(f"¶A. {FIRST}", f"¶B. {FIRST}", f"¶C. {FIRST}", "¶D. These:", *inner, f"¶E. {SECOND}")
    assert found == list("ABCDE")


@pytest.mark.parametrize("mark", ["--({})", "{})", "({})"])
def test_numbered_items_are_no_answers(mark: str) -> None:
    items = [f"{mark.format(n)} a measure of the year" for n in (1, 2, 3)]
    assert prevention(f"¶A. {FIRST}", *items, f"¶B. {SECOND}") == ["A", "B"]


def test_small_letters_are_items_where_large_ones_are_answers() -> None:
    items = [f"{k}. a measure of the year" for k in "abc"]
    assert prevention(f"¶A. {FIRST}", *items, f"¶B. {SECOND}", f"¶C. {FIRST}") == ["A", "B", "C"]


def test_small_letters_are_answers_where_there_are_no_others() -> None:
    assert prevention(*(f"{k}. {FIRST}" for k in "abcd")) == list("ABCD")


def test_a_letter_in_the_middle_of_a_wrapped_sentence_is_no_answer() -> None:
    wrapped = (
        "¶A. The ministry keeps its shelters in three classes, and the largest shelter\n"
        "is, as every report of the last ten years has said, in the class called class\n"
        "C. for reasons that nobody in the ministry could explain to us when we asked."
    )
    assert prevention(wrapped, f"¶B. {FIRST}", f"¶C. {SECOND}", f"¶D. {SECOND}") == list("ABCD")


def test_a_list_in_the_introduction_is_no_chapter() -> None:
    parsed = read(f"¶1. (U) Post names two points:\n\nA. shelters\n\nB. police\n\n{chapter(FIRST, SECOND)}")
    assert keyed(parsed) == ["intro/1", "prevention/A", "prevention/B"]


def test_each_chapter_has_letters_of_its_own() -> None:
    parsed = read("\n\n".join(chapter(FIRST, SECOND, title=title) for title in ("PROTECTION", "PREVENTION")))
    assert keyed(parsed) == ["protection/A", "protection/B", "prevention/A", "prevention/B"]


def test_numbers_before_the_letters_tell_chapters_apart_without_headings() -> None:
    lines = [f"{number}.{k}. {FIRST}" for number in (29, 30) for k in "ABC"]
    parsed = read("¶1. (U) Post reports.\n\n" + "\n\n".join(lines))
    assert keyed(parsed)[1:] == [f"{name}/{k}" for name in ("protection", "prevention") for k in "ABC"]


def test_an_unknown_letter_a_repeated_one_and_an_empty_answer_are_warned_of() -> None:
    lines = [f"30.{k}. {FIRST}" for k in "ABCDEFGHIJKL"]
    parsed = read("PREVENTION\n----------\n\n" + "\n\n".join([*lines[:2], "30.C.", *lines[3:]]))
    warned = {(w.code, parsed.text.split("\n")[w.line - 1][:5]) for w in parsed.warnings}
    assert ("empty_answer", "30.C.") in warned
    assert ("unknown_letter", "30.L.") in warned
    assert keyed(parsed) == [f"prevention/{k}" for k in "ABCDEFGHIJKL"]


def test_an_answer_that_comes_back_after_another_is_warned_of() -> None:
    parsed = read("PREVENTION\n----------\n\n" + "\n\n".join(f"30.{k}. {FIRST}" for k in "ABCBD"))
    assert keyed(parsed) == [f"prevention/{k}" for k in "ABCBD"]
    assert [w.code for w in parsed.warnings] == ["repeated_letter"]
