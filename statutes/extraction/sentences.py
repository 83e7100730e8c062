"""Sentences of legal prose."""

import re

LONGEST = 4000  # characters of a sentence
STOP = re.compile(r"[.!?][\"')\]”’]{0,3}\s+(?=[\"'(\[“A-Z0-9¶-])|[;:]\s*\n|\n\n")
ABBREVIATION = re.compile(
    r"\b(?:Art|Arts|Sec|Secs|No|Nos|Nr|Par|Para|Paras|Ch|Vol|Inc|Dr|Mr|Mrs|Ms|St|U\.S|B\.E|A\.D|approx|e\.g|i\.e|cf|"
    r"vs|art|sec|no|Rs|Shs?|Kshs?|Tk|Dhs?|Lit|Fr)\.$"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of text[start:end] as offsets, none empty."""
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    at = start
    for match in STOP.finditer(text, start, stop):
        if match[0].startswith(".") and ABBREVIATION.search(text, max(at, match.start() - 8), match.start() + 1):
            continue
        found.append((at, match.end()))
        at = match.end()
    found.append((at, stop))
    return [(a, b) for a, b in (trimmed(text, a, b) for one in found for a, b in _cut(text, *one)) if a < b]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence that no law is as long as, in parts that end at a blank; what reads it looks back and forth in it."""
    parts: list[tuple[int, int]] = []
    while end - start > LONGEST:
        stop = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        parts.append((start, stop))
        start = stop
    return [*parts, (start, end)]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the white space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
