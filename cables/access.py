"""From a cable's markings to who may see it, fail-closed. Pure: what is decided here is written by `importing`.

An unclassified cable is public where its marking and its header have nothing but what an unlimited cable prints
there; whatever else they have makes it one for members. A classified or unreadable marking is refused, the line
quoted. `markings` reads the raw lines of the whole text, not what the parser makes of them.
Foreign Affairs Handbook 5 FAH-2 H-440 (captions), 12 FAM 540 (sensitive but unclassified).
"""

import re
from dataclasses import dataclass

from cables.markings import Find, KnowsPost, classified, limits, plain, second_cable
from cables.parsing.structure import Header, ParsedCable, ParserWarning

PUBLIC, MEMBERS, RESTRICTED = STRICTNESS = ("public", "members", "restricted")

MAX_REASON = 300
CLASSIFIED_WORD = re.compile(r"CONFIDENTIAL|SECRET")
CLASSIFIED_PORTION = re.compile(r"(?:C|S|TS)(?:/.*)?")
OFFICE = re.compile(r"^(?:AM|US)?(?:EMBASSY|CONSUL(?:ATE)?(?: GENERAL)?|MISSION|INT|LIAISON OFFICE)\s+", re.IGNORECASE)


def nowhere(post: str) -> bool:
    """Knows no post by its name."""
    return False


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
    warnings: tuple[ParserWarning, ...] = ()


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


def is_stricter(access: str, other: str) -> bool:
    return STRICTNESS.index(access) > STRICTNESS.index(other)


def read_marking(parsed: ParsedCable, *, claimed: str = "", knows_post: KnowsPost = nowhere) -> Marking:
    """The access that a cable's markings call for. `claimed` is the classification that came beside the text, in a
    column or on a page. Raises AccessRefusedError for a classified or unreadable one."""
    header = parsed.header
    own = squeezed(OFFICE.sub("", header.from_))

    def is_known(post: str) -> bool:
        return bool(squeezed(post)) and (squeezed(post) == own or knows_post(post))

    _refuse_classified_header(header)
    by_claim = claimed_access(claimed)
    lines = parsed.text.split("\n")
    _refuse(second_cable(lines, marking_line=header.marking_line, serial=header.serial))
    _refuse(classified(lines, knows_post=is_known))
    _refuse_classified_portions(parsed)
    if by_claim == MEMBERS:
        return Marking(MEMBERS, _cut(f'classification given with the text: "{claimed}"'))
    if found := limits(lines, marking_line=header.marking_line, knows_post=is_known):
        told = ParserWarning(found.line, "limiting_line", f'for members: "{found.quoted}" is {found.what}')
        return Marking(MEMBERS, _cut(f'line {found.line}: "{found.quoted}"'), (told,) if found.what else ())
    return Marking(PUBLIC, _cut(f'line {header.marking_line}: "{header.marking.strip()}", nothing limits it'))


def claimed_access(claimed: str) -> str:
    """What a classification given beside a text calls for by itself: public only in so many words. Raises
    AccessRefusedError."""
    words = plain(claimed)
    if words and (not words.startswith("UNCLAS") or CLASSIFIED_WORD.search(words)):
        raise AccessRefusedError(f'the classification given with the text is "{claimed.strip()[:80]}"')
    return PUBLIC if words in ("", "UNCLAS", "UNCLASSIFIED") else MEMBERS


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


def _refuse_classified_header(header: Header) -> None:
    marking = plain(header.marking)
    if not marking:
        raise AccessRefusedError("no line of classification can be found", line=header.marking_line)
    readable = header.classification == "UNCLASSIFIED" and re.match(r"\W*UNCLAS", marking)
    if not readable or CLASSIFIED_WORD.search(marking):
        what = "classified" if CLASSIFIED_WORD.search(marking) else "its marking cannot be read"
        raise AccessRefusedError(f'{what}: "{header.marking.strip()}"', line=header.marking_line)


def _refuse(found: Find | None) -> None:
    if found:
        raise AccessRefusedError(f'{found.what}: "{found.quoted}"', line=found.line)


def _refuse_classified_portions(parsed: ParsedCable) -> None:
    for section in parsed.sections:
        for paragraph in section.paragraphs:
            if CLASSIFIED_PORTION.fullmatch(paragraph.portion.strip("() ").upper()):
                line = parsed.text.count("\n", 0, paragraph.start) + 1
                raise AccessRefusedError(f'a classified paragraph: "({paragraph.portion.strip("() ")})"', line=line)


def squeezed(post: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", post.upper())


def _cut(reason: str) -> str:
    return reason if len(reason) <= MAX_REASON else reason[: MAX_REASON - 1] + "…"
