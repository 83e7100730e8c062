"""From the lines of one answer to its paragraphs and clean text.

The author wrote paragraphs; the transmission cut them into lines, put blank lines into sentences and pages between
them. A line goes on with the one before where the sentence is open or the next word would not have fitted.
"""

import re
from dataclasses import dataclass, field

from cables.parsing.lines import Line
from cables.parsing.markers import REFERS
from cables.parsing.structure import Paragraph, ParagraphKind

FUNCTION_WORD = re.compile(
    r"(?:^|[\s(\"'/-])(?:a|an|and|or|nor|but|the|of|to|in|on|at|by|for|from|with|without|under|over|into|between|among|"
    r"against|within|through|during|before|after|about|as|than|that|which|who|whose|whom|when|where|while|if|because|"
    r"is|are|was|were|be|been|being|has|have|had|will|would|shall|should|may|might|can|could|must|do|does|did|not|no|"
    r"its|his|her|their|our|this|these|those|such|both|either|each|every|any|some|all|other|more|most|very|also|only)$",
    re.IGNORECASE,
)  # fmt: skip
HYPHENED = re.compile(r"[A-Za-z]-$")
QUESTION_START = re.compile(
    r"(?:[A-Z][\w' /()-]{0,60}:\s{1,3})?[\"']?(?:(?:If|For|In|On|With|To|Under|During)\b[^?]{0,300}(?:\?|, please\b)|"
    r"(?:What|Which|Who|Whom|Where|When|Why|How|Is|Are|Was|Were|Does|Do|Did|Has|Have|Had|Can|Could|Will|Would|Should|"
    r"Please|Provide|Describe|Report if|Discuss|Explain|Briefly|Specify|Identify|To what extent|Indicate)\b)",
)
INSTRUCTION = re.compile(
    r"(?:Please|Provide|Describe|Report if|Discuss|Explain|Specify|Identify|Indicate|For\b[^.?]{0,160}, please)\b"
)
AFTER_QUESTION = re.compile(
    r"[\"'(]?(?:(?:(?:If|Where|When|Also|In)\b[^.]{0,60}?\b)?(?:please|provide|specify|describe|explain|indicate|include|"
    r"identify|discuss|note)\b|e\.g\.|i\.e\.)",
    re.IGNORECASE,
)
LAW_HEADING = re.compile(
    r"(?:-{1,2}\s?|\"|')?(?:ARTICLE|Article|ART\.|Art\.|SECTION|Section|Sec\.)\s{1,2}(?P<number>\d{1,4}(?:[-–.]?[A-Za-z]{0,5})?(?:\s(?:bis|ter|quater))?)"
    r"(?:\s{0,2}\([A-Za-z][^()]{0,90}\)|\s{0,2}[-–:.]{1,2}\s{0,2}[A-Z][^.:;]{0,90}|\s(?:of|Of|OF)\s[^.:;]{0,100})?\s{0,2}[.:]?"
)
LAW_START = re.compile(r"(?:ARTICLE|Article|ART\.|Art\.|SECTION|Section|Sec\.)\s{1,2}\d")
LAW_LEAD = re.compile(
    r"\b(?:Article|Art\.|Section)\s{1,2}(?P<number>\d{1,4}[A-Za-z]?)\b[^.]{0,260}"
    r"\b(?:states?|reads?|provides?|stipulates?|says|as follows|establishes|defines)\b[^.]{0,80}:$"
)
LAW_STYLE = re.compile(
    r"[\"'(]?(?:Whoever|Whosoever|Any(?:one|body)?\b|He who|A person who|Every person|The same\b|The penalt|"
    r"The crime\b|The punishment|The sentence|The sanction|This penalty|In (?:the|any) |If\b|When\b|Where\b|Shall\b|"
    r"\(?\d{1,2}[.)]|\(?[a-z][.)]|-|An? (?:person|individual)|For the purposes|The consent|Imprisonment)"
)
BEGIN_TEXT = re.compile(
    r"BEGIN (?:\w+ )?(?:TEXT|QUOTE|EXCERPT|TRANSLATION)\b(?:.{0,60}?\bART(?:ICLE|\.)? (?P<number>\d{1,4}))?",
    re.IGNORECASE,
)
END_TEXT = re.compile(r"END (?:OF )?(?:TEXT|QUOTE|LEGISLATIVE|EXCERPT|TRANSLATION)", re.IGNORECASE)
CAPTION_WORDS = 12
SHORT_LINE = 70  # in an unwrapped text a line below this may be a caption, not a broken sentence


@dataclass(slots=True)
class Piece:
    """A run of characters of the source that goes into the clean text, with what joins it to the next."""

    start: int
    end: int
    join: str = ""


@dataclass(slots=True)
class Block:
    """A paragraph in the making."""

    pieces: list[Piece]
    join: str = "\n\n"  # what stands between it and the next paragraph
    number: str = ""
    portion: str = ""
    mark: str = ""
    framed: bool = False
    blanks: list[tuple[int, int]] = field(default_factory=list)  # blank lines inside its sentences


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One line's part of an answer: its pieces, and what stands between it and the line before."""

    line: Line
    pieces: tuple[tuple[int, int], ...]
    text: str
    blanks: int  # blank lines above, those of a page line included
    page: bool  # a page line stood above
    opens: bool  # first behind a marker
    number: str
    portion: str
    touched: bool  # an artefact was taken out of it, so that its length says nothing
    framed: bool  # a ruled line above or below


def splits_sentence(before: BodyLine, line: BodyLine, width: int) -> bool:
    """Whether the blank line between the two stands inside a sentence."""
    if line.line.list_mark or line.opens or line.framed or before.framed:
        return False
    last, first = before.text[-1:], line.text[:1]
    if last in ":;" or not first:
        return False
    if first.islower():
        return True
    if not before.line.open and not before.touched:
        return False
    if re.search(r"[.!?:;][\"')\]]{0,3}$", before.text):
        return False
    if last in ",(/&" or first == "(" or HYPHENED.search(before.text) or FUNCTION_WORD.search(before.text):
        return True
    if LAW_HEADING.fullmatch(before.text) or LAW_START.match(line.text) or before.text.isupper() or line.text.isupper():
        return False
    if width:
        return not _would_fit(before, line, width)
    return len(before.text) > SHORT_LINE and len(line.text) > SHORT_LINE


def _would_fit(before: BodyLine, line: BodyLine, width: int) -> bool:
    """Whether the next word would have fitted on the line before: then the break is the author's."""
    if before.touched:
        return False
    word = re.match(r"\S+", line.text)
    return len(before.line.raw.strip()) + 1 + len(word[0] if word else "") <= width - 5


def _goes_on(before: BodyLine, line: BodyLine, width: int) -> tuple[bool, bool]:
    """(whether the line goes on with the paragraph before it, whether blank lines between them split a sentence)."""
    if line.opens or line.framed or before.framed:
        return False, False
    real_blanks = line.blanks - (3 if line.page else 0)
    if line.page and real_blanks <= 0:
        if line.line.list_mark:
            return False, False
        return before.line.open or (width > 0 and not _would_fit(before, line, width)), False
    if line.blanks:
        split = splits_sentence(before, line, width)
        return split, split
    if line.line.list_mark:
        return _wrapped_dash(before, line, width), False
    if not width:
        return before.line.open and (line.text[:1].islower() or len(before.text) > 2 * SHORT_LINE), False
    if _would_fit(before, line, width):
        return before.line.open and line.text[:1].islower(), False
    return True, False


def _wrapped_dash(before: BodyLine, line: BodyLine, width: int) -> bool:
    """`- for labor exploitation`: a dash of the sentence that happens to begin a line."""
    if not width or _would_fit(before, line, width) or not before.line.open:
        return False
    if re.match(r"-{1,2}\s[a-z]", line.text):
        return not before.line.list_mark and before.text[-1] not in ",;:"
    return re.match(r"(?:\d{1,2}|[a-z])[.)]\s", line.text) is not None and bool(
        FUNCTION_WORD.search(before.text) or REFERS.search(before.text)
    )


def blocks_of(lines: list[BodyLine], width: int) -> list[Block]:
    """The paragraphs of an answer."""
    blocks: list[Block] = []
    before: BodyLine | None = None
    for line in lines:
        on, split = _goes_on(before, line, width) if before is not None else (False, False)
        pieces = [Piece(start, end) for start, end in line.pieces]
        if blocks and before is not None and on:
            blocks[-1].pieces[-1].join = "" if _rejoins_word(before, line) else " "
            if split:
                blocks[-1].blanks.append((blocks[-1].pieces[-1].end, pieces[0].start))
            blocks[-1].pieces.extend(pieces)
        else:
            if blocks and before is not None:
                blocks[-1].join = _between(before, line)
            blocks.append(
                Block(pieces, number=line.number if line.opens else "", portion=line.portion if line.opens else "",
                      mark=line.line.list_mark if not line.opens else "", framed=line.framed)
            )  # fmt: skip
        before = line
    return blocks


def _rejoins_word(before: BodyLine, line: BodyLine) -> bool:
    """Whether a word was cut at its hyphen. `pre- and post-` keeps its blank, and so does a dash that means a pause."""
    if HYPHENED.search(before.text) is None or not line.text[:1].isalpha():
        return False
    return re.match(r"(?:and|or|to|nor)\b|e\.g\.|i\.e\.", line.text) is None


def _between(before: BodyLine, line: BodyLine) -> str:
    return "\n" if not line.blanks and not line.opens else "\n\n"


@dataclass(slots=True)
class CleanText:
    text: str
    paragraphs: tuple[Paragraph, ...]
    pieces: tuple[Piece, ...]
    blanks: tuple[tuple[int, int], ...]
    answer: str  # without the quoted question


def clean(source: str, work: str, blocks: list[Block], *, questions: bool) -> CleanText:
    """Clean text and paragraphs of one answer. Quoted questions are looked for where `questions` is set."""
    parts: list[str] = []
    paragraphs: list[Paragraph] = []
    pieces: list[Piece] = []
    at = 0
    raw_texts: list[str] = []
    for index, block in enumerate(blocks):
        inner = _inner_joins(source, block)
        last = index == len(blocks) - 1
        inner[-1].join = "" if last else block.join
        text = "".join(source[p.start : p.end] + p.join for p in inner[:-1]) + source[inner[-1].start : inner[-1].end]
        raw_texts.append(text)
        paragraphs.append(
            Paragraph(ParagraphKind.PROSE, inner[0].start, inner[-1].end, at, at + len(text),
                      number=block.number, portion=block.portion)
        )  # fmt: skip
        parts.append(text + inner[-1].join)
        at += len(parts[-1])
        pieces.extend(inner)
    kinds = classify(raw_texts, blocks, questions=questions)
    done = tuple(
        Paragraph(kind, p.start, p.end, p.clean_start, p.clean_end, p.number, p.portion, label)
        for p, (kind, label) in zip(paragraphs, kinds, strict=True)
    )
    answer = "\n".join(t for t, (kind, _) in zip(raw_texts, kinds, strict=True) if kind is not ParagraphKind.QUESTION)
    blanks = tuple(blank for block in blocks for blank in block.blanks)
    return CleanText("".join(parts), done, tuple(pieces), blanks, answer)


def _inner_joins(source: str, block: Block) -> list[Piece]:
    """Pieces of a line that an artefact or a tab keeps apart get a blank between them; those of a link do not."""
    for before, after in zip(block.pieces, block.pieces[1:], strict=False):
        gap = source[before.end : after.start]
        if not before.join and "\n" not in gap:
            before.join = " " if re.search(r"\s", gap) else ""
    return block.pieces


def classify(texts: list[str], blocks: list[Block], *, questions: bool) -> list[tuple[ParagraphKind, str]]:
    """Kind and label of each paragraph."""
    kinds: list[tuple[ParagraphKind, str]] = []
    law, asked = "", questions
    last_end = max((i for i, text in enumerate(texts) if END_TEXT.match(text)), default=-1)
    for index, (text, block) in enumerate(zip(texts, blocks, strict=True)):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        heading = None if LAW_LEAD.search(text) else LAW_HEADING.fullmatch(text)
        begun = BEGIN_TEXT.match(text)
        if begun and index < last_end:
            law = "heading"
            label = f"art-{begun['number']}" if begun["number"] else ""
            kinds.append((ParagraphKind.LAW_HEADING if label else ParagraphKind.SUBHEADING, label))
        elif heading and following and not LAW_HEADING.fullmatch(following):
            law = "heading"
            kinds.append((ParagraphKind.LAW_HEADING, f"art-{heading['number'].strip('.').replace(' ', '-').lower()}"))
        elif END_TEXT.match(text):
            law = ""
            kinds.append((ParagraphKind.PROSE, ""))
        elif law and (law == "heading" or LAW_STYLE.match(text)):
            label = law.partition(":")[2]
            law = "heading" if law == "heading" else "lead"
            kinds.append((ParagraphKind.LAW_ITEM if block.mark else ParagraphKind.LAW, label))
        elif asked and is_question(text, following):
            kinds.append((ParagraphKind.QUESTION, ""))
        elif block.mark:
            law = ""
            kinds.append((ParagraphKind.LIST_ITEM, block.mark))
        elif _is_caption(text, block, following):
            law = ""
            kinds.append((ParagraphKind.SUBHEADING, ""))
        else:
            law = ""
            kinds.append((ParagraphKind.PROSE, ""))
        asked = asked and kinds[-1][0] is ParagraphKind.QUESTION
        if kinds[-1][0] is ParagraphKind.PROSE and (lead := LAW_LEAD.search(text[-420:])):
            law = f"lead:art-{lead['number'].lower()}"
    return kinds


def is_question(text: str, following: str) -> bool:
    """Whether a paragraph is the questionnaire's: it asks, or says what to report, and an answer follows."""
    if not following or not QUESTION_START.match(text):
        return False
    asked, mark, rest = text.rpartition("?")
    if not mark:
        return INSTRUCTION.match(text) is not None
    rest = rest.strip(" \"')")
    if not rest or asked.count("?") or rest.startswith(("(NOTE", "(Note")):
        return True
    return all(AFTER_QUESTION.match(sentence) for sentence in re.split(r"(?<=[.!])\s+(?=[A-Z(])", rest))


def _is_caption(text: str, block: Block, following: str) -> bool:
    """A heading inside an answer: framed, or short and in capitals, and without the end of a sentence."""
    if not following or len(text.split()) > CAPTION_WORDS or text.endswith((".", "?", ";", ",")):
        return False
    if re.search(r"\d{3}|@|\.\w", text):
        return False
    return block.framed or (text.isupper() and len(text) > 6)
