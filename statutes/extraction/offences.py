"""What a sentence says a penalty is for, in its own words: "rape", "trafficking in persons"."""

import re

from statutes.extraction.numbers import PLAIN
from statutes.offence_kinds import offence_kind

WORDS = (
    r"(?:(?!\b(?:is|are|shall|will|may|can|the\slaw|ranges?|equivalent|under\s(?:the\s)?(?:art|law|new|sec|code|"
    r"penal|crim|current))\b)[\w'’/ ,-]){3,120}?"
)
PENALTY_FOR = re.compile(
    rf"\b(?:penalt(?:y|ies)|punishments?|sanctions?|"
    rf"sentences?)\s(?:under\s[^,]{{1,60}}\s)?for\s(?P<offence>{WORDS})(?=,?\s(?:is|are|was|ranges?|carr|equivalent|"
    rf"under|as\s|shall|will|of\s\w+\sto|from|include|\(|where|when|if)\b|[,.:;(])",
    re.IGNORECASE,
)
THOSE_FOR = re.compile(rf"\bthose\sfor\s(?P<offence>{WORDS})(?=,?\swhich\s(?:are|range|carry)\b)", re.IGNORECASE)
PUNISHABLE = re.compile(
    r"(?:^|[.;:]\s|\b(?:and|"
    r"but)\s)[\s\"'(-]*(?:\(?\w{1,2}[.)]\s)?(?:\([A-Z]{1,3}\)\s)?(?:according\sto[^,]{1,60},\s|"
    r"under\s[^,]{1,80},\s)?"
    r"(?P<offence>[A-Za-z][\w'’/, ()\"“”-]{2,180}?)\s(?:is|are|can\sbe|may\sbe|shall\sbe|will\sbe|can|may)\s"
    r"(?:\w+ly\s)?(?:a\s(?:crime|felony|criminal\soffen[cs]e)\s)?(?:punish\w*|penali[sz]ed|sanctioned|"
    r"criminali[sz]ed\b[^.]{0,60}\bwith|result\sin)\b",
    re.IGNORECASE,
)
SENTENCE_FOR = re.compile(
    r"^(?:\s(?:in\sprison|imprisonment|of\s(?:imprisonment|prison)))?(?:\s(?:and|or|"
    r"and/or)\s(?:a\s)?fine[^.;,]{0,40})?\s"
    r"(?:maximum\s)?for\s(?!those|any|persons?\b|aggravating|a\speriod|up\sto|not|each|"
    r"every|one|two|an?\s(?:year|month|day|repeat|second|subsequent|period|term))(?P<offence>[\w'’/ -]{4,120}?)"
    r"(?=[.,;:(]|\s(?:and|with|if|when|is|are|shall|will|may|of\sup)\b|$)",
    re.IGNORECASE,
)
AND_FOR = re.compile(
    r"\b(?:and|but|while)\sfor\s(?P<offence>[A-Za-z][\w'’ -]{2,80}?),?\s"
    r"(?:(?:it\s)?(?:is|are|was)\s|from\s|up\sto\s)?$",
    re.IGNORECASE,
)
CONVICTED = re.compile(
    r"\b(?:convicted|guilty)\sof\s(?P<offence>[\w'’/, -]{3,120}?)(?=\s\(|\s(?:is|are|faces?|can|may|shall|will|"
    r"in\sthe\sname)\b)",
    re.IGNORECASE,
)
SUMMARY = re.compile(r"^[\s-]{0,4}(?:Art\w*\.?|Sec\w*\.?)\s[\w.-]{1,8},\s(?P<offence>[^,;]{3,120}),", re.IGNORECASE)
NO_OFFENCE = re.compile(
    r"^(?:whoever|any(?:one|body|\sperson)\b|aggravat\w+|all\b|both\b|officials\b|a\sgroup\b|offenders?\b|traffickers?\b|employers?\b|violators?\b|perpetrators?\b|"
    r"those\b|an?\s(?:first|second|repeat|subsequent)|this|these|those|it|they|he|she|which|that|such|the\s(?:penalt|"
    r"sentence|crime|law)|penalt|sentence)\b",
    re.IGNORECASE,
)


ROW = re.compile(  # "Rape: 6 to 10 years (Article 120)."
    r"[\W\d]{0,6}(?:Art\w*\.?\s\w{1,6}[,:]?\s)?(?P<offence>[A-Z][\w ,'’()/-]{2,80}):\s(?:from\s|up\sto\s)?"
    rf"{PLAIN}[^.;]{{0,40}}\b(?:years?|months?)\b(?!\s(?:ago|old|of\sage))"
)


def offence_of_row(text: str, start: int, end: int) -> str:
    """The offence that stands with its penalty as in a table, "" where none does."""
    row = ROW.match(text, start, end)
    return _plain(row["offence"]) if row and offence_kind(row["offence"]) else ""


def offence_of(text: str, start: int, end: int, at: int, behind: int) -> str:
    """The offence of the penalty text[at:behind] in the sentence text[start:end], "" where the sentence names none."""
    if match := SENTENCE_FOR.match(text[behind : min(end, behind + 200)]):
        return _plain(match["offence"])
    said = text[start:at]
    if match := AND_FOR.search(said[-100:]):
        return _plain(match["offence"])
    before = [match for pattern in (PENALTY_FOR, THOSE_FOR, PUNISHABLE, CONVICTED) for match in pattern.finditer(said)]
    before = [match for match in before if not NO_OFFENCE.match(match["offence"].strip())]
    if before:
        return _plain(max(before, key=lambda match: match.start("offence"))["offence"])
    match = SUMMARY.match(text[start:at])
    return _plain(match["offence"]) if match else offence_of_row(text, start, end)


OPENING = re.compile(
    r"^(?:(?:in|under)\s(?:article|section|art\.|sec\.)\s[\w.]{1,8},\s|(?:the\s)?(?:crime|offen[cs]e)\sof\s|and\s|"
    r"or\s)",
    re.IGNORECASE,
)


def _plain(words: str) -> str:
    """Without what leads to it, and without an explanation in brackets or behind a dash."""
    plain = OPENING.sub("", " ".join(words.split()))
    return re.split(r"\s(?:[(\"“]|-\s)", plain, maxsplit=1)[0].strip(" ,-")
