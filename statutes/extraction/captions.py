"""Captions of quoted provisions, alone in a paragraph or before the words of the law."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.articles import NUMBER_OF_ARTICLE
from statutes.extraction.structure import NumberedItem

WORD = r"(?:ARTICLES?|Articles?|ART\.|Art\.|SECTION|Section|SEC\.|Sec\.|PARAGRAPH|Paragraph|Art[ií]culo|ART[IÍ]CULO|§)"
CAPTION = re.compile(
    rf"(?:[^\n]{{0,60}}?:\s{{1,3}})?[\"'“(\s-]{{0,4}}{WORD}\s{{0,3}}(?P<number>{NUMBER_OF_ARTICLE}|"
    rf"\d[\w.-]{{0,8}})\s{{0,2}}"
    r"(?:\((?P<inside>[^()]{1,120})\)?|[-–:.,]{1,3}\s{0,3}(?P<behind>(?!\s)[^\n]{1,140}?))?\s{0,2}[.:\"”]{0,2}$"
)
PART = r"(?:(?:Chapter|CHAPTER|Title|TITLE|Book|Part)\s[\w.]{1,6},?\s)?"
PARAGRAPH = r"(?:,\s(?:[Pp]aragraphs?|[Pp]ara\.?|[Ss]ub-?sections?)\s\(?\w{1,3}\)?)?"
INLINE = re.compile(
    rf"[\"'“(\s¶-]{{0,5}}{PART}{WORD}\s{{0,3}}(?P<number>{NUMBER_OF_ARTICLE}|"
    rf"\d[\w.-]{{0,8}}){PARAGRAPH}(?:\.?\s?\((?P<inside>[A-Z][^()]{{1,90}})\))?"
    r"(?:\s?[.:]\s{0,2}[-–]{0,2}|\s[-–]{1,2}|"
    r"(?<=\)))(?:\s{1,3}|(?=\(\d))(?:(?P<behind>[A-Z][^.:\n]{2,90})[.:]\s?[-–]{0,2}\s{1,3})?(?=[\"'“(]{0,2}[A-Z0-9])",
)
LAWISH = re.compile(
    r"\b(?:penalt\w+|shall|whoever|whosoever|any\s?(?:one|body|person)|every\sperson|a\sperson\swho|those\swho|he\swho|"
    r"punishable|punished|sanctioned|"
    r"hereby|prohibited|for\sthe\spurposes?|means|imprison\w+|unlawful|offence|offense)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.;”\"]\s{1,3}(?=[\"“]?(?:A|S|P|§))")
ITEM = re.compile(r"[\s-]{0,4}(?P<label>\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)])\s")


@dataclass(slots=True)
class Draft:
    """A provision in the making. `run` numbers the stretch of law that it stands in."""

    number: str
    heading: str
    start: int
    body_start: int
    end: int
    run: int
    caption_end: int = 0
    is_inline: bool = False  # caption and words in one paragraph
    items: list[NumberedItem] = field(default_factory=list)


UNIT = re.compile(
    r"(?P<Article>\bart(?:icle|[ií]culo|s?\.))|(?P<Section>\bsec(?:tion|\.))|(?P<Paragraph>\bparagraph|§)",
    re.IGNORECASE,
)


def unit_of(text: str, start: int, end: int) -> str:
    """What the text calls a provision: "Section", "Paragraph", else "Article"."""
    found = UNIT.search(text, start, min(end, start + 80))
    return found.lastgroup or "Article" if found else "Article"


def caption_alone(text: str, paragraphs: Sequence[Paragraph], index: int, run: int) -> Draft | None:
    """The provision whose caption the parser took for prose: "Article 231.3", with words of law below."""
    paragraph = paragraphs[index]
    start, end = paragraph.clean_start, paragraph.clean_end
    is_short = paragraph.kind in LOOSE_KINDS + LAW_KINDS and end - start < CAPTION_LENGTH
    match = CAPTION.match(text[start:end]) if is_short else None
    if match is None or index + 1 == len(paragraphs):
        return None
    below = paragraphs[index + 1]
    if below.kind not in LOOSE_KINDS + LAW_KINDS or not LAWISH.search(text, below.clean_start, below.clean_end):
        return None
    heading = (match["inside"] or match["behind"] or "").strip(' .-–"')
    is_summary = "," in text[start : start + match.end("number") + 2] or re.search(r"[,;]", heading)
    if is_summary or LAWISH.search(heading):
        return None
    return Draft(match["number"].strip(" ."), heading, start, end, end, run, caption_end=end)


LAW_KINDS = (ParagraphKind.LAW, ParagraphKind.LAW_ITEM)
LOOSE_KINDS = (ParagraphKind.PROSE, ParagraphKind.SUBHEADING, ParagraphKind.LIST_ITEM)
CAPTION_LENGTH = 120
REVERSED = re.compile(rf"[A-Z][^.;:\n]{{3,100}},\s{WORD}\s(?P<number>{NUMBER_OF_ARTICLE})\.?")


def split_draft(text: str, draft: Draft) -> list[Draft]:
    """The provisions of one paragraph: "Article 1: Whoever ... Article 2: The penalty ..."."""
    drafts, stop = [draft], draft.end
    for mark in SENTENCE_END.finditer(text, draft.body_start, stop):
        match = INLINE.match(text, mark.end(), stop)
        if match is None:
            continue
        body = match.start("behind") if match["behind"] and LAWISH.search(match["behind"]) else match.end()
        heading = (match["inside"] or (match["behind"] if body == match.end() else "") or "").strip()
        drafts[-1].end = mark.end()
        drafts.append(
            Draft(match["number"].strip(" ."), heading, mark.end(), body, stop, draft.run, body, is_inline=True)
        )
    return drafts


def opened_by(paragraph: Paragraph, words: str, run: int) -> Draft | None:
    """The provision that a paragraph opens: with its caption alone, or with caption and words together."""
    start, end = paragraph.clean_start, paragraph.clean_end
    if paragraph.kind is ParagraphKind.LAW_HEADING:
        match = CAPTION.match(words)
        number = match["number"].strip(" .") if match else paragraph.label.removeprefix("art-")
        heading = (match["inside"] or match["behind"] or "") if match else ""
        if not match and (owned := OWNED.match(words)):
            number = owned["number"].strip(" .")
        if heading.lower().startswith(("of the", "of ")):
            heading = ""
        if match and match["behind"] and (LAWISH.search(heading) or VERB.search(heading)):
            return Draft(number, "", start, start + match.start("behind"), end, run, end, is_inline=True)
        return Draft(number, heading.strip(' .-–"'), start, end, end, run, caption_end=end)
    match = INLINE.match(words)
    if match is None or not LAWISH.search(words, match.start("behind") if match["behind"] else match.end()):
        return None
    heading = (match["inside"] or match["behind"] or "").strip()
    if match["behind"] and LAWISH.search(match["behind"]):
        heading = match["inside"] or ""
        body = match.start("behind")
    else:
        body = match.end()
    return Draft(match["number"].strip(" ."), heading, start, start + body, end, run, start + body, is_inline=True)


OWNED = re.compile(rf"[\"'“(\s-]{{0,4}}{WORD}\s{{1,3}}(?P<number>{NUMBER_OF_ARTICLE})\s(?:of|OF|Of|under)\s")
VERB = re.compile(r"\b(?:is|are|may|does|has)\b")
