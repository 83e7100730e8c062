"""What a cable is, judged by its content: an answer to the yearly questionnaire, or other traffic."""

import re

from cables.parsing.questionnaires import LETTERED, UNLETTERED, questionnaires
from cables.parsing.structure import CableKind, Header, Part, Section

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
PART = re.compile(
    r"\b(?:PART|CABLE|SECTION|SEGMENT)\s{1,2}(?P<number>\d|I{1,3}|IV|V)\s{0,2}(?:OF|/)\s{0,2}(?P<of>\d|I{1,3}|IV|V)\b"
    r"|\(\s?(?P<number2>\d)\s{0,2}(?:OF|/)\s{0,2}(?P<of2>\d)\s?\)"
    r"|\b(?P<number3>\d)\s(?:OF)\s(?P<of3>\d)\b",
    re.IGNORECASE,
)
YEAR_IN_SUBJECT = re.compile(r"\b(20[01]\d)\b")
ORDINALS = (
    "FIRST",
    "SECOND",
    "THIRD",
    "FOURTH",
    "FIFTH",
    "SIXTH",
    "SEVENTH",
    "EIGHTH",
    "NINTH",
    "TENTH",
    "ELEVENTH",
    "TWELFTH",
)
FIRST_REPORT = 2001  # the first annual Trafficking in Persons Report
ANNUAL = re.compile(rf"\b(?:({'|'.join(ORDINALS)})|(\d{{1,2}})(?:ST|ND|RD|TH))\s{{1,3}}ANNUAL\b", re.IGNORECASE)

LEAST_ANSWERS = 8
LEAST_CHAPTERS = 2


def _number(text: str) -> int:
    return ROMAN.get(text.upper()) or int(text)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def read_part(subject: str) -> Part | None:
    """`PART 1 OF 2` of a subject line."""
    for found in PART.finditer(subject):
        groups = found.groupdict()
        number = groups["number"] or groups["number2"] or groups["number3"]
        of = groups["of"] or groups["of2"] or groups["of3"]
        part = Part(_number(number), _number(of))
        if 1 <= part.number <= part.of and part.of > 1:
            return part
    return None


def read_report_year(header: Header) -> int | None:
    """The report that the cable is an input for.

    The questionnaire it answers says it best; then the year or ordinal of the subject (the first annual report was
    that of 2001), then the date: inputs are due by the spring of the report's year.
    """
    sent = header.dtg
    by_ref = {q.ref: year for year, q in questionnaires().items() if q.ref}
    asked = next((by_ref[ref.mrn] for ref in header.refs if ref.mrn in by_ref), None)
    if asked:
        return asked
    near = range(sent.year, sent.year + 2) if sent else range(2001, 2020)
    years = [int(y) for y in YEAR_IN_SUBJECT.findall(header.subject) if int(y) in near]
    if years:
        return (
            years[-1]
            if re.search(r"\b(?:APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)", header.subject.upper()) is None
            else years[0]
        )
    if ordinal := ANNUAL.search(header.subject):
        count = ORDINALS.index(ordinal[1].upper()) + 1 if ordinal[1] else int(ordinal[2])
        if FIRST_REPORT - 1 + count in near:
            return FIRST_REPORT - 1 + count
    if sent is None:
        return None
    return sent.year if sent.month <= 8 else sent.year + 1


def read_kind(header: Header, sections: tuple[Section, ...]) -> tuple[CableKind, tuple[str, ...]]:
    """The kind, and why: an input answers lettered questions in several chapters of the questionnaire."""
    answers = [s for s in sections if s.chapter in LETTERED and s.keys]
    chapters = list(dict.fromkeys(s.chapter for s in sections if s.chapter in LETTERED + UNLETTERED))
    lettered = list(dict.fromkeys(s.chapter for s in answers))
    letters = sum(len(s.keys) for s in answers)
    refs = [ref.mrn for ref in header.refs if ref.mrn in {q.ref for q in questionnaires().values()}]
    reasons = [
        f"{_counted(letters, 'lettered answer')} in {_counted(len(lettered), 'chapter')}"
        + (f" ({', '.join(lettered)})" if lettered else "")
    ]
    if refs:
        reasons.append(f"refers to the questionnaire {refs[0]}")
    others = [c for c in chapters if c in UNLETTERED]
    if others:
        reasons.append(f"has the chapters {', '.join(others)}")
    enough = letters >= LEAST_ANSWERS and len(lettered) >= LEAST_CHAPTERS
    part = read_part(header.subject) is not None and letters >= 3
    if enough or part or (refs and letters >= 4):
        return CableKind.TIP_INPUT, tuple(reasons)
    reasons.append(f"an input answers at least {LEAST_ANSWERS} lettered questions in {LEAST_CHAPTERS} chapters")
    return CableKind.OTHER, tuple(reasons)
