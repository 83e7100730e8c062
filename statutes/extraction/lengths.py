"""Lengths of time in English legal prose; none is judged to be a penalty here (see `terms`)."""

import re
from fractions import Fraction

from statutes.extraction.numbers import AND, BETWEEN, JOIN, LEAST, MOST, NUMBER, PLAIN, Found, number_of
from statutes.quantities import LIFE, Amount, Duration, Unit

COUNT = rf"(?:(?:one|two|three)\sand\sa\shalf|{PLAIN}|\ba(?:n|\sfurther)?(?=\s(?:day|week|month|year)\b))"
UNIT = (
    r"(?:day|week|month|year)s?\b(?!-(?:wage|fine|rate)|['’]?\s(?:of\s)?(?:wages?|fines?|salar(?:y|ies)|pay|income|"
    r"earnings)\b)['’]?"
)
LENGTH = (
    rf"{COUNT}(?:\s{{0,2}}-?\s?)(?:calendar\s)?{UNIT}(?:\sand\s(?:a|one|{NUMBER})\s(?:day|month|week)s?\b|"
    rf"\sand\sa\shalf\b)?"
)
SERVED = r"(?:\s(?:in\sprison|imprisonment|of\simprisonment|in\sjail))?"
SPAN = re.compile(
    rf"(?P<least>\b{LEAST}\s{{0,2}})?(?P<low>{LENGTH}|{PLAIN}-?){SERVED}"
    rf"(?:(?P<join>{JOIN})|(?P<and>{AND}))(?P<high>{LENGTH}|life\b)",
    re.IGNORECASE,
)
ENDED = r"(?=\s?(?:[.,;)]|$)|\s(?:if|when|where|or|and|in)\b)"
UNITLESS = re.compile(  # "not less than four years and not exceeding nine"
    rf"\b{LEAST}\s{{0,2}}(?P<low>{LENGTH}){SERVED}{BETWEEN}{MOST}\s{{0,2}}(?P<high>{PLAIN}){ENDED}", re.IGNORECASE
)
BACKWARDS = re.compile(  # "not exceeding ten years, but not less than two"
    rf"\b{MOST}\s{{0,2}}(?P<high>{LENGTH}|life\b){SERVED}{BETWEEN}{LEAST}\s{{0,2}}(?P<low>{LENGTH}|{PLAIN}{ENDED})",
    re.IGNORECASE,
)
SINGLE = re.compile(
    rf"(?:(?P<least>\b{LEAST})\s{{0,2}}|(?P<most>\b{MOST})\s{{0,2}})?(?P<high>{LENGTH})(?P<after>\s(?:maximum|"
    rf"minimum|or\smore|or\sless)\b)?",
    re.IGNORECASE,
)
LIFELONG = re.compile(
    r"\blife(?:-?long)?[\s-](?:imprisonment|in\sprison|sentences?|term|in\sjail)\b|"
    r"\b(?:imprisonment|prison|jail|servitude|reclusion|detention|confinement|labou?r|sentences?|sentenced)\s(?:\w{1,12}\s){0,2}?(?:for|to|of)\slife\b|"
    r"\b(?P<until>up\sto|maximum\sof|extend\sto)\slife\b(?=\s?[.,;)]|$|\s(?:if|when|where|for|in)\b)|"
    r"\b(?:is|be|carries)\slife\b(?=\s?[.,;)]|$|\s(?:if|when|where|in\scase)\b)",
    re.IGNORECASE,
)
UNITS = {"day": Unit.DAYS, "week": Unit.DAYS, "month": Unit.MONTHS, "year": Unit.YEARS}
HALF = re.compile(r"^(?:one|two|three)\sand\sa\shalf\b", re.IGNORECASE)
PLUS = re.compile(r"\sand\s", re.IGNORECASE)
MEASURED = re.compile(
    r"(?P<number>.*?)[\s-]*\b(?:calendar\s)?(?P<unit>day|week|month|year)s?['’]?\s*$", re.IGNORECASE | re.DOTALL
)
GLUED = re.compile(r"(?P<number>.*?\d)\s*-?\s*(?P<unit>day|week|month|year)s?['’]?\s*$", re.IGNORECASE | re.DOTALL)


def length_of(text: str, unit: str = "") -> Duration | None:
    """ "six months", "five years and a day", "one year and a half"; a bare number takes `unit`."""
    first, *rest = [text] if HALF.search(text) else PLUS.split(text, maxsplit=1)
    match = MEASURED.fullmatch(first) or GLUED.fullmatch(first)
    number = number_of(match["number"] if match else first)
    name = (match["unit"] if match else unit).lower()
    if number is None or name not in UNITS:
        return None
    if rest and rest[0].lower().strip() == "a half":
        number += Fraction(1, 2)
        rest = []
    length = Duration.of(number * (7 if name == "week" else 1), UNITS[name])
    more = length_of(rest[0]) if rest else None
    return length + more if more else length


def lengths(text: str, start: int, end: int) -> list[Found]:
    """The lengths of time in text[start:end] that do not overlap, ranges before single ones."""
    found: list[Found] = []
    next_of = {pattern: pattern.search(text, start, end) for pattern in (SPAN, UNITLESS, BACKWARDS, SINGLE, LIFELONG)}
    at = start
    while options := [match for match in next_of.values() if match]:
        match = min(options, key=lambda m: (m.start(), -m.end()))
        read, single = _read(match), next_of[SINGLE]
        if read is None and match.re is SPAN and single:
            match, read = single, _read(single)
        if read is not None:
            found.append(Found(*read, match.start(), match.end()))
        at = max(match.end(), at + 1)
        for pattern, ahead in next_of.items():  # one that lies ahead is still the next, and is not looked for again
            if ahead and ahead.start() < at:
                next_of[pattern] = pattern.search(text, at, end)
    return found


def _both(low_text: str, high_text: str) -> tuple[Amount, Amount] | None:
    """The bounds of which one may have no unit of its own."""
    named = re.search(r"(day|week|month|year)s?\b", f"{low_text} {high_text}", re.IGNORECASE)
    unit = named[1] if named else ""
    low, high = length_of(low_text, unit), LIFE if high_text.lower() == "life" else length_of(high_text, unit)
    return (low, high) if low and high else None


def _read(match: re.Match[str]) -> tuple[Amount | None, Amount | None] | None:
    if match.re is LIFELONG:
        return None if match["until"] else LIFE, LIFE
    high_text = match["high"]
    if match.re in (UNITLESS, BACKWARDS):
        return _both(match["low"], high_text)
    if match.re is SPAN:
        if match["and"] and match["and"].strip().lower() == "and" and not match["least"]:
            return None
        high: Amount | None = LIFE if high_text.lower() == "life" else length_of(high_text)
        named = re.search(r"(day|week|month|year)s?\b", high_text, re.IGNORECASE)
        low = length_of(match["low"], named[1] if named else "year" if high == LIFE else "")
        return (low, high) if low and high else None
    length, after = length_of(high_text), (match["after"] or "").lower().strip()
    if length is None:
        return None
    if match["most"] or after in ("maximum", "or less"):
        return None, length
    if after in ("minimum", "or more"):
        return length, None
    if match["least"] and match["least"].lower() not in ("from", "between", "of between"):
        return length, None
    return length, length
