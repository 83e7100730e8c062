"""The outline of the body: chapters, answers and numbered paragraphs, out of many things that only look like them.

Candidates are found line by line (and inside long lines); the letters of a chapter are then chosen together, as
the best ascending path: a list of letters inside an answer starts at A again and is left before the answer's next
letter comes, and a marker that a wrapped line only feigns fits into no sequence.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TypeAlias

from cables.parsing.heading_lines import Heading, HeadingReader
from cables.parsing.headings import chapter_of
from cables.parsing.letters import choose
from cables.parsing.lines import Line
from cables.parsing.markers import INLINE, PARAGRAPH, REFERS, Candidate, candidate
from cables.parsing.questionnaires import LETTERED, UNLETTERED, Questionnaire
from cables.parsing.structure import ParserWarning

LONG_LINE = 110  # beyond it, markers are looked for inside a line too
SWALLOWED = re.compile(r"(?:^|[.:;?!*]\s{1,6}|\s{3,})([A-Z][A-Z'’/ ,&-]{7,80}?)\s{0,6}[:.]?\s{0,6}$")
DIALOGUE = 3  # times each that Q: and A: must stand to be a dialogue


@dataclass(frozen=True, slots=True)
class Para:
    start: int
    end: int
    number: str
    portion: str
    line: int


Event: TypeAlias = Heading | Para | Candidate


@dataclass(slots=True)
class Outline:
    events: list[Event]
    warnings: list[ParserWarning]
    false_pilcrows: list[tuple[int, int]]


class OutlineReader(HeadingReader):
    """Reads the outline of one body out of its headings, letters and numbered paragraphs."""

    def __init__(self, work: str, lines: list[Line], questionnaire: Questionnaire) -> None:
        super().__init__(work, lines, questionnaire)
        self.warnings: list[ParserWarning] = []

    # Candidates

    def candidates(self, headings: list[Heading]) -> list[Candidate]:
        taken = {i for h in headings for i in range(h.line, h.last_line + (not h.lead))}
        leads = {h.last_line: h.end for h in headings if h.lead}
        found: list[Candidate] = []
        for at, line in enumerate(self.lines):
            if line.blank or line.rule or at in taken:
                continue
            first = leads.get(at)
            if first is None:
                one = candidate(
                    self.work, line.first, line.last, line=at, inline=False, open_before=self._open_before(at)
                )
                if one and not self._refers(at):
                    found.append(one)
            else:
                found.extend(self._behind_lead(at, line, first))
            found.extend(self._inline(at, line, first or line.first + 1, numbers=len(line.text) > LONG_LINE))
        return found

    def _behind_lead(self, at: int, line: Line, start: int) -> list[Candidate]:
        """The first letter right behind the heading that leads its paragraph: `PREVENTION: A. ...`."""
        place = re.compile(r"\S").search(self.work, start, line.last)
        if place is None or INLINE.match(self.work, place.start(), line.last):
            return []
        one = candidate(self.work, place.start(), line.last, line=at, inline=True, open_before=False)
        return [one] if one and one.first == "A" else []

    def _without_dialogue(self, candidates: list[Candidate]) -> list[Candidate]:
        """Without the `Q:` and `A:` of questions and answers, where a cable sets them so."""
        spoken = [
            c for c in candidates if c.keys in {("Q",), ("A",)} and self.work[c.start : c.end].strip()[1:2] == ":"
        ]
        if min(sum(c.first == letter for c in spoken) for letter in "QA") < DIALOGUE:
            return candidates
        return [c for c in candidates if c not in spoken]

    def _refers(self, at: int) -> bool:
        """Whether the line before ends in `paragraph`, `see` ...: then this line only names a marker."""
        before = self._before(at)
        return before is not None and not before.blank and REFERS.search(before.text) is not None

    def _inline(self, at: int, line: Line, start: int, *, numbers: bool) -> list[Candidate]:
        """Markers inside a line. In short lines only those with dashes or a pilcrow: `27.A.` there is a reference."""
        found: list[Candidate] = []
        for place in INLINE.finditer(self.work, start, line.last):
            if not numbers and place[0][:1].isdigit():
                continue
            one = candidate(self.work, place.start(), line.last, line=at, inline=True, open_before=False)
            before = self.work[max(line.first, place.start() - 30) : place.start()].rstrip()
            if one is None or REFERS.search(before):
                continue
            if found and one.start < found[-1].end:
                continue
            closes = re.search(r"[.:?!;)\"'*]$", before) is not None
            found.append(one if closes or not before else replace(one, open_before=True))
        return found

    def paragraphs(self, headings: list[Heading]) -> list[Para]:
        """Numbered paragraphs of the cable, in ascending order; items of numbered lists are none."""
        taken = {i for h in headings for i in range(h.line, h.last_line + 1)}
        paras = {h.line: h.para for h in headings}
        found: list[Para] = []
        last = nested = 0
        for at, line in enumerate(self.lines):
            if at in taken:
                opened = paras.get(at, "")
                last, nested = (int(opened), 0) if opened else (last, 0)
                continue
            match = PARAGRAPH.match(self.work, line.first, line.last) if line.text else None
            if not match:
                continue
            number = int(match["number"])
            marked = bool(match["pilcrow"] or match["portion"])
            if self._open_before(at) or self._refers(at):
                continue
            if nested and number == nested + 1 and not match["portion"]:
                nested = number
                continue
            if not self._is_next(number, last, marked=marked, opens=self._edge(self._before(at))):
                nested = 1 if number == 1 else nested
                continue
            last, nested = number, 0
            found.append(Para(line.first, match.end(), match["number"], (match["portion"] or "").strip("()"), at))
        return found

    @staticmethod
    def _is_next(number: int, last: int, *, marked: bool, opens: bool) -> bool:
        if number == last + 1:
            return marked or opens
        return marked and last < number <= last + (3 if last else 40)

    # Together

    def read(self) -> Outline:
        headings = self._plausible(self.headings())
        candidates = self._without_dialogue(self.candidates(headings))
        paras = self.paragraphs(headings)
        headings = self._confirmed(headings, candidates)
        headings = sorted(headings + self._swallowed(headings, candidates), key=lambda h: h.start)
        chosen: list[Candidate] = []
        inferred: list[Heading] = []
        styles = Counter(c.style for c in candidates)
        starts = [c.start for c in candidates]
        bounds = [h.start for h in headings] + [len(self.work) + 1]
        previous = ""
        for heading, start, end in zip([None, *headings], [0, *bounds[:-1]], bounds, strict=True):
            chapter = heading.chapter if heading else "intro"
            inside = candidates[bisect_left(starts, start) : bisect_left(starts, end)]
            runs = choose(inside, self.questionnaire, chapter, styles=styles)
            for slug, run in runs:
                if slug != chapter and run:
                    slug = slug or self._chapter_after(previous)
                    inferred.append(self._inferred(slug, run[0]))
                chosen.extend(run)
                previous = slug if slug in LETTERED else previous
            if chapter in LETTERED and not runs:
                previous = chapter
        taken = {c.start for c in chosen}
        events: list[Event] = [*headings, *inferred, *chosen, *(p for p in paras if p.start not in taken)]
        events.sort(key=lambda e: (e.start, not isinstance(e, Heading)))
        return Outline(events, self.warnings, self._false_pilcrows(events))

    def _chapter_after(self, previous: str) -> str:
        return self.questionnaire.after(previous) or previous or "overview"

    def _inferred(self, slug: str, first: Candidate) -> Heading:
        line = self.lines[first.line]
        message = f"no heading for the chapter {slug} was found"
        self.warnings.append(ParserWarning(line.number, "chapter_inferred", message))
        return Heading(first.start, first.start, first.start, slug, "", first.line, first.line, number=first.number)

    def _plausible(self, headings: list[Heading]) -> list[Heading]:
        """Without captions that name the chapter they stand in, and no chapter but notes after `other`."""
        kept: list[Heading] = []
        seen: set[str] = set()
        for heading in headings:
            weak = heading.chapter in LETTERED + UNLETTERED and not heading.continued and not heading.strong
            if weak and heading.chapter in seen:
                continue
            seen.add(heading.chapter)
            kept.append(heading)
        return kept

    def _confirmed(self, headings: list[Heading], candidates: list[Candidate]) -> list[Heading]:
        """Headings after which the letters really begin anew; the others are captions inside an answer."""
        kept: list[Heading] = []
        seen: set[str] = set()
        starts = [c.start for c in candidates]
        bounds = [*(h.start for h in headings[1:]), len(self.work)]
        for heading, boundary in zip(headings, bounds, strict=False):
            place = bisect_left(starts, heading.end)
            following = candidates[place] if place < len(candidates) else None
            place = bisect_left(starts, heading.start)
            preceding = candidates[place - 1] if place else None
            if following is not None and following.start >= boundary:
                following = None
            if self._goes_on(heading, preceding, following, seen):
                line = self.lines[heading.line]
                message = f"{heading.title!r} names a chapter but the letters go on: taken for a caption"
                self.warnings.append(ParserWarning(line.number, "caption_like_heading", message))
                continue
            seen.add(heading.chapter)
            kept.append(heading)
        return kept

    def _goes_on(self, heading: Heading, before: Candidate | None, after: Candidate | None, seen: set[str]) -> bool:
        """Whether the letters around a heading form one sequence, so that it does not end a chapter."""
        if heading.continued or heading.chapter not in LETTERED:
            return False
        if after is None:
            return heading.chapter in seen or not heading.strong
        if before is not None and before.number and after.number and before.number != after.number:
            return False
        if after.first == "A" or before is None or not seen:
            return not heading.strong and heading.chapter in seen
        return after.first > before.keys[-1]

    def _swallowed(self, headings: list[Heading], candidates: list[Candidate]) -> list[Heading]:
        """Headings at the end of a paragraph, right before the first letter: `... below:  PREVENTION`."""
        found: list[Heading] = []
        ends = {h.line: h.end for h in headings}
        for one in candidates:
            if one.first != "A":
                continue
            line = self.lines[one.line]
            at = one.line
            if not one.inline:
                at = next((i for i in range(one.line - 1, max(one.line - 4, -1), -1) if self.lines[i].text), -1)
                if at < 0 or at in ends:
                    continue
                line = self.lines[at]
            stop = min(one.start, line.last)
            tail = self.work[max(line.first, stop - 110) : stop]
            match = SWALLOWED.search(tail)
            if not match or (at == one.line and ends.get(at, -1) >= one.start - 3):
                continue
            chapter = chapter_of(match[1], strange=2)
            if chapter not in LETTERED + UNLETTERED:
                continue
            start = stop - len(tail) + match.start(1)
            end = start + len(match[1].rstrip())
            found.append(Heading(start, start, end, chapter, " ".join(match[1].split()), at, at))
        return found

    def _false_pilcrows(self, events: list[Event]) -> list[tuple[int, int]]:
        """Paragraph signs that open nothing: they were set before any line that begins with a number and a dot."""
        starts = [e.start for e in events]
        first = self.lines[0].start if self.lines else len(self.work)
        found: list[tuple[int, int]] = []
        for match in re.compile(r"¶\s?|\[[1¶]\]\(#\)\s?").finditer(self.work, first):
            place = bisect_right(starts, match.start())
            if not place or events[place - 1].end <= match.start():
                found.append((match.start(), match.end()))
        return found
