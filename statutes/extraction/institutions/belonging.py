"""Units and offices whose kind is that of the body they belong to: "the National Police's Vice Unit"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from statutes.extraction.institutions.names import name_key
from statutes.extraction.institutions.sections import Prepared
from statutes.extraction.institutions.structure import InstitutionKind as Kind
from statutes.extraction.institutions.structure import NameMention

PART = re.compile(
    r"\b(?:unit|office|division|section|subdivision|team|department|bureau|brigade|center|centre|institute|group|"
    r"grupo|directorate|desk|program)\b"
)
WHOLE = frozenset({Kind.POLICE, Kind.PROSECUTION, Kind.JUDICIARY, Kind.OMBUDSMAN, Kind.LEGISLATURE})
OWN = frozenset({Kind.EXECUTIVE, Kind.OTHER, Kind.NGO})  # what the words of a part say by default
BRACKETS = r"(?:\s?\([^()\n]{1,40}\))?"
OWNED = re.compile(rf"{BRACKETS}['’]s?{BRACKETS}\s(?:(?:new|own|special|specialized)\s)?")  # the body, then its part
WITHIN = re.compile(rf"{BRACKETS}\s(?:of|in|within|inside|at|under)\s(?:the\s)?")  # the part, then the body
HAVING = re.compile(
    rf"{BRACKETS}\s(?:has|had|have|maintains?|maintained|runs?|operates?|created|formed|established|opened|inaugurated|launched|"
    r"formalized\sthe\screation\sof|(?:plans|anticipates|intends)\s(?:to\screate|creating))\s(?:an?|its|the)\s"
    r"(?:(?:new|own|special|specialized|dedicated|separate)\s){0,2}"
)
INSIDE = re.compile(rf"{BRACKETS},\s(?:an?|the)\s")  # "Within the PNC, an Office of ..."
LED_IN = re.compile(r"\b(?:[Ww]ithin|[Ii]nside|[Ii]n)\s(?:the\s)?$")


def with_kinds(sections: Sequence[Prepared], found: list[list[NameMention]]) -> list[list[NameMention]]:
    """The mentions, parts of a body with its kind wherever the cable names them."""
    kinds: dict[str, Kind] = {}
    for section, mentions in zip(sections, found, strict=True):
        for first, second in pairwise(mentions):
            part, whole = _related(section.text, first, second)
            if part is not None and whole is not None and whole.kind in WHOLE and _is_part(part):
                kinds.setdefault(name_key(part.name), whole.kind)
    return [[replace(m, kind=kinds.get(name_key(m.name), m.kind)) for m in mentions] for mentions in found]


def _is_part(mention: NameMention) -> bool:
    return mention.kind in OWN and PART.search(name_key(mention.name)) is not None


def _related(text: str, first: NameMention, second: NameMention) -> tuple[NameMention | None, NameMention | None]:
    """Part and whole of two mentions that follow each other."""
    if second.start - first.end > 80 or first.name == second.name:
        return None, None
    if OWNED.fullmatch(text, first.end, second.start):
        return second, first
    if HAVING.fullmatch(text, first.end, second.start):
        return second, first
    if WITHIN.fullmatch(text, first.end, second.start):
        return first, second
    is_inside = INSIDE.fullmatch(text, first.end, second.start) and LED_IN.search(
        text[max(first.start - 12, 0) : first.start]
    )
    return (second, first) if is_inside else (None, None)
