"""The source line by line, as HTML: what each span is shown by its look, its title and a label at the line's end."""

from collections import Counter
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cables.parsing.structure import SpanKind
from cables.reading import SourceSpan, SourceText, in_words

UNLABELLED = frozenset({SpanKind.BODY, SpanKind.LAYOUT})  # their look says enough; a label on every line would not


def kinds_in(source: SourceText) -> Counter[str]:
    return Counter(span.kind for span in source.spans)


def label_of(span: SourceSpan) -> str:
    return f"{span.kind}: {in_words(span.why)}" if span.why else span.kind


def pieces_by_line(source: SourceText) -> Iterator[tuple[int, list[tuple[SourceSpan, int, int]]]]:
    """For each line its number, from 1, and its parts of spans as (span, start, end); line ends belong to no part."""
    at = 0
    for number, start in enumerate(source.lines, start=1):
        end = source.lines[number] if number < len(source.lines) else len(source.text)
        pieces = []
        while at < len(source.spans) and source.spans[at].start < end:
            span = source.spans[at]
            pieces.append((span, max(start, span.start), min(end, span.end)))
            if span.end > end:
                break
            at += 1
        yield number, pieces


def typeset_lines(source: SourceText, kinds: frozenset[str]) -> SafeString:
    """All lines, or those that hold a span of one of these kinds."""
    parts = []
    for number, pieces in pieces_by_line(source):
        if kinds and not any(span.kind in kinds for span, _, _ in pieces):
            continue
        words = "".join(typeset_piece(source, *piece) for piece in pieces)
        labels = [label_of(span) for span, start, end in pieces if is_labelled(source.text, span, start, end)]
        label = f'<span class="line__label">{escape(" · ".join(dict.fromkeys(labels)))}</span>' if labels else ""
        parts.append(f'<div class="line" id="L{number}"><a class="line__no" href="#L{number}">{number}</a>'
                     f'<span class="line__text">{words}</span>{label}</div>')  # fmt: skip
    return mark_safe("\n".join(parts))  # noqa: S308 - made above of escaped words only


def is_labelled(text: str, span: SourceSpan, start: int, end: int) -> bool:
    """Whether the label of a span stands at this part of it: the first with words, or the first where none has any."""
    if span.kind in UNLABELLED or text[span.start : start].strip():
        return False
    return bool(text[start:end].strip()) or (start == span.start and not text[start : span.end].strip())


def typeset_piece(source: SourceText, span: SourceSpan, start: int, end: int) -> str:
    words = escape(source.text[start:end].rstrip("\r\n"))
    if span.kind == SpanKind.BODY or (not words and span.kind != SpanKind.ARTEFACT):
        return str(words)
    return f'<span class="span-{escape(span.kind)}" title="{escape(label_of(span))}">{words}</span>'
