"""Provisions quoted inside a sentence: Article 374 of the code reads: "The penalty ..."."""

import re
from collections.abc import Sequence

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.captions import Draft
from statutes.extraction.structure import Article

SAYS = re.compile(
    r"\b(?:states?|reads?|provides?|stipulates?|defines?|establishes|says|specifies|prohibits|prescribes|declares|"
    r"follows)\b[^.\"“]{0,120}$"
)
QUOTE = re.compile(r"[\"“](?P<words>[^\"“”]{40,6000})[\"”]")
QUOTED_WORDS = 8  # fewer are a term, not a provision
SAYING = 320  # characters between the article's number and its words


def between_marks(
    text: str, paragraphs: Sequence[Paragraph], articles: Sequence[Article], drafts: Sequence[Draft]
) -> list[Draft]:
    """Those quoted inside a sentence: Article 374 of the code reads: "The penalty ..."."""
    found: list[Draft] = []
    spans = [
        (p.clean_start, p.clean_end) for p in paragraphs if p.kind in (ParagraphKind.PROSE, ParagraphKind.LIST_ITEM)
    ]
    at = 0
    for index, article in enumerate(articles):
        while at < len(spans) and spans[at][1] <= article.start:
            at += 1
        if at == len(spans):
            break
        if article.start < spans[at][0] or any(draft.start <= article.start < draft.end for draft in drafts[-1:]):
            continue
        stop = min(spans[at][1], article.end + SAYING)
        if index + 1 < len(articles) and articles[index + 1].start > article.end:
            stop = min(stop, articles[index + 1].start)
        quote = _quote(text, article.end, stop, spans[at][1])
        if quote is None:
            continue
        if len(quote["words"].split()) >= QUOTED_WORDS:
            found.append(Draft(article.number, "", article.start, quote.start("words"), quote.end("words"), -1 - index))
    return found


def _quote(text: str, start: int, stop: int, end: int) -> re.Match[str] | None:
    """The words between quotation marks that a verb of saying leads to; a title in quotation marks is passed over."""
    for mark in list(MARK.finditer(text, start, stop))[:6]:
        if SAYS.search(text[start : mark.start()]) and (quote := QUOTE.match(text, mark.start(), end)):
            return quote
    return None


MARK = re.compile(r"[\"“]")
