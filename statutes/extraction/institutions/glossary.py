"""What one cable says about its own names: what acronyms stand for, other names, NGOs that no head word gives away."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statutes.extraction.institutions.acronyms import BRACKETED, GOVERNMENT, behind, initials, is_acronym, spelled_out
from statutes.extraction.institutions.aliases import Aliases, Finder
from statutes.extraction.institutions.enumerations import Phrase
from statutes.extraction.institutions.groups import POSSESSIVE
from statutes.extraction.institutions.kinds import kind_of
from statutes.extraction.institutions.known import KNOWN, UNSURE
from statutes.extraction.institutions.lists import is_plausible
from statutes.extraction.institutions.names import name_key, squeezed
from statutes.extraction.institutions.ngos import ngos_in
from statutes.extraction.institutions.phrases import Reader
from statutes.extraction.institutions.sections import Prepared
from statutes.extraction.institutions.structure import InstitutionKind as Kind
from statutes.extraction.institutions.tokens import BLANK, Tokens
from statutes.extraction.institutions.words import MODIFIERS, PORTFOLIO

KNOWN_NAMES = Finder((name, number, " " not in name) for number, (name, _, _) in enumerate(KNOWN))
KNOWN_KINDS = {name_key(name): kind for name, _, kind in KNOWN}
KNOWN_ACRONYMS = {acronym: kind for _, acronym, kind in KNOWN if acronym and acronym not in UNSURE}
SINGLE = frozenset(name for name, _, _ in KNOWN if " " not in name)
SHORTENED = frozenset("foundation association society fundacion asociacion institute grupo ngo organization".split())
SHELTER = re.compile(r",\s(?:a|an|the|which\sis\sa)\s(?:[\w-]+\s){0,3}(?:shelter|refuge|safe\shouse)\b|\sshelter\b")
ACTING = re.compile(
    r"(?<![\w/-])[A-Z]{3,7}(?=(?:['’]s)?\s(?:officials?|representatives?|staff|officers?|agents|investigators|personnel|directors?|"
    r"sa(?:id|ys)|report(?:s|ed)|stat(?:es|ed)|noted?|told|runs?|ran|operate[sd]?|provide[sd]|conduct(?:s|ed)|"
    r"train(?:s|ed)|host(?:s|ed)|organize[sd]|launched|opened|assist(?:s|ed)|estimate[sd]|believe[sd]?|manage[sd]|"
    r"has\sa|received|arrested|investigate[sd])\b|,\s(?:the|an?)\s(?:[\w-]+\s){0,5}?(?:unit|agency|police|institute|office|"
    r"organi[sz]ation|commission|foundation|NGO|ministry|authority|service|network|department)\b)"
)
OFTEN = 3  # times that an acronym of four letters is used before it counts by that alone
IN_FRONT = re.compile(r"(?P<acronym>[A-Z][A-Za-z&/-]{1,9})\s?\((?:the\s|or\s)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word of this cable stands for."""

    name: str
    kind: Kind
    reason: str


@dataclass(slots=True)
class Glossary:
    """By the word as written; `acronyms` by the key of the name; `phrases` those of each section."""

    entries: dict[str, Entry]
    acronyms: dict[str, str]
    kinds: dict[str, Kind]  # of names that the text calls an NGO or a shelter
    phrases: list[list[Phrase]]

    def kind(self, name: str) -> Kind:
        """The kind of a name: as known, as the text says, else as its words say."""
        key = name_key(name)
        return KNOWN_KINDS.get(key) or self.kinds.get(key) or kind_of(name)

    def bind(self, acronym: str, name: str) -> None:
        """What the cable says first holds."""
        self.entries.setdefault(acronym, Entry(name, self.kind(name), f"“{acronym}” stands for it in this cable"))
        if is_acronym(acronym):
            self.acronyms.setdefault(name_key(name), acronym)

    def learn(self, name: str) -> None:
        """A name without a head word, to be found wherever it stands."""
        self.entries.setdefault(name, Entry(name, self.kind(name), f"“{name}” is named as an NGO in this cable"))


def glossary_of(sections: Sequence[Prepared], aliases: Aliases) -> Glossary:
    """All that the sections of one cable say about names."""
    glossary = Glossary({}, {}, {}, [])
    known = frozenset(KNOWN_ACRONYMS) | {name.words for name in aliases.names if name.is_acronym}
    for section in sections:
        for part in section.parts:
            _learn_part(glossary, part, known)
    _learn_known(glossary, sections)
    _learn_initials(glossary, sections, known)
    acronyms = known | {word for word in glossary.entries if is_acronym(word)}
    bodies = frozenset(word for word in glossary.entries if is_acronym(word))
    glossary.phrases = [
        [phrase for part in section.parts for phrase in Reader(part, acronyms, bodies).phrases()]
        for section in sections
    ]
    _learn_short_forms(glossary, sections)
    return glossary


def _learn_part(glossary: Glossary, part: Tokens, known: frozenset[str]) -> None:
    """What one paragraph says about names."""
    phrases = list(Reader(part, known).phrases())
    by_start = {phrase.start: phrase for phrase in phrases}
    for start, end, name in ngos_in(part):
        phrase = by_start.get(start)
        glossary.kinds[name_key(phrase.name if phrase else name)] = Kind.NGO
        if phrase is None and is_plausible(name):
            glossary.learn(name)
            for acronym in behind(part.text, end)[0]:
                glossary.bind(acronym, name)
    for phrase in phrases:
        if SHELTER.match(part.text, phrase.end):
            glossary.kinds.setdefault(name_key(phrase.name), Kind.SHELTER)
        is_ngo = glossary.kind(phrase.name) in (Kind.NGO, Kind.SHELTER)
        acronyms, others = behind(part.text, phrase.end, is_ngo=is_ngo)
        others = [word for word in others if " " in word or is_plausible(word)]
        if front := IN_FRONT.search(part.text, max(phrase.start - 20, 0), phrase.start):
            acronyms += [front["acronym"]] if is_acronym(front["acronym"]) else []
        for word in (*acronyms, *others):
            glossary.bind(word, phrase.name)
    _learn_spelled_out(glossary, part, frozenset(phrase.end for phrase in phrases))


def _learn_spelled_out(glossary: Glossary, part: Tokens, ends: frozenset[int]) -> None:
    """Names without a head word, known by the initials in brackets behind them."""
    for match in BRACKETED.finditer(part.text, part.start, part.end):
        acronym = match["inside"]
        at = part.index_before(match.start())
        if (
            at < 0
            or not ends.isdisjoint((part.ends[at], part.ends[at] - 1, part.ends[at] - 2))
            or not is_acronym(acronym)
            or match.start() - part.ends[at] > 2
        ):
            continue
        first = spelled_out(part, at + 1, acronym)
        if first is not None:
            name = POSSESSIVE.sub("", squeezed(part.text[part.starts[first] : part.ends[at]]))
            glossary.bind(acronym, name)
            glossary.entries.setdefault(name, Entry(name, glossary.kind(name), f"named with its acronym ({acronym})"))


def _learn_known(glossary: Glossary, sections: Sequence[Prepared]) -> None:
    """Of well-known bodies that the cable names in full somewhere, the acronyms that it uses."""
    used = {word for section in sections for part in section.parts for word in part.words if word.isupper()}
    for section in sections:
        for hit in KNOWN_NAMES.hits(section.folded):
            name = squeezed(section.text[hit.start : hit.end])
            if not name[0].isupper() or " " not in name:
                continue
            for acronym in behind(section.text, hit.end)[0]:
                glossary.bind(acronym, name)
            acronym = KNOWN[hit.value][1]
            if acronym in used and acronym not in UNSURE:
                glossary.bind(acronym, name)


def _learn_initials(glossary: Glossary, sections: Sequence[Prepared], known: frozenset[str]) -> None:
    """Acronyms that the cable uses and does not explain, where they are the initials of one name in it, and others
    that it speaks of as of a body."""
    seen = Counter(word for section in sections for part in section.parts for word in _alone(part))
    used = set(seen)
    used = {
        word
        for word in used - set(glossary.entries) - known - SINGLE
        if 3 <= len(word) <= 7 and not GOVERNMENT.match(word)
    }
    if not used:
        return
    names: dict[str, set[str]] = {}
    for section in sections:
        for phrase in (phrase for part in section.parts for phrase in Reader(part, known).phrases()):
            names.setdefault(initials(phrase.name), set()).add(phrase.name)
    for word in sorted(used):
        if len(found := names.get(word, set())) == 1:
            glossary.bind(word, next(iter(found)))
    acting = {match[0] for section in sections for match in ACTING.finditer(section.text)} & used
    acting |= {word for word in used if seen[word] >= OFTEN and len(word) > 3 and word.isupper()}
    for word in sorted(acting - set(glossary.entries)):
        glossary.entries[word] = Entry(word, Kind.OTHER, f"the text speaks of “{word}” as of a body")


def _alone(part: Tokens) -> Iterator[str]:
    """The acronyms of a paragraph that do not stand in capitals beside others, as words of a heading do."""
    for at, word in enumerate(part.words):
        if part.loud[at] or not is_acronym(word):
            continue
        before = at and part.gaps[at - 1] == BLANK and part.words[at - 1].isupper()
        behind_it = part.gaps[at] == BLANK and part.words[at + 1].isupper()
        if not before and not behind_it:
            yield word


def _learn_short_forms(glossary: Glossary, sections: Sequence[Prepared]) -> None:
    """ "Rahab" where the cable names the Rahab Foundation, speaks of Rahab too, and never uses the word otherwise."""
    candidates: dict[str, str] = {}
    for phrase in (phrase for found in glossary.phrases for phrase in found):
        words = phrase.name.split()
        plain = [name_key(word) for word in words]
        if len(words) == 2 and sum(word in SHORTENED for word in plain) == 1:
            own = words[0] if plain[1] in SHORTENED else words[1]
            if len(own) > 3 and name_key(own) not in PORTFOLIO | MODIFIERS and own not in glossary.entries:
                candidates.setdefault(own, phrase.name)
    if not candidates:
        return
    small = {word for section in sections for part in section.parts for word in part.words if word[0].islower()}
    for own, name in candidates.items():
        if own.lower() not in small:
            glossary.entries[own] = Entry(name, glossary.kind(name), f"short for the name “{name}” in this cable")
