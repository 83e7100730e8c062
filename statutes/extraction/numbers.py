"""Numbers in English legal prose, and the words that make bounds of them."""

import re
from dataclasses import dataclass
from fractions import Fraction

from statutes.quantities import Amount

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
ONE_WORD = "|".join(sorted(ONES, key=len, reverse=True))
TEN_WORD = "|".join(TENS)
FIGURE = (
    r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,3}(?:\.\d{3}){1,4}(?![\d.]*\d)|\d{1,12}(?:\.\d{1,4})?"  # 1,500 or 1.500
)
SCALE = r"(?:hundred|thousand|million|billion)\b"
LARGE = r"(?:thousand|million|billion)\b"
SMALL = rf"(?:(?:{TEN_WORD})(?:[\s-]{{1,2}}(?:{ONE_WORD}))?|(?:{ONE_WORD}))(?![a-z])"
# "two hundred and fifty" is one number; "two and five", "one hundred and five hundred" are two.
GROUP = rf"{SMALL}(?:\shundred\b(?:\s(?:and\s)?{SMALL}(?!\shundred))?)?"
SPELT = rf"(?i:{GROUP}(?:\s{LARGE}(?:\s{GROUP}\s{LARGE}){{0,2}}(?:\s(?:and\s)?{GROUP}(?!\s{SCALE}))?)?)"
NUMBER = rf"(?:(?:{FIGURE})(?:\s{{1,2}}{SCALE})?|{SPELT})"
PLAIN = rf"(?:{NUMBER})(?:\s?\((?:\d{{1,7}}|{SPELT})\))?"  # "six (6)", "6 (six)"
LEAST = (
    r"(?:(?:shall\s)?(?:not\sbe|be\snot)\s(?:less|lower|shorter)\sthan|not\sless\sthan|no\sless\sthan|not\sfewer\sthan|"
    r"no\sfewer\sthan|at\sleast|(?:a\s)?minimum\sof|(?:of\s)?from|(?:of\s)?between|more\sthan|in\sexcess\sof)"
)
MOST = (
    r"(?:up\sto(?:\sa\smaximum\sof)?|(?:to\s)?(?:a\s)?maximum(?:\sterm)?\sof|at\s(?:the\s)?most|"
    r"not\sbe\s(?:more|longer|greater)\sthan|(?:not|no|nor|or)\s(?:more|longer|greater)\sthan|"
    r"(?:not|nor)\s(?:to\s)?exceed(?:ing|s)?|may\s(?:extend|go\sup|be\sextended)\sto|extend(?:s|ing|able)\sto|"
    r"does\snot\sexceed|as\s(?:much|many|long)\sas|under|less\sthan|until)"
)
BETWEEN = r"[,\s]{1,3}(?:(?:and|but|or)\s)?(?:which\s)?(?:shall\s|may\sbe\s)?"
JOIN = rf"(?:\s?[-–]{{1,2}}\s?|{BETWEEN}{MOST}\s{{0,2}}|\s(?:to|through)\s(?:{MOST}\s)?)"
AND = r"\s(?:and|to)\s"


@dataclass(frozen=True, slots=True)
class Found:
    """A range that the text gives; a bound that it does not give is None."""

    minimum: Amount | None
    maximum: Amount | None
    start: int
    end: int


HALF_MORE = ("and", "a", "half")
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def number_of(text: str) -> Fraction | None:
    """ "six", "twenty-five", "two hundred thousand", "1,500", "1.500", "2.5 million"; None for what is no number."""
    words = re.sub(r"\([^()]*\)", "", text.lower()).replace("-", " ").split()
    total, part, given = Fraction(0), Fraction(0), False  # of "two hundred thousand" part is 200 when "thousand" comes
    if tuple(words[-3:]) == HALF_MORE:
        total, words = Fraction(1, 2), words[:-3]
    for word in words:
        if word == "and":
            continue
        if word in SCALES and SCALES[word] > 100:
            total, part = total + (part or Fraction(1)) * SCALES[word], Fraction(0)
        elif word in SCALES:
            part = (part or Fraction(1)) * SCALES[word]
        elif (value := _value(word, given)) is None:
            return None
        else:
            part += value
        given = True
    return total + part if words else None


def _value(word: str, given: bool) -> Fraction | None:
    """Of one word; "a" is one unless a number stands before it."""
    if word in ("a", "an", "further"):
        return Fraction(0 if given else 1)
    if word in ONES or word in TENS:
        return Fraction(ONES.get(word) or TENS.get(word) or 0)
    if THOUSANDS.fullmatch(word):
        word = word.replace(".", "")
    try:
        return Fraction(word.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None
