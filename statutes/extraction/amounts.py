"""Numbers, lengths of time, sums of money and fractions in English legal prose.

Each finder returns what it found with offsets, in order; none judges whether a length is a penalty (see `clauses`).
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from statutes.quantities import LIFE, Amount, Duration, Money, Unit

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
COUNT = rf"(?:(?:one|two|three)\sand\sa\shalf|{PLAIN}|\ba(?:n|\sfurther)?(?=\s(?:day|week|month|year)\b))"
UNIT = r"(?:day|week|month|year)s?\b(?!-(?:wage|fine|rate))['’]?"
LENGTH = (
    rf"{COUNT}(?:\s{{0,2}}-?\s?)(?:calendar\s)?{UNIT}(?:\sand\s(?:a|one|{NUMBER})\s(?:day|month|week)s?\b|"
    rf"\sand\sa\shalf\b)?"
)
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
WORDLESS = rf"(?:{UNIT}\s?)?"
SPAN = re.compile(
    rf"(?P<least>\b{LEAST}\s{{0,2}})?(?P<low>{LENGTH}|{PLAIN}-?)(?:\s(?:in\sprison|imprisonment|of\simprisonment|"
    rf"in\sjail))?"
    rf"(?:(?P<join>{JOIN})|(?P<and>{AND}))(?P<high>{LENGTH}|life\b)",
    re.IGNORECASE,
)
SINGLE = re.compile(
    rf"(?:(?P<least>\b{LEAST})\s{{0,2}}|(?P<most>\b{MOST})\s{{0,2}})?(?P<high>{LENGTH})(?P<after>\s(?:maximum|"
    rf"minimum|or\smore|or\sless)\b)?",
    re.IGNORECASE,
)
LIFELONG = re.compile(
    r"\blife(?:-?long)?[\s-](?:imprisonment|in\sprison|sentences?|term|in\sjail)\b|"
    r"\b(?:imprisonment|prison|jail|sentences?|sentenced)\s(?:\w{1,12}\s){0,2}?(?:for|to|of)\slife\b",
    re.IGNORECASE,
)
UNITS = {"day": Unit.DAYS, "week": Unit.DAYS, "month": Unit.MONTHS, "year": Unit.YEARS}
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
PART = (
    r"(?:\d{1,2}\s?/\s?\d{1,2}|\d{1,3}(?:\.\d{1,2})?\s?(?:percent\b|per\scent\b|%)|"
    r"(?:(?:an?|one|two|three|four|five|the)[\s-]{1,2})?(?:half|halves|(?:third|quarter|fourth|fifth|sixth|tenth)s?)\b)"
)
SHARE = re.compile(
    rf"(?P<most>{MOST}\s)?(?:(?:from|between)\s)?(?P<low>{PART})(?:\s(?:to|and)\s(?P<high>{PART}))?", re.IGNORECASE
)


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
    at = start
    while at < end:
        ranged, single, life = (pattern.search(text, at, end) for pattern in (SPAN, SINGLE, LIFELONG))
        options = [match for match in (ranged, single, life) if match]
        if not options:
            break
        match = min(options, key=lambda m: (m.start(), -m.end()))
        read = _read(match)
        if read is None and match is ranged and single:
            match, read = single, _read(single)
        if read is not None:
            found.append(Found(*read, match.start(), match.end()))
        at = max(match.end(), at + 1)
    return found


def _read(match: re.Match[str]) -> tuple[Amount | None, Amount | None] | None:
    if match.re is LIFELONG:
        return LIFE, LIFE
    high_text = match["high"]
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


CURRENCY_WORDS = (
    "afghanis?|ariary|baht|balboas?|birr|bol[ií]var(?:es|s)?|bolivianos?|cedis?|(?:CFA\\s)?francs?(?:\\sCFA)?|FCFA|CFA|"
    "col[oó]n(?:es)?|c[oó]rdobas?|crowns?|dalasis?|denars?|dinars?|dirhams?|dobras?|dollars?|dong|drams?|escudos?|euros?|"
    "forints?|gourdes?|guaran[ií](?:es|s)?|guilders?|hryvnias?|kinas?|kips?|krona|kronor|krone|kroner|kunas?|kwachas?|"
    "kwanzas?|kyats?|laris?|leks?|lei|lempiras?|leones?|leus?|leva?|liras?|lire|manats?|marka|meticais|metical|nairas?|"
    "nakfas?|ouguiyas?|patacas?|pesos?|pounds?|pulas?|quetzale?s?|rand|reais|reals?|rials?|riels?|ringgits?|riyals?|"
    "roubles?|rubles?|rufiyaas?|rupees?|rupiahs?|shekels?|shillings?|soles|soms?|somonis?|soums?|sum|takas?|tenges?|"
    "tugriks?|t[oö]gr[oö]gs?|vatus?|wons?|yen|yuan|zlot(?:y|ys|ych)|"
    "penalty\\sunits?|tax\\sunits?|currency\\spoints?|(?:monthly\\s)?calculation\\sind(?:ices|exes)|"
    "(?:monthly\\s|minimum\\s|legal\\s){1,3}(?:wages?|salar(?:y|ies)|incomes?)|day[\\s-](?:fine|wage|rate)s?|days?\\sof\\sfine"
)
TIMES = r"times\sthe\s(?:\w{1,20}\s){0,3}?(?:wages?|salary|salaries|income)"
DOLLARS = (
    r"[\s,]{0,2}\(?\s{0,2}(?:[a-z][\w.]{0,18}\s){0,3}?(?:USD|US\s?\$|U\.S\.\s?\$|\$)\s?"
    rf"(?P<dollars>{FIGURE}(?:\s(?:million|thousand|billion))?)(?:\s?(?:to|and|[-–])\s?(?:USD|US\s?\$|"
    rf"\$)?\s?(?P<dollars3>{FIGURE}))?(?:\s(?:USD|US|dollars))?\s?\)?|"
    rf"\s?\(\s?(?:[a-z][\w.]{{0,18}}\s){{0,3}}?(?P<dollars2>{FIGURE})\s(?:U\.?S\.?\s)?(?:USD|dollars)\s?\)"
)
SUM = re.compile(
    rf"(?:(?P<code>(?<![\w.])(?:USD|US\s?\$|U\.S\.\s?\$|[A-Z]{{1,4}}\$?|Rs\.?|Euros?|[$€£¥₹])\s?)|"
    rf"(?<![\w.,]))(?P<number>{PLAIN})"
    rf"(?:[\s-](?P<word>{TIMES}|(?:(?:[A-Z][a-z]{{2,14}}|US|U\.S\.|new|convertible)\s){{0,2}}(?i:{CURRENCY_WORDS}))\b)?"
    rf"(?:\s?\((?!US)(?:[A-Z]{{1,4}}\$?|[₱€£])\s?{FIGURE}\))?(?:{DOLLARS})?"
)
NOT_CODES = frozenset("OF TO AND OR ART NO THE A IN IS BY AT AGE SEC LAW ACT UP".split())
SUM_JOIN = re.compile(rf"(?:{JOIN}|{AND})\s?", re.IGNORECASE)
BEFORE_LEAST = re.compile(rf"\b{LEAST}\s{{0,2}}$", re.IGNORECASE)
BEFORE_MOST = re.compile(rf"\b{MOST}\s{{0,2}}$", re.IGNORECASE)
CODES = {"$": "USD", "US$": "USD", "U.S.$": "USD", "US $": "USD", "U.S. $": "USD"}


@dataclass(slots=True)
class _Sum:
    amount: Fraction
    currency: str
    dollars: Fraction | None
    upper: Fraction | None  # of "80,000 to 200,000 baht ($2,400 to $6,000)" the second dollar figure
    start: int
    end: int

    def money(self, currency: str) -> Money:
        return Money(self.amount, self.currency or currency, self.dollars)


def sums(text: str, start: int, end: int) -> list[Found]:
    """The sums of money in text[start:end], with the dollar figure that stands beside them."""
    found: list[Found] = []
    atoms = [atom for match in SUM.finditer(text, start, end) if (atom := _sum(match)) is not None]
    at = 0
    while at < len(atoms):
        first = atoms[at]
        second = atoms[at + 1] if at + 1 < len(atoms) else None
        gap = text[first.end : second.start] if second else ""
        before = text[max(start, first.start - 24) : first.start]
        is_range = second is not None and bool(second.currency or first.currency) and len(gap) < 40 and _joins(gap)
        if second and is_range and (gap.strip() != "and" or BEFORE_LEAST.search(before)):
            found.append(_ranged(first, second))
            at += 2
            continue
        at += 1
        if not first.currency:
            continue
        one = first.money("")
        most, least = BEFORE_MOST.search(before), BEFORE_LEAST.search(before)
        is_most = most is not None and (least is None or most.start() <= least.start())
        is_least = least is not None and not is_most
        found.append(Found(None if is_most else one, None if is_least else one, first.start, first.end))
    return found


def _ranged(first: _Sum, second: _Sum) -> Found:
    """Two sums as the ends of one range; the dollars of both may stand behind the second."""
    low, high = first.money(second.currency), second.money(first.currency)
    if second.upper is not None:
        low = Money(low.amount, low.currency, second.dollars)
        high = Money(high.amount, high.currency, second.upper)
    return Found(low, high, first.start, second.end)


def _joins(gap: str) -> bool:
    """Whether two sums are the ends of one range; a bracket may be lost or misplaced."""
    return SUM_JOIN.fullmatch(f" {gap.replace(')', '').replace('(', '').strip()} ") is not None


def _sum(match: re.Match[str]) -> _Sum | None:
    number = number_of(match["number"])
    if number is None:
        return None
    code, word = (match["code"] or "").strip(), match["word"] or ""
    code = "" if code in NOT_CODES else CODES.get(code, code)
    dollars = number_of(match["dollars"] or match["dollars2"] or "")
    upper = number_of(match["dollars3"] or "")
    currency = re.sub(r"^times\sthe\s", "× ", word) or code
    if currency.lower() in ("dollars", "us dollars", "u.s. dollars", "dollar"):
        currency = "USD"
    if not currency and dollars is None:
        return _Sum(number, "", None, None, match.start("number"), match.end())
    return _Sum(number, currency, number if currency == "USD" else dollars, upper, match.start(), match.end())
