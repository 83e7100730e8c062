"""References: `A. STATE 2731`, `(B) 05 REYKJAVIK 95 (NOTAL)`, `SECSTATE 202745` ... resolved to MRNs."""

import re
from datetime import datetime

from cables.parsing.questionnaires import questionnaires
from cables.parsing.structure import Reference

PILCROW = re.compile(r"¶|\[[1¶]\]\(#\)")
LETTER = re.compile(r"(?:(?<=^)|(?<=\s)|(?<=[,;]))(?:\((?P<a>[A-Z])\)|(?P<b>[A-Z])(?:\)|\.(?=\s|\d)|:(?=\s)))\s*")
CABLE = re.compile(
    r"(?<![A-Z0-9])(?:(?P<year>\d{2}|(?:19|20)\d{2})\s{0,3})?(?P<post>[A-Z][A-Z.'-]*(?:\s{1,2}[A-Z][A-Z.'-]*){0,3}?)\s{0,3}"
    r"(?P<serial>\d{1,7})(?:\s{0,2}\((?P<late>(?:19|20)?\d{2})\))?(?![A-Z0-9]|[/.:-]\d)"
)
NEXT_CABLE = re.compile(
    r"\s{0,2}(?:[;,]|\b(?:AND|and)\b)\s{0,3}(?=(?:(?:\d{2}|20\d{2})\s{0,2})?[A-Z][A-Z.'-]*(?:\s[A-Z][A-Z.'-]*){0,3}\s{1,2}\d{1,7}\b)"
)
NOT_A_POST = frozenset(
    """
    REF PARA PARAS PARAGRAPH SECTION PART QUESTION QUESTIONS HR EO AND OF TIP REPORT EMAIL DATED LETTER FAX TELCON TEL
    MEMO MEMORANDUM NOTE JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC JANUARY FEBRUARY MARCH APRIL JUNE JULY
    AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER
    """.split()
)
IN_POSTS = {"OF", "TEL", "AND"}  # Port of Spain, Tel Aviv
MAX_REFERENCES = 4000  # characters: beyond any real list
STATE_TELEGRAMS_A_DAY = 650  # an upper bound of what the Department sent in these years


def split_references(text: str, *, own: str, dtg: datetime | None, own_serial: int) -> tuple[Reference, ...]:
    """The references of a REF field. A missing year is inferred; what is no cable has no MRN."""
    text = " ".join(re.sub(r"\bREF\s+(?=\(?[A-Z][.:)])", " ", PILCROW.sub(" ", text)).split())
    if not text:
        return ()
    text = text[:MAX_REFERENCES]
    pieces = _pieces(text)
    return tuple(_reference(letter, raw, own=own, dtg=dtg, own_serial=own_serial) for letter, raw in pieces)


def _pieces(text: str) -> list[tuple[str, str]]:
    """Letter and words of each reference, in order. Letters must ascend from the first, so that `U.S.` does not cut."""
    cuts: list[re.Match[str]] = []
    for found in LETTER.finditer(text):
        letter = found["a"] or found["b"]
        if letter == (chr(ord(_letter(cuts[-1])) + 1) if cuts else "A"):
            cuts.append(found)
    if not cuts:
        return [("", part.strip(" ,;")) for part in NEXT_CABLE.split(text) if part.strip(" ,;")]
    ends = [cut.start() for cut in cuts[1:]] + [len(text)]
    return [
        (_letter(cut), text[cut.end() : end].lstrip(" .:-").strip(" ,;")) for cut, end in zip(cuts, ends, strict=True)
    ]


def _letter(found: re.Match[str]) -> str:
    return found["a"] or found["b"]


def _reference(letter: str, raw: str, *, own: str, dtg: datetime | None, own_serial: int) -> Reference:
    notal = "NOTAL" in raw.upper()
    found = CABLE.search(raw.upper())
    if not found or _is_no_post(found["post"]):
        return Reference(letter, raw, notal=notal)
    post = re.sub(r"[^A-Z]", "", found["post"])
    post = "STATE" if post == "SECSTATE" else post
    serial = int(found["serial"])
    year = (found["year"] or found["late"] or "")[-2:]
    if year:
        return Reference(letter, raw, f"{year}{post}{serial}", notal=notal)
    inferred = _inferred_year(post, serial, own=own, dtg=dtg, own_serial=own_serial)
    mrn = f"{inferred % 100:02}{post}{serial}" if inferred else ""
    return Reference(letter, raw, mrn, year_inferred=True, notal=notal)


def _is_no_post(name: str) -> bool:
    """`MARCH`, `EMAIL DATED`, `JONES E-MAIL OF MAY`: words before a number that no post is called by."""
    words = [re.sub(r"[^A-Z]", "", word) for word in name.split()]
    return "".join(words) in NOT_A_POST or any(word in NOT_A_POST - IN_POSTS for word in words)


def _inferred_year(post: str, serial: int, *, own: str, dtg: datetime | None, own_serial: int) -> int:
    """The year that a reference without one means: the cable's own, unless its serial could not yet exist."""
    if dtg is None:
        return 0
    if post == "STATE":
        for questionnaire in questionnaires().values():
            found = re.fullmatch(r"(\d{2})STATE(\d+)", questionnaire.ref)
            if found and int(found[2]) == serial and 2000 + int(found[1]) in (dtg.year, dtg.year - 1):
                return 2000 + int(found[1])
        # A serial beyond what any year could reach says nothing about the year.
        late = STATE_TELEGRAMS_A_DAY * (dtg.timetuple().tm_yday + 1) < serial <= STATE_TELEGRAMS_A_DAY * 366
        return dtg.year - 1 if late else dtg.year
    return dtg.year - 1 if post == own and own_serial and serial > own_serial else dtg.year
