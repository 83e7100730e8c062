"""Names that nothing gives away but the list they stand in: "the IOM, Open Door, and the Red Cross"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from statutes.extraction.institutions.acronyms import GOVERNMENT, NO_NAMES
from statutes.extraction.institutions.kinds import kind_of
from statutes.extraction.institutions.known import KNOWN
from statutes.extraction.institutions.names import DEMONYM, name_key, squeezed
from statutes.extraction.institutions.places import places
from statutes.extraction.institutions.sections import Prepared
from statutes.extraction.institutions.structure import InstitutionKind as Kind
from statutes.extraction.institutions.structure import NameMention
from statutes.extraction.institutions.words import BREAKING_THINGS, LAWS, MONTHS, OPENERS, PLAIN, ROLES

KINDS_BY_ACRONYM = {acronym: kind for _, acronym, kind in KNOWN if acronym}
LISTED = ("stands in a list of institutions", "opens an item of a list of institutions")
WORD = r"[A-Z][\w'’&-]{0,30}"
ITEM = rf"(?P<item>{WORD}(?:\s(?:(?:of|for|de|del|la|los|las|para|the|por|tus)\s){{0,2}}{WORD}){{0,5}})"
BRACKETS = r"(?:\s?\([^()\n]{1,60}\))?"
BETWEEN = re.compile(rf"{BRACKETS},\s(?:and\s)?(?:the\s)?{ITEM}{BRACKETS},?\s(?:and\s|or\s)?(?:the\s)?")
COMMA = re.compile(rf"{BRACKETS},\s(?:and\s)?(?:the\s)?")
OPENED = re.compile(
    rf"(?:^|\n)\s{{0,4}}(?:-{{1,2}}\s{{0,2}})?(?:\(\d{{1,2}}\)|\d{{1,2}}[.)])?\s{{0,3}}(?:The\s)?{ITEM}{BRACKETS}"
    r"(?:['’]s)?\s{0,2}(?::|-{1,2}\s)"
)
LAST = re.compile(rf"{BRACKETS},?\sand\s(?:the\s)?{ITEM}(?=[\s,.;:)(])")
REACH = 160


def listed_names(section: Prepared, mentions: Sequence[NameMention]) -> Iterator[NameMention]:
    """Names between two mentions of one list, or last in a list of two mentions at least."""
    text = section.text
    mentions = [mention for mention in mentions if text[mention.start - 1 : mention.start] != "("]
    for number, mention in enumerate(mentions):
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        if following is not None and following.start - mention.end < REACH:
            match = BETWEEN.fullmatch(text, mention.end, following.start)
            if match and (found := _named(section, match)):
                yield found
                continue
        if number and COMMA.fullmatch(text, mentions[number - 1].end, mention.start):
            match = LAST.match(text, mention.end, min(len(text), mention.end + REACH))
            if match and (found := _named(section, match)):
                yield found


def headed_names(section: Prepared, mentions: Sequence[NameMention]) -> Iterator[NameMention]:
    """Names that open the items of a list ("-- Open Door: runs a home"), where other items open with institutions."""
    starts = {mention.start: mention for mention in mentions}
    items = [match for match in OPENED.finditer(section.text) if match["item"]]
    known = [starts[match.start("item")] for match in items if match.start("item") in starts]
    if len(known) < 2 or 3 * len(known) < len(items):
        return
    kinds = [mention.kind for mention in known]
    for match in items:
        if match.start("item") not in starts and (found := _named(section, match)):
            kind = max(set(kinds), key=kinds.count) if found.kind is Kind.OTHER else found.kind
            yield replace(found, kind=kind, reason=LISTED[1])


def _named(section: Prepared, match: re.Match[str]) -> NameMention | None:
    start, end = match.span("item")
    if section.text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    name = squeezed(section.text[start:end])
    if not section.is_read(start, end) or section.is_loud(start) or not is_plausible(name):
        return None
    said = kind_of(name) if " " in name else Kind.OTHER
    kind = KINDS_BY_ACRONYM.get(name) or (Kind.NGO if said is Kind.EXECUTIVE else said)
    return NameMention(start, end, name, kind=kind, reason=LISTED[0])


def is_plausible(name: str) -> bool:
    """Whether words in capitals are no person's title, place, law, month or people."""
    words = [word.lower() for word in name.split()]
    if name_key(name) in places() or DEMONYM.fullmatch(f"{name} x") or (DEMONYM.match(f"{name} x") and len(words) == 1):
        return False
    if name in NO_NAMES or (name.isupper() and GOVERNMENT.match(name)) or (name.isupper() and len(words) > 1):
        return False
    if all(word in PLAIN for word in words):
        return False
    barred = OPENERS | ROLES | MONTHS | LAWS | BREAKING_THINGS
    return not any(word in barred for word in words) and len(name) > 2
