"""What sentences say happened to an institution: created, moved, renamed, staffed. A plan or a wish is no event."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statutes.extraction.dates import DATE
from statutes.extraction.events import parts_of
from statutes.extraction.institutions.names import squeezed
from statutes.extraction.institutions.sections import Prepared
from statutes.extraction.institutions.structure import InstitutionEvent, NameMention
from statutes.extraction.institutions.structure import InstitutionEventKind as Kind
from statutes.extraction.sentences import sentences

FOUNDED = (
    r"(?:created|established|set\sup|formed|founded|inaugurated|instituted|constituted|opened|launched|re-?established)"
)
SHIFTED = (
    r"(?:moved|transferred|relocated|re-?assigned|placed|subordinated|attached|merged|integrated|incorporated|shifted)"
)
ADVERB = r"(?:(?:\w+ly|first|also|recently|then|later|subsequently|jointly|since)\s){0,2}"
IS = r"(?:,?\s(?:which|that))?\s(?:was|were|has\sbeen|had\sbeen|is|being)\s"
OBJECT = r"\s(?:(?:the|a|an|its|their|his|new|special|specialized|separate|dedicated|national|first)\s|[\"“']){0,4}$"
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)"
)
STAFF = (
    r"(?:officers?|investigators?|prosecutors?|agents?|detectives?|inspectors?|employees?|staff(?:\smembers?)?|members|"
    r"people|persons|personnel|policemen|policewomen|attorneys|lawyers|judges|magistrates|social\sworkers?|"
    r"psychologists?|counselors?|analysts?|officials|professionals|specialists|guards|volunteers|workers|police(?!\s(?:agents|officers|women|men))|interns|"
    r"advisors|advisers|experts|representatives)"
)
ONE_STAFF = rf"{NUMBER}(?:-person|-member)?\s(?:(?!(?:are|is|were|was|of|the|to|in)\s)[\w-]+\s){{0,3}}?{STAFF}\b"
STAFFED = rf"{ONE_STAFF}(?:(?:,\s(?:and\s)?|\sand\s|\splus\s){ONE_STAFF}){{0,5}}"
SOME = (
    r"(?:(?:only|just|about|approximately|some|over|nearly|around|a\stotal\sof|a\sstaff\sof|at\sleast|up\sto)\s){0,2}"
)

BEHIND = {
    Kind.CREATED: re.compile(
        rf"(?:{IS}|,\s|\s?\((?:which\swas\s)?){ADVERB}(?P<verb>{FOUNDED})\b(?!\s(?:contact|relations|a\b|an\b|the\b|its))",
        re.IGNORECASE,
    ),
    Kind.MOVED: re.compile(
        rf"(?:{IS}|,\s){ADVERB}(?P<verb>{SHIFTED})(?P<words>\s(?:from|to|under|into|in|within|with)\s[^.,;()]{{3,90}})",
        re.IGNORECASE,
    ),
    Kind.RENAMED: re.compile(
        r"(?:,\s|\s?\(|\s)(?:(?:was|has\sbeen|is\snow|now)\s)?"
        r"(?P<verb>renamed(?:\sas)?|formerly(?:\s(?:called|known\sas|named))?|previously\s(?:called|known\sas|named)|"
        r"changed\sits\sname\s(?:from|to))"
        r"\s(?P<words>(?:the\s)?[\"“]?[A-Z][^.;,()\"”]{2,90})"
    ),
    Kind.STAFFING: re.compile(
        rf"(?:,?\s(?:which|that))?\s(?:now\s|currently\s)?(?P<verb>has|had|have|employs|employed|consists\sof|"
        rf"consisted\sof|is\sstaffed\s(?:by|with)|was\sstaffed\s(?:by|with)|is\scomposed\sof|is\scomprised\sof|comprises|"
        rf"comprised|includes|maintains|is\smade\sup\sof|with)\s{SOME}(?P<words>{STAFFED})",
        re.IGNORECASE,
    ),
}
BEFORE = {
    Kind.CREATED: re.compile(
        rf"(?:(?<!be\s)\b(?P<verb>{FOUNDED})|\b(?:creation|establishment|formation|opening|inauguration)\sof){OBJECT}",
        re.IGNORECASE,
    ),
    Kind.STAFFING: re.compile(
        rf"(?P<words>{STAFFED})\s(?:(?:now\s|currently\s)?(?:work|worked|serve|served|are\sassigned|were\sassigned|assigned|"
        rf"are\semployed|were\sadded|staff|staffed)(?:\s(?:in|at|for|to|with|by|within))?)\s(?:the\s|its\s)?$",
        re.IGNORECASE,
    ),
}
SINCE = re.compile(
    r"[^.;]{0,70}?\b(?:since|before|after|upon|following)\sits\s(?:\w+\s)?(?P<verb>creation|establishment|formation|founding|"
    r"inception)\b"
)
HOUSED = re.compile(
    r"\b(?P<verb>(?:[Ff]ormerly|[Pp]reviously)\s(?:housed|located|based|placed))\s(?:within|in|under|at)\s(?P<words>[^.;,]{3,90}),\s"
    r"(?:the\s)?$"
)
OF_STAFF = re.compile(rf"\sof\s(?P<words>{NUMBER})\b")
ACTIVE_MOVE = re.compile(rf"\b(?P<verb>{SHIFTED}|renamed){OBJECT}", re.IGNORECASE)
TARGET = re.compile(r"(?P<words>\s(?:from|to|under|into|within|as)\s[^.,;()]{3,90})")
DENIED = re.compile(
    r"\b(?:not|never|will|would|should|could|may|might|must|to|if|plans?|yet)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
ABOUT_CASES = re.compile(r"\b(?:attended|participated|trained|arrested|convicted|received|training)\b", re.IGNORECASE)
DATED = re.compile(rf"\b(?P<date>{DATE})")
TRAILING = re.compile(r"(?:\s(?:in|on|by|as|since|from))+\s*$")
OWNED = re.compile(r"\)?\s(?:of|in|within|under|at)\s(?:the\s)?")
FORMER = re.compile(r"\b(?:formerly|previously|renamed|called|known\sas)\s(?:known\sas\s|called\s)?(?:the\s)?$")
LED = re.compile(r"\b(?:of|in|by|within|under|at|to|with|from|for)\s(?:the\s)?$", re.IGNORECASE)
BRACKETS = re.compile(
    r"\s?\((?!formerly|previously|established|created|set\sup|founded|opened)[^()]{1,40}\)", re.IGNORECASE
)
REACH = 160


@dataclass(frozen=True, slots=True)
class _Said:
    """What was matched around a mention: the offsets, the verb's and what follows it."""

    start: int
    end: int
    verb: int
    words: str = ""


def events_of(section: Prepared, mentions: Sequence[NameMention]) -> Iterator[InstitutionEvent]:
    """The events of one section, in order of the mentions."""
    starts = [mention.start for mention in mentions]
    for part in section.parts:
        for start, end in sentences(section.text, part.start, part.end):
            inside = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
            for number, mention in enumerate(inside):
                before = inside[number - 1].end if number else start
                owner = _owner(section.text, inside[:number][-2:], mention)
                yield from _told_behind(section.text, mention, owner, start, end)
                yield from _told_before(section.text, mention, before, start, end)


def _told_behind(
    text: str, mention: NameMention, owner: NameMention | None, start: int, end: int
) -> Iterator[InstitutionEvent]:
    """The events that the words behind a mention tell, in the sentence text[start:end]. `owner` is what is named before
    it as a part of it: "the Unit of the Ministry"."""
    behind = _past_brackets(text, mention.end, end)
    if FORMER.search(text, max(start, mention.start - 24), mention.start):
        return
    if match := SINCE.match(text, behind, min(end, behind + REACH)):
        said = _Said(mention.start, match.end(), match.start("verb"))
        yield _event(text, Kind.CREATED, mention, said, start, end)
    if text[mention.start : mention.end].lower().endswith("the staff") and (
        match := OF_STAFF.match(text, mention.end, end)
    ):
        said = _Said(mention.start, match.end(), mention.start, _words(match))
        yield _event(text, Kind.STAFFING, mention, said, start, end)
    is_led = LED.search(text, max(start, mention.start - 12), mention.start) is not None
    for kind, pattern in BEHIND.items():
        match = pattern.match(text, behind, min(end, behind + REACH))
        if match is None:
            continue
        # "That of the Ministry was created": what was created is not what is named.
        is_part = is_led and not match[0].lstrip().startswith((",", "(")) and kind is not Kind.RENAMED
        subject = owner if is_part else mention
        if subject is not None:
            said = _Said(subject.start, match.end(), match.start("verb"), _words(match))
            yield _event(text, kind, subject, said, start, end)


def _told_before(text: str, mention: NameMention, before: int, start: int, end: int) -> Iterator[InstitutionEvent]:
    """The events that the words before a mention tell; another name ends at `before`."""
    window = text[max(before, mention.start - REACH) : mention.start]
    shift = mention.start - len(window)
    for kind, pattern in BEFORE.items():
        match = pattern.search(window)
        if match is None or (kind is Kind.CREATED and DENIED.search(window[: match.start()][-30:])):
            continue
        if kind is Kind.CREATED and not match["verb"] and not DATED.search(text, start, end):
            continue  # "the formation of the group is welcome"
        if kind is Kind.STAFFING and ABOUT_CASES.search(text[start:end]):
            continue
        said = _Said(shift + match.start(), mention.end, shift + match.start(), _words(match))
        yield _event(text, kind, mention, said, start, end)
    if match := HOUSED.search(text[start : mention.start]):
        said = _Said(start + match.start(), mention.end, start + match.start(), f"from {_words(match)}")
        yield _event(text, Kind.MOVED, mention, said, start, end)
    behind = _past_brackets(text, mention.end, end)
    target = TARGET.match(text, behind, min(end, behind + REACH))
    match = ACTIVE_MOVE.search(window) if target else None
    if target and match and not DENIED.search(window[: match.start()][-30:]):
        kind = Kind.RENAMED if match["verb"].lower() == "renamed" else Kind.MOVED
        said = _Said(shift + match.start(), target.end(), shift + match.start(), _words(target))
        yield _event(text, kind, mention, said, start, end)


def _owner(text: str, before: Sequence[NameMention], mention: NameMention) -> NameMention | None:
    """What is named right before a mention as a part of it, by its full name rather than the acronym in brackets."""
    if not before or not OWNED.fullmatch(text, before[-1].end, mention.start):
        return None
    return before[0] if before[0].name == before[-1].name else before[-1]


def _past_brackets(text: str, at: int, end: int) -> int:
    """Past an acronym in brackets."""
    match = BRACKETS.match(text, at, end)
    return match.end() if match else at


def _words(match: re.Match[str]) -> str:
    return squeezed(match.groupdict().get("words") or "")


def _event(text: str, kind: Kind, mention: NameMention, said: _Said, start: int, end: int) -> InstitutionEvent:
    date = "" if kind is Kind.STAFFING else _date(text, said, start, end)
    year, month, day = parts_of(date)
    words = TRAILING.sub("", DATED.sub("", said.words)).strip(" ,") if kind is not Kind.STAFFING else said.words
    return InstitutionEvent(kind, mention.name, said.start, said.end, date, year, month, day, words)


def _date(text: str, said: _Said, start: int, end: int) -> str:
    """The date behind the verb, else the last before it."""
    later = DATED.search(text, said.verb, min(end, max(said.end, said.verb) + 60))
    if later:
        return later["date"]
    earlier = list(DATED.finditer(text, max(start, said.verb - REACH), said.verb))
    return earlier[-1]["date"] if earlier else ""
