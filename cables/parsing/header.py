"""The header of a cable: from the start line to SUBJECT and REF.

Words and order follow the message formats of ACP 127 and the Department's 5 FAH-2 (telegrams): precedence and
date-time group, FM/TO/INFO with routing indicators, the line of classification, captions, passing lines,
E.O. line, TAGS, subject, references.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cables.parsing.lines import Line
from cables.parsing.references import split_references
from cables.parsing.structure import Addressee, Header

PRECEDENCES = {"O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE", "Z": "FLASH", "Y": "NIACT IMMEDIATE"}
MONTHS = {m: i for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)}
CAPTIONS = (
    "SENSITIVE BUT UNCLASSIFIED", "SENSITIVE", "SIPDIS", "NOFORN", "EXDIS", "NODIS", "LIMDIS", "STADIS", "ROGER",
    "TERREP", "CHEROKEE", "FOUO", "EFTO", "SBU", "DSSIS", "CODEL", "NOCONTRACT", "MED CHANNEL", "DS CHANNEL",
    "TIP CHANNEL", "AGRICULTURE CHANNEL", "COMMERCE CHANNEL",
)  # fmt: skip

DTG = re.compile(
    r"(?:(?P<precedence>[OPRZY](?:[ \t]{1,3}[OPRZY]){0,2})[ \t]{1,3})?"
    r"(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<zone>[A-Z])"
    r"[ \t]{1,3}(?P<month>[A-Z]{3})[ \t]{1,3}(?P<year>\d{2,4})",
    re.ASCII,
)
ORIGIN = re.compile(r"DE[ \t]{1,3}(?P<routing>[A-Z]{4,8})[ \t]{1,3}#?(?P<serial>[0-9]{1,6})")
ADDRESS = re.compile(r"(?:(?P<routing>[A-Z]{3,8})[ \t]{0,2}/[ \t]{0,2})?(?P<name>\S.*)")
MARKING = re.compile(
    r"(?P<class>UNCLAS(?:SIFIED)?|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|(?:T ?O ?P )?S ?E ?C ?R ?E ?T)\b"
    r"(?P<rest>.*)"
)
SECTION_OF = re.compile(r"\bSECTION[ \t]{1,3}(?P<number>\d{1,3})[ \t]{1,3}OF[ \t]{1,3}(?P<of>\d{1,3})\b[ \t]*")
POST_SERIAL = re.compile(r"(?P<post>[A-Z][A-Z .'/-]{0,40}?)[ \t]{1,3}(?P<serial>[0-9]{3,7})(?:\.[0-9])?[ \t]*$")
FIELD = re.compile(
    r"(?P<name>E\.?[ ]?O\.?[ ]?1\d{4}(?=[ \t]{0,3}[:;.]|[ \t]{1,3}(?:N/?A|DECL))"
    r"|TAGS?(?=[ \t]{0,3}[:;.])|SUBJ(?:ECT)?(?=[ \t]{0,3}[:;.])"
    r"|REF(?:S|TELS?|ERENCES?|\(S\))?(?=[ \t]{0,3}[:;]|[ \t]{1,3}\(?A[.):]))[ \t]{0,3}[:;.]?[ \t]*",
    re.IGNORECASE,
)
INLINE_REF = re.compile(r"[ \t](?=REF(?:S|TELS?|\(S\))?:[ \t])")
DISTRIBUTION = re.compile(r"\b[A-Z/]{1,7}-\d{2}\b|-{4,}|/\d{3}W\b")
PARTIAL = re.compile(r"This record is a partial extract", re.IGNORECASE)
REF_LETTER = re.compile(r"(?:¶|\[[1¶]\]\(#\))?\s?(?:REF\s)?\(?([A-Z])\s?[).:]")
TAG = re.compile(r"\[?([A-Z]{2,8})\]?(?:\(#\))?")
LINKED = re.compile(r"\[([^\]\n]{0,40})\]\(#?\)")


@dataclass(slots=True)
class HeaderLines:
    """The raw finds, collected line by line."""

    precedence: tuple[str, ...] = ()
    dtg: datetime | None = None
    from_: str = ""
    routing: str = ""
    origin_serial: int = 0
    action: list[Addressee] = field(default_factory=list)
    info: list[Addressee] = field(default_factory=list)
    marking: str = ""
    marking_line: int = 0
    classification: str = ""
    captions: list[str] = field(default_factory=list)
    parts: int = 1
    post: str = ""
    serial: int = 0
    passing: list[str] = field(default_factory=list)
    eo12958: str = ""
    tags: list[str] = field(default_factory=list)
    subject: str = ""
    refs: str = ""
    partial: bool = False  # an archive's note says that the text is not whole


def read_dtg(text: str) -> datetime | None:
    """`132237Z MAR 08` in UTC. Only zone Z is used by the Department; another zone or an impossible date is None."""
    found = DTG.search(text)
    if not found or found["zone"] != "Z" or found["month"] not in MONTHS:
        return None
    year = int(found["year"])
    try:
        return datetime(
            year if year > 99 else 1900 + year if year > 65 else 2000 + year,
            MONTHS[found["month"]], int(found["day"]), int(found["hour"]), int(found["minute"]), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None


def read_addressee(text: str) -> Addressee:
    """`RUEHC/SECSTATE WASHDC IMMEDIATE 2598` in its parts; a part that is not there is ""."""
    found = ADDRESS.fullmatch(text.strip())
    words, routing = (found["name"].split(), found["routing"] or "") if found else (text.split(), "")
    serial = words.pop() if len(words) > 1 and re.fullmatch(r"\d{2,6}", words[-1]) else ""
    precedence = ""
    if len(words) > 1 and words[-1] in PRECEDENCES.values():
        precedence = words.pop()
        if precedence == "IMMEDIATE" and len(words) > 1 and words[-1] == "NIACT":
            precedence = f"{words.pop()} {precedence}"
    return Addressee(" ".join(words), routing, precedence, serial)


def read_captions(text: str) -> list[str] | None:
    """The captions of a line that holds nothing else; None for any other line."""
    rest, found = re.sub(r"[ \t]+", " ", text.strip().strip(",;.")), []
    while rest:
        caption = next((c for c in CAPTIONS if rest == c or rest.startswith((c + ",", c + " ", c + "/"))), None)
        if caption is None:
            return None
        found.append("SENSITIVE" if caption == "SENSITIVE BUT UNCLASSIFIED" else caption)
        rest = rest[len(caption) :].lstrip(" ,/")
    return found


def _read_marking(line: Line, into: HeaderLines) -> bool:
    found = MARKING.match(line.text)
    if not found:
        return False
    name = found["class"].replace(" ", "")
    into.classification = {"UNCLAS": "UNCLASSIFIED", "TOPSECRET": "TOP SECRET"}.get(name, name)
    into.marking, into.marking_line = line.text, line.number
    rest = found["rest"]
    if part := SECTION_OF.search(rest):
        into.parts = int(part["of"])
        rest = rest[: part.start()] + " " + rest[part.end() :]
    rest = rest.strip(" \t/")
    if place := POST_SERIAL.search(rest):
        into.serial = int(place["serial"])
        words = place["post"].strip()
        for caption in sorted(CAPTIONS, key=len, reverse=True):
            if words.startswith(caption + " "):
                _add_captions(into, [caption])
                words = words[len(caption) :].strip()
        into.post = words
    elif captions := read_captions(rest):
        _add_captions(into, captions)
    return True


def _add_captions(into: HeaderLines, captions: list[str]) -> None:
    into.captions.extend(c for c in captions if c not in into.captions)


def _read_envelope(lines: list[Line], at: int, into: HeaderLines) -> int:
    """Everything above the line of classification. Returns the index of that line, or `len(lines)`."""
    addressees: list[Addressee] | None = None
    while at < len(lines):
        line, text = lines[at], lines[at].text
        if _read_marking(line, into):
            return at
        into.partial = into.partial or PARTIAL.match(text) is not None
        if text.startswith("FM "):
            into.from_, addressees = text[3:].strip(), None
        elif found := re.match(r"(TO|INFO|XMT)[ \t]+(?=\S)", text):
            addressees = {"TO": into.action, "INFO": into.info}.get(found[1])
            if addressees is not None and not DISTRIBUTION.search(text):
                addressees.append(read_addressee(text[found.end() :]))
        elif found := ORIGIN.match(text):
            into.routing, into.origin_serial = found["routing"], int(found["serial"])
        elif into.dtg is None and (found := DTG.match(text)):
            into.dtg = read_dtg(text)
            into.precedence = tuple(PRECEDENCES[p] for p in (found["precedence"] or "").split())
        elif addressees is not None and text and text != "BT" and not DISTRIBUTION.search(text):
            addressees.append(read_addressee(text))
        at += 1
    return at


def _read_field(name: str, value: str, into: HeaderLines) -> None:
    name = name.upper()
    if name.startswith("E"):
        into.eo12958 = value
    elif name.startswith("TAG"):
        into.tags = list(dict.fromkeys(TAG.findall(value.upper())))
    elif name.startswith("S"):
        into.subject = value
    else:
        into.refs = value


def _body_starts(line: Line) -> bool:
    return re.match(r"(?:¶|\[[1¶]\]\(#\))?\d{1,2}[.)][ \t]*\S|-{6,}$|SUMMARY\b|Classified By", line.text) is not None


def _ends_field(name: str, line: Line, after_blank: bool, value: list[str]) -> bool:
    """Whether this line no longer belongs to the field `name`, given that it is not a new field itself."""
    if _body_starts(line):
        return True
    if not after_blank:
        return False
    if _field_group(name) != "R":
        return True
    letters = [found[1] for part in value for found in re.finditer(r"(?:^|\s)\(?([A-Z])[).:]\s", part)]
    found = REF_LETTER.match(line.text)
    follows = found is not None and bool(letters) and found[1] == chr(ord(letters[-1]) + 1)
    return not (follows and len(line.text) < 100 and re.search(r"\d", line.text))


def _read_fields(lines: list[Line], at: int, into: HeaderLines) -> int:
    """E.O., TAGS, SUBJECT, REF. Returns the index of the first line of the body."""
    name, after_blank, end = "", False, at
    value: list[str] = []
    while at < len(lines):
        line = lines[at]
        found = FIELD.match(line.text)
        if found and not (into.subject and _field_group(found["name"]) != "R"):
            if name:
                _read_field(name, " ".join(value), into)
            name, text = found["name"], line.text[found.end() :]
            cut = INLINE_REF.search(" " + text) if _field_group(name) == "S" else None
            if cut:
                _read_field(name, (" " + text)[: cut.start()].strip(), into)
                text = FIELD.sub("", (" " + text)[cut.end() :], count=1)
                name = "REF"
            value, after_blank, end = [text.strip()], False, at + 1
        elif line.blank:
            after_blank = True
        elif name and not _ends_field(name, line, after_blank, value):
            value.append(line.text)
            after_blank, end = False, at + 1
        elif name and _field_group(name) in "SR":
            break
        elif not name or after_blank:
            if name:
                _read_field(name, " ".join(value), into)
                name, value = "", []
            if _body_starts(line) and into.subject:
                break
            _read_loose(line, into)
            end = at + 1
        at += 1
    if name:
        _read_field(name, " ".join(value), into)
    return end


def _field_group(name: str) -> str:
    return name[0].upper()


def _read_loose(line: Line, into: HeaderLines) -> None:
    """A line between the fields: captions, or one more passing line."""
    captions = read_captions(line.text)
    if captions is not None:
        _add_captions(into, captions)
    else:
        into.passing.append(line.text)


def read_header(lines: list[Line]) -> tuple[HeaderLines, int]:
    """The header's raw finds and the index of the first line of the body."""
    into = HeaderLines()
    at = _read_envelope(lines, 0, into)
    if at == len(lines):
        return into, 0
    return into, _read_fields(lines, at + 1, into)


def post_in_mrn(post: str) -> str:
    """`SAN JOSE` as it stands in an MRN: letters and digits only."""
    return re.sub(r"[^A-Z0-9]", "", post.upper())


def _year_of_others(into: HeaderLines) -> int:
    """The year of a cable whose date is lost: the subject's or the latest reference's; 0 where neither has one."""
    years = [int(y) for y in re.findall(r"\b(20[01]\d)\b", into.subject)]
    if not years:
        years = [2000 + int(y) for y in re.findall(r"\b([01]\d) [A-Z]{3,}[A-Z .]{0,20} \d{1,7}\b", into.refs)]
    return max(years, default=0)


def finish(into: HeaderLines, signature: str) -> Header:
    """The header with MRN and resolved references; what the marking line lacks is taken from FM and DE lines."""
    post = into.post
    if not post:
        post = re.sub(
            r"^(?:AM|US)?(?:EMBASSY|CONSUL(?:ATE)?(?: GENERAL)?|MISSION|INT|LIAISON OFFICE)\s+", "", into.from_
        )
    serial = into.serial or into.origin_serial
    year = into.dtg.year if into.dtg else _year_of_others(into)
    name = post_in_mrn(post)
    name = "STATE" if name in {"SECSTATE", "SECSTATEWASHDC"} else name
    mrn = f"{year % 100:02}{name}{serial}" if year and name and serial else ""
    return Header(
        mrn=mrn, year=year, post=post, serial=serial, precedence=into.precedence, dtg=into.dtg, from_=into.from_,
        routing=into.routing, action=tuple(into.action), info=tuple(into.info), marking=into.marking,
        marking_line=into.marking_line, classification=into.classification, captions=tuple(into.captions),
        parts=into.parts, passing=tuple(into.passing), eo12958=into.eo12958, tags=tuple(into.tags),
        subject=LINKED.sub(r"\1", into.subject),
        refs=split_references(into.refs, own=name, dtg=into.dtg, own_serial=serial),
        signature=signature,
    )  # fmt: skip
