"""Provisions quoted inside a sentence: Article 374 of the code reads: "The penalty ..."."""

import re
from collections.abc import Sequence

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.captions import LAWISH, Draft
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
        below = spans[at + 1] if at + 1 < len(spans) else None
        quote = _quote(text, article, stop, spans[at][1]) or _quote_below(text, article, spans[at], below)
        if quote is None:
            continue
        if len(quote["words"].split()) >= QUOTED_WORDS:
            found.append(Draft(article.number, "", article.start, quote.start("words"), quote.end("words"), -1 - index))
    return found


def _quote(text: str, article: Article, stop: int, end: int) -> re.Match[str] | None:
    """The words between quotation marks that a verb of saying leads to; a title in quotation marks is passed over."""
    is_led = ACCORDING.search(text, max(0, article.start - 24), article.start) is not None
    for mark in list(MARK.finditer(text, article.end, stop))[:6]:
        gap = text[article.end : mark.start()]
        leads = SAYS.search(gap) or (is_led and LED.fullmatch(gap))
        if leads and (quote := QUOTE.match(text, mark.start(), end)):
            return quote
    return None


def _quote_below(
    text: str, article: Article, own: tuple[int, int], below: tuple[int, int] | None
) -> re.Match[str] | None:
    """The words of the next paragraph, where this one ends "Article 45, as amended, reads:"."""
    gap = text[article.end : own[1]].rstrip()
    if below is None or len(gap) > SAYING or not gap.endswith(":") or not SAYS.search(gap[:-1]):
        return None
    quote = QUOTE.match(text, *below)
    return quote if quote and LAWISH.search(quote["words"]) else None


MARK = re.compile(r"[\"“]")
ACCORDING = re.compile(r"\b(?:[Aa]ccording\sto|[Uu]nder|[Ii]n\sthe\swords\sof)\s(?:the\s)?$")
LED = re.compile(r"[^.;:\"“]{0,80},\s")
