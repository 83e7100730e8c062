"""Provisions whose words a section quotes: under captions, behind "Article 194 states that:", or in quotation marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.instruments import NUMBER_OF_ARTICLE
from statutes.extraction.sentences import trimmed
from statutes.extraction.structure import Article, Basis, Citation, NumberedItem, QuotedProvision

WORD = r"(?:ARTICLES?|Articles?|ART\.|Art\.|SECTION|Section|SEC\.|Sec\.|PARAGRAPH|Paragraph|Art[ií]culo|ART[IÍ]CULO|§)"
CAPTION = re.compile(
    rf"(?:[^\n]{{0,60}}?:\s{{1,3}})?[\"'“(\s-]{{0,4}}{WORD}\s{{0,3}}(?P<number>{NUMBER_OF_ARTICLE}|"
    rf"\d[\w.-]{{0,8}})\s{{0,2}}"
    r"(?:\((?P<inside>[^()]{1,120})\)?|[-–:.,]{1,3}\s{0,3}(?P<behind>(?!\s)[^\n]{1,140}?))?\s{0,2}[.:\"”]{0,2}$"
)
INLINE = re.compile(
    rf"[\"'“(\s¶-]{{0,5}}{WORD}\s{{0,3}}(?P<number>{NUMBER_OF_ARTICLE}|"
    rf"\d[\w.-]{{0,8}})(?:\s?\((?P<inside>[A-Z][^()]{{1,90}})\))?"
    r"(?:\s?[.:]\s{0,2}[-–]{0,2}|\s[-–]{1,2}|"
    r"(?<=\)))\s{1,3}(?:(?P<behind>[A-Z][^.:\n]{2,90})[.:]\s?[-–]{0,2}\s{1,3})?(?=[\"'“(]{0,2}[A-Z0-9])",
)
LAWISH = re.compile(
    r"\b(?:penalt\w+|shall|whoever|whosoever|any\s?(?:one|body|person)|every\sperson|a\sperson\swho|those\swho|he\swho|"
    r"punishable|punished|sanctioned|"
    r"hereby|prohibited|for\sthe\spurposes?|means|imprison\w+|unlawful|offence|offense)\b",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"\b(?:states?|reads?|provides?|stipulates?|defines?|establishes|says|specifies|prohibits|prescribes|declares|"
    r"follows)\b[^.\"“]{0,120}$"
)
QUOTE = re.compile(r"[\"“](?P<words>[^\"“”]{40,6000})[\"”]")
SENTENCE_END = re.compile(r"[.;”\"]\s{1,3}(?=[\"“]?(?:A|S|P|§))")
ITEM = re.compile(r"[\s-]{0,4}(?P<label>\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)])\s")
QUOTED_WORDS = 8  # fewer are a term, not a provision
SAYING = 320  # characters between the article's number and its words
TITLE_WORDS = 16


@dataclass(slots=True)
class _Draft:
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


def read_provisions(
    text: str, paragraphs: Sequence[Paragraph], citations: Sequence[Citation], articles: Sequence[Article]
) -> tuple[QuotedProvision, ...]:
    """The provisions quoted in one section, in order."""
    drafts = _drafts(text, paragraphs)
    drafts += _between_marks(text, paragraphs, articles, drafts)
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
    return _with_instruments(text, done, {draft.start: draft for draft in drafts}, paragraphs, citations, articles)


UNIT = re.compile(r"(?P<Section>\bsec(?:tion|\.))|(?P<Paragraph>\bparagraph|§)", re.IGNORECASE)


def unit_of(text: str, start: int, end: int) -> str:
    """What the text calls a provision: "Section", "Paragraph", else "Article"."""
    found = UNIT.search(text, start, min(end, start + 80))
    return found.lastgroup or "Article" if found else "Article"


def _drafts(text: str, paragraphs: Sequence[Paragraph]) -> list[_Draft]:
    """Those that paragraphs of their own hold."""
    drafts: list[_Draft] = []
    current: _Draft | None = None
    run = 0
    for index, paragraph in enumerate(paragraphs):
        start, end = paragraph.clean_start, paragraph.clean_end
        words = text[start:end]
        opened = None if paragraph.kind is ParagraphKind.QUESTION else _opened(paragraph, words, run)
        if opened is None and paragraph.kind in LAW_KINDS + LOOSE_KINDS and (match := REVERSED.fullmatch(words)):
            opened = _Draft(match["number"].strip(" ."), "", start, end, end, run, caption_end=end)
        opened = opened or _caption_alone(text, paragraphs, index, run)
        if opened is not None:
            drafts += _split(text, opened) if opened.body_start < opened.end else [opened]
            current = drafts[-1]
        elif CITED_ITEM.match(words) or _leads(current, words, paragraphs, index) or _is_prose_below(current, words):
            current = None
            run += 1
        elif paragraph.kind in LAW_KINDS or (current is not None and current.caption_end == current.end):
            if current is None and (number := paragraph.label.removeprefix("art-")):
                current = _Draft(number.replace("-", " ") if "bis" in number else number, "", start, start, end, run)
                drafts.append(current)
            if current is not None:
                _add(current, paragraph, words)
        elif current is not None and current.is_inline and LAWISH.search(words) and (item := ITEM.match(words)):
            current.end = end
            current.items.append(NumberedItem(item["label"], start, end))
        else:
            current = None
            run += 1
    return drafts


def _caption_alone(text: str, paragraphs: Sequence[Paragraph], index: int, run: int) -> _Draft | None:
    """The provision whose caption the parser took for prose: "Article 231.3", with words of law below."""
    paragraph = paragraphs[index]
    start, end = paragraph.clean_start, paragraph.clean_end
    match = CAPTION.match(text[start:end]) if paragraph.kind in LOOSE_KINDS and end - start < CAPTION_LENGTH else None
    if match is None or index + 1 == len(paragraphs):
        return None
    below = paragraphs[index + 1]
    if below.kind not in LOOSE_KINDS or not LAWISH.search(text, below.clean_start, below.clean_end):
        return None
    heading = (match["inside"] or match["behind"] or "").strip(' .-–"')
    is_summary = "," in text[start : start + match.end("number") + 2] or re.search(r"[,;]", heading)
    if is_summary or LAWISH.search(heading):
        return None
    return _Draft(match["number"].strip(" ."), heading, start, end, end, run, caption_end=end)


LAW_KINDS = (ParagraphKind.LAW, ParagraphKind.LAW_ITEM)
LOOSE_KINDS = (ParagraphKind.PROSE, ParagraphKind.SUBHEADING, ParagraphKind.LIST_ITEM)
CAPTION_LENGTH = 120


REVERSED = re.compile(rf"[A-Z][^.;:\n]{{3,100}},\s{WORD}\s(?P<number>{NUMBER_OF_ARTICLE})\.?")


def _leads(current: _Draft | None, words: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph behind a provision's words leads to the captions below it, so that it is the post's own."""
    if current is None or current.body_start >= current.end:
        return False
    below = paragraphs[index + 1].kind if index + 1 < len(paragraphs) else None
    return words.endswith(":") and below is ParagraphKind.LAW_HEADING


def _is_prose_below(current: _Draft | None, words: str) -> bool:
    """Whether a paragraph below a provision whose words stand beside its caption is the post's own."""
    return current is not None and current.is_inline and not (ITEM.match(words) or LAWISH.search(words))


def _split(text: str, draft: _Draft) -> list[_Draft]:
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
            _Draft(match["number"].strip(" ."), heading, mark.end(), body, stop, draft.run, body, is_inline=True)
        )
    return drafts


def _opened(paragraph: Paragraph, words: str, run: int) -> _Draft | None:
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
            return _Draft(number, "", start, start + match.start("behind"), end, run, end, is_inline=True)
        return _Draft(number, heading.strip(' .-–"'), start, end, end, run, caption_end=end)
    match = INLINE.match(words)
    if match is None or not LAWISH.search(words, match.end()):
        return None
    heading = (match["inside"] or match["behind"] or "").strip()
    if match["behind"] and LAWISH.search(match["behind"]):
        heading = match["inside"] or ""
        body = match.start("behind")
    else:
        body = match.end()
    return _Draft(match["number"].strip(" ."), heading, start, start + body, end, run, start + body, is_inline=True)


OWNED = re.compile(rf"[\"'“(\s-]{{0,4}}{WORD}\s{{1,3}}(?P<number>{NUMBER_OF_ARTICLE})\s(?:of|OF|Of|under)\s")


VERB = re.compile(r"\b(?:is|are|may|does|has)\b")
CITED_ITEM = re.compile(rf"[\s-]{{0,4}}{WORD}\s\d[\w.-]{{0,8}}(?:\s\([^()]{{1,90}}\))?\s?[,:]\s")


def _add(draft: _Draft, paragraph: Paragraph, words: str) -> None:
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
    if paragraph.kind is ParagraphKind.LAW_ITEM and (match := ITEM.match(words)):
        draft.items.append(NumberedItem(match["label"], start, end))


def _between_marks(
    text: str, paragraphs: Sequence[Paragraph], articles: Sequence[Article], drafts: Sequence[_Draft]
) -> list[_Draft]:
    """Those quoted inside a sentence: Article 374 of the code reads: "The penalty ..."."""
    found: list[_Draft] = []
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
            found.append(
                _Draft(article.number, "", article.start, quote.start("words"), quote.end("words"), -1 - index)
            )
    return found


def _quote(text: str, start: int, stop: int, end: int) -> re.Match[str] | None:
    """The words between quotation marks that a verb of saying leads to; a title in quotation marks is passed over."""
    for mark in list(MARK.finditer(text, start, stop))[:6]:
        if SAYS.search(text[start : mark.start()]) and (quote := QUOTE.match(text, mark.start(), end)):
            return quote
    return None


MARK = re.compile(r"[\"“]")


def _with_instruments(
    text: str, provisions: list[QuotedProvision], drafts: dict[int, _Draft], paragraphs: Sequence[Paragraph],
    citations: Sequence[Citation], articles: Sequence[Article],
) -> tuple[QuotedProvision, ...]:  # fmt: skip
    """Each with the instrument it belongs to as far as the text says, and how that is known (`Basis`)."""
    done: list[QuotedProvision] = []
    known: dict[str, str] = {}
    at = 0
    for provision in provisions:
        while at < len(articles) and articles[at].start < provision.body_start:
            if articles[at].instrument:
                known[articles[at].number.lower()] = articles[at].instrument
            at += 1
        own = [
            article
            for article in articles[max(0, at - 3) : at]
            if article.start >= provision.start and article.instrument
        ]
        if own:
            done.append(replace(provision, instrument=own[0].instrument, basis=Basis.HEADING))
        elif name := known.get(provision.number.lower()):
            done.append(replace(provision, instrument=name, basis=Basis.CITATION))
        else:
            done.append(provision)
    runs: dict[int, list[int]] = {}
    for index, provision in enumerate(done):
        runs.setdefault(drafts[provision.start].run, []).append(index)
    for members in runs.values():
        lead = _lead_instrument(done, members, paragraphs, citations)
        for index in members:
            before = done[index - 1] if index - 1 in members else None
            if done[index].basis is Basis.NONE and lead:
                done[index] = replace(done[index], instrument=lead, basis=Basis.LEAD)
            elif done[index].basis is Basis.NONE and before is not None and before.instrument:
                done[index] = replace(done[index], instrument=before.instrument, basis=Basis.NEIGHBOUR)
    return tuple(done)


def _lead_instrument(
    done: list[QuotedProvision], members: list[int], paragraphs: Sequence[Paragraph], citations: Sequence[Citation]
) -> str:
    """The one instrument that the paragraph before a run names and that no caption in the run claims."""
    first = done[members[0]].start
    before = [p for p in paragraphs if p.clean_end <= first and p.kind is not ParagraphKind.QUESTION]
    if not before:
        return ""
    lead = before[-1]
    claimed = {done[index].instrument.lower() for index in members if done[index].basis is Basis.HEADING}
    names = {c.name.lower(): c.name for c in citations if lead.clean_start <= c.start < lead.clean_end}
    free = [name for key, name in names.items() if key not in claimed]
    return free[0] if len(free) == 1 else ""
