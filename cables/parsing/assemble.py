"""From the outline to sections, and to spans that cover the source without a gap."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from cables.parsing.artefacts import Find
from cables.parsing.ending import Ending
from cables.parsing.heading_lines import Heading
from cables.parsing.lines import Line, LineNumbers
from cables.parsing.markers import Candidate
from cables.parsing.outline import Event, Para
from cables.parsing.paragraphs import BodyLine, blocks_of, clean
from cables.parsing.questionnaires import LETTERED, UNLETTERED
from cables.parsing.status import answer_status
from cables.parsing.structure import AnswerStatus, Section, Span, SpanKind

NUMBERED_CHAPTERS = frozenset({"intro", "summary", "comment", "other"})
ABOUT_THE_POST = re.compile(
    r"\b(?:points? of contact|POCs?|hours|time spent|man-?hours|preparation of this|prepar(?:ing|ed) this|drafted by|"
    r"embassy contact|contact (?:for|at|is)|telephone|e-?mail|fax)\b",
    re.IGNORECASE,
)
COMMENT = re.compile(r"(?:BEGIN\s)?(?:POST\s)?COMMENT\b[.:\s]", re.IGNORECASE)
SUMMARY = re.compile(r"(?:BEGIN\s|EXECUTIVE\s)?SUMMARY\b[.:\s]", re.IGNORECASE)
END_SUMMARY = re.compile(r"END(?:\sOF)?\sSUMMARY", re.IGNORECASE)
END_COMMENT = re.compile(r"END(?:\sOF)?\sCOMMENT", re.IGNORECASE)


@dataclass(slots=True)
class Chunk:
    start: int
    end: int
    number: str = ""
    portion: str = ""


@dataclass(slots=True)
class Draft:
    """A section in the making. `start` is where its marker begins."""

    chapter: str
    keys: tuple[str, ...]
    start: int
    chunks: list[Chunk] = field(default_factory=list)
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of the body before it is cut: `work` is the source with `finds` blanked, `lines` its lines."""

    text: str
    work: str
    lines: list[Line]
    finds: list[Find]
    pages: frozenset[int]  # numbers of the lines on which a page line stood
    ending: Ending
    width: int  # at which it was wrapped; 0 where it was not


class Assembler:
    """Walks the events in order and hands each range of text to the section it belongs to."""

    def __init__(self, body: Body, events: list[Event]) -> None:
        self.body, self.events = body, events
        self.text, self.work, self.lines = body.text, body.work, body.lines
        self.starts = [event.start for event in events]
        self.last_ends = {
            "summary": max((m.start() for m in END_SUMMARY.finditer(self.work)), default=-1),
            "comment": max((m.start() for m in END_COMMENT.finditer(self.work)), default=-1),
        }
        self.numbered_answers = self._numbered_answers()
        self.chapter = "intro"
        self.heading = ""
        self.drafts: list[Draft] = []
        self.markers: list[Span] = []
        self.return_to = ""

    def _numbered_answers(self) -> bool:
        """Whether answers themselves are the numbered paragraphs (`¶44. (U) Question 26 G:`)."""
        keys = [e for e in self.events if isinstance(e, Candidate)]
        return bool(keys) and sum(bool(k.para) for k in keys) > len(keys) / 2

    def sections(self) -> tuple[tuple[Section, ...], list[Span]]:
        start = self.lines[0].start if self.lines else len(self.text)
        bounds = [e.start for e in self.events] + [self.body.ending.body_end]
        self._text_between(None, start, bounds[0])
        for event, end in zip(self.events, bounds[1:], strict=True):
            self._take(event)
            self._text_between(event, max(event.end, event.start), end)
        return self._finish()

    # Events

    def _take(self, event: Event) -> None:
        if isinstance(event, Heading):
            if event.end > event.start:
                self.markers.append(Span(event.start, event.end, SpanKind.HEADING))
            self._enter(event.chapter, event.title)
            if event.chapter in NUMBERED_CHAPTERS and event.para:
                self._open(event.chapter, (event.para,), event.start)
        elif isinstance(event, Candidate):
            self.markers.append(Span(event.start, event.end, SpanKind.MARKER))
            last = self.drafts[-1] if self.drafts else None
            if last is None or (last.chapter, last.keys) != (self.chapter, event.keys):
                self._open(self.chapter, event.keys, event.start)
        else:
            self.markers.append(Span(event.start, event.end, SpanKind.MARKER))
            self._paragraph(event)

    def _enter(self, chapter: str, title: str) -> None:
        if chapter in {"summary", "comment"}:
            self.return_to = self.return_to or (self.chapter if self.chapter == "intro" else "other")
        else:
            self.return_to = ""
        self.chapter, self.heading = chapter, title

    def _open(self, chapter: str, keys: tuple[str, ...], start: int) -> Draft:
        self.drafts.append(Draft(chapter, keys, start, heading=self.heading))
        self.heading = ""
        return self.drafts[-1]

    def _paragraph(self, para: Para) -> None:
        """A numbered paragraph that bears no letter: of the frame, or one more of the answer before it."""
        body = self.work[para.end : para.end + 400].lstrip()
        lead = body[:60]
        if self.chapter in LETTERED + UNLETTERED and COMMENT.match(lead):
            self._enter("comment", "")
        elif self.chapter == "intro" and SUMMARY.match(lead):
            self._enter("summary", "")
        elif self.chapter == "comment" and ABOUT_THE_POST.search(body[:120]):
            self._enter("other", "")
        if self.chapter in NUMBERED_CHAPTERS:
            self._open(self.chapter, (para.number,), para.start)
            return
        last = self.drafts[-1] if self.drafts and self.drafts[-1].chapter == self.chapter else None
        leaves = last is not None and (
            ABOUT_THE_POST.search(body[:200] if self.chapter in UNLETTERED else body)
            or (self.chapter in LETTERED and last.keys and not self.numbered_answers)
        )
        if leaves and self._no_letters_follow(para.start):
            self._enter("other", "")
            self._open("other", (para.number,), para.start)
        elif last is None:
            self._open(self.chapter, (), para.start)

    def _no_letters_follow(self, start: int) -> bool:
        """Whether the chapter has no further letters: only then has it been left."""
        for index in range(bisect_right(self.starts, start), len(self.events)):
            if isinstance(event := self.events[index], Candidate | Heading):
                return isinstance(event, Heading)
        return True

    # Text

    def _text_between(self, event: Event | None, start: int, end: int) -> None:
        if start >= end or not re.search(r"\w", self.work[start:end]):
            return
        if (isinstance(event, Heading) and not (self.chapter in NUMBERED_CHAPTERS and event.para)) or not self.drafts:
            draft = self._open(self.chapter, (), self._first(start))
        else:
            draft = self.drafts[-1]
        number = "" if event is None else event.number if isinstance(event, Para) else event.para
        draft.chunks.append(Chunk(start, end, number, event.portion if event else ""))
        said = self.work[start:end]
        if self.return_to and (self._ends_here(said, draft.chapter) or self._is_over(event, draft.chapter, end)):
            self.chapter, self.return_to = self.return_to, ""

    @staticmethod
    def _ends_here(said: str, chapter: str) -> bool:
        return (END_SUMMARY if chapter == "summary" else END_COMMENT).search(said) is not None

    def _is_over(self, event: Event | None, chapter: str, end: int) -> bool:
        """An inline summary (`2. (U) SUMMARY: ...`) or comment is one paragraph, unless its end is said later."""
        if not isinstance(event, Para | Heading) or (isinstance(event, Heading) and not event.lead):
            return False
        inline = isinstance(event, Heading) or (SUMMARY if chapter == "summary" else COMMENT).match(
            self.work[event.end : event.end + 40].lstrip()
        )
        return bool(inline) and self.last_ends.get(chapter, -1) < end

    def _first(self, start: int) -> int:
        found = re.compile(r"\S").search(self.work, start)
        return found.start() if found else start

    # Finishing

    def _finish(self) -> tuple[tuple[Section, ...], list[Span]]:
        cutter = LineCutter(self.body)
        sections: list[Section] = []
        spans: list[Span] = []
        for draft in self.drafts:
            body = [line for chunk in draft.chunks for line in cutter.lines_in(chunk)]
            asked = draft.chapter in LETTERED + UNLETTERED
            cleaned = clean(self.text, self.work, blocks_of(body, self.body.width), questions=asked)
            spans.extend(Span(p.start, p.end, SpanKind.BODY, join=p.join) for p in cleaned.pieces)
            spans.extend(
                Span(a, b, SpanKind.ARTEFACT, "blank_in_sentence")
                for a, b in cleaned.blanks
                if self.text[a:b].isspace()
            )
            end = max([draft.start, *(p.end for p in cleaned.pieces)])
            status = answer_status(cleaned.answer) if draft.keys and asked else AnswerStatus.ANSWERED
            sections.append(
                Section(
                    draft.chapter, draft.keys, draft.start, end, cleaned.text, status, cleaned.paragraphs, draft.heading
                )
            )
        return tuple(sections), spans + self.markers


class LineCutter:
    """Cuts ranges of the body into lines and these into pieces without artefacts and tabs."""

    def __init__(self, body: Body) -> None:
        self.text, self.work, self.lines, self.pages = body.text, body.work, body.lines, body.pages
        number = LineNumbers(body.text)
        self.touched = {number(start) for start, _, why in body.finds if why != "false_pilcrow"}
        self.gaps = sorted((start, end) for start, end, _ in body.finds)
        self.gap_ends = [end for _, end in self.gaps]
        self.at = 0

    def lines_in(self, chunk: Chunk) -> list[BodyLine]:
        found: list[BodyLine] = []
        blanks, page, ruled = 0, False, False
        for line in self._lines(chunk):
            start, end = max(line.start, chunk.start), min(line.end, chunk.end)
            text = self.work[start:end].strip()
            page = page or line.number in self.pages
            if not text:
                blanks += line.number not in self.touched  # a line that held nothing but an artefact is no blank line
                continue
            if line.rule:
                ruled = True
                if found:
                    found[-1] = _framed(found[-1]) if not blanks else found[-1]
                continue
            pieces = self._pieces(start, end)
            if not pieces:
                continue
            found.append(
                BodyLine(line, pieces, text, blanks, page, not found, chunk.number, chunk.portion,
                         line.number in self.touched, ruled and not blanks)
            )  # fmt: skip
            blanks, page, ruled = 0, False, False
        return found

    def _lines(self, chunk: Chunk) -> list[Line]:
        while self.at > 0 and self.lines[self.at].start > chunk.start:
            self.at -= 1
        while self.at < len(self.lines) - 1 and self.lines[self.at].end < chunk.start:
            self.at += 1
        found = []
        for index in range(self.at, len(self.lines)):
            if self.lines[index].start >= chunk.end:
                break
            found.append(self.lines[index])
        return found

    def _pieces(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The runs of the author's characters; tabs and artefacts stand between them."""
        segments = [(m.start(), m.end()) for m in re.finditer(r"[^\t]+", self.work[start:end])]
        found: list[tuple[int, int]] = []
        for a, b in ((start + a, start + b) for a, b in segments):
            found.extend(self._without_gaps(a, b))
        trimmed = []
        for a, b in found:
            piece = self.text[a:b]
            if piece.strip():
                trimmed.append((a + len(piece) - len(piece.lstrip()), b - len(piece) + len(piece.rstrip())))
        return tuple(trimmed)

    def _without_gaps(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces, at = [], start
        for index in range(bisect_right(self.gap_ends, start), len(self.gaps)):
            a, b = self.gaps[index]
            if a >= end:
                break
            if a > at:
                pieces.append((at, a))
            at = max(at, b)
        if at < end:
            pieces.append((at, end))
        return pieces


def _framed(line: BodyLine) -> BodyLine:
    return BodyLine(line.line, line.pieces, line.text, line.blanks, line.page, line.opens, line.number, line.portion,
                    line.touched, True)  # fmt: skip


def cover(
    text: str, body: int, spans: list[Span], finds: list[Find], ending: Ending
) -> tuple[tuple[Span, ...], list[int]]:
    """All spans in order, gaps filled with layout; and the offsets of gaps that hold words, of which there are none."""
    every = [Span(0, body, SpanKind.HEADER)] if body else []
    every += spans
    every += [Span(start, end, SpanKind.ARTEFACT, why) for start, end, why in finds if end > start]
    if ending.end > ending.start:
        every.append(Span(ending.start, ending.end, SpanKind.SIGNATURE))
    every.sort(key=lambda s: (s.start, s.end))
    done: list[Span] = []
    lost: list[int] = []
    at = 0
    for span in every:
        start = max(span.start, at)
        if span.end <= start and span.end > span.start:
            continue
        if start > at:
            done.append(Span(at, start, SpanKind.LAYOUT))
            if re.search(r"\w", text[at:start]) and at < ending.body_end:
                lost.append(at)
        if span.end > start:
            done.append(span if start == span.start else Span(start, span.end, span.kind, span.why, span.join))
            at = span.end
    if at < len(text):
        done.append(Span(at, len(text), SpanKind.LAYOUT))
    return tuple(done), lost
