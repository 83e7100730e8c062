"""Lines that are, or that lead with, the heading of a chapter: out of many that only look like one."""

import re
from dataclasses import dataclass, replace

from cables.parsing.headings import NUMBERING, chapter_of, sentence_like
from cables.parsing.lines import Line, wrap_width
from cables.parsing.markers import candidate
from cables.parsing.questionnaires import Questionnaire

LEAD_END = re.compile(r"[:.](?=\s|$)|\s--?\s?(?=\(?[A-Z0-9])|[ \t]{3,}")


@dataclass(frozen=True, slots=True)
class Heading:
    start: int  # of its marker, number included
    words: int  # where its words begin
    end: int
    chapter: str
    title: str
    line: int  # index of its first line
    last_line: int
    portion: str = ""
    para: str = ""
    number: str = ""  # the questionnaire's paragraph, where the heading names it
    strong: bool = True  # framed, numbered or in capitals: not a caption inside an answer
    continued: bool = False
    lead: bool = False  # the answer goes on behind it in the same paragraph


class HeadingReader:
    """Reads the headings of one body: `work` is the source with artefacts blanked, `lines` its body's lines."""

    def __init__(self, work: str, lines: list[Line], questionnaire: Questionnaire) -> None:
        self.work = work
        self.lines = lines
        self.questionnaire = questionnaire
        self.width = wrap_width(lines)

    # Neighbourhood of a line

    def _before(self, at: int) -> Line | None:
        return self.lines[at - 1] if at else None

    def _after(self, at: int) -> Line | None:
        return self.lines[at + 1] if at + 1 < len(self.lines) else None

    def _open_before(self, at: int) -> bool:
        """Whether the line before breaks off inside a sentence, so that this line only goes on with it."""
        before = self._before(at)
        if before is None or before.blank or before.rule or not before.open:
            return False
        return not (self.width and len(before.text) < self.width * 0.6)

    def _edge(self, line: Line | None) -> bool:
        return line is None or line.blank or line.rule

    # Headings

    def headings(self) -> list[Heading]:
        found: list[Heading] = []
        at = 0
        while at < len(self.lines):
            heading, used = self._heading_at(at)
            if heading:
                found.append(heading)
            at += used
        return found

    def _heading_at(self, at: int) -> tuple[Heading | None, int]:
        line = self.lines[at]
        if line.blank or line.rule:
            return None, 1
        numbering = NUMBERING.match(line.text)
        if numbering is None or self._is_letter(numbering.groupdict(), line.text):
            return None, 1
        rest = line.text[numbering.end() :]
        if not rest and not numbering["question"]:
            return None, 1
        offset = line.first + numbering.end()
        return (
            self._standing_alone(at, line, numbering, rest, offset)
            or self._leading(at, line, numbering, rest, offset)
            or (None, 1)
        )

    def _is_letter(self, numbering: dict[str, str | None], text: str) -> bool:
        """Whether the number is a letter, which an answer bears and a chapter does not. I, V and X may be Roman."""
        if numbering["letter"]:
            return True
        roman = numbering["roman"] or ""
        if roman.islower():
            return True
        return len(roman) == 1 and text.upper() != text

    def _standing_alone(
        self, at: int, line: Line, numbering: re.Match[str], rest: str, offset: int
    ) -> tuple[Heading, int] | None:
        before, after = self._before(at), self._after(at)
        numbered = bool(numbering["number"] or numbering["roman"] or numbering["question"])
        framed = (after is not None and after.rule) or (before is not None and before.rule)
        if before is not None and before.open and not numbered and rest.upper() != rest:
            return None
        if self._edge(after) or rest.upper() == rest or self._marker_line(at + 1):
            chapter = "" if sentence_like(rest) else chapter_of(rest)
            if not chapter and not rest.strip(" .:-") and numbering["question"]:
                chapter = self.questionnaire.by_number(numbering["question"])
            if chapter and (self._edge(after) or self._marker_line(at + 1) or framed):
                return self._heading(line, line.last, chapter, rest, numbering, offset, at, at, framed or numbered), 1
        if after is not None and after.text and not after.rule and not self._marker_line(at + 1):
            beyond = self.lines[at + 2] if at + 2 < len(self.lines) else None
            joined = f"{rest} {after.text}"
            if (self._edge(beyond) or self._marker_line(at + 2)) and len(joined) < 120 and self._edge(before):
                chapter = chapter_of(joined)
                if chapter and (numbered or framed or joined.upper() == joined):
                    return self._heading(line, after.last, chapter, joined, numbering, offset, at, at + 1, True), 2
        return None

    def _leading(
        self, at: int, line: Line, numbering: re.Match[str], rest: str, offset: int
    ) -> tuple[Heading, int] | None:
        """A heading as the lead of a paragraph: `¶6. (SBU) REFTEL question 30 - Prevention. --A. ...`."""
        if self._open_before(at):
            return None
        cut, last = LEAD_END.search(rest[:140]), at
        after = self._after(at)
        if not cut and after is not None and after.text and len(rest) < 100:
            rest, last = self.work[offset : after.last], at + 1
            cut = LEAD_END.search(rest[:180])
        if not cut or len(rest) <= cut.end():
            return None
        title = " ".join(rest[: cut.start()].split())
        chapter = chapter_of(title, strange=2 if numbering["question"] else 1)
        numbered = bool(numbering["question"] or numbering["number"])
        if not chapter or not (numbered or title.upper() == title or self._begins(offset + cut.end())):
            return None
        if chapter in {"summary", "comment"} and title.upper() != title:
            return None
        if chapter == "other":
            return None
        separator = cut.start() + 1 if rest[cut.start()] in ":." else cut.start()
        end = offset + separator
        last = last if end > line.end else at
        heading = self._heading(line, end, chapter, title, numbering, offset, at, last, True)
        return replace(heading, lead=True), 1 + last - at

    def _begins(self, at: int) -> bool:
        """Whether the letters begin here: the first of a chapter."""
        place = re.compile(r"\S").search(self.work, at)
        end = min(at + 40, len(self.work))
        one = place and candidate(self.work, place.start(), end, line=0, inline=True, open_before=False)
        return one is not None and one.first == "A"

    def _heading(
        self, line: Line, end: int, chapter: str, title: str, numbering: re.Match[str], offset: int, at: int,
        last: int, strong: bool,
    ) -> Heading:  # fmt: skip
        return Heading(
            start=line.first, words=offset, end=end, chapter=chapter, title=" ".join(title.split()).strip(" -:."),
            line=at, last_line=last, portion=(numbering["portion"] or "").strip("()"), para=numbering["number"] or "",
            number=numbering["question"] or numbering["number"] or "",
            strong=strong or title.upper() == title,
            continued=re.search(r"\bCONT(?:INUED|'?D)?\b", title, re.IGNORECASE) is not None,
        )  # fmt: skip

    def _marker_line(self, at: int) -> bool:
        if at >= len(self.lines):
            return False
        line = self.lines[at]
        return candidate(self.work, line.first, line.last, line=at, inline=False, open_before=False) is not None
