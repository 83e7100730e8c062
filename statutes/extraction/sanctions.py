"""Fines, death and other penalties that are no term of imprisonment, in one sentence."""

import re

from statutes.extraction.lengths import lengths
from statutes.extraction.money import sums
from statutes.extraction.numbers import PLAIN, Found
from statutes.extraction.terms import FAR, HIGHEST, LOWEST, is_day_fine
from statutes.extraction.threats import NEGATED, Clause
from statutes.penalties import PenaltyKind
from statutes.quantities import Amount, Duration, Money

DEATH = re.compile(r"\b(?:death\spenalty|capital\spunishment|penalty\sof\sdeath|punish\w+\s(?:by|with)\sdeath|"
r"(?:sentenced|condemned|put)\sto\sdeath|death\ssentence|(?:penalt\w+|punish\w+|sentences?)\b[^.;,]{0,40}\s(?:is|are|"
r"by|of|with)\sdeath|(?:imprisonment|life|years)\sor\s(?:by\s|with\s|to\s)?death)"
r"\b(?!\sthreat)", re.IGNORECASE)  # fmt: skip
OTHER = re.compile(
    r"\b(?:(?:confiscation|forfeiture|seizure)\sof\s(?:all\s|the\s|his\s|their\s)?\w+|(?:"
    + PLAIN
    + r"\s)?lashes|flogging|"
    r"flogging|caning|whipping|"
    r"corrective\slabou?r|community\sservice|(?:cost|costs|expenses)\sof\s(?:repatriat\w+|deport\w+)|"
    r"(?:revocation|loss|suspension|withdrawal)\sof\s(?:\w+\s){0,3}(?:licen[cs]es?|rights?|permits?)|exile|banishment|"
    r"(?:disqualification|ineligibility)\s(?:from|for)\s(?:\w+\s){0,2}office|"
    r"deprivation\sof\s(?:\w+\s){0,2}rights)\b",
    re.IGNORECASE,
)
BARE_FINE = re.compile(
    r"(?:,|\b(?:and|or|and\s?/\s?or|plus|by|with|to|of|is|both|from|includes?|including))\s(?:(?:heavy|monetary|criminal|administrative|unspecified|"
    r"pecuniary|other)\s){0,2}"
    r"(?:(?:a|an)\s(?:\w+\s){0,2}?fine|fine(?=\s?[.,;)]))\b(?!\s(?:of|between|from|up|not|ranging)\b)|"
    r"\b(?:subject\sto|punishable\sby|imprison\w*\s(?:and|or|and/or))\s(?:\w+\s)?fines\b",
    re.IGNORECASE,
)
FINES = re.compile(r"\b(?:fine[sd]?|pecuniary|monetary\spenalt\w+|to\spay)\b", re.IGNORECASE)


def fines_of(text: str, start: int, end: int) -> list[Clause]:
    if not FINES.search(text, start, end):
        return []
    clauses = [
        Clause(
            PenaltyKind.FINE, found.start, found.end, *_bounds(text[max(start, found.start - 40) : found.start], found)
        )
        for found in sums(text, start, end)
        if FINES.search(text[max(start, found.start - FAR) : min(end, found.end + 40)])
    ]
    clauses += _day_fines(text, start, end)
    if not clauses:
        bare = BARE_FINE.search(text, start, end)
        if bare and not NEGATED.search(text[max(start, bare.start() - 40) : bare.start()]):
            at = bare.start() + max(bare[0].lower().rfind("fine"), 0)
            clauses.append(Clause(PenaltyKind.FINE, at, bare.end()))
    return clauses


def _day_fines(text: str, start: int, end: int) -> list[Clause]:
    """Fines that are counted in days, at a rate that the court sets."""
    clauses: list[Clause] = []
    for found in lengths(text, start, end):
        if is_day_fine(text[max(start, found.start - 40) : found.start], found):
            low, high = (
                Money(bound.days, "days") if isinstance(bound, Duration) else None
                for bound in (found.minimum, found.maximum)
            )
            clauses.append(Clause(PenaltyKind.FINE, found.start, found.end, low, high))
    return clauses


def others_of(text: str, start: int, end: int) -> list[Clause]:
    """Confiscation, lashes, the loss of a licence and the like; the post must say that the law imposes them."""
    return [
        Clause(PenaltyKind.OTHER, match.start(), match.end())
        for match in OTHER.finditer(text, start, end)
        if not NEGATED.search(text[max(start, match.start() - 40) : match.start()])
    ]


def _bounds(before: str, found: Found) -> tuple[Amount | None, Amount | None]:
    """The bounds of one figure behind "maximum" or "minimum"."""
    if found.minimum != found.maximum:
        return found.minimum, found.maximum
    if HIGHEST.search(before):
        return None, found.maximum
    return found.minimum, None if LOWEST.search(before) else found.maximum


def deaths_of(text: str, start: int, end: int) -> list[Clause]:
    return [
        Clause(PenaltyKind.DEATH, match.start(), match.end())
        for match in DEATH.finditer(text, start, end)
        if not NEGATED.search(text[max(start, match.start() - 40) : match.start()])
    ]
