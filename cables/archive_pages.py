"""A cable saved as a page of an archive (HTML): header and body in two preformatted blocks.

Read by a scanner of our own: `html.parser` takes quadratic time over markup that is broken on purpose.
"""

import html
import re
from collections.abc import Iterator

from cables.parsing.structure import ParseError

BLOCKS = frozenset({"pre", "code"})
UNSEEN = frozenset({"script", "style"})
SHORTEST = 60  # characters; a shorter block is a word set in code style
HEADER = re.compile(r"^(?:VZCZC|ZN[RY] |DE R|FM |TO R|(?:[A-Z] )+\d{6}Z )", re.MULTILINE)
BODY = re.compile(r"^[ \t]*SUBJ(?:ECT)?[ \t]*:", re.MULTILINE | re.IGNORECASE)
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)[^<>]*>|<!--")
COMMENT_END = re.compile(r"(?<=-->)")
UNSEEN_END = re.compile(r"</(?:script|style)", re.IGNORECASE)


def cable_of_page(page: str) -> str:
    """The text of the cable on a page: entities decoded, links reduced to their words. Raises ParseError if the page
    does not hold a header and a body in preformatted blocks."""
    try:
        found = [html.unescape(block).strip("\r\n") for block in _blocks(page)]
    except ValueError as error:  # a number of thousands of digits for a character
        raise ParseError("this page has an entity that stands for no character") from error
    blocks = [block for block in found if len(block.strip()) >= SHORTEST]
    header = next((number for number, block in enumerate(blocks) if HEADER.search(block)), None)
    if header is None:
        raise ParseError("no preformatted block of this page holds a cable's header")
    if BODY.search(blocks[header]):
        return blocks[header]
    after = blocks[header + 1 :]
    if not after:
        raise ParseError("this page has a cable's header but no preformatted block with its body")
    body = next((block for block in after if BODY.search(block)), after[0])
    return f"{blocks[header]}\n\n{body}"


def _blocks(page: str) -> Iterator[str]:
    """The preformatted blocks without their markup; one inside another (`<code><pre>`) is one."""
    depth, pieces = 0, list[str]()
    for text, name, is_end in _pieces(page):
        if depth:
            pieces.append(text)
        if name == "br":
            pieces.append("\n")
        elif name in BLOCKS:
            depth = max(0, depth - 1) if is_end else depth + 1
        if not depth:
            yield "".join(pieces)
            pieces.clear()
    yield "".join(pieces)


def _pieces(page: str) -> Iterator[tuple[str, str, bool]]:
    """Each stretch of text with the name of the tag after it and whether that tag is an end; "" for a comment."""
    at = 0
    while found := TAG.search(page, at):
        name = (found["name"] or "").lower()
        yield page[at : found.start()], name, bool(found["end"])
        at = found.end()
        if not name:
            at = _where(COMMENT_END, page, at)
        elif name in UNSEEN and not found["end"]:
            at = _where(UNSEEN_END, page, at)
    yield page[at:], "", False


def _where(end: re.Pattern[str], page: str, at: int) -> int:
    """Where what must not be seen ends; the page's end if nothing ends it."""
    found = end.search(page, at)
    return found.start() if found else len(page)
