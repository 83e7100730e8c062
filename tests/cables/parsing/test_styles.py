"""The same answers in other marker and heading styles, wrapped or not, give the same sections."""

import textwrap
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from cables.parsing import parse
from cables.parsing.questionnaires import LETTERED, nearest
from cables.parsing.structure import ParsedCable, SpanKind
from tests.cables.parsing.scoring import Answer, compare, merged

SAMPLE = Path(__file__).parents[3] / "sample"
WRAPPED, UNWRAPPED = ("09NKELU900158", 65), ("08PUERTOALBA900147", 0)  # samples and columns
TITLES = {
    "overview": "OVERVIEW OF ACTIVITIES TO ELIMINATE TRAFFICKING IN PERSONS",
    "situation": "THE COUNTRY'S TIP SITUATION",
    "scene": "SETTING THE SCENE FOR THE GOVERNMENT'S ANTI-TIP EFFORTS",
    "prosecution": "INVESTIGATION AND PROSECUTION OF TRAFFICKERS",
    "protection": "PROTECTION AND ASSISTANCE TO VICTIMS",
    "prevention": "PREVENTION",
}

# Each is given the letters, the number of the cable's paragraph and that of the questionnaire's.
MARKERS: dict[str, Callable[[str, int, str], str]] = {
    "¶A.": lambda k, n, q: f"¶{k}. ",
    "[1](#)A.": lambda k, n, q: f"[1](#){k}. ",
    "1A.": lambda k, n, q: f"1{k}. ",
    "A.": lambda k, n, q: f"{k}. ",
    "A. (SBU)": lambda k, n, q: f"{k}.  (SBU) ",
    "A)": lambda k, n, q: f"{k}) ",
    "(A)": lambda k, n, q: f"({k}) ",
    "A:": lambda k, n, q: f"{k}: ",
    "-- A.": lambda k, n, q: f"-- {k}. ",
    "--A. (SBU)": lambda k, n, q: f"--{k}. (SBU) ",
    "- A.": lambda k, n, q: f"- {k}. ",
    "-- (A)": lambda k, n, q: f"-- ({k}) ",
    "* A.": lambda k, n, q: f"* {k}. ",
    "27.A.": lambda k, n, q: f"{q}.{k}. ",
    "27A.": lambda k, n, q: f"{q}{k}. ",
    "27A)": lambda k, n, q: f"{q}{k}) ",
    "27(A)": lambda k, n, q: f"{q}({k}) ",
    "27-A.": lambda k, n, q: f"{q}-{k}. ",
    "27 A.": lambda k, n, q: f"{q} {k}. ",
    "27A (SBU)": lambda k, n, q: f"{q}{k} (SBU) ",
    "¶27A.": lambda k, n, q: f"¶{q}{k}. ",
    "--27A.": lambda k, n, q: f"--{q}{k}. ",
    "27a.": lambda k, n, q: f"{q}{k.lower()}. ",
    "¶4. (SBU) Question 27 A:": lambda k, n, q: f"¶{n}. (SBU) Question {q} {k}: ",
    "Question 27A:": lambda k, n, q: f"Question {q}{k}: ",
    "Q27.A.": lambda k, n, q: f"Q{q}.{k}. ",
    "¶4. (U) 27A.": lambda k, n, q: f"¶{n}. (U) {q}{k}. ",
    "¶4. (SBU) A.": lambda k, n, q: f"¶{n}. (SBU) {k}. ",
    "Para 27A.": lambda k, n, q: f"Para {q}{k}. ",
    "¶4. (SBU) Ref A question 27A.": lambda k, n, q: f"¶{n}. (SBU) Ref A question {q}{k}. ",
}
HEADINGS: dict[str, Callable[[str], str]] = {
    "boxed": lambda title: f"{'-' * len(title)}\n{title}\n{'-' * len(title)}\n\n",
    "underlined": lambda title: f"{title}\n{'-' * len(title)}\n\n",
    "bare": lambda title: f"{title}\n\n",
    "with a colon": lambda title: f"{title}:\n\n",
}


@lru_cache
def read(name: str) -> ParsedCable:
    return parse((SAMPLE / f"{name}.txt").read_bytes())


def render(name: str, marker: str, heading: str, width: int) -> tuple[str, list[Answer]]:
    """The sample's lettered answers in that style, and where each begins."""
    cut = read(name)
    numbers = {chapter.slug: chapter.number for chapter in nearest(cut.report_year).chapters}
    text = cut.text[: next(s.start for s in cut.spans if s.kind is not SpanKind.HEADER)]
    expected: list[Answer] = []
    last, number = "", 0
    for section in (s for s in cut.sections if s.chapter in LETTERED and s.keys):
        if section.chapter != last:
            text += HEADINGS[heading](TITLES[section.chapter])
        last, number = section.chapter, number + 1
        expected.append((section.chapter, section.keys, len(text)))
        mark = MARKERS[marker](" and ".join(section.keys), number, numbers[section.chapter])
        for paragraph in section.paragraphs:
            said = mark + " ".join(section.text[paragraph.clean_start : paragraph.clean_end].split())
            cut_lines = textwrap.wrap(said, width, break_long_words=False, break_on_hyphens=False) if width else [said]
            text, mark = text + "\n".join(cut_lines) + "\n\n", ""
        text += f"{mark}\n\n" if mark else ""
    return f"{text}EXAMPLE\n", expected


def differences(name: str, marker: str, heading: str, width: int) -> tuple[list[str], list[str]]:
    """(answers missed, answers made up), each with the words at their beginning."""
    text, expected = render(name, marker, heading, width)
    missed, false = compare(
        merged(expected), merged((s.chapter, s.keys, s.start) for s in parse(text.encode()).sections)
    )
    return shown(text, missed), shown(text, false)


def shown(text: str, answers: list[Answer]) -> list[str]:
    return [f"{chapter}/{'-'.join(keys)}: {text[at : at + 40]!r}" for chapter, keys, at in answers]


@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize(("name", "width"), [WRAPPED, UNWRAPPED], ids=["wrapped", "a paragraph a line"])
def test_answers_are_the_same_in_every_style_of_marker(marker: str, name: str, width: int) -> None:
    assert differences(name, marker, "underlined", width) == ([], [])


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("marker", ["¶A.", "-- A.", "27.A.", "¶4. (SBU) Question 27 A:"])
@pytest.mark.parametrize(("name", "width"), [WRAPPED, UNWRAPPED], ids=["wrapped", "a paragraph a line"])
def test_answers_are_the_same_under_every_style_of_heading(heading: str, marker: str, name: str, width: int) -> None:
    assert differences(name, marker, heading, width) == ([], [])
