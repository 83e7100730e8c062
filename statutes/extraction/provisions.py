"""Provisions whose words a section quotes: under captions, behind "Article 194 states that:", or in quotation marks."""

import re
from collections.abc import Sequence

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.captions import (
    ITEM,
    LAW_KINDS,
    LAWISH,
    LOOSE_KINDS,
    REVERSED,
    WORD,
    Draft,
    caption_alone,
    opened_by,
    split_draft,
    unit_of,
)
from statutes.extraction.ownership import with_instruments
from statutes.extraction.quotations import between_marks
from statutes.extraction.sentences import trimmed
from statutes.extraction.structure import Article, Basis, Citation, NumberedItem, QuotedProvision

TITLE_WORDS = 16


def read_provisions(
    text: str, paragraphs: Sequence[Paragraph], citations: Sequence[Citation], articles: Sequence[Article]
) -> tuple[QuotedProvision, ...]:
    """The provisions quoted in one section, in order."""
    drafts = _drafts(text, paragraphs)
    drafts += between_marks(text, paragraphs, articles, drafts)
    drafts.sort(key=lambda draft: draft.start)
    done: list[QuotedProvision] = []
    for draft in drafts:
        start, end = trimmed(text, draft.body_start, draft.end)
        provision = QuotedProvision(
            draft.number,
            draft.heading,
            text[start:end],
            "",
            Basis.NONE,
            draft.start,
            end,
            start,
            tuple(draft.items),
            unit_of(text, draft.start, start),
        )
        if start < end:
            done.append(provision)
    return with_instruments(text, done, {draft.start: draft for draft in drafts}, paragraphs, citations, articles)


def _drafts(text: str, paragraphs: Sequence[Paragraph]) -> list[Draft]:
    """Those that paragraphs of their own hold."""
    drafts: list[Draft] = []
    current: Draft | None = None
    run = 0
    for index, paragraph in enumerate(paragraphs):
        start, end = paragraph.clean_start, paragraph.clean_end
        words = text[start:end]
        draft = None if paragraph.kind is ParagraphKind.QUESTION else opened_by(paragraph, words, run)
        if draft is None and paragraph.kind in LAW_KINDS + LOOSE_KINDS and (match := REVERSED.fullmatch(words)):
            draft = Draft(match["number"].strip(" ."), "", start, end, end, run, caption_end=end)
        draft = draft or caption_alone(text, paragraphs, index, run)
        if draft is not None:
            drafts += split_draft(text, draft) if draft.body_start < draft.end else [draft]
            current = drafts[-1]
            if current.body_start < current.end and (item := ITEM.match(text, current.body_start, current.end)):
                current.items.append(NumberedItem(item["label"], current.body_start, current.end))
        elif (
            CITED_ITEM.match(words)
            or _leads(current, words, paragraphs, index)
            or _is_prose_below(text, current, words)
        ):
            current = None
            run += 1
        elif paragraph.kind in LAW_KINDS or (current is not None and current.caption_end == current.end):
            if current is None and (number := paragraph.label.removeprefix("art-")):
                current = Draft(number.replace("-", " ") if "bis" in number else number, "", start, start, end, run)
                drafts.append(current)
            if current is not None:
                _add(current, paragraph, words)
        elif (current is not None and _runs_on(text, current, words)) or (
            current is not None and current.is_inline and STATUTORY.match(words)
        ):
            current.end = end
        elif current is not None and (item := ITEM.match(words)) and _continues(text, current, words, item["label"]):
            current.end = end
            current.items.append(NumberedItem(item["label"], start, end))
        else:
            current = None
            run += 1
    return drafts


def _leads(current: Draft | None, words: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph behind a provision's words leads to the captions below it, so that it is the post's own."""
    if current is None or current.body_start >= current.end:
        return False
    below = paragraphs[index + 1].kind if index + 1 < len(paragraphs) else None
    return words.endswith(":") and below is ParagraphKind.LAW_HEADING


def _is_prose_below(text: str, current: Draft | None, words: str) -> bool:
    """Whether a paragraph below a provision whose words stand beside its caption is the post's own."""
    if current is not None and _runs_on(text, current, words):
        return False
    return current is not None and current.is_inline and not (ITEM.match(words) or LAWISH.search(words))


def _continues(text: str, current: Draft, words: str, label: str) -> bool:
    """Whether a numbered paragraph that the parser took for the post's own goes on with a provision."""
    if LAWISH.search(words) and current.is_inline:
        return True
    is_next = _is_next(_last_label(current), label)
    is_open = OPEN.search(text, max(current.body_start, current.end - 8), current.end) is not None
    return is_next and (is_open or LAWISH.search(words) is not None)


def _runs_on(text: str, current: Draft, words: str) -> bool:
    """Whether a line that the transmission broke goes on with the sentence before it."""
    return current.body_start < current.end and words[:1].islower() and text[current.end - 1] not in '.:"”!?'


STATUTORY = re.compile(  # no post speaks so of a law that it tells of
    r"[\"“]?(?:The\s(?:same\s)?(?:penalt|punish|sanction|sentence)|If\s|Whe(?:n|re)\s|Whoever\s|Any\sperson\s|In\s(?:the\s)?"
    r"case\s)[^.]{0,400}\bshall\s(?:be|not)\b"
)
OPEN = re.compile(r"[:;,]\s?(?:and|or)?$")
FIRST = ("1", "a", "i")


def _is_next(last: str, label: str) -> bool:
    before, now = (part.strip("(). ").lower() for part in (last, label))
    if not before or now in FIRST:
        return now in FIRST
    if before.isdigit() and now.isdigit():
        return int(now) == int(before) + 1
    return len(before) == len(now) == 1 and ord(now) == ord(before) + 1


def _last_label(draft: Draft) -> str:
    return draft.items[-1].label if draft.items else ""


CITED_ITEM = re.compile(rf"[\s-]{{0,4}}{WORD}\s\d[\w.-]{{0,8}}(?:\s\([^()]{{1,90}}\))?\s?[,:]\s")


def _add(draft: Draft, paragraph: Paragraph, words: str) -> None:
    """Another paragraph of the same provision; its first may be the rest of its caption."""
    start, end = paragraph.clean_start, paragraph.clean_end
    is_first = draft.body_start >= draft.end
    if is_first:
        draft.body_start = start
        is_title = len(words.split()) <= TITLE_WORDS and not LAWISH.search(words)
        if is_title and not draft.heading and (words.endswith(("-", "–")) or words[-1:].isalpha()):
            draft.heading = words.strip(' -–"')
            draft.body_start = draft.end = end
            return
    draft.end = end
    match = ITEM.match(words)
    if match and (paragraph.kind is ParagraphKind.LAW_ITEM or _is_next(_last_label(draft), match["label"])):
        draft.items.append(NumberedItem(match["label"], start, end))
