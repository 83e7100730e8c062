"""A real cable imported again, damaged or repaired, with passages whose new place is known from a second opinion.

Which word of one version is which of the other is found by difflib over all words of the cable at once; anchoring sees
one section and one passage.
"""

import random
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from bench.edits import covers, letters_of
from bench.tracked import passage
from cables.anchoring.folding import fold
from cables.parsing import ParsedCable, parse
from cables.parsing.structure import SpanKind
from tests.transmission import TransmissionError, send

# Of each kind of injury; a text that is wrapped already has fewer lines to injure and takes a part of them.
INJURIES = {"blanks": 12, "duplicates": 5, "plain": 3, "sipdis": 3, "tabs": 6, "split": 12, "lost": 12}
PARTS = (1.0, 0.5, 0.2, 0.0)


def damaged(source: bytes, seed: int) -> bytes:
    """The cable as one more transmission would leave it."""
    cable = parse(source)
    body = next(span.start for span in cable.spans if span.kind is not SpanKind.HEADER)
    head = re.sub(r"(?m)^(UNCLAS\S*) SECTION \d+ OF \d+ ", r"\1 ", cable.text[:body])
    lines = (f'%% header mrn: "{cable.mrn}"', f"%% header report_year: {cable.report_year}")
    for part in PARTS:
        injuries = " ".join(f"{name}={int(count * part)}" for name, count in INJURIES.items())
        damage = f"%% damage wrap=65 pages=48 pilcrow=square seed={seed} {injuries}"
        marked = (*lines, damage, head, "%% section intro 1", cable.text[body:].lstrip())
        with suppress(TransmissionError):
            return send("\n".join(marked))[0].encode()
    raise TransmissionError(f"{cable.mrn} cannot be sent again")


def repaired(source: bytes) -> bytes:
    """The cable without what the parser takes for artefacts of the transmission."""
    cable = parse(source)
    return "".join(cable.text[s.start : s.end] for s in cable.spans if s.kind is not SpanKind.ARTEFACT).encode()


@dataclass(frozen=True, slots=True)
class Version:
    """A cable's sections, all their letters in one, the place of each (section, offset) and those that begin words."""

    names: list[str]
    texts: list[str]
    letters: str
    places: list[tuple[int, int]]
    words: list[int]

    def home(self, name: str) -> int | None:
        return self.names.index(name) if self.names.count(name) == 1 else None

    def said(self) -> list[str]:
        return [self.letters[here:there] for here, there in pairwise([*self.words, len(self.letters)])]


def version(source: bytes) -> Version:
    cable: ParsedCable = parse(source)
    made = Version(
        [f"{s.chapter}/{'-'.join(s.keys)}" for s in cable.sections], [s.text for s in cable.sections], "", [], []
    )
    said = ""
    for index, text in enumerate(made.texts):
        folded = fold(text)
        made.words.extend(len(said) + word for word in folded.words)
        made.places.extend((index, offset) for offset in folded.offsets)
        said += folded.letters
    return replace(made, letters=said)


def twins_of(old: Version, new: Version) -> dict[int, int]:
    """For letters of the old version those of the new one: word by word, and letter by letter where words differ."""
    befores, afters = [*old.words, len(old.letters)], [*new.words, len(new.letters)]
    twins: dict[int, int] = {}
    for tag, a, b, c, d in SequenceMatcher(None, old.said(), new.said(), autojunk=False).get_opcodes():
        first, last, begin, end = befores[a], befores[b], afters[c], afters[d]
        if tag == "equal":
            twins.update(zip(range(first, last), range(begin, end), strict=True))
            continue
        pairs = SequenceMatcher(None, old.letters[first:last], new.letters[begin:end], autojunk=False)
        for x, y, size in pairs.get_matching_blocks():
            twins.update((first + x + at, begin + y + at) for at in range(size))
    return twins


@dataclass(frozen=True, slots=True)
class Replaced:
    """A passage of one version (section, start, end), and the stretches of the other where its words stand."""

    section: int
    start: int
    end: int
    truths: list[tuple[int, int, int]]

    def is_right(self, old: Version, new: Version, section: int, start: int, end: int) -> bool:
        """Whether what was found is the passage: see `covers`."""
        quoted, text = (old.texts[self.section], self.start, self.end), new.texts[section]
        return any(section == i and covers(quoted, text, (start, end), (a, b)) for i, a, b in self.truths)

    def has_borders(self, new: Version, section: int, start: int, end: int) -> bool:
        return (section, *letters_of(new.texts[section], start, end)) in self.truths


def passages(old: Version, new: Version, count: int, dice: random.Random) -> Iterator[Replaced]:
    """So many passages of every section, and where they stand in the other version."""
    twins = twins_of(old, new)
    at = {place: letter for letter, place in enumerate(old.places)}
    for section, text in enumerate(old.texts):
        if not fold(text).letters[4:]:
            continue
        for _ in range(count):
            start, end = passage(dice, text)
            found = [new.places[twins[at[section, i]]] for i in range(start, end) if at.get((section, i)) in twins]
            if not any((section, i) in at for i in range(start, end)):
                continue
            truths = []
            for where in dict.fromkeys(place[0] for place in found):
                here = [offset for index, offset in found if index == where]
                truths.append((where, here[0], here[-1] + 1))
            yield Replaced(section, start, end, truths)
