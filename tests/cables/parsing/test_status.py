import pytest

from cables.parsing.status import answer_status
from cables.parsing.structure import AnswerStatus
from tests.cables.parsing.writing import answer, chapter, keyed, read, section

ANSWERED, MISSING = AnswerStatus.ANSWERED, AnswerStatus.MISSING
NO_INFORMATION, NOT_APPLICABLE = AnswerStatus.NO_INFORMATION, AnswerStatus.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", MISSING),
        (" --. ", MISSING),
        ("N/A", NOT_APPLICABLE),
        ("N/A.", NOT_APPLICABLE),
        ("Not applicable.", NOT_APPLICABLE),
        ("This question is not applicable to Pruebia.", NOT_APPLICABLE),
        ("Does not apply.", NOT_APPLICABLE),
        ("Post has no information.", NO_INFORMATION),
        ("No information available.", NO_INFORMATION),
        ("No reliable information is available on this.", NO_INFORMATION),
        ("Unknown.", NO_INFORMATION),
        ("There is no new information on this.", NO_INFORMATION),
        ("The ministry had not responded by the deadline.", NO_INFORMATION),
        ("No.", ANSWERED),
        ("None.", ANSWERED),
        ("Yes.", ANSWERED),
        ("The law applies to men and women.", ANSWERED),
        ("Officers say this is not applicable to work at sea, and nobody was tried for it in five years.", ANSWERED),
        ("Post has no information on men. It knows of nine women. They came from the north.", ANSWERED),
        ("Post has no information. " + "Nine women were heard by officers of the ministry. " * 6, ANSWERED),
    ],
)  # fmt: skip
def test_an_answer_answers_or_says_that_it_cannot(text: str, status: AnswerStatus) -> None:
    assert answer_status(text) is status


def test_a_long_answer_says_something_whatever_phrases_it_holds() -> None:
    said = "Unknown to the ministry are the men whom" + " officers of the northern provinces" * 7
    assert (len(said), answer_status(said)) == (285, ANSWERED)
    assert (len(said[:250]), answer_status(said[:250])) == (250, NO_INFORMATION)


def test_the_quoted_question_is_no_answer() -> None:
    found = answer("What does the government do about it?\n\nPost has no information.")
    assert found.status is NO_INFORMATION


def test_a_letter_with_nothing_behind_it_is_a_missing_answer() -> None:
    parsed = read(chapter("Nine cases were opened.", "", "Nobody was tried for it."))
    assert keyed(parsed) == ["prevention/A", "prevention/B", "prevention/C"]
    assert section(parsed, "prevention/B").status is MISSING


def test_text_that_answers_no_question_has_no_such_status() -> None:
    parsed = read("¶1. (U) Unknown.")
    assert section(parsed, "intro/1").status is ANSWERED
