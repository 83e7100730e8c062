"""From rows of the archive to what a reader sees: answers made of blocks, blocks made of words and repairs.

Nothing here knows HTML (`cables.typesetting` does) and nothing here queries (`cables.opening` does).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cables.parsing.structure import ParagraphKind, SpanKind

LAW_KINDS = frozenset({ParagraphKind.LAW_HEADING, ParagraphKind.LAW, ParagraphKind.LAW_ITEM})
HAD_LENGTH = 90
WHY_WORDS = {  # what the parser calls an artefact, in a reader's words
    "blank_in_sentence": "blank line inside a sentence",
    "broken_marker": "broken marker of a paragraph",
    "false_pilcrow": "paragraph mark that marks nothing",
    "line_duplicate": "repeated line",
    "link_residue": "residue of a link",
    "page_break": "page break",
    "stray_caption": "stray caption",
}


def in_words(why: str) -> str:
    return WHY_WORDS.get(why) or why.replace("_", " ").replace("-", " ")


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """One entry of `Revision.spans`."""

    kind: str
    start: int
    end: int
    why: str = ""
    join: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    kind: str
    number: str
    portion: str
    label: str
    start: int
    end: int
    clean_start: int
    clean_end: int


@dataclass(frozen=True, slots=True)
class Repair:
    """Where something the transmission put in was taken out: what it was, and what the source has there."""

    line: int
    why: str
    had: str

    @property
    def sentence(self) -> str:
        what = self.why or "not the author’s"
        return f"Left out: {what}, “{self.had}”" if self.had else f"Left out: {what}"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to read. `anchor` is set where a link can lead to it (a quoted provision). `clean` is its range in
    the section's text, `source` in the decoded source; both half-open, in characters."""

    kind: ParagraphKind
    pieces: tuple[str | Repair, ...]
    number: str = ""
    portion: str = ""
    label: str = ""
    anchor: str = ""
    clean: tuple[int, int] = (0, 0)
    source: tuple[int, int] = (0, 0)

    @property
    def words(self) -> str:
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


@dataclass(slots=True)
class SourceText:
    """The decoded source with its spans, ready to be asked what stood where."""

    text: str
    spans: Sequence[SourceSpan]
    starts: list[int] = field(init=False)
    lines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [span.start for span in self.spans]
        self.lines = [0]
        at = self.text.find("\n")
        while at >= 0:
            self.lines.append(at + 1)
            at = self.text.find("\n", at + 1)

    def line_of(self, offset: int) -> int:
        """The line, from 1, that holds this character."""
        return bisect_right(self.lines, offset)

    def within(self, start: int, end: int) -> Iterator[SourceSpan]:
        """The spans that begin in [start, end)."""
        at = bisect_right(self.starts, start - 1)
        while at < len(self.spans) and self.spans[at].start < end:
            yield self.spans[at]
            at += 1

    def had(self, start: int, end: int) -> str:
        """The source's characters in one short line; what is only white space gives ""."""
        shown = " ".join(self.text[start:end].split())
        return shown if len(shown) <= HAD_LENGTH else f"{shown[:HAD_LENGTH].rstrip()} …"


def spans_from_rows(rows: Iterable[Sequence[object]]) -> list[SourceSpan]:
    """`Revision.spans` as values: [[kind, start, end, why, join], ...]."""
    return [SourceSpan(*row) for row in rows]  # type: ignore[arg-type]


def repairs_of(paragraph: ParagraphRow, until: int, source: SourceText) -> list[tuple[int, Repair]]:
    """What was taken out of this paragraph and after it, each with its place in the section's clean text.

    Artefacts that touch the same place are one repair. `until` is where the next paragraph starts in the source.
    """
    found: list[tuple[int, list[SourceSpan]]] = []
    place = paragraph.clean_start
    for span in source.within(paragraph.start, until):
        if span.kind == SpanKind.BODY:
            place += span.end - span.start + len(span.join)
        elif span.kind == SpanKind.ARTEFACT:
            at = min(place, paragraph.clean_end)
            if found and found[-1][0] == at:
                found[-1][1].append(span)
            else:
                found.append((at, [span]))
    return [(at, repair_from(spans, source)) for at, spans in found]


def repair_from(spans: Sequence[SourceSpan], source: SourceText) -> Repair:
    """One repair for artefacts that stand together, named by those that hold more than white space."""
    telling = [span for span in spans if source.had(span.start, span.end)] or list(spans[:1])
    whys = list(dict.fromkeys(in_words(span.why) for span in telling))
    had = " ".join(source.had(span.start, span.end) for span in telling)
    return Repair(line=source.line_of(telling[0].start), why=", ".join(whys), had=had.strip())


def blocks_of(text: str, paragraphs: Sequence[ParagraphRow], source: SourceText | None, anchor: str) -> list[Block]:
    """The section's clean text as blocks, with no repairs where no source is given. Provisions' anchors begin with
    the section's."""
    blocks = []
    taken: set[str] = set()
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1].start if index + 1 < len(paragraphs) else paragraph.end
        until = max(paragraph.end, following)
        repairs = repairs_of(paragraph, until, source) if source else []
        blocks.append(
            Block(
                kind=ParagraphKind(paragraph.kind),
                pieces=tuple(cut(text, paragraph.clean_start, paragraph.clean_end, repairs)),
                number="" if anchor.endswith(f"-{paragraph.number}") else paragraph.number,  # the heading says it
                portion=paragraph.portion,
                label=paragraph.label,
                anchor=provision_anchor(paragraph, anchor, taken),
                clean=(paragraph.clean_start, paragraph.clean_end),
                source=(paragraph.start, paragraph.end),
            )
        )
    return blocks


def cut(text: str, start: int, end: int, repairs: Iterable[tuple[int, Repair]]) -> Iterator[str | Repair]:
    """The words of [start, end) with the repairs at their places."""
    at = start
    for place, repair in repairs:
        if place > at:
            yield text[at:place]
            at = place
        yield repair
    if at < end:
        yield text[at:end]


def provision_anchor(paragraph: ParagraphRow, anchor: str, taken: set[str]) -> str:
    """`prosecution-a-art-173`, numbered from the second of the same label on; "" for what opens no provision."""
    if paragraph.kind not in LAW_KINDS or not paragraph.label:
        return ""
    name = wanted = f"{anchor}-{paragraph.label}"
    count = 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    taken.add(name)
    return name
