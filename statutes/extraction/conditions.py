"""When a penalty applies, in the words of its sentence: behind the amount, before it, or shared by two."""

import re
from dataclasses import replace

from statutes.extraction.sentences import trimmed
from statutes.extraction.threats import Clause
from statutes.penalties import PenaltyKind

CONDITION = (
    r"(?:if|when|where|whenever|wherever|unless|provided\sthat|in\s(?:the\s|any\s)?(?:case|cases|event)\s(?:of|that|"
    r"where|when|in)|"
    r"in\scases?\s(?:of|with|where|when|in)|should\sthe|in\s(?:any\sof\s)?the\sfollowing|"
    r"under\s(?:any\sof\s)?the\sfollowing|"
    r"(?:in|under|for|with)\saggravat\w{1,5}|for\saggravated|under\saggravat\w{1,5}|depending\son|"
    r"(?:for|on)\s(?:an?\s)?(?:repeat|second|subsequent|first)(?:\sor\ssubsequent)?(?:\s(?:conviction|offen[cs]e))?)"
)
TRAILING = re.compile(rf"\b{CONDITION}\b", re.IGNORECASE)
LEADING = re.compile(
    rf"[\"'“(-]{{0,3}}\s?(?:\(?\w{{1,3}}[.)]\s)?(?:and\s|but\s|or\s|"
    rf"also,?\s)?(?P<condition>{CONDITION}\b.{{3,600}}?),\s?"
    r"(?=(?:then\s)?(?:the\s(?:\w+\s){0,3}?(?:penalt|sanction|punish|sentence|term|fine|minimum|maximum)|shall\b|will\b|(?:s?he|they|"
    r"it)\s(?:shall|will|is|are)|"
    r"imprison|a\s(?:penalt|sentence|fine|prison)|such\s(?:penalt|person)|these\s(?:penalt|sanction)|th(?:is|"
    r"at)\s(?:penalt|sentence)|"
    r"the\s(?:perpetrator|offender|accused|convict\w*|defendant|trafficker|guilty|person)|punish|penalt|sentence))",
    re.IGNORECASE | re.DOTALL,
)
SITUATION = re.compile(r"in\sthe\s(?:situations|cases|circumstances)\s(?:mentioned|above|described)", re.IGNORECASE)
TAIL = re.compile(
    r"(?:[\s,;(]|\b(?:and|or|but|with|a|an|of|by|the|to|up|from|between|prison|imprisonment|sentence|penalty|fine|also|"
    r"in\sprison|shall|be|is|punished|punishable|face|faces)\b){1,40}$",
    re.IGNORECASE,
)
CITED = re.compile(r"\s\((?:Art|Sec|Par|art|sec)[^()]{1,60}\)?$")
CLAUSE_END = re.compile(r"[;](?=\s|$)|\.(?=\s|$|[\"'”])|,\s(?=(?:and|or|but|with|while|whereas|in\swhich\scase)\b)")


INNER = re.compile(  # "or, if a weapon was used, from eight"; "the penalty, where a child was sold, is ten"
    rf"(?:^|[,;:]\s|\b(?:and|or|but)\s)[\s,]{{0,2}}(?P<condition>{CONDITION}\b[^,;]{{2,240}}),\s?"
    r"(?:(?:by|with|to|from|for|between|of|up|not|no|at|an?|the|fined?|th(?:at|is|ese)|such|prison|imprison\w*|shall|will|"
    r"is|are|may|s?he|they|it|punish\w*|deprivation|confinement)\b[^,;]{0,80})?$",
    re.IGNORECASE,
)
UNMARKED = re.compile(  # "if a guardian, a teacher or a relative did it the penalty is" doubled
    rf"(?:^|[.;]\s)\W{{0,3}}(?P<condition>{CONDITION}\b[^;.]{{2,240}}?)(?<!,)\sthe\s(?:penalt\w+|punishments?|"
    r"sanctions?|sentences?|fines?|terms?)\s(?:is|are|shall|will|may)\b[^,;]{0,60}$",
    re.IGNORECASE,
)
AGAIN = re.compile(  # "and on a second conviction to imprisonment for" three years
    r"\b(?P<condition>(?:on|for)\s(?:an?\s)?(?:second|subsequent|repeat)(?:\sor\ssubsequent)?\s(?:conviction|offen[cs]e))"
    r"[^.,;]{0,70}$",
    re.IGNORECASE,
)
NEXT = re.compile(r"(?:\b(?:and|or|but)\b|;)(?:\s(?:by|to|with|of))?,?\s$", re.IGNORECASE)
AGES = re.compile(
    r"\s(?P<ages>(?:above|over|below|under)\s(?:the\sage\sof\s)?\d{1,2}\b(?!\s?(?:%|percent|years?\s(?:in|of)\s))|"
    r"between\s\d{1,2}\sand\s\d{1,2}\b(?!\s(?:%|percent|months|years\s(?:in|of))))",
    re.IGNORECASE,
)
EACH = re.compile(
    r"\)?\s(?P<each>(?:for\s(?:each|every)|per)\s(?:\w+\s)?(?:workers?|persons?|victims?|child(?:ren)?|minors?|employees?|"
    r"foreigners?|migrants?|aliens?|passengers?|offen[cs]es?|violations?|cases?|days?|women|woman|individuals?)"
    r"(?:\s(?:concerned|involved|employed|carried|smuggled|recruited|trafficked))?)\b",
    re.IGNORECASE,
)


def with_conditions(text: str, start: int, end: int, clauses: list[Clause], proposed: bool) -> list[Clause]:
    """The clauses with their conditions: behind the amount, or before it, or shared by "prison and a fine"."""
    done: list[Clause] = []
    leading = condition_before(text, start, clauses[0].end) if clauses else None
    stop = 0
    for index, clause in enumerate(clauses):
        stop = max(stop, index + 1)
        while stop < len(clauses) and _side_by_side(text, clauses[stop - 1], clauses[stop]):
            stop += 1
        following = clauses[stop].start if stop < len(clauses) else end
        condition = condition_after(text, clauses[stop - 1].end, following, others_follow=following < end)
        condition = condition or _condition_of_ages(text, clause)
        is_beside = index > 0 and (_side_by_side(text, done[-1], clause) or _is_choice(text, done[-1], clause))
        if condition is None and (index == 0 or (done[-1].condition == leading and is_beside)):
            condition = leading
        if condition is None:
            last = done[-1] if done else None
            condition = _before_amount(text, start, last, clause, is_beside=is_beside)
        opens = text[start:end].rstrip().endswith(":") and stop == len(clauses)
        opens = opens and (condition is None or condition[1] >= end - 3)
        each = EACH.match(text, clause.end, end)
        span = each.span("each") if each else None
        done.append(replace(clause, condition=condition, each=span, opens_list=opens, is_proposed=proposed))
    return done


def _before_amount(
    text: str, start: int, last: Clause | None, clause: Clause, *, is_beside: bool
) -> tuple[int, int] | None:
    """The condition between the penalty before, or the beginning of the sentence, and this one."""
    if last is not None and last.condition and "in which case" in text[last.end : clause.start]:
        return last.condition[0] + len("unless "), last.condition[1]
    if last is not None and (found := _between(text, last.end, clause)):
        return found
    if inner := UNDER.search(text, clause.start, clause.end):
        return inner.span()
    first = last.end if last is not None else start
    if again := AGAIN.search(text, max(first, clause.start - 140), clause.start):
        return again.span("condition")
    at = max(first, clause.start - 400)
    inner = UNMARKED.search(text[at : clause.start]) or INNER.search(text[at : clause.start])
    if inner and not SITUATION.match(inner["condition"]):
        return at + inner.start("condition"), at + inner.end("condition")
    return last.condition if last is not None and is_beside else None


def _condition_of_ages(text: str, clause: Clause) -> tuple[int, int] | None:
    """ "six months to one year above 14"."""
    match = AGES.match(text, clause.end)
    return match.span("ages") if match else None


def _is_closed(text: str, start: int, end: int) -> bool:
    """Whether a comma ends the condition that begins here and the next penalty follows."""
    return re.fullmatch(r"[^,;]{2,240},\s?[^,;]{0,80}", text[start:end]) is not None


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
    if other.kind is PenaltyKind.DEATH and text.startswith(",", one.end):
        return False  # "life imprisonment, or the death penalty where the victim dies"
    return gap_is_joint(text[one.end : other.start])


def _is_choice(text: str, one: Clause, other: Clause) -> bool:
    """Whether one may be imposed for the other: "life or a term of twenty years"."""
    return CHOICE.fullmatch(text[one.end : min(other.start, one.end + 60)]) is not None and one.change is other.change


CHOICE = re.compile(r",?\sor\s(?:[a-z]+\s){0,5}", re.IGNORECASE)


def gap_is_joint(gap: str) -> bool:
    """Whether two penalties stand side by side: "two years in prison and a fine of"."""
    if re.search(r"\b(?:if|when|where)\b|;|\.\s", gap, re.IGNORECASE):
        return False
    return len(gap) < 80 and re.search(r"\b(?:and|or|plus|in\saddition|as\swell\sas)\b", gap, re.IGNORECASE) is not None


def condition_before(text: str, start: int, at: int) -> tuple[int, int] | None:
    """The condition with which text[start:at] begins: "If the victim dies, the penalty is"."""
    match = LEADING.match(text, start, at)
    if match is None or SITUATION.match(match["condition"]):
        return None
    return match.start("condition"), match.end("condition")


def condition_after(text: str, at: int, end: int, *, others_follow: bool) -> tuple[int, int] | None:
    """The condition that follows an amount, up to the next amount or the end of its sentence."""
    match = TRAILING.search(text, at, end)
    if match is None or (re.search(r";|\.\s", text[at : match.start()])):
        return None
    if others_follow and AGAIN.search(text, at, end):
        return None
    if others_follow and NEXT.search(text, at, match.start()) and _is_closed(text, match.end(), end):
        return None  # "three years and, in grave cases, ten": it is that of the next
    stop = end
    if others_follow:
        # Whether the conjunction before the next amount belongs to the condition or not, the last one ends it.
        ends = [cut.start() for cut in CLAUSE_END.finditer(text, match.end(), end)]
        stop = ends[-1] if ends else end
        tail = TAIL.search(text, max(match.end(), stop - 80), stop)
        stop = tail.start() if tail else stop
    first, last = trimmed(text, match.start(), stop)
    while last > first and text[last - 1] in ".,;:\"'”":
        last -= 1
    if cited := CITED.search(text, match.end(), last):
        last = cited.start()
    while last > first and text[last - 1] == ")" and text.count("(", first, last) < text.count(")", first, last):
        last -= 1
    return (first, last) if last - match.end() > 0 or text[first:last].lower().startswith("in ") else None
