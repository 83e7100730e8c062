"""Fractions in English legal prose: "a third", "up to one half", "one third to two thirds"."""

import re
from fractions import Fraction

from statutes.extraction.numbers import MOST, number_of

PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
PART = (
    r"(?:\d{1,2}\s?/\s?\d{1,2}|\d{1,3}(?:\.\d{1,2})?\s?(?:percent\b|per\scent\b|%)|"
    r"(?:(?:an?|one|two|three|four|five|the)[\s-]{1,2})?(?:half|halves|(?:third|quarter|fourth|fifth|sixth|tenth)s?)\b)"
)
SHARE = re.compile(
    rf"(?P<most>{MOST}\s)?(?:(?:from|between)\s)?(?P<low>{PART})(?:\s(?:to|and)\s(?P<high>{PART}))?", re.IGNORECASE
)


def share_of(text: str) -> Fraction | None:
    """ "a third", "two-thirds", "half", "50 percent", "1/3"."""
    said = text.lower().strip()
    if match := re.fullmatch(r"(\d+)\s?/\s?(\d+)", said):
        return Fraction(int(match[1]), int(match[2])) if int(match[2]) else None
    if match := re.fullmatch(r"([\d.]+)\s?(?:percent|per\scent|%)", said):
        return Fraction(match[1]) / 100
    first, _, last = said.replace("-", " ").rpartition(" ")
    part = PARTS.get(last) or PARTS.get(last.removesuffix("s"))
    count = number_of(first.strip()) if first.strip() not in ("", "the") else Fraction(1)
    return count / part if part and count is not None else None


def shares(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    """Least and most of a match of SHARE."""
    low = share_of(match["low"])
    high = share_of(match["high"]) if match["high"] else low
    if low is None or high is None:
        return None
    return (Fraction(0), low) if match["most"] and not match["high"] else (low, high)
