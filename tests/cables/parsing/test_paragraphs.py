"""Lines become paragraphs again, and each paragraph says what it is."""

import pytest

from cables.parsing.paragraphs import is_question
from cables.parsing.structure import ParagraphKind
from tests.cables.parsing.writing import answer, artefacts, chapter, kinds, read, section, words_of

PROSE, QUESTION, SUBHEADING = ParagraphKind.PROSE, ParagraphKind.QUESTION, ParagraphKind.SUBHEADING
LIST_ITEM, LAW, LAW_HEADING = ParagraphKind.LIST_ITEM, ParagraphKind.LAW, ParagraphKind.LAW_HEADING
LONG = "The ministry of labor sent nine inspectors to the farms of the two"
MORE = "northern provinces, who looked at the papers of four hundred persons"
LAST = "and closed three agencies."


def test_wrapped_lines_are_one_paragraph() -> None:
    assert answer(f"{LONG}\n{MORE}\n{LAST}").text == f"{LONG} {MORE} {LAST}"


def test_a_blank_line_inside_a_sentence_is_taken_out_and_recorded() -> None:
    text = f"{LONG}\n{MORE}\n\n{LAST}"
    assert answer(text).text == f"{LONG} {MORE} {LAST}"
    assert artefacts(read(chapter(text, LAST))) == [("blank_in_sentence", "")]


def test_a_blank_line_behind_a_full_stop_is_the_authors() -> None:
    text = f"{LONG}\n{MORE}.\n\nThree agencies were closed."
    assert answer(text).text == f"{LONG} {MORE}.\n\nThree agencies were closed."
    assert artefacts(read(chapter(text, LAST))) == []


@pytest.mark.parametrize("before", ["It has two duties:", "It has two duties;"])
def test_a_blank_line_behind_a_colon_is_the_authors(before: str) -> None:
    assert answer(f"{before}\n\nIt must report.").text == f"{before}\n\nIt must report."


def test_a_short_line_before_a_blank_line_is_a_paragraph() -> None:
    assert answer(f"{LONG}\n{MORE}.\n\nThe second law\n\nThe ministry wrote it.").text.endswith(
        ".\n\nThe second law\n\nThe ministry wrote it."
    )


def test_a_short_line_ends_a_paragraph_in_wrapped_text() -> None:
    text = f"{LONG}\n{MORE}\n{LAST}\nThe second paragraph begins here, without any blank line before."
    assert answer(text).text.split("\n") == [
        f"{LONG} {MORE} {LAST}",
        "The second paragraph begins here, without any blank line before.",
    ]


def test_each_line_is_a_paragraph_where_the_text_is_not_wrapped() -> None:
    first = f"{LONG} {MORE} {LAST} " * 2
    parsed = answer(f"{first}\n\n{first}")
    assert kinds(parsed) == [PROSE, PROSE]


def test_a_word_hyphenated_at_the_lines_end_keeps_its_hyphen_and_gets_no_blank() -> None:
    text = "Officers of the two northern provinces sent all their forty anti-\ntrafficking reports to the ministry."
    assert "anti-trafficking reports" in answer(text).text


def test_a_tab_between_words_becomes_a_blank() -> None:
    assert answer("Nine\tinspectors were\t sent.").text == "Nine inspectors were sent."


@pytest.mark.parametrize(
    "marks", [("(1)", "(2)"), ("--", "--"), ("-", "-"), ("*", "*"), ("1)", "2)"), ("(a)", "(b)"), ("--(35)", "--(36)")]
)
def test_list_items_are_paragraphs_with_their_mark(marks: tuple[str, str]) -> None:
    parsed = answer(f"It has two duties:\n{marks[0]} it must report;\n{marks[1]} it must answer.")
    assert kinds(parsed) == [PROSE, LIST_ITEM, LIST_ITEM]
    assert [p.label.replace(" ", "") for p in parsed.paragraphs[1:]] == list(marks)
    assert words_of(parsed, parsed.paragraphs[1]) == f"{marks[0]} it must report;"


def test_a_dash_that_a_wrapped_line_begins_with_is_no_list_item() -> None:
    text = f"{LONG}\n- and, for once, of the south - and closed three agencies there."
    assert kinds(answer(text)) == [PROSE]


def test_a_caption_inside_an_answer_is_a_subheading() -> None:
    parsed = answer("Nine cases were opened.\n\nLEGAL FRAMEWORK\n\nThe law is of 2005.")
    assert kinds(parsed) == [PROSE, SUBHEADING, PROSE]


def test_a_ruled_caption_is_a_subheading_in_any_case() -> None:
    parsed = answer("Nine cases were opened.\n\nLegal framework\n---------------\n\nThe law is of 2005.")
    assert kinds(parsed) == [PROSE, SUBHEADING, PROSE]
    assert "---" not in parsed.text


@pytest.mark.parametrize("line", ["TELEPHONE 2345-6789", "NO.", "Legal framework"])
def test_what_only_resembles_a_caption_is_prose(line: str) -> None:
    assert SUBHEADING not in kinds(answer(f"Nine cases were opened.\n\n{line}\n\nThe law is of 2005."))


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Article 173 (Rape)", "art-173"),
        ("ARTICLE 173", "art-173"),
        ("Art. 173: Rape", "art-173"),
        ("Article 173-A. Rape", "art-173-a"),
        ("Article 173 bis", "art-173-bis"),
        ("Section 12 of the Labor Act", "art-12"),
        ("-- Article 173 (Rape)", "art-173"),
    ],
)
def test_the_heading_of_a_quoted_article_bears_its_number(heading: str, label: str) -> None:
    parsed = answer(
        f"Two articles forbid it.\n\n{heading}\n\nWhoever does so is punished with prison.\n\nSo far the law."
    )
    assert (parsed.paragraphs[1].kind, parsed.paragraphs[1].label) == (LAW_HEADING, label)
    assert parsed.paragraphs[2].kind is LAW


def test_items_of_a_quoted_article_are_items_of_the_law() -> None:
    parsed = answer(
        "Article 12 (Duties)\n\nAn agency shall:\n(1) keep a list of its guests;\n(2) show it to the inspectors."
    )
    assert kinds(parsed) == [LAW_HEADING, LAW, ParagraphKind.LAW_ITEM, ParagraphKind.LAW_ITEM]


def test_an_article_named_in_a_sentence_is_no_heading() -> None:
    assert kinds(answer("Article 173 forbids it.\n\nNobody was tried.")) == [PROSE, PROSE]


def test_a_law_quoted_in_running_text_bears_the_article_of_its_lead() -> None:
    parsed = answer("Article 194 of the code reads as follows:\n\nWhoever does so is punished.\n\nNobody was tried.")
    assert kinds(parsed) == [PROSE, LAW, PROSE]
    assert parsed.paragraphs[1].label == "art-194"


def test_a_text_between_begin_and_end_is_quoted() -> None:
    parsed = answer("BEGIN TEXT OF ARTICLE 12:\n\nAn agency needs a permit.\n\nEND TEXT.\n\nNobody was tried.")
    assert kinds(parsed) == [LAW_HEADING, LAW, PROSE, PROSE]
    assert parsed.paragraphs[0].label == "art-12"


def test_a_begin_without_its_end_quotes_nothing() -> None:
    assert LAW not in kinds(answer("BEGIN TEXT OF ARTICLE 12:\n\nAn agency needs a permit.\n\nNobody was tried."))


@pytest.mark.parametrize(
    "text",
    [
        "What does the government do about it?",
        "Is there a law? When was it passed?",
        "Please describe the shelters of the country.",
        "If there is a plan, who wrote it?",
        "Describe the means of the police.",
    ],
)
def test_the_questionnaires_own_words_are_a_question(text: str) -> None:
    assert is_question(text, "There are none.")
    assert kinds(answer(f"{text}\n\nThere are none.")) == [QUESTION, PROSE]


@pytest.mark.parametrize("text", ["The ministry asks what to do.", "Nobody knows. Why?", "What they do is not known."])
def test_what_asks_nothing_is_no_question(text: str) -> None:
    assert not is_question(text, "There are none.")


def test_a_question_without_an_answer_is_an_answer() -> None:
    assert not is_question("What does the government do about it?", "")


def test_a_question_behind_an_answer_is_prose() -> None:
    assert kinds(answer("There are none.\n\nWhat does the government do about it?\n\nNothing.")) == [PROSE] * 3


def test_the_number_and_the_portion_mark_belong_to_the_paragraph() -> None:
    parsed = read("¶1. (SBU) Post reports nothing new.\n\n¶2. (U) It thanks all who helped.")
    assert [(p.number, p.portion) for s in parsed.sections for p in s.paragraphs] == [("1", "SBU"), ("2", "U")]
    assert section(parsed, "intro/1").text == "Post reports nothing new."
