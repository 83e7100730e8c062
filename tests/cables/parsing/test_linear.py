"""The parser's work grows with the text, not faster: function calls are counted, no time is measured."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from cables.parsing import parse
from cables.parsing.decoding import decode
from tests.cables.parsing.writing import cable

SIZE = 4_000  # characters; and four times as many
ALLOWED = 5.0  # calls at four times the size, per call at one
UNITS = {
    "bare letters": "A. foo\n",
    "bare letters with blank lines": "A. foo bar\n\n",
    "letters in one line": "A. ",
    "numbered letters": "27.A. foo. ",
    "dashed letters": "--A. foo bar baz. ",
    "letters with commas": "A, B, C, ",
    "questions": "Question 23 B and C and D: ",
    "headings": "PROTECTION\n\n",
    "headings that lead": "PROTECTION: A. foo\n",
    "pilcrows": "¶",
    "lettered pilcrows": "¶A. x\n",
    "pilcrows as links": "[1](#)",
    "links": "[x](#)",
    "open brackets": "[",
    "open parentheses": "(",
    "stars": "* ",
    "dashes": "-",
    "equals signs": "=",
    "digits": "1",
    "numbers": "1. ",
    "blanks": " ",
    "tabs": "\t",
    "lines": "\n",
    "words": "ab ",
    "capitals": "ABCDEFGH ",
    "a repeated line": "the quick brown fox jumps over the lazy dog and runs away from home ",
    "words with a Q": "Qa ",
    "articles": "Article 1 (Foo)\n\nWhoever foo.\n\n",
    "quoted texts": "BEGIN TEXT\n\nfoo\n\nEND TEXT\n\n",
    "begun texts": "BEGIN TEXT\n\nfoo\n\n",
    "summaries": "SUMMARY\n\n¶1. (U) foo\n\nEND SUMMARY\n\n",
    "page lines": "PORTO PRUEBA 00000327  002 OF 006\n",
    "repeated headers": "UNCLAS SECTION 02 OF 03 PORTO PRUEBA 000327\n\nSIPDIS\n\n",
    "stray captions": "SIPDIS\n\n",
    "hyphens": "a-\n",
}


def calls(work: Callable[[], object]) -> int:
    """How many functions, those written in C included, are called."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(text_of: Callable[[int], str]) -> float:
    small, large = (text_of(SIZE * times).encode() for times in (1, 4))
    parse(text_of(SIZE // 4).encode())  # what is cached for good is cached now
    bare = calls(lambda: parse(cable("x").encode()))
    return calls(lambda: parse(large)) / max(calls(lambda: parse(small)), bare)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_the_work_on_a_body_grows_with_its_length(unit: str) -> None:
    assert growth(lambda size: cable(unit * (size // len(unit)), signature="")) <= ALLOWED


def test_the_work_on_numbered_paragraphs_grows_with_their_number() -> None:
    assert growth(lambda size: cable("\n\n".join(f"¶{n}. (U) foo bar." for n in range(size // 18)))) <= ALLOWED


@pytest.mark.parametrize("unit", ["A", "A. ", "STATE 1, ", "A. STATE 1 "])
def test_the_work_on_references_grows_with_their_length(unit: str) -> None:
    assert growth(lambda size: cable(refs="REF: " + unit * (size // len(unit)))) <= ALLOWED


@pytest.mark.parametrize("unit", ["RUEHC/X\n", "ABC DEF ", "A"])
def test_the_work_on_addressees_grows_with_their_number(unit: str) -> None:
    assert growth(lambda size: cable(addressees="TO " + (unit * (size // len(unit))).strip())) <= ALLOWED


@pytest.mark.parametrize("unit", ["UNCLAS ", "SUBJECT: ", "TAGS: [A](", "A"])
def test_the_work_on_a_text_without_a_body_grows_with_its_length(unit: str) -> None:
    assert growth(lambda size: unit * (size // len(unit))) <= ALLOWED


def test_the_count_finds_work_that_grows_faster() -> None:
    def quadratic(size: int) -> int:
        return calls(lambda: [decode(b"x") for _ in range(size * size)])

    assert quadratic(40) > ALLOWED * quadratic(10)
