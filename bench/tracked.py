"""Texts that know what became of every character.

A `Tracked` text gives each character the name of the one it comes from in the text all versions were made from. The
passage that was quoted in one version stands, in another, where the characters of the same names stand.
"""

import random
import re
from dataclasses import dataclass

COPY = 1_000_000  # added to the names of what a transmission repeated


@dataclass(frozen=True, slots=True)
class Tracked:
    text: str
    names: tuple[int, ...]  # of the character each comes from; -1 of what is new

    def __getitem__(self, part: slice) -> "Tracked":
        return Tracked(self.text[part], self.names[part])

    def __add__(self, other: "Tracked") -> "Tracked":
        return Tracked(self.text + other.text, self.names + other.names)

    def put(self, start: int, end: int, text: str) -> "Tracked":
        """The text with other words in a place; they stand for those that stood there, but not what is only added."""
        old = self.names[start:end]
        if old and text.startswith(self.text[start:end]):
            return self[:end] + Tracked(text[end - start :], (-1,) * (len(text) - len(old))) + self[end:]
        names = tuple(old[at * len(old) // len(text)] for at in range(len(text))) if old and text else (-1,) * len(text)
        return self[:start] + Tracked(text, names) + self[end:]

    def add(self, at: int, text: str) -> "Tracked":
        return self.put(at, at, text)

    def span_of(self, names: frozenset[int]) -> tuple[int, int]:
        """The same with its marks; an empty range at the end where nothing is left."""
        found = [at for at, name in enumerate(self.names) if name in names]
        return (found[0], found[-1] + 1) if found else (len(self.text), len(self.text))

    def place_of(self, names: frozenset[int]) -> tuple[int, int] | None:
        """From the first to the last letter that comes from these."""
        found = [at for at, name in enumerate(self.names) if name in names and self.text[at].isalnum()]
        return (found[0], found[-1] + 1) if found else None


def tracked(text: str) -> Tracked:
    return Tracked(text, tuple(range(len(text))))


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(pattern, text)]


def words_of(text: str) -> list[tuple[int, int]]:
    return spans(r"\S+", text)


def sentences_of(text: str) -> list[tuple[int, int]]:
    return spans(r"[^\s.][^.\n]*[.\n]?", text)


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    return spans(r"\S(?:[^\n]|\n(?!\n))*", text)


def passage(dice: random.Random, text: str) -> tuple[int, int]:
    """What an analyst may select: words, a sentence or two, a paragraph, all; sometimes from inside a word."""
    kind, words = dice.random(), words_of(text)
    first = dice.randrange(len(words))
    if kind < 0.6:
        last = min(len(words) - 1, first + dice.choice((0, 1, 2, 3, 5, 8, 13, 21, 34)))
        return words[first][0], words[last][1]
    if kind < 0.85:
        sentences = sentences_of(text)
        at = dice.randrange(len(sentences))
        return sentences[at][0], sentences[min(len(sentences) - 1, at + dice.randint(0, 1))][1]
    if kind < 0.93:
        return dice.choice(paragraphs_of(text))
    if kind < 0.96:
        return 0, len(text)
    start = dice.randrange(len(text) - 4)
    return start, min(len(text), start + dice.randint(4, 60))
