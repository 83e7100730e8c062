"""Sums of money in English legal prose, with the dollar figures beside them."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from statutes.extraction.numbers import AND, FIGURE, JOIN, LEAST, MOST, PLAIN, SCALES, SPELT, Found, number_of
from statutes.quantities import Money

CURRENCY_WORDS = (
    "afghanis?|ariary|baht|balboas?|birr|bol[ií]var(?:es|s)?|bolivianos?|cedis?|(?:CFA\\s)?francs?(?:\\sCFA)?|FCFA|CFA|"
    "col[oó]n(?:es)?|c[oó]rdobas?|crowns?|dalasis?|denars?|dinars?|dirhams?|dobras?|dollars?|dong|drams?|escudos?|euros?|"
    "forints?|gourdes?|guaran[ií](?:es|s)?|guilders?|hryvnias?|kinas?|kips?|krona|kronor|krone|kroner|kunas?|kwachas?|"
    "kwanzas?|kyats?|laris?|leks?|lei|lempiras?|leones?|leus?|leva?|liras?|lire|manats?|marka|meticais|metical|nairas?|"
    "nakfas?|ouguiyas?|patacas?|pesos?|pounds?|pulas?|quetzale?s?|rand|reais|reals?|rials?|riels?|ringgits?|riyals?|"
    "roubles?|rubles?|rufiyaas?|rupees?|rupiahs?|shekels?|shillings?|soles|soms?|somonis?|soums?|sum|takas?|tenges?|"
    "tugriks?|t[oö]gr[oö]gs?|vatus?|wons?|yen|yuan|zlot(?:y|ys|ych)|"
    "penalty\\sunits?|(?:monthly\\s)?tax\\sunits?|daily\\s(?:rates?|amounts?|fines?|units?)|basic\\s(?:units?|amounts?|sums?)|currency\\spoints?|(?:monthly\\s)?calculation\\sind(?:ices|exes)|"
    "(?:monthly\\s|minimum\\s|legal\\s){1,3}(?:wages?|salar(?:y|ies)|incomes?)|day[\\s-](?:fine|wage|rate)s?|days?\\sof\\sfines?|"
    "(?:day|month)s?['’]?\\s(?:of\\s)?(?:wages?|salary|pay|income)"
)
ISO = (
    "AED|AFN|ALL|AMD|AOA|ARS|AUD|AZN|BAM|BDT|BGN|BHD|BND|BOB|BRL|BWP|BYN|BYR|CAD|CDF|CHF|CLP|CNY|COP|CRC|CZK|DJF|DKK|DOP|"
    "DZD|EGP|ETB|EUR|FJD|GBP|GEL|GHS|GMD|GNF|GTQ|GYD|HNL|HRK|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY|KES|KGS|KHR|KRW|"
    "KWD|KZT|LAK|LBP|LKR|LRD|LSL|LTL|LVL|LYD|MAD|MDL|MGA|MKD|MMK|MNT|MOP|MRO|MUR|MVR|MWK|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|"
    "NZD|OMR|PAB|PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|SAR|SBD|SDG|SEK|SGD|SLL|SOS|SRD|SYP|SZL|THB|TJS|TMT|TND|TRY|"
    "TTD|TWD|TZS|UAH|UGX|UYU|UZS|VEF|VND|VUV|WST|XAF|XCD|XOF|YER|ZAR|ZMW|ZWD|CFA"
)
TIMES = r"times\sthe\s(?:\w{1,20}\s){0,3}?(?:wages?|salary|salaries|income)"
PREFIX = (
    r"(?<![\w.])(?:USD|US\s?\$|U\.S\.\s?\$|[A-Z]{1,4}\$?|Rs\.?|Euros?|(?:[A-Z][a-z]{1,3}|Kshs?)\.(?=\s?\d)|"
    rf"(?:[A-Z][a-z]{{1,3}}(?=\s\d{{1,3}},\d)|(?i:{CURRENCY_WORDS})(?=\s\d))|[$€£¥₹])\s?"
)
SPACED = r"\d{1,3}(?:\s\d{3}){1,4}(?![\d,.]*\d)|\d{1,3}(?:['’]\d{3}){1,4}(?!\d)"  # 1 000 000, 1'000
SKIPPED = r"(?:(?!to\b|and\b|or\b|up\b|nor\b|but\b)[a-z][\w.]{0,18}\s){0,3}?"
DOLLAR = r"(?:USD|US\s?\$|U\.S\.\s?\$|\$)"
DOLLARS = (
    rf"[\s,]{{0,2}}\(?\s{{0,2}}{SKIPPED}{DOLLAR}\s?(?P<dollars>(?:{FIGURE})(?:\s(?:million|thousand|billion))?)"
    rf"(?:\s?(?:to|and|[-–])\s?{DOLLAR}?\s?(?P<dollars3>{FIGURE}))?(?:\s(?:USD|US|dollars))?\s?\)?|"
    rf"\s?\(\s?{SKIPPED}(?P<dollars2>{FIGURE})\s(?:U\.?S\.?\s)?(?:USD|dollars)\s?\)"
)
SUM = re.compile(
    rf"(?:(?P<code>{PREFIX})|(?<![\w.,]))(?P<number>{SPACED}|{PLAIN})"
    rf"(?:[\s-](?P<word>{TIMES}|(?:(?:[A-Z][a-z]{{2,14}}|US|U\.S\.|new|convertible)\s){{0,2}}(?i:{CURRENCY_WORDS})|{ISO})\b)?"
    rf"(?:\s?\({SPELT}\s(?:[A-Z][a-z]+\s)?(?i:{CURRENCY_WORDS})\))?"
    rf"(?:\s?\((?!US)(?:[A-Z]{{1,4}}\$?|[₱€£])\s?(?:{FIGURE})\))?(?:{DOLLARS})?"
)
NOT_CODES = frozenset(
    "OF TO AND OR ART ARTS NO NOS THE A AN IN IS BY AT AGE SEC SECS LAW ACT UP PAR CH MAY JAN FEB MAR APR JUN JUL AUG "
    "SEP SEPT OCT NOV DEC FOR NR VOL BOX BILL CODE FROM ITS IT HE AS ON SO WE I".split()
)
SUM_JOIN = re.compile(rf"(?:{JOIN}|{AND})\s?", re.IGNORECASE)
BEFORE_LEAST = re.compile(rf"\b{LEAST}\s{{0,2}}$", re.IGNORECASE)
BEFORE_MOST = re.compile(rf"\b{MOST}\s{{0,2}}$", re.IGNORECASE)
CODES = {"$": "USD", "US$": "USD", "U.S.$": "USD", "US $": "USD", "U.S. $": "USD"}


@dataclass(slots=True)
class _Sum:
    amount: Fraction
    currency: str
    dollars: Fraction | None
    scale: int  # 1,000 of "200 thousand"
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
    if not first.currency and first.scale == 1 and first.amount * second.scale <= second.amount:
        low = replace(low, amount=low.amount * second.scale)  # "50 to 200 thousand drams"
    if second.upper is not None:
        low = Money(low.amount, low.currency, second.dollars)
        high = Money(high.amount, high.currency, second.upper)
    return Found(low, high, first.start, second.end)


def _joins(gap: str) -> bool:
    """Whether two sums are the ends of one range; a bracket may be lost or misplaced."""
    return SUM_JOIN.fullmatch(f" {gap.replace(')', '').replace('(', '').strip()} ") is not None


def _sum(match: re.Match[str]) -> _Sum | None:
    figure = match["number"]
    number = number_of(re.sub(r"[\s'’]", "", figure) if re.fullmatch(SPACED, figure) else figure)
    if number is None:
        return None
    scale = SCALES.get(figure.lower().split()[-1], 1)
    code, word = (match["code"] or "").strip(), match["word"] or ""
    code = "" if code.upper().rstrip(".") in NOT_CODES else CODES.get(code, code.removesuffix("."))
    dollars = number_of(match["dollars"] or match["dollars2"] or "")
    upper = number_of(match["dollars3"] or "")
    currency = re.sub(r"^times\sthe\s", "× ", word) or code
    if currency.lower() in ("dollars", "us dollars", "u.s. dollars", "dollar"):
        currency = "USD"
    if not currency and dollars is None:
        return _Sum(number, "", None, scale, None, match.start("number"), match.end())
    return _Sum(number, currency, number if currency == "USD" else dollars, scale, upper, match.start(), match.end())
