"""What happened to an instrument and when, as far as a sentence says it: enacted, amended, ratified, repealed."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from statutes.extraction.dates import DATE, MONTH
from statutes.extraction.structure import Citation, EventKind, LifeEvent

VERBS = {
    EventKind.IN_FORCE: r"entered\sinto\s(?:force|effect)|came\sinto\s(?:force|effect)|took\seffect|"
    r"went\sinto\s(?:force|effect)|became\seffective",
    EventKind.ENACTED: r"enacted|passed(?:\sinto\slaw)?|adopted|promulgated|approved|signed\sinto\slaw|issued|"
    r"passage\sof|enactment\sof|adoption\sof",
    EventKind.AMENDED: r"amended|modified|reformed|revised|amends",
    EventKind.RATIFIED: r"ratified|ratification\sof|acceded\sto|accession\sto",
    EventKind.REPEALED: r"repealed|abrogated|annulled",
    EventKind.SIGNED: r"signed",
}
EVENT = re.compile("|".join(rf"(?P<{kind.name}>\b(?:{verbs})\b)" for kind, verbs in VERBS.items()), re.IGNORECASE)
DENIED = re.compile(
    r"\b(?:not|never|failed|fails|plans?|would|will|should|yet|be|could|may|if|as)\s(?:\w+\s)?$", re.IGNORECASE
)
PASSIVE = re.compile(
    r"(?:\b(?:was|were|is|are|been|being|and)\s(?:\w+ly\s)?|,\s(?:which\swas\s)?(?:as\s)?|\()$|^$", re.IGNORECASE
)
ACTIVE_GAP = re.compile(
    r"\s(?:the\s|a\s|an\s|its\s|new\s|[“\"]|both\s|and\s\w+\s|(?:[Aa]rticles?|"
    r"[Ss]ections?)\s[\d,\sand]{1,30}of\s(?:the\s)?|[\w'-]+\s){0,4}$"
)
LATER_DATE = re.compile(rf"(?:\s(?:in|on|into\slaw|by|the|as|\w+)|,){{0,4}}?\s(?P<date>{DATE})")
EARLIER_DATE = re.compile(rf"\b(?:[Oo]n|[Ii]n|[Ss]ince|its|the)\s(?P<date>{DATE})")
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
REACH = 140


def events_of(text: str, start: int, end: int, citations: Sequence[Citation]) -> list[LifeEvent]:
    """The events in the sentence text[start:end]; `citations` are all of the text, in order."""
    first = bisect_left(citations, start, key=lambda citation: citation.start)
    last = bisect_left(citations, end, key=lambda citation: citation.start)
    inside = citations[first:last]
    events: list[LifeEvent] = []
    for match in EVENT.finditer(text, start, end) if inside else ():
        if DENIED.search(text[max(start, match.start() - 24) : match.start()]):
            continue
        subject = _subject(text, start, match, inside)
        if subject is None or any(c.start <= match.start() < c.end for c in inside):
            continue
        kind = EventKind[match.lastgroup or "ENACTED"]
        date = _date(text, start, end, match, subject, inside)
        year, month, day = parts_of(date)
        events.append(
            LifeEvent(kind, subject.name, match.start(), match.end(), date, year, month, day, subject.articles)
        )
    return events


def _subject(text: str, start: int, match: re.Match[str], inside: Sequence[Citation]) -> Citation | None:
    """What it happened to: the object of "enacted", or what stands before "was enacted"."""
    before = [c for c in inside if c.end <= match.start() and match.start() - c.end < REACH]
    after = [c for c in inside if c.start >= match.end()]
    is_passive = PASSIVE.search(text[max(start, match.start() - 24) : match.start()]) is not None
    if after and ACTIVE_GAP.fullmatch(text[match.end() : after[0].start]) and not (is_passive and before):
        return after[0]
    is_opening = text[start : match.start()].strip(" \"'(-") == ""
    if is_opening and after and after[0].start - match.end() < REACH:
        return after[0]
    is_force = match.lastgroup == EventKind.IN_FORCE.name
    if not before or not (is_passive or is_force):
        return None
    return None if re.search(r"[\"“.;]", text[before[-1].end : match.start()]) else before[-1]


def _date(
    text: str, start: int, end: int, match: re.Match[str], subject: Citation, inside: Sequence[Citation]
) -> str:  # fmt: skip
    """The date behind the verb or behind what it is about, else the last before the verb; no part of a name."""
    following = next((c.start for c in inside if c.start >= match.end()), end)
    for at, stop in ((match.end(), following), (subject.end, end)):
        if at >= match.end() and (later := LATER_DATE.match(text, at, min(stop, at + 70))):
            return later["date"]
    earlier = list(EARLIER_DATE.finditer(text, max(start, match.start() - REACH), match.start()))
    return earlier[-1]["date"] if earlier else ""


def parts_of(date: str) -> tuple[int, int, int]:
    """Year, month and day of a date as printed, 0 for what it does not give. "2/17/1958" is month first."""
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", date):
        month, day, year = (int(part) for part in match.groups())
        return (year if year > 99 else 1900 + year if year > 30 else 2000 + year), month if month <= 12 else 0, day
    year_found = re.search(r"\b(?:1[89]|20)\d\d\b", date)
    month_found = re.search(MONTH, date)
    day_found = re.search(r"\b\d{1,2}(?=st|nd|rd|th|\b)", date)
    month = MONTHS.get(month_found[0][:3].lower(), 0) if month_found else 0
    return int(year_found[0]) if year_found else 0, month, int(day_found[0]) if day_found and month else 0
