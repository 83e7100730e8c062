"""What stands beside a section: its notes and codes in the order of the text, and their marks in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.html import strip_tags

from cables.marks import Mark, MarkKind

if TYPE_CHECKING:
    from cables.coded import ShownCoding
    from cables.threads import ShownThread

NOTE_SYMBOL = "✎"
STATES = {  # of a passage that is not as it was, in two words
    "changed": "changed since",
    "ambiguous": "place unclear",
    "orphan": "no longer in the text",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thread or a coding. `anchor` is its name inside pages, `mark` the target of its mark in the text, which it may
    share with threads on the same words; "" where it has none."""

    anchor: str
    mark: str
    thread: "ShownThread | None" = None
    coding: "ShownCoding | None" = None

    @property
    def sign(self) -> str:
        """The name of its mark's symbol, for the way back to the passage."""
        return f"at-{self.mark}" if self.mark else ""

    @property
    def state(self) -> str:
        of = self.thread or self.coding
        return STATES.get(of.state, "") if of else ""

    @property
    def is_lost(self) -> bool:
        """It is about words that have no place in the current text."""
        return bool(self.state) and not self.mark

    @property
    def gist(self) -> str:
        """What the thread's first comment says, as plain words."""
        return " ".join(unescape(strip_tags(self.thread.root.html)).split()) if self.thread else ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What one person may read beside one section. Those on the whole section come first, those whose passage has no
    place in the current text last."""

    entries: tuple[Entry, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def notes(self) -> int:
        """How many threads there are."""
        return sum(entry.thread is not None for entry in self.entries)

    @property
    def codes(self) -> int:
        return len(self.entries) - self.notes


def beside_section(threads: Sequence["ShownThread"], codings: Sequence["ShownCoding"]) -> Beside:
    """One mark for each coding, and one for all threads on the same words."""
    notes = [thread for thread in threads if thread.start is not None and thread.end is not None]
    notes.sort(key=lambda thread: (thread.start, thread.end))
    marks: list[Mark] = []
    shared: dict[UUID, str] = {}
    for _, on_same in groupby(notes, key=lambda thread: (thread.start, thread.end)):
        run = list(on_same)
        marks.append(note_mark(run))
        shared |= {thread.root.key: marks[-1].target for thread in run}
    coded = [code_mark(coding) for coding in codings if coding.start is not None]
    entries = [Entry(thread_anchor(thread), shared.get(thread.root.key, ""), thread=thread) for thread in threads]
    entries += [Entry(each.anchor, each.anchor if each.start is not None else "", coding=each) for each in codings]
    return Beside(tuple(sorted(entries, key=_by_place)), (*marks, *coded))


def thread_anchor(thread: "ShownThread") -> str:
    return f"margin-{thread.root.key}"


def note_mark(threads: Sequence["ShownThread"]) -> Mark:
    """The mark of threads on the same words, which leads to the first of them."""
    first = threads[0]
    by = f"Note by {first.root.author}" if first.root.author else "A note that is gone"
    label = by if len(threads) == 1 else f"{len(threads)} notes"
    symbol = NOTE_SYMBOL if len(threads) == 1 else f"{NOTE_SYMBOL}{len(threads)}"
    return Mark(first.start or 0, first.end or 0, MarkKind.NOTE, thread_anchor(first), symbol, "", label)


def code_mark(coding: "ShownCoding") -> Mark:
    code = coding.code
    label = f"Code {code.name}, by {coding.author}"
    return Mark(coding.start or 0, coding.end or 0, MarkKind.CODE, coding.anchor, code.symbol, code.colour, label)


def _by_place(entry: Entry) -> tuple[int, int]:
    of = entry.thread or entry.coding
    if of is None or not of.state:
        return 0, 0
    return (1, of.start) if of.start is not None else (2, 0)
