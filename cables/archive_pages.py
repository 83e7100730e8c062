"""A cable saved as a page of an archive (HTML): header and body in two preformatted blocks."""

import re
from html.parser import HTMLParser

from cables.parsing.structure import ParseError

BLOCKS = frozenset({"pre", "code"})
UNSEEN = frozenset({"script", "style"})
SHORTEST = 60  # characters; a shorter block is a word set in code style
HEADER = re.compile(r"^(?:VZCZC|ZN[RY] |DE R|FM |TO R|(?:[A-Z] )+\d{6}Z )", re.MULTILINE)
BODY = re.compile(r"^\s*SUBJ(?:ECT)?\s*:", re.MULTILINE | re.IGNORECASE)


def cable_of_page(page: str) -> str:
    """The text of the cable on a page: entities decoded, links reduced to their words. Raises ParseError if the page
    does not hold a header and a body in preformatted blocks."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    blocks = [block.strip("\r\n") for block in reader.blocks if len(block.strip()) >= SHORTEST]
    header = next((number for number, block in enumerate(blocks) if HEADER.search(block)), None)
    if header is None:
        raise ParseError("no preformatted block of this page holds a cable's header")
    if BODY.search(blocks[header]):
        return blocks[header]
    if header + 1 == len(blocks):
        raise ParseError("this page has a cable's header but no preformatted block with its body")
    return f"{blocks[header]}\n\n{blocks[header + 1]}"


class _Reader(HTMLParser):
    """Collects the text of preformatted blocks; one inside another (`<code><pre>`) is one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.pieces: list[str] = []
        self.open: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.open.append(tag)
        elif tag in UNSEEN:
            self.unseen += 1
        elif tag == "br" and self.open:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in BLOCKS and tag in self.open:
            while self.open.pop() != tag:
                pass
            self._end_block()

    def handle_data(self, data: str) -> None:
        if self.open and not self.unseen:
            self.pieces.append(data)

    def close(self) -> None:
        super().close()
        self.open.clear()
        self._end_block()

    def _end_block(self) -> None:
        if not self.open and self.pieces:
            self.blocks.append("".join(self.pieces))
            self.pieces.clear()
