"""Back from clean text to the source: nothing that the parser does loses a character."""

from collections.abc import Iterable

from cables.parsing.structure import Span, SpanKind


def clean_text(text: str, spans: Iterable[Span]) -> str:
    """The author's words: every body span followed by what joins it to the next."""
    return "".join(text[span.start : span.end] + span.join for span in spans if span.kind is SpanKind.BODY)


def restore(clean: str, spans: Iterable[Span], others: dict[int, str]) -> str:
    """The source from its clean text and the characters of the spans that are no body, by their offset.

    Raises ValueError where the clean text is not that of these spans.
    """
    parts, at = [], 0
    for span in spans:
        if span.kind is not SpanKind.BODY:
            parts.append(others[span.start])
            continue
        size = span.end - span.start
        parts.append(clean[at : at + size])
        at += size
        if clean[at : at + len(span.join)] != span.join:
            raise ValueError(f"the clean text does not go on with {span.join!r} at {at}")
        at += len(span.join)
    if at != len(clean):
        raise ValueError(f"the clean text has {len(clean) - at} characters more than its spans")
    return "".join(parts)
