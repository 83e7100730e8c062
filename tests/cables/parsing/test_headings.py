import pytest

from cables.parsing.headings import chapter_of, sentence_like
from tests.cables.parsing.writing import keyed, read, section

ANSWERS = ("The first answer says this much.", "The second answer says a little more.", "The third one is short.")


def body(heading: str, *, before: str = "¶1. (U) Post reports.", letters: str = "ABC") -> str:
    lettered = "\n\n".join(f"¶{letter}. {text}" for letter, text in zip(letters, ANSWERS, strict=False))
    return f"{before}\n\n{heading}\n\n{lettered}"


@pytest.mark.parametrize(
    ("title", "chapter"),
    [
        ("OVERVIEW OF A COUNTRY'S ACTIVITIES TO ELIMINATE TRAFFICKING IN PERSONS", "overview"),
        ("THE COUNTRY'S TIP SITUATION", "situation"),
        ("PRUEBIA'S TIP SITUATION", "situation"),
        ("Setting the Scene for the Government's Anti-TIP Efforts", "scene"),
        ("INVESTIGATION AND PROSECUTION OF TRAFFICKERS", "prosecution"),
        ("Investigations", "prosecution"),
        ("PROTECTION AND ASSISTANCE TO VICTIMS", "protection"),
        ("ASSISTANCE TO VICTIMS", "protection"),
        ("PREVENTION", "prevention"),
        ("TIP HEROES", "heroes"),
        ("Nomination of Heroes", "heroes"),
        ("BEST PRACTICES", "best-practices"),
        ("PARTNERSHIPS", "partnerships"),
        ("CHILD SOLDIERS PREVENTION ACT", "child-soldiers"),
        ("Summary", "summary"),
        ("COMMENT", "comment"),
        ("POINT OF CONTACT", "other"),
        ("PROTECCTION AND ASISTANCE TO VICTIMS", "protection"),
        ("INVESTIGATON AND PROSECUTION OF TRAFICKERS", "prosecution"),
        ("PREVENTON", "prevention"),
    ],
)
def test_a_heading_names_its_chapter_misspelt_or_not(title: str, chapter: str) -> None:
    assert chapter_of(title) == chapter


@pytest.mark.parametrize(
    "title",
    [
        "",
        "prevention",
        "END SUMMARY",
        "The ministry opened a prevention office in March of last year",
        "CHILD LABOR IN THE COFFEE HARVEST",
        "How does the government support prevention?",
        "LEGAL FRAMEWORK",
        "PROTECTION " * 15,
        "THE MINISTER'S COMMENT ON THE POLICE REPORT",
    ],
)
def test_what_only_resembles_a_heading_names_no_chapter(title: str) -> None:
    assert chapter_of(title) == ""


def test_running_text_is_told_from_a_title() -> None:
    assert sentence_like("The police brought several victims to shelters")
    assert sentence_like("Prevention. The ministry")
    assert not sentence_like("Protection and Assistance to Victims")


@pytest.mark.parametrize(
    "heading",
    [
        "----------\nPREVENTION\n----------",
        "PREVENTION\n----------",
        "PREVENTION",
        "PREVENTION:",
        "Prevention\n----------",
        "¶2. (SBU) PREVENTION",
        "2. PREVENTION",
        "IV. PREVENTION",
        "¶IV. PREVENTION",
        "I. PREVENTION",
        "¶2. (U) REFTEL question 30 - Prevention",
        "Question 30: PREVENTION",
        "PARAGRAPH 30 - PREVENTION",
        "--PREVENTION--",
        "PREVENTON",
        "=====\nPREVENTION\n=====",
        "***\nPREVENTION\n***",
    ],
)
def test_a_heading_is_found_in_every_style(heading: str) -> None:
    parsed = read(body(heading))
    assert keyed(parsed)[-3:] == ["prevention/A", "prevention/B", "prevention/C"]
    assert "PREVENT" not in "".join(s.text.upper() for s in parsed.sections)


def test_a_heading_over_two_lines_is_one() -> None:
    parsed = read(body("INVESTIGATION AND PROSECUTION\nOF TRAFFICKERS\n-------------"))
    assert keyed(parsed)[-3:] == ["prosecution/A", "prosecution/B", "prosecution/C"]
    assert section(parsed, "prosecution/A").heading == "INVESTIGATION AND PROSECUTION OF TRAFFICKERS"


def test_the_printed_heading_stands_on_the_first_section_only() -> None:
    parsed = read(body("PREVENTION\n----------"))
    assert [s.heading for s in parsed.sections[-3:]] == ["PREVENTION", "", ""]


@pytest.mark.parametrize(
    "lead",
    ["¶2. (SBU) REFTEL question 30 - Prevention. ", "PREVENTION: ", "¶2. (U) PREVENTION. "],
)
def test_a_heading_may_lead_the_paragraph_of_its_first_answer(lead: str) -> None:
    parsed = read(f"¶1. (U) Post reports.\n\n{lead}--A. {ANSWERS[0]}\n\n--B. {ANSWERS[1]}\n\n--C. {ANSWERS[2]}")
    assert keyed(parsed)[-3:] == ["prevention/A", "prevention/B", "prevention/C"]
    assert section(parsed, "prevention/A").text == ANSWERS[0]


def test_a_heading_swallowed_by_the_paragraph_before_it_is_found() -> None:
    before = "¶1. (U) Post answers the questions of the Department below.   PRUEBIA'S TIP SITUATION"
    lettered = "\n\n".join(f"¶{k}. {t}" for k, t in zip("ABC", ANSWERS, strict=True))
    parsed = read(f"{before}\n\n{lettered}")
    assert keyed(parsed) == ["intro/1", "situation/A", "situation/B", "situation/C"]
    assert section(parsed, "intro/1").text == "Post answers the questions of the Department below."


def test_a_caption_inside_an_answer_that_names_a_chapter_does_not_end_it() -> None:
    parsed = read(
        "PROTECTION\n----------\n\n"
        f"¶A. {ANSWERS[0]}\n\n¶B. {ANSWERS[1]}\n\nPrevention\n\nThe shelters have a campaign too.\n\n"
        f"¶C. {ANSWERS[2]}\n\n¶D. {ANSWERS[0]}"
    )
    assert keyed(parsed) == ["protection/A", "protection/B", "protection/C", "protection/D"]
    assert "The shelters have a campaign too." in section(parsed, "protection/B").text


def test_a_caption_that_is_taken_for_none_of_the_chapters_is_warned_of_with_its_line() -> None:
    text = (
        f"PROTECTION\n----------\n\n¶A. {ANSWERS[0]}\n\n¶B. {ANSWERS[1]}\n\nPREVENTION\n\nThe shelters.\n\n"
        f"¶C. {ANSWERS[2]}\n\n¶D. {ANSWERS[0]}"
    )
    parsed = read(text)
    (warning,) = [w for w in parsed.warnings if w.code == "caption_like_heading"]
    assert parsed.text.split("\n")[warning.line - 1] == "PREVENTION"


def test_letters_that_begin_again_without_a_heading_are_the_next_chapter() -> None:
    lettered = "\n\n".join(f"27.{k}. {ANSWERS[0]}" for k in "ABCD") + "\n\n"
    lettered += "\n\n".join(f"28.{k}. {ANSWERS[1]}" for k in "ABCDE")
    parsed = read(f"¶1. (U) Post reports.\n\n{lettered}")
    assert keyed(parsed)[1:] == [f"overview/{k}" for k in "ABCD"] + [f"prosecution/{k}" for k in "ABCDE"]
    assert [w.code for w in parsed.warnings].count("chapter_inferred") == 2
