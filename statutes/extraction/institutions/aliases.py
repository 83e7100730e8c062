"""Accepted and well-known names found in a text by one pass of an Aho-Corasick automaton."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from statutes.extraction.institutions.names import Folded, fold, name_key
from statutes.extraction.institutions.structure import KnownName


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a name of a `Finder` stands, and what it was filed with."""

    start: int
    end: int
    value: int


class Finder:
    """Names to look for in folded texts; each is filed with a number. Cased names are found as written only."""

    def __init__(self, names: Iterable[tuple[str, int, bool]]) -> None:
        self._automata: list[tuple[ahocorasick.Automaton, bool]] = []
        filed: dict[bool, dict[str, tuple[int, ...]]] = {False: {}, True: {}}
        for words, value, is_cased in names:
            folded = fold(words.strip())
            key = folded.cased if is_cased else folded.plain
            if key:
                filed[is_cased][key] = (*filed[is_cased].get(key, ()), value)
        for is_cased, entries in filed.items():
            automaton = ahocorasick.Automaton()
            for key, values in entries.items():
                automaton.add_word(key, (len(key), values))
            if entries:
                automaton.make_automaton()
                self._automata.append((automaton, is_cased))

    def hits(self, folded: Folded) -> list[Hit]:
        """The names in the text as whole words, in order; of names that overlap the longest of the first."""
        found = sorted(self._all(folded), key=lambda hit: (hit.start, -hit.end, hit.value))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end or (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
                kept.append(hit)
        return kept

    def _all(self, folded: Folded) -> Iterator[Hit]:
        for automaton, is_cased in self._automata:
            text = folded.cased if is_cased else folded.plain
            for last, (length, values) in automaton.iter(text):
                first = last + 1 - length
                if not _is_whole(text, first, last + 1):
                    continue
                for value in values:
                    yield Hit(folded.places[first], folded.places[last] + 1, value)


def _is_whole(text: str, first: int, last: int) -> bool:
    return not (first and text[first - 1].isalnum()) and not (last < len(text) and text[last].isalnum())


class Aliases:
    """The accepted names of one country and those of no country, ready to be looked for. A name that two
    institutions share is found, but belongs to none of them."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self.names = tuple(names)
        self.finder = Finder((name.words, number, name.is_acronym) for number, name in enumerate(self.names))
        entries: dict[str, set[int]] = {}
        for name in self.names:
            entries.setdefault(self._key(name.words, name.is_acronym), set()).add(name.entry)
        self._entries = {key: next(iter(found)) if len(found) == 1 else None for key, found in entries.items()}

    def entry_of(self, name: str, *, is_acronym: bool = False) -> int | None:
        """The institution with this accepted name; None where there is none or more than one."""
        return self._entries.get(self._key(name, is_acronym))

    @staticmethod
    def _key(words: str, is_acronym: bool) -> str:
        return f"={words.strip()}" if is_acronym else name_key(words)
