"""Texts reduced to what survives transmission and repair: letters and digits, without accents, in lower case.

White space, hyphens, quotation marks, pilcrows and the blanks inside broken words all vanish, so that a passage reads
the same before and after a repair. Every letter knows its offset in the text.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

WORD = re.compile("[^\\W_][\\w\u0300-\u036f]*")  # with the accents of a decomposed text
EDGE = "\0"  # stands where a text begins or ends


class _Letters(dict[str, str]):
    """What is left of a character: no, one or (of a ligature) several letters."""

    def __missing__(self, char: str) -> str:
        plain = unicodedata.normalize("NFKD", char.casefold())
        self[char] = "".join(part for part in plain if part.isalnum())
        return self[char]


LETTERS = _Letters()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text's letters, the offset of each in the text, and the letters at which words begin."""

    text: str
    letters: str
    offsets: "array[int]"
    words: "array[int]"

    def word_at(self, letter: int) -> int:
        """The index of the word in which a letter stands."""
        return bisect_right(self.words, letter) - 1

    def opens_word(self, letter: int) -> bool:
        return letter >= len(self.letters) or self.words[self.word_at(letter)] == letter

    def word_start(self, word: int) -> int:
        """The letter at which a word begins; of the word behind the last, the end."""
        return self.words[word] if word < len(self.words) else len(self.letters)

    def words_between(self, start: int, end: int) -> list[str]:
        """The words of a range of words, by index."""
        bounds = [self.word_start(word) for word in range(start, end + 1)]
        return [self.letters[here:there] for here, there in pairwise(bounds)]


def read(text: str) -> Folded:
    """The letters of a text. Takes time in proportion to it: about a quarter of a microsecond a character."""
    parts: list[str] = []
    offsets, words = array("I"), array("I")
    for found in WORD.finditer(text):
        word = found[0]
        if word.isascii() and word.isalnum():
            words.append(len(offsets))
            parts.append(word.lower())
            offsets.extend(range(found.start(), found.end()))
            continue
        pieces = [LETTERS[char] for char in word]
        if any(pieces):
            words.append(len(offsets))
            parts.extend(pieces)
            offsets.extend(found.start() + at for at, piece in enumerate(pieces) for _ in piece)
    return Folded(text, "".join(parts), offsets, words)


@lru_cache(maxsize=16)
def fold(text: str) -> Folded:
    """`read`, remembered for the passages that are looked for in the same text one after the other."""
    return read(text)


def letters(text: str) -> str:
    return read(text).letters
