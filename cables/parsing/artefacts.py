"""What the transmission put into the text and the author did not.

Each find is (start, end, why). Nothing is deleted: `masked` puts blanks in its place, so that offsets stay those of
the source. When unsure, the text is left alone.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

from cables.parsing.header import FIELD, MARKING, SECTION_OF, read_captions
from cables.parsing.lines import Line, LineNumbers, lines_of
from cables.parsing.markers import match_marker

Find: TypeAlias = tuple[int, int, str]
Words: TypeAlias = list[tuple[int, int, str]]
Places: TypeAlias = dict[str, list[int]]

LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\((?:#|https?://[^\s()]{1,300})?\)")
PILCROW_LINK = re.compile(r"\[[1¶]\]\(#\)")
WORD = re.compile(r"\S+")
MAX_TRANSMISSION_LINE = 76  # characters; a telegram's line has at most 69, some relays a few more
MIN_LINE = 44
MAX_WORDS = 22
FILLERS = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the",
     "to", "was", "were", "with"]
)  # fmt: skip


def masked(text: str, finds: Iterable[Find]) -> str:
    """The text with blanks instead of the finds, of the same length, line breaks kept."""
    parts, at = [], 0
    for start, end, _ in sorted(finds):
        if start < at:
            start = at
        if end <= start:
            continue
        parts.append(text[at:start])
        parts.append(re.sub(r"[^\n]", " ", text[start:end]))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def page_lines(text: str, body: int, post: str, serial: int) -> list[Find]:
    """`REYKJAVIK 00000068  002 OF 011`, alone on a line or inside one; post and serial must be the cable's own."""
    if not post or not serial:
        return []
    name = r"[ .'-]{0,2}".join(re.escape(part) for part in re.findall(r"[A-Z0-9]+", post))
    # `004.3 OF 011`: some relays number the part of a page.
    pattern = re.compile(
        rf"(?<![A-Za-z]){name}[ \t]{{1,4}}0{{0,8}}{serial}[ \t]{{1,4}}"
        r"\d{2,3}(?:\.\d{1,2})?[ \t]{1,3}OF[ \t]{1,3}\d{2,3}(?!\d)"
    )
    return [(found.start(), found.end(), "page_break") for found in pattern.finditer(text, body)]


def repeated_headers(lines: list[Line], post: str) -> list[Find]:
    """The header that opens each transmitted section again: marking line, captions, E.O., TAGS, SUBJECT."""
    finds: list[Find] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if not (MARKING.match(line.text) and SECTION_OF.search(line.text) and post and post in line.text):
            at += 1
            continue
        last = at
        while last + 1 < len(lines) and _header_goes_on(lines, last + 1):
            last += 1
        while lines[last].blank:
            last -= 1
        finds.extend((lines[i].first, lines[i].last, "repeated_header") for i in range(at, last + 1) if lines[i].text)
        at = last + 1
    return finds


def _header_goes_on(lines: list[Line], at: int) -> bool:
    line = lines[at]
    if line.blank or read_captions(line.text) or FIELD.match(line.text):
        return True
    if (
        re.match(r"(?:DEPT|DEPARTMENT|STATE|USAID|FOR|PASS)\b.{0,80}\b(?:FOR|PASS|TO)\b", line.text)
        and line.text.upper() == line.text
    ):
        return True
    before = next((lines[i] for i in range(at - 1, max(at - 4, -1), -1) if lines[i].text), None)
    return before is not None and FIELD.match(before.text) is not None and not lines[at - 1].blank


def stray_captions(lines: list[Line]) -> list[Find]:
    """SIPDIS (or SENSITIVE) alone on a line of the body: relays put it in after a line that begins with "Secret..."."""
    return [
        (line.first, line.last, "stray_caption")
        for line in lines
        if line.text and line.text.upper() == line.text and len(line.text) < 40 and read_captions(line.text)
    ]


def link_residue(text: str, body: int) -> list[Find]:
    """`[word](#)`: what an archive's page left of a link. The word itself is the author's; `[1](#)` is a pilcrow."""
    finds: list[Find] = []
    for found in LINK.finditer(text, body):
        if PILCROW_LINK.fullmatch(found[0]):
            continue
        finds += [(found.start(), found.start(1), "link_residue"), (found.end(1), found.end(), "link_residue")]
    return finds


def broken_markers(lines: list[Line]) -> list[Find]:
    """The first dash of `-- 23C.` left at the end of the line before."""
    finds: list[Find] = []
    for before, line in pairwise(lines):
        broken = re.search(r"(?:\s|^)-$", before.text) and re.match(r"-(?!-)", line.text)
        if broken and match_marker(line.raw, line.first - line.start, len(line.raw)):
            finds.append((before.last - 1, before.last, "broken_marker"))
    return finds


def line_duplicates(text: str, body: int) -> list[Find]:
    """A transmission line that stands twice in a row, as it was garbled and sent again.

    With a Q before the second copy three words are proof enough; without it the copy must have the length of a
    transmission line. One or two small words may stand where the Q was.
    """
    words = [(m.start(), m.end(), m[0]) for m in WORD.finditer(text, body)]
    places: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        places[word[2]].append(index)
    finds: list[Find] = []
    at = 0
    while at < len(words):
        size, filler = _repeats(text, words, places, at)
        if size:
            finds.append((words[at][0], words[at + filler + size - 1][1], "line_duplicate"))
            at += filler + size
        else:
            at += 1
    return finds


def _repeats(text: str, words: Words, places: Places, at: int) -> tuple[int, int]:
    """(number of words repeated, number of filler words before them) for a repeat that begins at word `at`."""
    word = words[at][2]
    if word[0] == "Q" and len(word) > 1:
        size = _same(words, places, at, at, 3, word[1:])
        if size and _length(words, at, size) >= 12:
            return size, 0
    size = _same(words, places, at, at, 5, word)
    if size and MIN_LINE <= _length(words, at, size) <= MAX_TRANSMISSION_LINE and _one_paragraph(text, words, at, size):
        return size, 0
    for filler in (1, 2):
        if words[at][2] not in FILLERS or at + filler >= len(words) or words[at + filler - 1][2] not in FILLERS:
            break
        if _same(words, places, at + filler, at + filler, 5, words[at + filler][2]):
            break  # the repeat begins behind these words
        size = _same(words, places, at, at + filler, 7, words[at + filler][2])
        whole_line = size and MIN_LINE <= _length(words, at + filler, size) <= MAX_TRANSMISSION_LINE
        if whole_line and _one_paragraph(text, words, at, size + filler):
            return size, filler
    return 0, 0


def _same(words: Words, places: Places, at: int, copy: int, least: int, first: str) -> int:
    """How many words before `at` stand again from `copy` on: the longest such run, at least `least`, else 0.

    `first` is the word that the run before `at` begins with.
    """
    where = places.get(first, [])
    index = bisect_left(where, max(at - min(MAX_WORDS, len(words) - copy), 0))
    while index < len(where) and where[index] <= at - least:
        start = where[index]
        if all(words[start + i][2] == words[copy + i][2] for i in range(1, at - start)):
            return at - start
        index += 1
    return 0


def _length(words: Words, at: int, size: int) -> int:
    return words[at + size - 1][1] - words[at][0]


def _one_paragraph(text: str, words: Words, at: int, size: int) -> bool:
    """Whether both copies stand in one paragraph of prose."""
    piece = text[words[max(at - size, 0)][0] : words[at + size - 1][1]]
    return re.search(r"\n\s*\n", piece) is None and any(c.islower() for c in piece)


def find_artefacts(text: str, body: int, post: str, serial: int) -> tuple[list[Find], frozenset[int]]:
    """All finds in the body, and the line numbers on which a page line stood (a break of its own kind)."""
    finds = page_lines(text, body, post, serial)
    lines = [line for line in lines_of(masked(text, finds)) if line.start >= body]
    finds += repeated_headers(lines, post)
    finds += stray_captions([line for line in lines_of(masked(text, finds)) if line.start >= body])
    number = LineNumbers(text)
    pages = frozenset(number(start) for start, _, _ in finds)
    finds += link_residue(text, body)
    work = masked(text, finds)
    finds += broken_markers([line for line in lines_of(work) if line.start >= body])
    finds += line_duplicates(masked(text, finds), body)
    return sorted(finds), pages
