"""Comments and codes as marks over a section's words, and links from words to the pages of what they name: cuts what
is shown so that marks which cross nest properly, with the links inside.

Pure; `cables.typesetting` writes the tokens as HTML. Offsets are characters of the section's clean text, half-open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from cables.reading import Block, Repair


class MarkKind(StrEnum):
    NOTE = "note"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage with something to say about it. `target` is the name, in the page, of what says it; `symbol` and
    `colour` (a code's) stand for it in the text, and `label` says in words what the symbol leads to."""

    start: int
    end: int
    kind: MarkKind
    target: str
    symbol: str
    colour: str
    label: str

    @property
    def sign(self) -> str:
        """The name of its symbol in the text, for the way back from what is said to the passage."""
        return f"at-{self.target}"


@dataclass(frozen=True, slots=True)
class Opening:
    """A mark begins, or goes on after a cut or in the next block; `first` where its passage begins."""

    mark: Mark
    first: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of what `Opening` opened; `last` where its passage ends."""

    mark: Mark
    last: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to the page of what they name. `is_suggested`: a machine took them for its name."""

    start: int
    end: int
    kind: str
    url: str
    is_suggested: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Words under a link, with no edge of a mark among them."""

    words: str
    link: Link


Token = str | Repair | Opening | Closing | Linked


def apart(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links in the order of the text, none over another: no link can stand in a link. Of two that share words the
    shorter has them, and the longer its first words that are left: none where both lead to the same page."""
    kept: list[Link] = []
    for link in sorted(links, key=lambda link: (link.end - link.start, link.start, link.url)):
        start, end = link.start, link.end
        for other in sorted(kept, key=lambda other: other.start):
            if other.url == link.url and other.start < end and start < other.end:
                end = start
            elif other.start <= start < other.end:
                start = other.end
            elif start < other.start < end:
                end = other.start
        if start < end:
            kept.append(replace(link, start=start, end=end))
    return tuple(sorted(kept, key=lambda link: link.start))


def fitted(marks: Iterable[Mark], blocks: Sequence[Block]) -> tuple[Mark, ...]:
    """The marks without what lies between or outside the blocks, in the order in which they open: the longer of two
    first. A mark over none of the blocks' words is left out."""
    return tuple(
        sorted(
            (trimmed for mark in marks if (trimmed := _trimmed(mark, blocks))),
            key=lambda mark: (mark.start, -mark.end, mark.kind, mark.target),
        )
    )


def _trimmed(mark: Mark, blocks: Sequence[Block]) -> Mark | None:
    covered = [
        (max(mark.start, start), min(mark.end, end))
        for start, end in (block.clean for block in blocks)
        if max(mark.start, start) < min(mark.end, end)
    ]
    if not covered:
        return None
    return replace(mark, start=min(start for start, _ in covered), end=max(end for _, end in covered))


def marked(block: Block, marks: Sequence[Mark], links: Sequence[Link] = ()) -> Iterator[Token]:
    """The block's pieces with the openings and closings of `marks` (from `fitted`) among them, each closing that of
    the last opening still open. A mark that crosses the end of another is closed with it and opened again. A link (of
    those from `apart`) stands over words only: it is cut where a mark begins or ends, or something was repaired."""
    inside = [mark for mark in marks if mark.start < block.clean[1] and mark.end > block.clean[0]]
    over = [link for link in links if link.start < block.clean[1] and link.end > block.clean[0]]
    opened: list[Mark] = []
    at = block.clean[0]
    for piece in block.pieces:
        if isinstance(piece, Repair):
            yield piece
            continue
        for start, stop in _cuts(at, at + len(piece), [*inside, *over]):
            yield from _turn(opened, start, inside)
            yield from _linked(piece[start - at : stop - at], start, over)
        at += len(piece)
    for mark in reversed(opened):
        yield Closing(mark, last=mark.end <= at)


def _linked(words: str, at: int, links: Sequence[Link]) -> Iterator[str | Linked]:
    """The words with those under a link apart; blanks at their ends are not of it."""
    link = next((link for link in links if link.start <= at < link.end), None)
    kept = words.strip() if link else ""
    if link is None or not kept:
        yield words
        return
    before, _, after = words.partition(kept)
    yield from filter(None, (before, Linked(kept, link), after))


def _cuts(start: int, end: int, marks: Iterable[Mark | Link]) -> Iterator[tuple[int, int]]:
    """[start, end) in the runs of characters that lie under the same marks."""
    edges = {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    return pairwise([start, *sorted(edges), end])


def _turn(opened: list[Mark], at: int, marks: Iterable[Mark]) -> Iterator[Opening | Closing]:
    """Closes what ends at `at` and opens what begins there; `opened` is changed to what is open then."""
    kept = next((depth for depth, mark in enumerate(opened) if mark.end <= at), len(opened))
    above = opened[kept:]
    for mark in reversed(above):
        yield Closing(mark, last=mark.end <= at)
    del opened[kept:]
    for mark in marks:
        if mark.start <= at < mark.end and mark not in opened:
            opened.append(mark)
            yield Opening(mark, first=mark.start == at)
