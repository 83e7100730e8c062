"""From a cable's markings to who may see it, fail-closed. Pure: what is decided here is written by `importing`.

Without a marking that limits it an unclassified cable is public; with one it is for members. A classified
or unreadable marking is refused, the line quoted. Markings are looked for in the whole text, not only where
the parser expects them: in the header's lines, in the captions that the transmission repeats, in portion marks.
Foreign Affairs Handbook 5 FAH-2 H-440 (captions), 12 FAM 540 (sensitive but unclassified).
"""

import re
from dataclasses import dataclass

from cables.parsing.structure import ParsedCable

PUBLIC, MEMBERS, RESTRICTED = STRICTNESS = ("public", "members", "restricted")

MAX_REASON = 300
SUBJECT_LINE = re.compile(r"\s*SUBJ(ECT)?\s*:", re.IGNORECASE)
HEADER_LIMIT = 200  # lines searched for a header's markings where no SUBJECT line ends it
LIMITING_WORDS = (
    *("SENSITIVE", "SBU", "FOUO", "EFTO", "NOFORN", "NODIS", "EXDIS", "LIMDIS", "STADIS", "PROPIN"),
    *("OFFICIAL USE", "NOT FOR INTERNET", "E F T O"),
)
LIMITING = re.compile(r"\b(?:" + "|".join(LIMITING_WORDS) + r")\b", re.IGNORECASE)
SPACED_OUT = re.compile(r"\b(?:[A-Z] ){2,}[A-Z]\b")  # S E N S I T I V E
CAPTION_LINE = re.compile(r"(?:(?:SIPDIS|UNCLAS(?:SIFIED)?|" + "|".join(LIMITING_WORDS) + r"|FOR|ONLY)(?:[\s/,;]+|$))+")
LIMITED_TEXT = re.compile(
    r"\(SBU\b[^)\n]{0,20}\)?|\(U//?FOUO\b[^)\n]{0,20}\)?|\bsensitive[\s-]+but[\s-]+unclassified\b|\bfor[\s-]+official[\s-]+use[\s-]+only\b",
    re.IGNORECASE,
)
CLASSIFIED_LINE = re.compile(r"\W*(?:CONFIDENTIAL|(?:TOP *)?SECRET)(?: *//.*| *NOFORN.*| +SECTION +\d.*)?\W*")
CLASSIFIED_WORD = re.compile(r"CONFIDENTIAL|SECRET")
CLASSIFIED_PORTION = re.compile(r"(?:C|S|TS)(?:/.*)?")
DECLASSIFIED_LATER = re.compile(r"\bDECL\w*\s*:?\s*.*\d", re.IGNORECASE)


class AccessRefusedError(ValueError):
    """A marking forbids import, or cannot be read. `line` counts from 1, 0 where the marking is not in the text."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Marking:
    """What a text's own markings call for, and the line that says so."""

    access: str
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """The access a cable has in the archive, and what the markings of its current source called for."""

    access: str
    reason: str
    by_markings: str


@dataclass(frozen=True, slots=True)
class Decision:
    access: str
    reason: str
    widened: bool = False  # beyond what the markings, or the archive until now, allowed: must be logged


def strictest(*accesses: str) -> str:
    return max(accesses, key=STRICTNESS.index)


def is_stricter(access: str, other: str) -> bool:
    return STRICTNESS.index(access) > STRICTNESS.index(other)


def read_marking(parsed: ParsedCable, *, claimed: str = "") -> Marking:
    """The access that a cable's markings call for. `claimed` is the classification that came beside the text, in a
    column or on a page. Raises AccessRefusedError for a classified or unreadable one."""
    _refuse_classified_header(parsed)
    by_claim = claimed_access(claimed)
    lines = parsed.text.split("\n")
    _refuse_classified_lines(lines)
    _refuse_classified_portions(parsed)
    if DECLASSIFIED_LATER.search(order := parsed.header.eo12958[:MAX_REASON]):
        return Marking(RESTRICTED, _cut(f'marked unclassified, but E.O. 12958 says "{order}"'))
    if by_claim == MEMBERS:
        return Marking(MEMBERS, _cut(f'classification given with the text: "{claimed}"'))
    if limited := _limiting_line(lines) or _limiting_text(parsed.text):
        number, quoted = limited
        return Marking(MEMBERS, _cut(f'line {number}: "{quoted}"'))
    return Marking(
        PUBLIC, _cut(f'line {parsed.header.marking_line}: "{parsed.header.marking.strip()}", nothing limits it')
    )


def claimed_access(claimed: str) -> str:
    """What a classification given beside a text calls for by itself. Raises AccessRefusedError."""
    _refuse_classified_claim(claimed)
    return MEMBERS if LIMITING.search(claimed) else PUBLIC


def decide(marking: Marking, *, asked: str = "", held: Held | None = None, new_source: bool = False) -> Decision:
    """The access to give. Markings narrow; `asked` (an importer's explicit wish) narrows, and only "public" widens,
    and only what is for members: what is restricted is opened by a curator's hand alone.

    An opening holds for the text it was given to: of a `new_source` the marking counts again, however the last one
    was opened."""
    kept = Decision(marking.access, marking.reason)
    if held:
        narrows = is_stricter(marking.access, held.access)
        if not (narrows and (new_source or is_stricter(marking.access, held.by_markings))):
            kept = Decision(held.access, held.reason)
    if asked and is_stricter(asked, kept.access):
        return Decision(asked, "set by the importer")
    if asked == PUBLIC and kept.access == MEMBERS:
        return Decision(PUBLIC, _cut(f"opened by the importer in spite of {kept.reason}"), widened=True)
    return kept


def _refuse_classified_header(parsed: ParsedCable) -> None:
    header = parsed.header
    marking = _closed_up(header.marking)
    if not marking.strip():
        raise AccessRefusedError("no line of classification can be found", line=header.marking_line)
    readable = header.classification == "UNCLASSIFIED" and re.match(r"\W*UNCLAS", marking, re.IGNORECASE)
    if not readable or CLASSIFIED_WORD.search(marking.upper()):
        what = "classified" if CLASSIFIED_WORD.search(marking.upper()) else "its marking cannot be read"
        raise AccessRefusedError(f'{what}: "{header.marking.strip()}"', line=header.marking_line)


def _refuse_classified_claim(claimed: str) -> None:
    plain = _closed_up(claimed).strip().upper()
    if plain and (not plain.startswith("UNCLAS") or CLASSIFIED_WORD.search(plain)):
        raise AccessRefusedError(f'the classification given with the text is "{claimed.strip()[:80]}"')


def _refuse_classified_lines(lines: list[str]) -> None:
    for number, line in enumerate(lines, start=1):
        if len(line) < 120 and CLASSIFIED_LINE.fullmatch(_closed_up(line).strip()):
            raise AccessRefusedError(f'classified: "{line.strip()}"', line=number)


def _refuse_classified_portions(parsed: ParsedCable) -> None:
    for section in parsed.sections:
        for paragraph in section.paragraphs:
            if CLASSIFIED_PORTION.fullmatch(paragraph.portion.strip("() ").upper()):
                line = parsed.text.count("\n", 0, paragraph.start) + 1
                raise AccessRefusedError(f'a classified paragraph: "({paragraph.portion.strip("() ")})"', line=line)


def _limiting_line(lines: list[str]) -> tuple[int, str] | None:
    """The first caption that limits a cable: in the header up to its subject, or a caption line later on."""
    in_header = True
    for number, line in enumerate(lines, start=1):
        if in_header and (SUBJECT_LINE.match(line) or number > HEADER_LIMIT):
            in_header = False
        if not in_header and (len(line) > 120 or not CAPTION_LINE.fullmatch(_closed_up(line).strip())):
            continue
        if LIMITING.search(line) or LIMITING.search(_closed_up(line)):
            return number, line.strip()
    return None


def _limiting_text(text: str) -> tuple[int, str] | None:
    found = LIMITED_TEXT.search(text)
    return (text.count("\n", 0, found.start()) + 1, " ".join(found[0].split())) if found else None


def _closed_up(line: str) -> str:
    """The line with letters that stand apart, as classifications are printed, closed up."""
    return SPACED_OUT.sub(lambda spaced: spaced[0].replace(" ", ""), line)


def _cut(reason: str) -> str:
    return reason if len(reason) <= MAX_REASON else reason[: MAX_REASON - 1] + "…"
