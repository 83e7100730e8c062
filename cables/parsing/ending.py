"""The end of a cable: the signature (a surname alone), what archives put behind it, and whether text is missing."""

import re
from dataclasses import dataclass

from cables.parsing.lines import Line

NAME = r"[A-Z][A-Za-z'’.-]*(?: (?:de|la|von|van|der|[A-Z][A-Za-z'’.-]*)){0,2}"
SIGNATURE = re.compile(rf"(?:{NAME})(?:,? (?:JR|Jr|SR|Sr|II|III)\.?)?")
BEHIND_STARS = re.compile(r"[*=_]{3,}[ \t]{0,3}([A-Z][A-Z'-]{2,24}(?: [A-Z][A-Z'-]{1,24})?)$")
BEHIND_SENTENCE = re.compile(r"[.!?][\"')]{0,2}[ \t]{1,4}([A-Z][A-Z'-]{3,20}(?: [A-Z][A-Z'-]{2,20})?)$")
ARCHIVE_MARK = re.compile(r"[=*_-]{4,}[ A-Za-z]{0,40}[=*_-]{4,}|NNNN|BT|#\d{1,5}|\x03")
NOT_A_NAME = re.compile(
    r"\b(?:END|TEXT|PART|COMMENT|SUMMARY|UNCLAS|UNCLASSIFIED|SIPDIS|SENSITIVE|NONE|YES|NO|N/A|NOT|APPLICABLE|ANNEX|PREVENTION|"
    r"PROTECTION|PROSECUTION|OVERVIEW|HEROES|PRACTICES|NOTE|POST|EMBASSY|CABLE|ENDS)\b",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"^(?:UNCLASSIFIED|UNCLAS|SENSITIVE|SIPDIS)\b|https?:|www\.|\.gov\b|^(?:Visit|VISIT)\b|\bWebsite\b|^[*=_-]{3}",
    re.IGNORECASE,
)
FOOTER_LINES = 8
TAIL = 120  # characters in which a signature at the end of a line is looked for
CUT_MARK = re.compile(
    r"\[?\b(?:text|message|cable|remainder)\s(?:is\s)?(?:truncated|cut off|missing|incomplete)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Ending:
    """`body_end` is the offset at which the author's text ends; the signature may be empty."""

    body_end: int
    signature: str
    start: int
    end: int


def read_ending(lines: list[Line], body_end: int) -> Ending:
    at = len(lines) - 1
    while at >= 0 and (lines[at].blank or _is_archive_mark(lines[at])):
        at -= 1
    at = _above_the_footer(lines, at)
    if at < 0:
        return Ending(body_end, "", body_end, body_end)
    line = lines[at]
    before = lines[at - 1] if at else None
    if _is_signature(line, before):
        return Ending(line.first, " ".join(line.text.split()), line.first, line.last)
    for pattern in (BEHIND_STARS, BEHIND_SENTENCE):
        tail = line.text[-TAIL:]
        found = pattern.search(tail) if len(line.text) > 80 or pattern is BEHIND_STARS else None
        if found and not NOT_A_NAME.search(found[1]):
            start = line.last - len(tail) + found.start(1)
            return Ending(start, found[1], start, line.last)
    return Ending(line.last, "", line.last, line.last)


def _is_archive_mark(line: Line) -> bool:
    return len(line.text) <= 2 * TAIL and ARCHIVE_MARK.fullmatch(line.text) is not None


def _above_the_footer(lines: list[Line], at: int) -> int:
    """The index of a signature that stands above an embassy's banner or a repeated marking; else `at`."""
    up = at
    while up > max(at - FOOTER_LINES, 0) and (lines[up].blank or lines[up].rule or FOOTER.search(lines[up].text)):
        up -= 1
    if up == at or not _is_signature(lines[up], lines[up - 1] if up else None) or not lines[up].text.isupper():
        return at
    return up


def _is_signature(line: Line, before: Line | None) -> bool:
    if len(line.text) > 40 or not SIGNATURE.fullmatch(line.text) or NOT_A_NAME.search(line.text):
        return False
    if len(line.text) < 2 or line.text.endswith("."):
        return False
    return before is None or before.blank or before.rule or not before.open or line.text.isupper()


def is_truncated(lines: list[Line], ending: Ending, text: str) -> bool:
    """Whether the text breaks off: no signature, and the last line stops inside a sentence, or says so."""
    tail = text[-400:]
    if CUT_MARK.search(tail):
        return True
    if ending.signature:
        return False
    last = next(
        (line for line in reversed(lines) if line.text and not line.rule and line.start < ending.body_end), None
    )
    return last is not None and last.open and re.search(r"[)\d]$", last.text) is None
