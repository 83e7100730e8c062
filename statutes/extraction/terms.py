"""Terms of imprisonment in one sentence.

A length of time is one where the sentence speaks of punishment, unless it is an age, a date or another period."""

import re
from bisect import bisect_right

from statutes.extraction.lengths import lengths
from statutes.extraction.numbers import PLAIN, Found, number_of
from statutes.extraction.threats import PENAL, Clause
from statutes.penalties import PenaltyKind
from statutes.quantities import LIFE, Amount, Duration, Unit

PRACTICE = re.compile(
    r"\b(?:as\sa\srule|rarely|seldom|in\spractice|more\scommon|draws?|on\saverage|usually|typically)\b", re.IGNORECASE
)
AGE_BEFORE = re.compile(
    r"(?:\bage[sd]?\b[^.;:]{0,34}|\b(?:under|over|below|above|younger\sthan|older\sthan|reached|turned|between|"
    r"minors?\sof|"
    r"(?:victim|child|person|girl|boy|minor|woman|s?he|who)\s(?:is|was|has|being)(?:\s(?:not\syet|less\sthan|under|"
    r"over|at\sleast|more\sthan))?)\s{1,2})$",
    re.IGNORECASE,
)
AGE_AFTER = re.compile(
    r"[\s-]{1,2}(?:of\sage|old\b|olds\b|or\s(?:younger|older)|and\s(?:younger|older|under|over)\b|in\sage)",
    re.IGNORECASE,
)
PERIOD_BEFORE = re.compile(
    r"\b(?:within|(?:in|over|during|for)\sthe\s(?:last|past|next|previous|first)|every|(?:statute|"
    r"period)\sof\s(?:limitation|prescription)s?[^.;]{0,20}|"
    r"after|since|longer\sthan|last(?:s|ed|ing)?(?:\sfor)?(?:\slonger\sthan)?|(?:wages|salary|salaries)\sfor|(?:last|past|next|previous)|valid\sfor|stay\s(?:of|for)|visas?\s(?:of|for)|residen\w+\s(?:of|for)|"
    r"term\sof\soffice\s?of?|fiscal|"
    r"no\slonger\sthan|parole\s(?:after|for|before)|(?:records?|documents|registers?)\sfor)\s{1,2}$",
    re.IGNORECASE,
)
PERIOD_AFTER = re.compile(r"\s(?:ago|later|before|after|earlier|since|prior|from\sthe\sdate|of\s(?:experience|"
r"service|residence|stud\w+))\b|-?\s?(?:plan|program|project|period|visa|permit|contract|strategy|campaign|"
r"fine)", re.IGNORECASE)  # fmt: skip
AGED = re.compile(
    r"\b(?:(?:persons?|people|victims?|child(?:ren)?|girls?|boys?|minors?|wom[ae]n|m[ae]n|those|anyone)\s(?:who\s(?:is|are)\s|of\s|is\s|are\s|aged\s)?|"
    r"(?:completed|reached|attained)\s(?:the\s(?:age\s)?of\s)?)$",
    re.IGNORECASE,
)
# "withdrawal of the licence for two years", "exile for a year": the time is not one of imprisonment
OF_RIGHTS = re.compile(
    r"\b(?:disqualif\w+|ineligib\w+|suspen(?:d\w*|sion)|withdraw\w*|prohibit\w+|ban(?:ned|s)?|barred|revo(?:k\w+|cation)|"
    r"loss|exiled?|banish\w*|probation|supervision|licen[cs]es?|clos(?:ed|ure)|interdiction|expulsion|parole|"
    r"community\sservice|depriv\w+\sof\s(?:(?:his|her|the|all)\s)?(?:rights?|civil|political|civic|public))\b"
    r"(?:(?!\b(?:imprison|prison|jail|sentenc|punish|penalt|confine|and\b|or\b))[^.;,]){0,90}$",
    re.IGNORECASE,
)
GOVERNED = re.compile(
    r"\b(?:imprison\w+|prison|jail|penalt\w+|sentenc\w+|punish\w+)\b(?:(?!\bage)[^.;,]){0,24}$", re.IGNORECASE
)
LOWEST = re.compile(r"\bminimum\b[^,;.]{0,60}$", re.IGNORECASE)
HIGHEST = re.compile(r"\bmaximum\b(?!\sdegree)[^,;.]{0,60}$", re.IGNORECASE)
REACH = 600  # of the clause around a length of time
FAR = 140  # a length of time further than this from the next word of punishment is no penalty


CHANGED = re.compile(  # "raised from eight" to twelve years: the new bound alone counts
    r"\b(?:increas(?:e[sd]?|ing)|rais(?:e[sd]?|ing)|rose|rises?|lower(?:s|ed|ing)?|reduc(?:e[sd]?|ing))\b"
    r"(?:(?!\bto\b)[^.;,]){0,60}$",
    re.IGNORECASE,
)
SAID_OF = re.compile(  # "the penalty for selling a child is" ten years: no age
    r"\b(?:penalt\w+|sentences?|punishments?|terms?)\s(?:for|of)\b[^.;,]{0,70}\b(?:is|are|ranges?)\s(?:an?\s)?$",
    re.IGNORECASE,
)
FINE_OF = re.compile(r"\bfines?\s(?:of\s|between\s|from\s|of\sup\sto\s)?$", re.IGNORECASE)


def terms_of(text: str, start: int, end: int, *, is_penal: bool = False) -> list[Clause]:
    """`is_penal`: the sentence is known to speak of penalties, whatever its words."""
    clauses: list[Clause] = []
    starts, ends = _spans_of_punishment(text, start, end)
    last = -FAR
    for found in lengths(text, start, end):
        index = bisect_right(ends, found.start - FAR)
        near = is_penal or (index < len(starts) and starts[index] < found.end + FAR) or found.start - last < FAR
        if not near or _is_other_time(text, start, found) or _is_practice(text, start, found, end):
            continue
        before = text[max(start, found.start - 80) : found.start]
        if is_day_fine(before, found):
            continue
        low, high = _new_bounds(text, before, found)
        if low == high and isinstance(low, Duration):
            if HIGHEST.search(before) and not LOWEST.search(before[before.lower().rfind("maximum") :]):
                low = None
            elif LOWEST.search(before):
                high = None
        if (
            low is LIFE
            and high is LIFE
            and (HIGHEST.search(before) or "maximum" in text[found.start : found.end].lower())
        ):
            low = None
        clauses.append(Clause(PenaltyKind.IMPRISONMENT, found.start, found.end, low, high))
        clauses += _elliptic(text, clauses[-1], end)
        last = found.end
    return clauses


ELLIPSIS = re.compile(  # "ten years for trafficking in adults and fourteen for ..."; "two years; if repeated, four."
    rf"[^.\d]{{0,140}}?(?:(?:\band|\bor|,\sand|,\sor)\s(?P<one>{PLAIN})(?=\s(?:for|if|when|where)\s)|"
    rf"[,;]\s(?:if|when|where|for)\s[^.,;\d]{{3,80}},\s(?P<two>{PLAIN})(?=[.;]))",
    re.IGNORECASE,
)
RANGE_WITHOUT = re.compile(  # "five to eight years, eight to twelve with ..., and twelve to fifteen where"
    rf"[^.\d]{{0,140}}?[,;]\s(?:and\s|or\s)?(?:from\s)?(?P<low>{PLAIN})\sto\s(?P<high>{PLAIN})(?=\s(?:if|when|where|with|for|in)\b)",
    re.IGNORECASE,
)
LONGEST_TERM = 60  # years without a unit beside them that are one


def _elliptic(text: str, clause: Clause, end: int) -> list[Clause]:
    """The next term, where its unit is that of this one; with this one's kinds of bounds."""
    if ranges := _elliptic_ranges(text, clause, end):
        return ranges
    bound = clause.maximum if isinstance(clause.maximum, Duration) else clause.minimum
    match = ELLIPSIS.match(text, clause.end, end)
    if match is None or not isinstance(bound, Duration) or clause.minimum not in (None, clause.maximum):
        return []
    group = "one" if match["one"] else "two"
    number = number_of(match[group])
    if number is None or not 0 < number <= LONGEST_TERM or lengths(text, clause.end, match.start(group)):
        return []
    length = Duration.of(number, bound.unit)
    low, high = None if clause.minimum is None else length, None if clause.maximum is None else length
    return [Clause(PenaltyKind.IMPRISONMENT, match.start(group), match.end(group), low, high)]


def _elliptic_ranges(text: str, clause: Clause, end: int) -> list[Clause]:
    found: list[Clause] = []
    high = clause.maximum
    while isinstance(clause.minimum, Duration) and isinstance(high, Duration) and clause.minimum != high:
        match = RANGE_WITHOUT.match(text, found[-1].end if found else clause.end, end)
        bounds = [number_of(match[name]) for name in ("low", "high")] if match else [None]
        low, most = bounds[0], bounds[-1]
        if match is None or low is None or most is None or not 0 < low < most <= LONGEST_TERM:
            break
        if lengths(text, match.start(), match.start("low")):
            break
        found.append(
            Clause(
                PenaltyKind.IMPRISONMENT,
                match.start("low"),
                match.end("high"),
                Duration.of(low, high.unit),
                Duration.of(most, high.unit),
            )
        )
    return found


def is_day_fine(before: str, found: Found) -> bool:
    """ "a fine of 50 to 100 days"."""
    return (
        isinstance(found.maximum, Duration) and found.maximum.unit is Unit.DAYS and FINE_OF.search(before) is not None
    )


def _new_bounds(text: str, before: str, found: Found) -> tuple[Amount | None, Amount | None]:
    if before.lower().endswith("a fine to "):  # "ranges from a fine to three years"
        return None, found.maximum
    if text.startswith("from ", found.start) and CHANGED.search(before):
        return found.maximum, found.maximum
    return found.minimum, found.maximum


def _spans_of_punishment(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    spans = [match.span() for match in PENAL.finditer(text, start, end)]
    return [first for first, _ in spans], [last for _, last in spans]


def _is_other_time(text: str, start: int, found: Found) -> bool:
    """Whether a length of time is an age or a period that is no penalty."""
    if isinstance(found.minimum or found.maximum, Duration) is False:
        return False
    if re.match(
        r"\s(?:in\s(?:prison|jail)|imprisonment|of\s(?:imprisonment|prison|hard)|['’]?\s?(?:imprisonment|prison|jail))",
        text[found.end : found.end + 24],
    ):
        return False
    if OF_RIGHTS.search(text, max(start, found.start - 120), found.start):
        return True
    if SAID_OF.search(text, max(start, found.start - 110), found.start):
        return False
    before, after = text[max(start, found.start - 48) : found.start], text[found.end : found.end + 24]
    if AGED.search(before) or AGE_AFTER.match(after) or PERIOD_AFTER.match(after):
        return True
    if GOVERNED.search(before):
        return False
    inner = text[found.start : found.end].lower()
    aged = re.match(r"(?:under|less than|between|over)\b", inner) and AGE_BEFORE.search(before + inner.split()[0] + " ")
    return bool(
        AGE_BEFORE.search(before)
        or PERIOD_BEFORE.search(before)
        or (aged and re.search(r"(?:victim|child|person|girl|boy|minor|woman)\b[^.;,]{0,12}$", before))
    )


def _is_practice(text: str, start: int, found: Found, end: int) -> bool:
    """Whether the clause around it tells what courts do rather than what the law says."""
    first, stop = max(start, found.start - REACH), min(end, found.end + REACH)
    left = max(text.rfind(", but", first, found.start), text.rfind(";", first, found.start), first)
    ends = [at for mark in (";", ", but") if (at := text.find(mark, found.end, stop)) > 0]
    return PRACTICE.search(text, left, min(ends, default=stop)) is not None
