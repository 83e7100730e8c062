"""Sentences of legal prose, and what a sentence says around a penalty: its condition and whether it is about a case."""

import re

LONGEST = 4000  # characters of a sentence
STOP = re.compile(r"[.!?][\"')\]”’]{0,3}\s+(?=[\"'(\[“A-Z0-9¶-])|[;:]\s*\n|\n\n")
ABBREVIATION = re.compile(
    r"\b(?:Art|Arts|Sec|Secs|No|Nos|Nr|Par|Para|Paras|Ch|Vol|Inc|Dr|Mr|Mrs|Ms|St|U\.S|B\.E|A\.D|approx|e\.g|i\.e|cf|"
    r"vs|art|sec|no|Rs|Shs?|Kshs?|Tk|Dhs?|Lit|Fr)\.$"
)
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


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of text[start:end] as offsets, none empty."""
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    at = start
    for match in STOP.finditer(text, start, stop):
        if match[0].startswith(".") and ABBREVIATION.search(text, max(at, match.start() - 8), match.start() + 1):
            continue
        found.append((at, match.end()))
        at = match.end()
    found.append((at, stop))
    return [(a, b) for a, b in (trimmed(text, a, b) for one in found for a, b in _cut(text, *one)) if a < b]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence that no law is as long as, in parts that end at a blank; what reads it looks back and forth in it."""
    parts: list[tuple[int, int]] = []
    while end - start > LONGEST:
        stop = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        parts.append((start, stop))
        start = stop
    return [*parts, (start, end)]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the white space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


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
