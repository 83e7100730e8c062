"""A cable while it is being sent: its lines, what was done to them, what must be found again."""

import random
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Record = dict[str, Any]

MARK = re.compile("[\ue000-\uf8ff]")


class TransmissionError(ValueError):
    """The source cannot be sent as its `%% damage` line asks; the message says which option and why."""


@dataclass(frozen=True, slots=True)
class Damage:
    wrap: int = 0  # columns; 0 (or `none`): one paragraph a line, as archives keep it
    pages: int = 0  # lines a page, each but the first opened by a page line; 0: none
    blanks: int = 0  # blank lines inside sentences
    duplicates: int = 0  # lines repeated behind a stray Q
    plain: int = 0  # lines repeated without it
    sipdis: int = 0  # stray SIPDIS lines, after a line with "Secretary ..." or "Secretariat ..."
    tabs: int = 0
    split: int = 0  # words with a blank inside
    lost: int = 0  # words without one of their letters
    indent: int = 0  # columns by which every line under the marking is moved
    spaces: int = 1  # blanks after a sentence
    links: bool = False  # TAGS as [KTIP](#)
    trailing: bool = False  # a blank at the end of every line
    pilcrow: str = "square"  # square, bracket, bare, mixed, none
    seed: int = 1


class Kind(Enum):
    HEADER = "header"
    HEADING = "heading"
    BODY = "body"
    EXTRA = "extra"  # put there by the transmission


@dataclass(slots=True)
class Line:
    text: str
    kind: Kind
    goes_on: bool = False  # the paragraph goes on in the next line of text
    spent: bool = False  # already damaged


@dataclass(slots=True)
class Sheet:
    """The cable while it is being sent."""

    lines: list[Line]
    damage: Damage
    header: Record
    items: list[Record] = field(default_factory=list)
    artefacts: list[Record] = field(default_factory=list)
    marks: list[tuple[Record, str]] = field(default_factory=list)
    dice: random.Random = field(default_factory=random.Random)

    def mark(self, record: Record, name: str) -> str:
        """A character that stands for nothing but the place where `record[name]` will be found."""
        if len(self.marks) >= 6400:
            raise TransmissionError("more than 6400 places to keep")
        self.marks.append((record, name))
        return chr(0xE000 + len(self.marks) - 1)

    def artefact(self, kind: str, **more: Any) -> Record:
        record = {"kind": kind, **more}
        self.artefacts.append(record)
        return record


def visible(text: str) -> str:
    return MARK.sub("", text)
