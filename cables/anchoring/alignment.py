"""What became of every word of a text: the earlier text and the new one set side by side."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from cables.anchoring.folding import Folded, fold

MOST_WORDS = 8_000  # of either text: some 50,000 characters; the work grows with the product

NEXT = 4  # words on either side that are next to a passage
DRIFT = 2  # words that may have come between


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each word of the new text, by index, the word of the earlier one that it continues, or -1."""

    origins: "array[int]"

    def elsewhere(self, home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> float:
        """The share of a place's letters, 0 to 1, that continue words of the earlier text outside the passage.

        Passage and place are ranges of letters.
        """
        first, last = home.word_at(passage[0]), home.word_at(passage[1] - 1)
        strange = 0
        for word in range(text.word_at(place[0]), text.word_at(place[1] - 1) + 1):
            if self.origins[word] >= 0 and not first <= self.origins[word] <= last:
                strange += min(text.word_start(word + 1), place[1]) - max(text.word_start(word), place[0])
        return strange / (place[1] - place[0])

    def bordered(self, home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> bool:
        """Whether the place begins and ends where the passage does: at each border a word, in or out, is the same."""
        first, last = home.word_at(passage[0]), home.word_at(passage[1] - 1)
        begin, end = text.word_at(place[0]), text.word_at(place[1] - 1)
        beyond = len(self.origins)
        opens = self.origins[begin] == first or begin == first == 0
        opens = opens or (begin > 0 and self.origins[begin - 1] == first - 1 >= 0)
        closes = self.origins[end] == last or (end + 1 == beyond and last + 1 == len(home.words))
        return opens and (closes or (end + 1 < beyond and self.origins[end + 1] == last + 1))

    def beside(self, home: Folded, passage: tuple[int, int], text: Folded, place: tuple[int, int]) -> bool:
        """Whether more of the words next to the place continue those next to the passage than do not.

        A passage and a place that are all their texts have nothing beside them, and that is the same too.
        """
        first, last = home.word_at(passage[0]), home.word_at(passage[1] - 1)
        begin, end = text.word_at(place[0]), text.word_at(place[1] - 1)
        if begin == 0 and end == len(self.origins) - 1:
            return first == 0 and last == len(home.words) - 1
        balance = 0
        for word, expected in (
            *((begin - step, first - step) for step in range(1, NEXT + 1)),
            *((end + step, last + step) for step in range(1, NEXT + 1)),
        ):
            if 0 <= word < len(self.origins) and self.origins[word] >= 0:
                balance += 1 if abs(self.origins[word] - expected) <= DRIFT else -1
        return balance > 0


@lru_cache(maxsize=16)
def align(earlier: str, text: str) -> Alignment | None:
    """The alignment with most words in common, or None where the texts are too long for one."""
    old, new = fold(earlier), fold(text)
    if max(len(old.words), len(new.words)) > MOST_WORDS:
        return None
    before, after = old.words_between(0, len(old.words)), new.words_between(0, len(new.words))
    origins = array("l", [-1]) * len(after)
    for block in Indel.opcodes(before, after).as_matching_blocks():
        for at in range(block.size):
            origins[block.b + at] = block.a + at
    return Alignment(origins)


def letter_at(text: Folded, offset: int) -> int:
    """The index of the first letter at or behind an offset."""
    return bisect_left(text.offsets, offset)
