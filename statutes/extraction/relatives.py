"""Penalties said in terms of another one, in one sentence: "increased by a third", "the same penalty"."""

import re
from dataclasses import replace
from fractions import Fraction

from statutes.extraction.shares import SHARE, shares
from statutes.extraction.threats import NEGATED, Clause
from statutes.penalties import Change, PenaltyKind

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
AND_BY_SHARE = re.compile(r"\band\s(?:are\s|is\s)?by\s", re.IGNORECASE)
DOUBLED = re.compile(
    r"\b(?:penalt\w+|sanctions?|punishments?|sentenc\w+|fines?|terms?|imprisonment|it|"
    r"they)\b[^.;]{0,80}?\b(?P<times>doubled?|doubles|tripled?|halved)\b|"
    r"\b(?P<times2>doubles?|twice|triples?)\s(?:the\s|that\s)?(?:\w+\s){0,2}?(?:penalt\w+|sanctions?|punishments?|"
    r"sentences?|fine)\b",
    re.IGNORECASE,
)
TIMES = {"double": 2, "doubled": 2, "doubles": 2, "triples": 3, "twice": 2, "triple": 3, "tripled": 3}
PART_OF = re.compile(
    rf"(?=(?P<share>{SHARE.pattern})\s(?:of\s)?(?:the\s|that\s)(?:\w+\s){{0,3}}?(?:penalt|punishment|sanction|"
    rf"sentence|term))".replace("(?P<most>", "(?:")
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
    r"(?P<verb>increased|raised|aggravated|enhanced|reduced|decreased|mitigated)\b(?!\s(?:by|to|up)\b)",
    re.IGNORECASE,
)
PRIOR = r"(?:previous|preceding|foregoing|above|prior|last)"
BASE = re.compile(
    rf"\b{PRIOR}\s(?P<what>articles?|sections?|paragraphs?|provisions?|clauses?|sub-?sections?)\b|"
    rf"\b(?P<what2>articles?|sections?|paragraphs?)\sabove\b|\b(?:articles?|art\.|sections?|"
    rf"sec\.)\s(?P<number>\d{{1,4}}(?:[-.]?[A-Za-z0-9]{{1,4}})?(?:\sbis)?)\b",
    re.IGNORECASE,
)


def relatives_of(text: str, start: int, end: int, absolute: list[Clause]) -> list[Clause]:
    """Penalties said in terms of another, of the kinds that the grammar knows; the first reading of a place counts."""
    clauses: list[Clause] = []
    for match in BY_SHARE.finditer(text, start, end):
        clauses += _shared(text, match.start(), match.end(), end, match["verb"])
        for more in AND_BY_SHARE.finditer(text, match.end(), end):
            clauses += _shared(text, more.start() + 4, more.end(), end, match["verb"])
    for added in ADDED.finditer(text, start, end):
        share = SHARE.match(text, added.start(), end)
        if share and (factors := shares(share)):
            least, most = 1 + factors[0], 1 + factors[1]
            clauses.append(
                Clause(PenaltyKind.OTHER, added.start(), added.end(), None, None, Change.INCREASED, least, most)
            )
    for match in DOUBLED.finditer(text, start, end):
        word = (match["times"] or match["times2"]).lower()
        factor = Fraction(TIMES[word]) if word in TIMES else Fraction(1, 2)
        change = Change.INCREASED if factor > 1 else Change.REDUCED
        at = match.start("times") if match["times"] else match.start("times2")
        clauses.append(Clause(PenaltyKind.OTHER, at, match.end(), change=change, least=factor, most=factor))
    for part in PART_OF.finditer(text, start, end):
        share = SHARE.match(text, part.start(), end)
        if share and (factors := shares(share)):
            clauses.append(Clause(PenaltyKind.OTHER, part.start(), share.end(), None, None, Change.PART, *factors))
    taken = [(clause.start, clause.end) for clause in clauses]
    for match in MORE.finditer(text, start, end):
        if not _near(match.span(), taken, 30):
            change = Change.REDUCED if match["verb"][:3].lower() in ("red", "dec", "mit") else Change.INCREASED
            clauses.append(Clause(PenaltyKind.OTHER, match.start(), match.end(), change=change))
    if not clauses and not any(clause.kind in (PenaltyKind.IMPRISONMENT, PenaltyKind.DEATH) for clause in absolute):
        for pattern in (SAME, REFERRED):
            same = pattern.search(text, start, end)
            if same and not clauses and not NEGATED.search(text[max(start, same.start() - 30) : same.start()]):
                clauses.append(_same(same))
    sentence = text[start:end]
    words = base.group() if (base := BASE.search(sentence)) else ""
    return [replace(clause, base_words=clause.base_words or words) for clause in _distinct(clauses)]


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
    is_less = verb[:4].lower() in ("redu", "decr", "lowe", "miti", "dimi", "less")
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
