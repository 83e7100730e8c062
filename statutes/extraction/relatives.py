"""Penalties said in terms of another one, in one sentence: "increased by a third", "the same penalty"."""

import re
from dataclasses import replace
from fractions import Fraction

from statutes.extraction.numbers import PLAIN, number_of
from statutes.extraction.references import base_words_of
from statutes.extraction.shares import SHARE, shares
from statutes.extraction.threats import NEGATED, Clause
from statutes.penalties import Change, PenaltyKind
from statutes.quantities import Amount, Duration, Money

RAISED = (
    r"(?:increas(?:e[sd]?|ing)|rises?|rose|rais(?:e[sd]?|ing)|aggravat(?:e[sd]?|ing)|augment\w*|extended|enhanced|elevated|"
    r"intensified|"
    r"reduc(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|lower(?:ed|s)?|mitigated|diminished|lessened)"
)
BY_SHARE = re.compile(
    rf"\b(?P<verb>{RAISED})(?:\s\w+){{0,3}}?\s(?:by\s|of\s|up\sto\s|from\s|"
    rf"in\s)?(?:an?\sadditional\s)?(?={SHARE.pattern})".replace("(?P<most>", "(?:")
    .replace("(?P<low>", "(?:")
    .replace("(?P<high>", "(?:"),
    re.IGNORECASE,
)
UNNAMED_SHARE = re.sub(r"\?P<\w+>", "?:", SHARE.pattern)
ADDED = re.compile(
    rf"(?<![\w-]){UNNAMED_SHARE}\s(?:(?:is|are|shall\sbe|will\sbe)\sadded|more\sthan\s(?:the|what)\b)", re.IGNORECASE
)
AND_BY_SHARE = re.compile(r"(?:,\s|;\s|\b(?:and|or)\s)(?:are\s|is\s)?(?=by\s)", re.IGNORECASE)
DOUBLED = re.compile(
    r"\b(?:penalt\w+|sanctions?|punishments?|sentenc\w+|fines?|terms?|imprisonment|it|"
    r"they)\b[^.;]{0,80}?\b(?P<times>doubled?|doubles|tripled?|halved)\b|"
    r"\b(?P<times2>doubles?|twice|triples?)\s(?:the\s|that\s)?(?:\w+\s){0,2}?(?:penalt\w+|sanctions?|punishments?|"
    r"sentences?|fine)\b",
    re.IGNORECASE,
)
TIMES = {"double": 2, "doubled": 2, "doubles": 2, "triples": 3, "twice": 2, "triple": 3, "tripled": 3}
UP_TO = re.compile(r"\b(?:up\sto|to\sas\smuch\sas)\s(?:the\s)?$", re.IGNORECASE)
PENALTY = r"(?:penalt\w+|sanctions?|punishments?|sentences?|fines?|terms?|amount)"
TIMES_OF = re.compile(  # "one to three times the fine of Article 8"
    rf"\b(?P<least>up\sto\s)?(?P<low>{PLAIN})(?:\s(?:to|and|or)\s(?P<high>{PLAIN}))?\stimes\s(?:(?:the|that|this)\s)"
    rf"(?:(?:\w+\s){{0,2}}?{PENALTY}\b|of\b|set\b|provided\b|prescribed\b)",
    re.IGNORECASE,
)
MOST_TIMES = 100
BY_AMOUNT = re.compile(  # "the term is increased by" two years
    rf"\b(?P<verb>{RAISED})(?:\s\w+){{0,3}}?\s(?:by|with)\s(?:an?\s)?(?:additional\s|further\s)?"
    r"(?:(?:term|period|sum|amount)\sof\s)?(?:imprisonment\sof\s)?$",
    re.IGNORECASE,
)
ADDITIONAL = re.compile(
    r"\b(?:additional|extra|further)\s(?:(?:prison\s)?(?:term|period|sentence|fine|amount|sum)\s(?:of\s)?)?$",
    re.IGNORECASE,
)
MORE_BY_AMOUNT = re.compile(
    r"^\s?(?:(?:in\sprison|of\simprisonment|imprisonment)\s)?(?:(?:is|are|shall\sbe|will\sbe|may\sbe|must\sbe|being)\s"
    r"(?:\w+ly\s)?added|(?:is|are)\sto\sbe\sadded|more\sthan\s(?:the|that|what))\b",
    re.IGNORECASE,
)
PRESENT = re.compile(r"\b(?:is|are|be|being|to)\s(?:\w+ly\s)?$", re.IGNORECASE)
SUBJECT = re.compile(
    r"\b(?:(?P<FINE>fines?)|(?P<IMPRISONMENT>imprisonment|prison(?:\s(?:terms?|sentences?|penalty))?|(?:the|that|jail)\sterm)"
    r")(?:(?:\s(?!of\b)[a-z]+){0,5}\s|\sof\s(?:up\sto\s)?)$",
    re.IGNORECASE,
)
PART_OF = re.compile(
    rf"(?=(?P<share>{SHARE.pattern})\s(?:of\s)?(?:(?:the\s|that\s)(?:\w+\s){{0,3}}?(?:penalt|punishment|sanction|"
    rf"sentence|term)|(?:that|those)\s(?:laid|provided|prescribed|set|established|of|in)\b))".replace(
        "(?P<most>", "(?:"
    )
    .replace("(?P<low>", "(?:")
    .replace("(?P<high>", "(?:"),
    re.IGNORECASE,
)
SAME = re.compile(
    r"\b(?:the\ssame|same|equal)\s(?:\w+\s){0,2}?(?:penalt(?:y|ies)|sanctions?|punishments?|sentences?)\b(?=\s(?:appl|shall|"
    r"will|is|are|as|may|if|when|to|for|set|prescribed|provided|in)|[,.;:])|"
    r"\b(?:penalt(?:y|ies)|sanctions?|punishments?)\s(?:are|is|shall\sbe|will\sbe)\sthe\ssame\b",
    re.IGNORECASE,
)
IS_THE_SAME = re.compile(r"\w+\s(?:are|is|shall\sbe|will\sbe)\sthe\ssame\b", re.IGNORECASE)  # in prose it compares
REFERRED = re.compile(
    r"\b(?:penalt(?:y|ies)|sanctions?|punishments?|sentences?)\s(?:\w+\s)?(?:described|stated|established|provided|"
    r"set(?:\s(?:out|forth))?|prescribed|laid\sdown|mentioned|"
    r"specified|stipulated|foreseen|indicated)\b|\bcorresponding\s(?:penalt(?:y|ies)|sanctions?|punishments?)\b",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\b(?:penalt(?:y|ies)|sanctions?|punishments?|sentences?)\s(?:\w+\s){0,2}?(?:is|are|be)\s(?:\w+\s){0,2}?"
    r"(?P<verb>increased|raised|aggravated(?!\s(?:imprison|prison|hard|detention))|enhanced|reduced|decreased|mitigated)\b(?!\s(?:by|to|up)\b)",
    re.IGNORECASE,
)


def relatives_of(text: str, start: int, end: int, absolute: list[Clause]) -> list[Clause]:
    """Penalties said in terms of another, of the kinds that the grammar knows; the first reading of a place counts."""
    clauses = [
        *_by_share(text, start, end),
        *_multiplied(text, start, end),
        *_parts_of(text, start, end),
    ]
    taken = [(clause.start, clause.end) for clause in clauses]
    for match in MORE.finditer(text, start, end):
        if not _near(match.span(), taken, 30):
            change = Change.REDUCED if _is_less(match["verb"]) else Change.INCREASED
            clauses.append(Clause(PenaltyKind.OTHER, match.start(), match.end(), change=change))
    if not clauses and not any(_stands_alone(clause) for clause in absolute):
        for pattern in (SAME, REFERRED):
            same = pattern.search(text, start, end)
            if same and not clauses and not NEGATED.search(text[max(start, same.start() - 30) : same.start()]):
                clauses.append(_same(same))
    words = base_words_of(text[start:end])
    return [
        replace(clause, base_words=clause.base_words or words, base_kind=_base_kind(text, start, clause))
        for clause in _distinct(clauses)
    ]


def additions(text: str, start: int, end: int, clauses: list[Clause], *, is_law: bool) -> list[Clause]:
    """The clauses, where amounts by which a penalty is raised or lowered are relative: "increased by two years".

    What the post says of a change in the past ("was raised by two years") is no penalty.
    """
    words = base_words_of(text[start:end])
    kept: list[Clause] = []
    for clause in clauses:
        before = BY_AMOUNT.search(text, max(start, clause.start - 90), clause.start)
        is_added = MORE_BY_AMOUNT.match(text[clause.end : min(end, clause.end + 60)]) or ADDITIONAL.search(
            text, max(start, clause.start - 40), clause.start
        )
        if not before and not is_added:
            kept.append(clause)
        elif is_law or not (before and _is_past(text, start, before)):
            verb = before["verb"] if before else ""
            at = before.start() if before else clause.start
            kept.append(replace(_added(text, clause, verb, at), base_words=words))
    return kept


def _added(text: str, clause: Clause, verb: str, at: int) -> Clause:
    """The penalty whose amount comes on top of another; "up to two years" more may be none."""
    low, high = clause.minimum, clause.maximum
    added: tuple[Amount, Amount] | None = None
    if high is not None:
        nothing = high * Fraction(0) if isinstance(high, Duration | Money) else high
        added = (nothing if low is None or UPPER.search(text[max(0, at - 60) : at]) else low, high)
    change = Change.REDUCED if _is_less(verb) else Change.INCREASED
    return Clause(PenaltyKind.OTHER, at, clause.end, change=change, added=added, base_kind=clause.kind)


def _is_past(text: str, start: int, verb: re.Match[str]) -> bool:
    """Whether the verb tells of what a legislator did: "the reform increased", "were raised"."""
    is_past = verb["verb"].lower().endswith(("ed", "rose"))
    return is_past and PRESENT.search(text, max(start, verb.start() - 40), verb.start()) is None


def _stands_alone(clause: Clause) -> bool:
    return clause.change is None and clause.kind in (PenaltyKind.IMPRISONMENT, PenaltyKind.DEATH)


def _base_kind(text: str, start: int, clause: Clause) -> PenaltyKind | None:
    """What kind alone is changed: "the fine is doubled", "the prison term rises by a third"."""
    inside = text[clause.start : clause.end].lower()
    if "fine" in inside:
        return PenaltyKind.FINE
    subject = SUBJECT.search(text, max(start, clause.start - 80), clause.start)
    return PenaltyKind[subject.lastgroup] if subject and subject.lastgroup else clause.base_kind


def _by_share(text: str, start: int, end: int) -> list[Clause]:
    """ "increased by a third", "by one half", "two-thirds are added"."""
    clauses: list[Clause] = []
    for match in BY_SHARE.finditer(text, start, end):
        clauses += _shared(text, match.start(), match.end(), end, match["verb"])
        for more in AND_BY_SHARE.finditer(text, match.end(), end):
            clauses += _shared(text, more.end(), more.end() + len("by "), end, match["verb"])
    for added in ADDED.finditer(text, start, end):
        share = SHARE.match(text, added.start(), end)
        if share and (factors := shares(share)):
            least, most = 1 + factors[0], 1 + factors[1]
            clauses.append(
                Clause(PenaltyKind.OTHER, added.start(), added.end(), None, None, Change.INCREASED, least, most)
            )
    return clauses


def _multiplied(text: str, start: int, end: int) -> list[Clause]:
    """ "doubled", "up to double", "twice the penalty", "three times the fine of"."""
    clauses: list[Clause] = []
    for match in DOUBLED.finditer(text, start, end):
        group = "times" if match["times"] else "times2"
        word = match[group].lower()
        factor = Fraction(TIMES[word]) if word in TIMES else Fraction(1, 2)
        change = Change.INCREASED if factor > 1 else Change.REDUCED
        up_to = UP_TO.search(text, max(start, match.start(group) - 20), match.start(group))
        least = Fraction(1) if up_to else factor
        clauses.append(
            Clause(PenaltyKind.OTHER, match.start(group), match.end(), change=change, least=least, most=factor)
        )
    for match in TIMES_OF.finditer(text, start, end):
        low, high = number_of(match["low"]), number_of(match["high"] or match["low"])
        if low is not None and high is not None and 0 < low <= high <= MOST_TIMES:
            least = Fraction(1) if match["least"] else low
            clauses.append(Clause(PenaltyKind.OTHER, *match.span(), None, None, Change.INCREASED, least, high))
    return clauses


def _parts_of(text: str, start: int, end: int) -> list[Clause]:
    """ "half of the penalty"."""
    clauses: list[Clause] = []
    for part in PART_OF.finditer(text, start, end):
        share = SHARE.match(text, part.start(), end)
        if share and (factors := shares(share)):
            clauses.append(Clause(PenaltyKind.OTHER, part.start(), share.end(), None, None, Change.PART, *factors))
    return clauses


def _is_less(verb: str) -> bool:
    return verb[:4].lower() in ("redu", "decr", "lowe", "miti", "dimi", "less")


def _same(match: re.Match[str]) -> Clause:
    """ "the same penalty": the base's own. Of "the corresponding penalty" the text does not say which."""
    words = match[0] if match[0].lower().startswith("corresponding") else ""
    one = Fraction(1)
    return Clause(PenaltyKind.OTHER, match.start(), match.end(), None, None, Change.SAME, one, one, base_words=words)


def _shared(text: str, start: int, at: int, end: int, verb: str) -> list[Clause]:
    share = SHARE.match(text, at, end)
    factors = shares(share) if share else None
    if share is None or factors is None:
        return []
    if "up to" in text[start:at].lower():
        factors = (Fraction(0), factors[1])
    is_less = _is_less(verb)
    if is_less:
        bounds = sorted((max(1 - factors[0], Fraction(0)), max(1 - factors[1], Fraction(0))))
    else:
        bounds = sorted((1 + factors[0], 1 + factors[1]))
    if UPPER.search(text[max(0, start - 60) : start]):
        bounds = [Fraction(1), bounds[1]]
    change = Change.REDUCED if is_less else Change.INCREASED
    return [Clause(PenaltyKind.OTHER, start, share.end(), None, None, change, bounds[0], bounds[1])]


UPPER = re.compile(r"\b(?:upper\slimit|maximum)\b[^.;,]{0,50}$", re.IGNORECASE)  # it alone is raised


def _distinct(clauses: list[Clause]) -> list[Clause]:
    kept: list[Clause] = []
    for clause in sorted(clauses, key=lambda c: (c.start, c.end)):
        if not kept or clause.start >= kept[-1].end:
            kept.append(clause)
    return kept


def _near(span: tuple[int, int], taken: list[tuple[int, int]], reach: int) -> bool:
    return any(span[0] < b + reach and a - reach < span[1] for a, b in taken)
