"""Names with a head word: "National Civilian Police", "Ministry of Labor", "Casa del Migrante", "Prosecutor's Office".

A name is a group of words in capitals with its head, and what hangs on the head by "of", "for", "against". Each name is
read once from left to right, so that the time grows with the text alone.
"""

from collections.abc import Iterator

from statutes.extraction.institutions.acronyms import behind
from statutes.extraction.institutions.complements import Complements
from statutes.extraction.institutions.enumerations import Phrase, listed
from statutes.extraction.institutions.groups import LONGEST, POSSESSIVE, Group
from statutes.extraction.institutions.kinds import is_named
from statutes.extraction.institutions.names import DEMONYM, squeezed
from statutes.extraction.institutions.places import places
from statutes.extraction.institutions.tokens import BLANK, Tokens
from statutes.extraction.institutions.words import (
    ARTICLES,
    DEPUTIES,
    ENGLISH_HEADS,
    LAWS,
    LED_BY_PAIRS,
    MODIFIERS,
    MONTHS,
    OF,
    OPENERS,
    PLURAL_HEADS,
    PORTFOLIO,
    ROLES,
    ROMANCE_ADJECTIVES,
    ROMANCE_HEADS,
)

ROMANCE_ONLY = ROMANCE_HEADS - ENGLISH_HEADS
PLACES = places()
TITLES = frozenset("superintendent minister ministers vice-minister viceminister".split())
BEHIND_TITLES = frozenset({"general's", "general", "minister's", "directorate", "office", "inspectorate"})
NAMED_FIRST = frozenset({"foundation", "association", "radio", "hospital"})  # "Foundation Paniamor"
SUPPORTED = ("-funded", "-based", "-run", "-led", "-sponsored", "-supported", "-operated")
PREFIXES = frozenset({"UN", "EU", "AU", "OAS", "NATO"})  # they begin the names of their bodies: "UN Police"


class Reader(Complements):
    """Reads the names of one stretch of text. `acronyms` are names alone; `bodies` those that the cable explains."""

    def __init__(
        self, tokens: Tokens, acronyms: frozenset[str] = frozenset(), bodies: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(tokens, acronyms)
        self.bodies = bodies
        self.floor = 0  # the word behind the last name

    def phrases(self) -> Iterator[Phrase]:
        """Every name with a head word, in order."""
        at, count = 0, len(self.tokens)
        while at < count:
            if not self.tokens.capitals[at]:
                at += 1
                continue
            found, following = self._read(self.group(at))
            yield from found
            at = max(following, at + 1)
            self.floor = at if found else self.floor

    def _read(self, group: Group) -> tuple[list[Phrase], int]:
        """The names that begin in a group, and the word to go on from."""
        if self.tokens.words[group.last - 1] in self.bodies and (body := self._body(group.last - 1)):
            return [body], self.tokens.index_before(body.end) + 1
        first = self._opened(group)
        head = self.head(first, group.last)
        if head is None:
            return [], group.last
        plain = self.tokens.plain[head]
        if plain in PLURAL_HEADS and not (head == group.last - 1 and self._has_acronym(head)):
            found, last = listed(self, first, head)
            return (found, last) if found else self._plural(first, head)
        first = head if plain in ROMANCE_ONLY else self._led_by_and(first, head)
        last = self._behind(first, head, group)
        if not (group.owns and last == group.last):
            last = self.complemented(head, last)
        phrase = None if self._is_of_another(first) else self._phrase(first, last, plain)
        return ([phrase] if phrase else []), last

    def _body(self, at: int) -> Phrase | None:
        """ "GPC for Justice", where the acronym stands for a committee that has one for every portfolio."""
        tokens = self.tokens
        if tokens.gaps[at] != BLANK or at + 2 >= len(tokens) or tokens.plain[at + 1] != "for":
            return None
        if not self.capital(at + 2) or tokens.plain[at + 2] not in PORTFOLIO:
            return None
        start, end = tokens.starts[at], self.end(self.complemented(at, at + 1))
        return Phrase(start, end, squeezed(tokens.text[start:end]), tokens.plain[at])

    def _has_acronym(self, head: int) -> bool:
        return bool(behind(self.tokens.text, self.tokens.ends[head])[0])

    def _plural(self, first: int, head: int) -> tuple[list[Phrase], int]:
        """Names in the plural are one body's only with its acronym: "Centers for Assistance to Victims (CAV)"."""
        last = self.complemented(head, head + 1)
        if last == head + 1 or not behind(self.tokens.text, self.end(last))[0]:
            return [], head + 1
        phrase = self._phrase(first, last, self.tokens.plain[head])
        return ([phrase] if phrase else []), last

    def _opened(self, group: Group) -> int:
        """Where the name begins: behind words that only open a sentence, titles of persons, and acronyms."""
        tokens = self.tokens
        first = group.first
        for at in range(group.first, group.last - 1):
            word, following = tokens.plain[at], tokens.plain[at + 1]
            if word in ENGLISH_HEADS and at > first:
                return first  # "National Police Director Leon"
            is_apart = tokens.words[at] in self.acronyms and tokens.words[at] not in PREFIXES
            is_title = word in ROLES and not self.owns(at) and following not in BEHIND_TITLES
            is_deputy = word in DEPUTIES and following in ROLES and not self.owns(at + 1)
            if word in OPENERS or word in MONTHS or word.endswith(SUPPORTED) or is_apart or is_title or is_deputy:
                first = at + 1
        return first

    def _led_by_and(self, first: int, head: int) -> int:
        """ "National Counseling and Information Center" begins before its "and"."""
        tokens = self.tokens
        if first < 2 or tokens.plain[first - 1] not in ("and", "&") or tokens.gaps[first - 1] != BLANK:
            return first
        at = first - 2
        if at < self.floor or tokens.gaps[at] != BLANK or not self._is_pair(at, first, head):
            return first
        furthest = max(self.floor, first - LONGEST)
        while at >= furthest and tokens.capitals[at] and tokens.gaps[at] == BLANK and not self._stops(at):
            at -= 1
        is_part = at >= 0 and tokens.plain[at] in OF and tokens.gaps[at] == BLANK
        return first if is_part or at + 1 > first - 2 else at + 1

    def _is_pair(self, at: int, first: int, head: int) -> bool:
        """Whether the words on both sides of an "and" can belong to one name."""
        plain = self.tokens.plain
        if plain[at] in PORTFOLIO and plain[first] in PORTFOLIO:
            return True
        is_other = plain[first] in MODIFIERS or plain[at] in ENGLISH_HEADS or self.owns(at) or plain[at] in PLACES
        return plain[head] in LED_BY_PAIRS and self.tokens.capitals[at] and not is_other and head > first

    def _stops(self, at: int) -> bool:
        word = self.tokens.plain[at]
        if word in OPENERS or word in ROLES or word in MONTHS:
            return True
        return self.tokens.words[at] in self.acronyms or self.owns(at)

    def _is_of_another(self, first: int) -> bool:
        """ "the Law of Public Administration" and "the Minister of Local Administration" name no administration."""
        plain = self.tokens.plain
        at = first - 2 if first and plain[first - 1] in ARTICLES else first - 1
        return at > 0 and plain[at] in OF and plain[at - 1] in LAWS | TITLES and self.tokens.capitals[at - 1]

    def _behind(self, first: int, head: int, group: Group) -> int:
        """Past the words that follow the head without a connector: of Romance names, "Foundation Paniamor"."""
        plain = self.tokens.plain[head]
        if head + 1 < group.last and self.tokens.plain[head + 1] in ROMANCE_ADJECTIVES:
            return self.cut(head + 1, group.last, plain)
        takes = plain in ROMANCE_HEADS or (head == first and plain in NAMED_FIRST)
        return self.cut(head + 1, group.last, plain) if takes and head < group.last else head + 1

    def _phrase(self, first: int, last: int, head: str) -> Phrase | None:
        tokens = self.tokens
        start, end = tokens.starts[first], self.end(last)
        lead, mark, rest = tokens.words[first].partition("-")
        if mark and lead in self.acronyms and rest[:1].isupper():
            start += len(lead) + 1  # "IOM-Rahab Foundation"
        words = [*tokens.plain[first : last - 1], POSSESSIVE.sub("", tokens.plain[last - 1])]
        name = squeezed(tokens.text[start:end])
        if DEMONYM.sub("", name, count=1) in ("Police", "Court", "Ministry"):
            return None
        return Phrase(start, end, name, POSSESSIVE.sub("", head)) if is_named(words, head) else None
