"""When a penalty applies, in the words of its sentence: behind the amount, before it, or shared by two."""

import re
from dataclasses import replace

from statutes.extraction.sentences import trimmed
from statutes.extraction.threats import Clause

CONDITION = (
    r"(?:if|when|where|whenever|wherever|unless|provided\sthat|in\s(?:the\s|any\s)?(?:case|cases|event)\s(?:of|that|"
    r"where|when|in)|"
    r"in\scases?\s(?:of|with|where|when|in)|should\sthe|in\s(?:any\sof\s)?the\sfollowing|"
    r"under\s(?:any\sof\s)?the\sfollowing|"
    r"(?:in|under|for|with)\saggravat\w{1,5}|for\saggravated|under\saggravat\w{1,5}|depending\son|"
    r"for\s(?:a\s)?(?:repeat|second|subsequent))"
)
TRAILING = re.compile(rf"\b{CONDITION}\b", re.IGNORECASE)
LEADING = re.compile(
    rf"[\"'“(-]{{0,3}}\s?(?:\(?\w{{1,3}}[.)]\s)?(?:and\s|but\s|or\s|"
    rf"also,?\s)?(?P<condition>{CONDITION}\b.{{3,600}}?),\s?"
    r"(?=(?:then\s)?(?:the\s(?:\w+\s){0,3}?(?:penalt|sanction|punish|sentence|term|fine)|shall\b|will\b|(?:s?he|they|"
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


def with_conditions(text: str, start: int, end: int, clauses: list[Clause], proposed: bool) -> list[Clause]:
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
