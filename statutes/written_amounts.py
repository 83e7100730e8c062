"""Amounts as a curator writes them, and as `str` of an amount prints them: "6 years", "5 1/3 years", "18 months",
"5 years and 1 day", "life", "50,000 quetzales (USD 6,500)". Pure."""

import re
from fractions import Fraction

from statutes.quantities import LIFE, Amount, Duration, Money, Unit

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+|\s\d+/\d+|/\d+)?"
LENGTH = re.compile(rf"({NUMBER})\s(year|month|day)s?")
MONEY = re.compile(rf"({NUMBER})\s((?!years?\b|months?\b|weeks?\b|days?\b)[^()\d]+?)(?:\s\(USD\s({NUMBER})\))?")
LONGEST = 120


def amount_from(words: str) -> Amount | None:
    """The amount that the words say; None for no words. Raises ValueError, which says how amounts are written."""
    said = " ".join(words.split())
    if not said:
        return None
    if said.casefold() == "life":
        return LIFE
    if length := _length_from(said):
        return length
    if money := MONEY.fullmatch(said):
        dollars = number_from(money[3]) if money[3] else None
        amount = number_from(money[1])
        return Money(amount, money[2], amount if money[2] == "USD" and dollars is None else dollars)
    raise ValueError(
        f"“{said[:LONGEST]}” is no amount. Write “6 years”, “5 years and 1 day”, “18 months”, “life”, "
        f"or “50,000 quetzales (USD 6,500)”."
    )


def _length_from(said: str) -> Duration | None:
    parts = [LENGTH.fullmatch(part) for part in said.split(" and ")]
    units = [part[2] for part in parts if part]
    if not all(parts) or len(set(units)) < len(units):
        return None
    total: Duration | None = None
    for part in parts:
        if part:
            length = Duration.of(number_from(part[1]), Unit(f"{part[2]}s"))
            total = length if total is None else total + length
    return total


def range_from(words: str) -> tuple[Amount, Amount] | None:
    """ "2 years to 4 years", or "2 years" for both; None for no words. Raises ValueError as `amount_from`."""
    low, _, high = words.partition(" to ")
    first, last = amount_from(low), amount_from(high or low)
    return None if first is None or last is None else (first, last)


def range_words(amounts: tuple[Amount, Amount] | None) -> str:
    """What `range_from` reads."""
    if amounts is None:
        return ""
    first, last = map(str, amounts)
    return first if first == last else f"{first} to {last}"


def number_from(words: str) -> Fraction:
    """ "1,500", "2.5", "5 1/3", "4/3". Raises ValueError."""
    said = words.strip()
    if not re.fullmatch(NUMBER, said):
        raise ValueError(f"“{said[:LONGEST]}” is no number. Write “4”, “2.5”, “4/3” or “5 1/3”.")
    whole, _, part = said.replace(",", "").rpartition(" ")
    try:
        return Fraction(part) + (Fraction(whole) if whole else 0)
    except ZeroDivisionError:
        raise ValueError(f"“{said[:LONGEST]}” divides by nothing.") from None
