import pytest

from cables.parsing.markers import candidate, split_keys
from tests.cables.parsing.writing import chapter, keyed, read, section

WORDS = "the ministry says this much about it."


def marker(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """(letters, style, number) of the marker that the line begins with."""
    found = candidate(text, 0, len(text), line=0, inline=False, open_before=False)
    return (found.keys, found.style, found.number) if found else None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("B", "B"),
        ("B & C", "BC"),
        ("B and C", "BC"),
        ("B, C and D", "BCD"),
        ("B/C", "BC"),
        ("G-K", "GHIJK"),
        ("G - K", "GHIJK"),
        ("G through I", "GHI"),
        ("L, M", "LM"),
        ("b and c", "BC"),
        ("C, B", "CB"),
        ("B, B", "B"),
    ],
)
def test_letters_answered_together_are_all_named(text: str, keys: str) -> None:
    assert split_keys(text) == tuple(keys)


@pytest.mark.parametrize(
    ("line", "keys", "style", "number"),
    [
        ("¶B. Yes.", "B", "pilcrow", ""),
        ("[1](#)B. Yes.", "B", "pilcrow", ""),
        ("[¶](#)B. Yes.", "B", "pilcrow", ""),
        ("1B. Yes.", "B", "pilcrow", ""),
        ("B. Yes.", "B", "bare", ""),
        ("B) Yes.", "B", "bare", ""),
        ("(B) Yes.", "B", "bare", ""),
        ("B: Yes.", "B", "bare", ""),
        ("B. (SBU) Yes.", "B", "bare", ""),
        ("(SBU) B. Yes.", "B", "bare", ""),
        ("-- B. Yes.", "B", "dashed", ""),
        ("--B. Yes.", "B", "dashed", ""),
        ("- B. Yes.", "B", "dashed", ""),
        ("-- (B) Yes.", "B", "dashed", ""),
        ("* B. Yes.", "B", "starred", ""),
        ("28.B. Yes.", "B", "numbered", "28"),
        ("28B. Yes.", "B", "numbered", "28"),
        ("28 B. Yes.", "B", "numbered", "28"),
        ("28-B. Yes.", "B", "numbered", "28"),
        ("28(B) Yes.", "B", "numbered", "28"),
        ("28b. Yes.", "B", "numbered", "28"),
        ("--28B. Yes.", "B", "numbered", "28"),
        ("¶28B. Yes.", "B", "numbered", "28"),
        ("28B (SBU) Yes.", "B", "slashed", "28"),
        ("25 B/C. Yes.", "BC", "numbered", "25"),
        ("23 B and C. Yes.", "BC", "numbered", "23"),
        ("B & C. Yes.", "BC", "bare", ""),
        ("G-K: Yes.", "GHIJK", "bare", ""),
        ("L, M: Yes.", "LM", "bare", ""),
        ("¶3. (SBU) Question 25 B: Yes.", "B", "question", "25"),
        ("Question 25B. Yes.", "B", "question", "25"),
        ("Q25.B. Yes.", "B", "question", "25"),
        ("¶3. (U) Para 25 B: Yes.", "B", "question", "25"),
        ("¶3. (U) Ref A question 25b. Yes.", "B", "question", "25"),
        ("¶3. (SBU) B. Yes.", "B", "para", ""),
        ("b. yes", "B", "small", ""),
    ],
)
def test_a_marker_is_read_in_every_style(line: str, keys: str, style: str, number: str) -> None:
    assert marker(line) == (tuple(keys), style, number)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "A ministry answers.",
        "J. P. Smith signed it.",
        "U.S. officials agree.",
        "(U) The embassy agrees.",
        "(SBU) The embassy agrees.",
        "27. The embassy agrees.",
        "(1) The embassy agrees.",
        "1) The embassy agrees.",
        "(i) the first of them",
        "v. the fifth of them",
        "B.C. Transit carries them.",
        "Article 12 forbids it.",
    ],
)
def test_what_is_no_marker_is_none(line: str) -> None:
    assert marker(line) is None


def test_the_portion_mark_belongs_to_the_marker() -> None:
    line = "¶3. (U) Question 25 B: (SBU) Yes."
    found = candidate(line, 0, len(line), line=0, inline=False, open_before=False)
    assert found is not None
    assert (found.para, found.portion, line[found.end :].strip()) == ("3", "SBU", "Yes.")


def test_a_continued_answer_says_so() -> None:
    line = "B (cont'd). And so on."
    found = candidate(line, 0, len(line), line=0, inline=False, open_before=False)
    assert found is not None
    assert found.continued


def test_a_paragraph_that_a_wrapped_line_only_names_opens_nothing() -> None:
    parsed = read(
        chapter(
            "The rules on shelters are told in the answer to the question in our paragraph\n"
            "¶27. They have not changed since then and nobody plans to change them this year.",
            "The second answer.",
            "The third answer.",
        )
    )
    assert keyed(parsed)[-3:] == ["prevention/A", "prevention/B", "prevention/C"]
    text = section(parsed, "prevention/A").text
    assert "¶" not in text
    assert "paragraph 27. They have not" in text


def test_a_pilcrow_that_marks_nothing_is_an_artefact() -> None:
    parsed = read(
        "¶1. (U) Post reports.\n\n"
        + chapter(
            "The decree counts four duties of a shelter, of which two concern us here, and they are these:\n"
            "¶14. to keep a list of its guests\n¶15. to tell the ministry about them",
            "The second answer.",
        )
    )
    text = section(parsed, "prevention/A").text
    assert "14. to keep a list of its guests" in text
    assert "¶" not in text
    assert [s.why for s in parsed.spans if s.why == "false_pilcrow"] == ["false_pilcrow"] * 2


def test_markers_inside_one_long_line_are_found() -> None:
    lead = "¶5. (SBU) PREVENTION: "
    parsed = read(f"¶1. (U) Post reports.\n\n{lead}" + "  ".join(f"--{k}. Here {WORDS}" for k in "ABCD"))
    assert keyed(parsed)[-4:] == [f"prevention/{k}" for k in "ABCD"]
    assert section(parsed, "prevention/B").text == f"Here {WORDS}"


def test_a_reference_to_a_letter_inside_a_line_opens_nothing() -> None:
    parsed = read(chapter(f"As told under question --B. below, {WORDS}", "The second answer.", "The third answer."))
    assert keyed(parsed)[-3:] == ["prevention/A", "prevention/B", "prevention/C"]
    assert "--B. below" in section(parsed, "prevention/A").text


@pytest.mark.parametrize(
    ("marks", "names"),
    [
        (("¶A", "¶B & C", "¶D"), ["A", "B-C", "D"]),
        (("¶A", "¶B-D", "¶E"), ["A", "B-C-D", "E"]),
        (("30A", "30 B/C", "30D"), ["A", "B-C", "D"]),
        (("-- A", "-- B and C", "-- D"), ["A", "B-C", "D"]),
        (("A", "B, C", "D"), ["A", "B-C", "D"]),
    ],
)
def test_answers_given_together_are_one_section(marks: tuple[str, ...], names: list[str]) -> None:
    lettered = "\n\n".join(f"{mark}. Here {WORDS}" for mark in marks)
    parsed = read(f"PREVENTION\n----------\n\n{lettered}")
    assert keyed(parsed) == [f"prevention/{name}" for name in names]
