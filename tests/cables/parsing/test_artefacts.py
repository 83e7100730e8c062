from collections.abc import Callable

import pytest

from cables.parsing.artefacts import link_residue, masked
from tests.cables.parsing.writing import answer, artefacts, chapter, read, section

LINE = "guards took them back to the border before any officer had asked them"
OTHER = "The ministry answers the next question with one sentence."


def pieces(text: str) -> list[tuple[str, str]]:
    return [found for found in artefacts(read(chapter(text, OTHER))) if found[0] != "blank_in_sentence"]


def test_masking_keeps_every_offset_and_every_line() -> None:
    text = "one two\nthree four"
    assert masked(text, [(4, 13, "page_break")]) == "one    \n      four"
    assert masked(text, [(4, 9, "a"), (6, 13, "b")]) == "one    \n      four"
    assert masked(text, []) == text


def test_a_page_line_between_blank_lines_inside_a_sentence_is_taken_out() -> None:
    page = "PORTO PRUEBA 00000327  002 OF 006"
    text = f"Some of them were heard, but the\n{LINE}\n\n{page}\n\n\nabout the agency, and none was."
    assert pieces(text) == [("page_break", page)]
    assert answer(text).text == f"Some of them were heard, but the {LINE} about the agency, and none was."


@pytest.mark.parametrize(
    "page",
    ["PORTO PRUEBA 00000327  002 OF 006", "PORTO PRUEBA 00000327  004.3 OF 011", "PORTO PRUEBA 327  010 OF 010"],
)
def test_a_page_line_inside_a_line_is_taken_out(page: str) -> None:
    text = f"Officers   {page}   opened nine cases."
    assert pieces(text) == [("page_break", page)]
    assert answer(text).text == "Officers opened nine cases."


@pytest.mark.parametrize(
    "page",
    ["ORVANE 00000327  002 OF 006", "PORTO PRUEBA 00000328  002 OF 006", "PORTO PRUEBA has 327 beds, 002 OF them new"],
)
def test_another_cables_page_line_is_the_authors(page: str) -> None:
    assert pieces(f"Officers quote   {page}   in full.") == []


def test_a_header_repeated_in_the_body_is_taken_out() -> None:
    head = "UNCLAS SECTION 02 OF 03 PORTO PRUEBA 000327\n\nSIPDIS\n\nDEPT FOR G/TIP\n\nE.O. 12958: N/A\n"
    head += "TAGS: KCRM XQ\nSUBJECT: INPUT"
    parsed = read(chapter(f"Officers opened nine cases, most\n\n{head}\n\nof them against agencies.", OTHER))
    assert {why for why, words in artefacts(parsed) if words} == {"repeated_header"}
    assert section(parsed, "prevention/A").text == "Officers opened nine cases, most of them against agencies."


@pytest.mark.parametrize("stray", ["SIPDIS", "SENSITIVE", "SENSITIVE, SIPDIS"])
def test_a_caption_alone_on_a_line_inside_a_sentence_is_taken_out(stray: str) -> None:
    text = f"The law gives the Secretary of Labor\n\n{stray}\n\nthe right to close an agency."
    assert pieces(text) == [("stray_caption", stray)]
    assert answer(text).text == "The law gives the Secretary of Labor the right to close an agency."


@pytest.mark.parametrize("words", ["Sensitive", "The caption SIPDIS stands here.", "SENSITIVE CASES ARE NOT COUNTED"])
def test_a_caption_among_words_is_the_authors(words: str) -> None:
    assert pieces(f"They write:\n\n{words}\n\nand no more.") == []


@pytest.mark.parametrize("join", ["\n", " "])
def test_a_line_repeated_behind_a_q_is_taken_out(join: str) -> None:
    text = f"In May the{join}{LINE}{join}Q{LINE}{join}about the agency."
    assert pieces(text) == [("line_duplicate", f"Q{LINE}")]
    assert answer(text).text == f"In May the {LINE} about the agency."


def test_three_words_repeated_behind_a_q_are_enough() -> None:
    assert pieces("He was sent back home again Qback home again by car.") == [("line_duplicate", "Qback home again")]


def test_a_line_repeated_without_the_q_is_taken_out_when_it_is_as_long_as_a_line() -> None:
    assert pieces(f"In May the {LINE} {LINE} about it.") == [("line_duplicate", LINE)]


def test_a_small_word_may_stand_where_the_q_was() -> None:
    assert pieces(f"In May the {LINE} is {LINE} about it.") == [("line_duplicate", f"is {LINE}")]


@pytest.mark.parametrize(
    "text",
    [
        "Officers of Quetzaltenango said so: Quetzaltenango was first, Quetzaltenango was last.",
        "The fund spent Q270 million; of the Q270 million little reached anyone.",
        "They worked day after day after day in the fields.",
        "Officers asked the men of the north the men of the north again.",
        "A fine of eight to eighteen years of prison, eight to eighteen years of prison in all.",
        f"{LINE.capitalize()}.\n\n{LINE.capitalize()}.",
    ],
)
def test_what_the_author_repeats_stays(text: str) -> None:
    assert pieces(text) == []
    assert "".join(answer(text).text.split()) == "".join(text.split())


def test_what_an_archive_left_of_a_link_goes_and_its_word_stays() -> None:
    text = "See [the decree](#) and [the list](https://example.org/a) for [more]() of it."
    assert answer(text).text == "See the decree and the list for more of it."
    assert {why for why, _ in pieces(text)} == {"link_residue"}


def test_a_pilcrow_written_as_a_link_is_no_link_residue() -> None:
    assert link_residue("[1](#)A. and [¶](#)B.", 0) == []


def test_brackets_of_the_author_stay() -> None:
    assert pieces("The form [sic] (in force since May) is used.") == []


def test_the_first_dash_of_a_marker_left_on_the_line_before_is_taken_out() -> None:
    parsed = read(
        "PREVENTION\n----------\n\n-- 30A. Officers opened nine cases. -\n- 30B. Nobody knows.\n\n-- 30C. So be it."
    )
    assert [name for name, _ in artefacts(parsed)] == ["broken_marker"]
    assert section(parsed, "prevention/A").text == "Officers opened nine cases."
    assert section(parsed, "prevention/B").text == "Nobody knows."


@pytest.mark.parametrize("damage", [str, lambda text: text.replace("\n", "\r\n")], ids=["LF", "CR LF"])
def test_repairs_do_not_depend_on_the_line_ends(damage: Callable[[str], str]) -> None:
    text = f"Some were heard, but the\n{LINE}\n\nPORTO PRUEBA 00000327  002 OF 006\n\n\nabout the agency, and none was."
    parsed = read(damage(chapter(text, OTHER)))
    assert section(parsed, "prevention/A").text == f"Some were heard, but the {LINE} about the agency, and none was."


@pytest.mark.parametrize("end", ["\n", "\r\n", " \t\n"])
def test_two_paragraphs_that_begin_alike_are_no_repeated_line(end: str) -> None:
    assert pieces(f"{LINE.capitalize()}.{end}{end}{LINE.capitalize()}.") == []
