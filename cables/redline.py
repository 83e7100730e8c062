"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\s+|\w+|[^\w\s]")
CONTEXT = 24  # words and blanks kept on either side of a change


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"
    ELIDED = "elided"


@dataclass(frozen=True, slots=True)
class Passage:
    change: Change
    words: str


def redline(before: str, after: str) -> list[Passage]:
    """Passages that, without the new ones, read as `before`, and without those gone as `after`."""
    old, new = WORD.findall(before), WORD.findall(after)
    passages = []
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > 4000)
    for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            passages.append(Passage(Change.SAME, "".join(old[old_start:old_end])))
            continue
        if old_end > old_start:
            passages.append(Passage(Change.GONE, "".join(old[old_start:old_end])))
        if new_end > new_start:
            passages.append(Passage(Change.NEW, "".join(new[new_start:new_end])))
    return passages


def shortened(passages: list[Passage]) -> Iterator[Passage]:
    """The same with long unchanged stretches left out, for reading."""
    for index, passage in enumerate(passages):
        words = WORD.findall(passage.words)
        if passage.change is not Change.SAME or len(words) <= 2 * CONTEXT:
            yield passage
            continue
        if index > 0:
            yield Passage(Change.SAME, "".join(words[:CONTEXT]))
        yield Passage(Change.ELIDED, "")
        if index + 1 < len(passages):
            yield Passage(Change.SAME, "".join(words[-CONTEXT:]))
