"""Finds what a person typed as a quotation."""

import re
from collections.abc import Iterator

MARKS = str.maketrans(dict.fromkeys("‘’‚‛ʼ´`′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
BLANKS = re.compile(r"\s+")

Place = tuple[int, int]


def quoted(text: str, quote: str) -> tuple[Place, ...]:
    """Every place where a typed quotation stands, in order and without overlaps; blanks around it do not count.

    Places of exactly these characters come before places that differ in white space, case, quotation marks or dashes,
    and among each, whole words before parts of words ("no" in "now"): only the first kind that is found is returned.
    """
    quote = quote.strip()
    if not quote:
        return ()
    exact = [(start, start + len(quote)) for start in _starts(text, quote)]
    plain, offsets = _plain(text)
    typed = _plain(quote)[0]
    alike = [(offsets[start], offsets[start + len(typed) - 1] + 1) for start in _starts(plain, typed)]
    for places in (_whole(text, exact), _whole(text, alike), exact, alike):
        if places:
            return tuple(places)
    return ()


def _starts(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + len(quote))


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in lower case with one blank for each run of white space, and the offset of each of its characters."""
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for blank in [*BLANKS.finditer(text), None]:
        end = blank.start() if blank else len(text)
        word = text[at:end].translate(MARKS)
        lower = word.lower()
        parts.append(lower if len(lower) == len(word) else "".join(c.lower()[0] for c in word))
        offsets.extend(range(at, end))
        if blank:
            parts.append(" ")
            offsets.append(end)
            at = blank.end()
    return "".join(parts), offsets


def _whole(text: str, places: list[Place]) -> list[Place]:
    """Those that neither begin nor end inside a word."""
    return [(start, end) for start, end in places if not _inside(text, start) and not _inside(text, end)]


def _inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
