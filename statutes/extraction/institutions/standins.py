"""What stands for a name in an event though it is no mention: "the anti-trafficking unit", "the commission"."""

import re
from collections.abc import Iterator, Sequence
from heapq import merge

from statutes.extraction.institutions.aliases import Finder
from statutes.extraction.institutions.names import name_key
from statutes.extraction.institutions.sections import Prepared
from statutes.extraction.institutions.structure import NameMention

NOUNS = (
    "unit commission committee council group center centre office force division coalition agency authority department "
    "directorate institute foundation shelter court board bureau"
).split()
BACK = re.compile(
    rf"\b[Tt](?:he|his)\s(?:(?:new|special|specialized|anti-\w{{3,12}}|task|working)\s){{0,2}}(?P<noun>{'|'.join(NOUNS)})\b",
    re.IGNORECASE,
)
STAFF = re.compile(
    r"\b[Tt]he\sstaff(?=\sof\s\d|\sof\s(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
)


def named_finder(mentions: Sequence[NameMention]) -> tuple[Finder, list[str]]:
    """Looks for the names of a cable in small letters too; of one word none."""
    names = sorted({mention.name for mention in mentions if " " in mention.name})
    return Finder((name, number, False) for number, name in enumerate(names)), names


def with_stand_ins(
    section: Prepared, mentions: Sequence[NameMention], finder: Finder, names: Sequence[str]
) -> list[NameMention]:
    """The mentions and what stands for one, in order and apart. A noun stands for the last name in its paragraph that
    ends or begins with it; "the staff" for the last of these."""
    spelled = [
        NameMention(hit.start, hit.end, names[hit.value])
        for hit in finder.hits(section.folded)
        if section.is_read(hit.start, hit.end)
    ]
    known = list(_apart(merge(mentions, spelled, key=lambda one: (one.start, -one.end))))
    found: list[NameMention] = []
    at = 0
    for part in section.parts:
        inside = []
        while at < len(known) and known[at].start < part.end:
            inside.append(known[at])
            at += 1
        found += _part(section.text, part.start, part.end, inside)
    return found


def _apart(mentions: Iterator[NameMention]) -> Iterator[NameMention]:
    end = 0
    for mention in mentions:
        if mention.start >= end:
            yield mention
            end = mention.end


def _part(text: str, start: int, end: int, mentions: Sequence[NameMention]) -> list[NameMention]:
    """Of one paragraph."""
    marks = [(match.start(), match.end(), match.groupdict().get("noun", "").lower())
             for pattern in (BACK, STAFF) for match in pattern.finditer(text, start, end)]  # fmt: skip
    last: dict[str, str] = {}
    stood = ""
    found: list[NameMention] = []
    steps: list[tuple[int, int, str, NameMention | None]] = [(m.start, m.end, "", m) for m in mentions]
    steps += [(first, behind, noun, None) for first, behind, noun in marks]
    reached = start
    for first, behind, noun, mention in sorted(steps, key=lambda step: (step[0], step[3] is None, -step[1])):
        if first < reached:
            continue
        if mention is not None:
            words = name_key(mention.name).split() or [""]
            last |= {words[0]: mention.name, words[-1]: mention.name}
            found.append(mention)
        elif name := (last.get(noun, "") if noun else stood):
            stood = name
            article = re.compile(r"[Tt](?:he|his)\s").match(text, first)
            found.append(NameMention(article.end() if article and noun else first, behind, name))
        else:
            continue
        reached = behind
    return found
