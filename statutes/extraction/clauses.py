"""Penalty clauses of one sentence: what it threatens, before anything is bound to an article or to a base.

A length of time is a penalty where the sentence speaks of punishment, unless it is an age, a date or another period; in
prose also unless the sentence tells of a case that a court decided.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from statutes.extraction.amounts import SHARE, Found, lengths, shares, sums
from statutes.extraction.sentences import condition_after, condition_before
from statutes.penalties import Change, PenaltyKind
from statutes.quantities import LIFE, Amount, Duration

PENAL = re.compile(
    r"\b(?:imprison\w*|prison|jail(?:ed)?|incarcerat\w+|penalt(?:y|ies)|penali[sz]ed|punish\w*|sentenc\w+|sanction\w*|"
    r"confinement|deprivation\sof\s(?:liberty|freedom)|deprived\sof\s(?:liberty|freedom)|hard\slabou?r|"
    r"penal\sservitude|"
    r"detention\s(?:of|for)|fines?|fined|liable|custodial|the\srange|faces?|felony|misdemeanou?r)\b",
    re.IGNORECASE,
)
LAWFUL = re.compile(
    r"\b(?:punishable|penalt(?:y|ies)|punishments?|(?:sentence|term)s?\s(?:for|is|are)|shall|will\sbe|"
    r"is\s(?:\w+ly\s)?(?:punish\w*|sanctioned|penali[sz]ed)|are\s(?:\w+ly\s)?(?:punish\w*|sanctioned|"
    r"penali[sz]ed)|provid(?:es?|ing|ed)|prescri\w+|stipulat\w+|establish\w+|impos(?:es?|ing)|carr(?:y|ies|ied|ying)|"
    r"sets?|faces?|facing|may|can|could|"
    r"liable|subject\sto|criminali[sz]\w+|laws?|articles?|acts?|code|maximum|minimum|statut\w+|legislation|decree|"
    r"mandat\w+|under\saggravat\w+|imprisonment|calls?\sfor|rang(?:es?|ing)\sfrom|entails?|entailing|is\sup\sto|"
    r"increase[sd]?\s(?:by|to)|automatic\w*)\b",
    re.IGNORECASE,
)
CASE = re.compile(
    r"\b(?:was|were|had\sbeen|has\sbeen|have\sbeen|been|being)\s(?:\w+ly\s)?(?:(?:found\sguilty|tried)\sand\s)?"
    r"(?:sentenced|convicted|fined|imprisoned|jailed|given|detained|arrested|prosecuted)\b|"
    r"\bcourts?\b.{0,80}\b(?:sentenced|convicted|handed|imposed|increased|gave|fined|found)\b|"
    r"\b(?:judge|tribunal)s?\s(?:sentenced|handed|imposed|convicted)\b|"
    r"\b(?:received|receiving|served|serving|resulted\sin|got|handed\sdown)\b|\bsuspended\ssentences?\b|\bthe\s(?:fines?|sentences?)\s(?:was|were)\b|\bon\sappeal\b|\bpleaded\b|\bsentence\sof\sthe\syear\b|"
    r"(?<!upon\s)(?<!on\s)\bconvictions?\b|"
    r"\bsentenced\s(?:the|him|her|them|one|two|three|four|five|(?-i:[A-Z])\w+|\d+)\s(?!years?|months?|to\b)|"
    r"\b(?:ranged|varied)\s(?:from|between)\b|\b(?:defendants?|suspects?|trials?|charges?)\b.{0,60}\bfac(?:e|es|"
    r"ing)\b|\bexperts\scharacteri[sz]ed\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\bextradit\w+|\bdid\snot\b.{0,80}\bfine\b", re.IGNORECASE
)  # says what must be punishable, or what was not done
PRACTICE = re.compile(
    r"\b(?:as\sa\srule|rarely|seldom|in\spractice|more\scommon|draws?|on\saverage|usually|typically)\b", re.IGNORECASE
)
PROPOSED = re.compile(
    r"\b(?:draft\s(?:law|bill|legislation|code|act|decree)|proposed\s(?:law|bill|legislation|amendment|penalt|"
    r"in\sthe)|pending\s(?:law|bill|legislation)|bill\b|would\s(?:be\spunish\w+|carry|increase|impose|"
    r"provide|establish|punish|set|raise)|if\s(?:passed|adopted|enacted))",
    re.IGNORECASE,
)
AGE_BEFORE = re.compile(
    r"(?:\bage[sd]?\b[^.;]{0,34}|\b(?:under|over|below|above|younger\sthan|older\sthan|reached|turned|between|"
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
    r"no\slonger\sthan|parole\safter)\s{1,2}$",
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
GOVERNED = re.compile(
    r"\b(?:imprison\w+|prison|jail|penalt\w+|sentenc\w+|punish\w+)\b(?:(?!\bage)[^.;,]){0,24}$", re.IGNORECASE
)
LOWEST = re.compile(r"\bminimum\b[^,;.]{0,60}$", re.IGNORECASE)
HIGHEST = re.compile(r"\bmaximum\b[^,;.]{0,60}$", re.IGNORECASE)
DEATH = re.compile(r"\b(?:death\spenalty|capital\spunishment|penalty\sof\sdeath|punish\w+\s(?:by|with)\sdeath|"
r"(?:sentenced|condemned|put)\sto\sdeath|death\ssentence|(?:penalt\w+|punish\w+|sentences?)\b[^.;,]{0,40}\s(?:is|are|"
r"by|of|with)\sdeath)\b", re.IGNORECASE)  # fmt: skip
OTHER = re.compile(
    r"\b(?:(?:confiscation|forfeiture|seizure)\sof\s(?:all\s|the\s|his\s|their\s)?\w+|(?:\w+\s)?lashes|flogging|"
    r"caning|whipping|"
    r"corrective\slabou?r|community\sservice|(?:cost|costs|expenses)\sof\s(?:repatriat\w+|deport\w+)|"
    r"(?:revocation|loss|suspension)\sof\s(?:\w+\s){0,3}(?:licen[cs]es?|rights|permits?)|"
    r"deprivation\sof\s(?:\w+\s){0,2}rights)\b",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"\b(?:no|not|never|without|abolish\w*|against|instead\sof|rather\sthan)\b[^,;.]{0,30}$", re.IGNORECASE
)
BARE_FINE = re.compile(
    r"\b(?:and|or|and\s?/\s?or|plus|by|with|to|of|is)\s(?:(?:heavy|monetary|criminal|administrative|unspecified|"
    r"pecuniary|other)\s){0,2}"
    r"(?:(?:a|an)\s(?:\w+\s){0,2}?fine|fine(?=\s?[.,;)]))\b(?!\s(?:of|between|from|up|not|ranging)\b)|"
    r"\b(?:subject\sto|punishable\sby|imprison\w*\s(?:and|or|and/or))\s(?:\w+\s)?fines\b",
    re.IGNORECASE,
)
FINES = re.compile(r"\b(?:fine[sd]?|pecuniary|monetary\spenalt\w+|to\spay)\b", re.IGNORECASE)
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
FAR = 140  # a length of time further than this from the next word of punishment is no penalty


@dataclass(frozen=True, slots=True)
class Clause:
    """One penalty of a sentence. `change` is set for a relative one; `base_words` is what it calls its base."""

    kind: PenaltyKind
    start: int
    end: int
    minimum: Amount | None = None
    maximum: Amount | None = None
    change: Change | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    base_words: str = ""
    condition: tuple[int, int] | None = None
    opens_list: bool = False  # its conditions are the items that follow
    is_proposed: bool = False


def clauses_of(text: str, start: int, end: int, *, is_law: bool) -> list[Clause]:
    """The penalties of the sentence text[start:end], in order."""
    sentence = text[start:end]
    is_change = is_law and (BY_SHARE.search(sentence) or ADDED.search(sentence))
    if not is_change and not PENAL.search(sentence) and not DEATH.search(sentence):
        return []
    if not is_law and (CASE.search(sentence) or ELSEWHERE.search(sentence) or not LAWFUL.search(sentence)):
        return []
    found = [
        *_terms(text, start, end),
        *_fines(text, start, end),
        *_deaths(text, start, end),
        *_others(text, start, end),
    ]
    found += [
        clause for clause in _relatives(text, start, end, found) if is_law or not IS_THE_SAME.match(text, clause.start)
    ]
    found.sort(key=lambda clause: (clause.start, clause.end))
    proposed = not is_law and PROPOSED.search(sentence) is not None
    return _with_conditions(text, start, end, _merged(text, found), proposed)


def _terms(text: str, start: int, end: int) -> list[Clause]:
    clauses: list[Clause] = []
    penal = [match.span() for match in PENAL.finditer(text, start, end)]
    last = -FAR
    for found in lengths(text, start, end):
        near = any(a - FAR < found.end and found.start < b + FAR for a, b in penal) or found.start - last < FAR
        if not near or _is_other_time(text, start, found) or _is_practice(text, start, found, end):
            continue
        low, high = found.minimum, found.maximum
        before = text[max(start, found.start - 80) : found.start]
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
        last = found.end
    return clauses


def _is_other_time(text: str, start: int, found: Found) -> bool:
    """Whether a length of time is an age or a period that is no penalty."""
    if isinstance(found.minimum or found.maximum, Duration) is False:
        return False
    if re.match(
        r"\s(?:in\s(?:prison|jail)|imprisonment|of\s(?:imprisonment|prison|hard)|['’]?\s?(?:imprisonment|prison|jail))",
        text[found.end : found.end + 24],
    ):
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
    left = max(text.rfind(", but", start, found.start), text.rfind(";", start, found.start), start)
    ends = [at for mark in (";", ", but") if (at := text.find(mark, found.end, end)) > 0]
    return PRACTICE.search(text, left, min(ends, default=end)) is not None


def _fines(text: str, start: int, end: int) -> list[Clause]:
    if not FINES.search(text, start, end):
        return []
    clauses = [
        Clause(
            PenaltyKind.FINE, found.start, found.end, *_bounds(text[max(start, found.start - 40) : found.start], found)
        )
        for found in sums(text, start, end)
        if FINES.search(text[max(start, found.start - FAR) : min(end, found.end + 40)])
    ]
    if not clauses:
        bare = BARE_FINE.search(text, start, end)
        if bare and not NEGATED.search(text[max(start, bare.start() - 40) : bare.start()]):
            at = bare.start() + max(bare[0].lower().rfind("fine"), 0)
            clauses.append(Clause(PenaltyKind.FINE, at, bare.end()))
    return clauses


def _others(text: str, start: int, end: int) -> list[Clause]:
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


def _deaths(text: str, start: int, end: int) -> list[Clause]:
    return [
        Clause(PenaltyKind.DEATH, match.start(), match.end())
        for match in DEATH.finditer(text, start, end)
        if not NEGATED.search(text[max(start, match.start() - 40) : match.start()])
    ]


def _relatives(text: str, start: int, end: int, absolute: list[Clause]) -> list[Clause]:
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


def _merged(text: str, clauses: list[Clause]) -> list[Clause]:
    """A minimum and the maximum that follows it, said as two: "the minimum is 5 years, the maximum being 15"."""
    kept: list[Clause] = []
    for clause in clauses:
        last = kept[-1] if kept else None
        if (
            last is not None and last.kind is clause.kind is PenaltyKind.IMPRISONMENT
            and last.maximum is None and last.minimum is not None
            and clause.minimum is None and clause.maximum is not None
            and last.change is None and clause.change is None and "maximum" in text[last.end : clause.start].lower()
        ):  # fmt: skip
            kept[-1] = replace(last, maximum=clause.maximum, end=clause.end)
        else:
            kept.append(clause)
    return kept


def _with_conditions(text: str, start: int, end: int, clauses: list[Clause], proposed: bool) -> list[Clause]:
    """The clauses with their conditions: behind the amount, or before the first, or shared by "prison and a fine"."""
    done: list[Clause] = []
    leading = condition_before(text, start, clauses[0].end) if clauses else None
    for index, clause in enumerate(clauses):
        stop = index + 1
        while stop < len(clauses) and _side_by_side(text, clauses[stop - 1], clauses[stop]):
            stop += 1
        following = clauses[stop].start if stop < len(clauses) else end
        at = clauses[stop - 1].end
        condition = condition_after(text, at, following, others_follow=following < end)
        if condition is None and (
            index == 0 or (done[-1].condition == leading and _side_by_side(text, done[-1], clause))
        ):
            condition = leading
        if condition is None and index and "in which case" in text[done[-1].end : clause.start] and done[-1].condition:
            condition = (done[-1].condition[0] + len("unless "), done[-1].condition[1])
        if condition is None and index:
            condition = _between(text, done[-1].end, clause)
        if condition is None and (inner := UNDER.search(text, clause.start, clause.end)):
            condition = inner.span()
        opens = text[start:end].rstrip().endswith(":") and stop == len(clauses)
        opens = opens and (condition is None or condition[1] >= end - 3)
        done.append(replace(clause, condition=condition, opens_list=opens, is_proposed=proposed))
    return done


def _between(text: str, start: int, clause: Clause) -> tuple[int, int] | None:
    """The condition before a later penalty of the sentence: "...; if the victim dies, the penalty is"."""
    for mark in re.finditer(r"[;,]\s(?:and\s|but\s)?", text[start : clause.start]):
        if found := condition_before(text, start + mark.end(), clause.end):
            return found
    return None


UNDER = re.compile(r"\b(?:under|in|for)\s(?:the\s)?aggravat\w+(?:\scircumstances)?", re.IGNORECASE)


def _side_by_side(text: str, one: Clause, other: Clause) -> bool:
    """Whether two penalties of different kinds are threatened together: "two years in prison and a fine of"."""
    if one.change is not None or other.change is not None or one.kind is other.kind:
        return False
    return gap_is_joint(text[one.end : other.start])


def gap_is_joint(gap: str) -> bool:
    """Whether two penalties stand side by side: "two years in prison and a fine of"."""
    if re.search(r"\b(?:if|when|where)\b|;|\.\s", gap, re.IGNORECASE):
        return False
    return len(gap) < 80 and re.search(r"\b(?:and|or|plus|in\saddition|as\swell\sas)\b", gap, re.IGNORECASE) is not None
