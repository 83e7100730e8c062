"""Sections for tests, made of paragraphs as the parser types them."""

from cables.parsing.paragraphs import Block, Piece, classify
from cables.parsing.structure import Paragraph
from statutes.extraction import SectionLaw, read_law
from statutes.penalties import computed


def paragraphs_of(texts: list[str]) -> tuple[str, list[Paragraph]]:
    """The clean text of a section with these paragraphs, and the paragraphs with the parser's kinds."""
    kinds = classify(texts, [Block([Piece(0, 1)], mark=mark_of(text)) for text in texts], questions=False)
    paragraphs: list[Paragraph] = []
    at = 0
    for text, (kind, label) in zip(texts, kinds, strict=True):
        paragraphs.append(Paragraph(kind, at, at + len(text), at, at + len(text), label=label))
        at += len(text) + 2
    return "\n\n".join(texts), paragraphs


def mark_of(text: str) -> str:
    """ "(1)" of a numbered item."""
    first = text.split(" ", 1)[0]
    return first if first[-1:] in (")", ".") and len(first) < 5 else ""


def law_of(*texts: str) -> SectionLaw:
    return read_law(*paragraphs_of(list(texts)))


def verdicts(law: SectionLaw) -> list[str]:
    """What every penalty comes to, in words."""
    return [f"{o.kind}: {o.verdict}" for key in law.penalties for o in computed(key, law.penalties)]
