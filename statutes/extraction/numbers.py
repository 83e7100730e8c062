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
FIGURE = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?"
SPELT = rf"(?i:(?:{TEN_WORD})(?:[\s-]{{1,2}}(?:{ONE_WORD}))?|(?:{ONE_WORD}))"
NUMBER = rf"(?:{FIGURE}|(?:{SPELT})(?![a-z]))(?:\s{{1,2}}(?:hundred|thousand|million|billion)\b)?"
PLAIN = rf"(?:{NUMBER})(?:\s?\(\d{{1,7}}\))?"  # "six (6)"
LEAST = (
    r"(?:not\sless\sthan|no\sless\sthan|not\sfewer\sthan|no\sfewer\sthan|at\sleast|(?:a\s)?minimum\sof|from|"
    r"(?:of\s)?between|"
    r"more\sthan|in\sexcess\sof)"
)
MOST = (
    r"(?:up\sto|(?:to\s)?(?:a\s)?maximum(?:\sterm)?\sof|(?:not|no|nor|or)\smore\sthan|not\s(?:to\s)?exceed(?:ing)?|"
    r"does\snot\sexceed|as\s(?:much|many|long)\sas|under|less\sthan|until)"
)
JOIN = rf"(?:\s?[-–]{{1,2}}\s?|[,\s]{{1,3}}(?:and|but|or)?\s?{MOST}\s{{0,2}}|\s(?:to|through)\s(?:{MOST}\s)?)"
AND = r"\s(?:and|to)\s"


@dataclass(frozen=True, slots=True)
class Found:
    """A range that the text gives; a bound that it does not give is None."""

    minimum: Amount | None
    maximum: Amount | None
    start: int
    end: int


def number_of(text: str) -> Fraction | None:
    """ "six", "twenty-five", "1,500", "2.5 million"; None for what is no number."""
    words = re.sub(r"\(\d+\)", "", text.lower()).replace("-", " ").split()
    total = Fraction(1, 2) if words[-3:] == ["and", "a", "half"] else Fraction(0)
    for word in words[: -3 if total else None]:
        if word in ("a", "an", "further"):
            total = total or Fraction(1)
        elif word in SCALES:
            total *= SCALES[word]
        elif word in ONES or word in TENS:
            total += ONES.get(word, TENS.get(word, 0))
        else:
            try:
                total += Fraction(word.replace(",", ""))
            except (ValueError, ZeroDivisionError):
                return None
    return total if words else None
