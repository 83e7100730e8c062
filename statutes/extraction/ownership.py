"""The instrument that a quoted provision belongs to, as far as the text says."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.captions import Draft
from statutes.extraction.sentences import sentences
from statutes.extraction.structure import Article, Basis, Citation, QuotedProvision


def with_instruments(
    text: str, provisions: list[QuotedProvision], drafts: dict[int, Draft], paragraphs: Sequence[Paragraph],
    citations: Sequence[Citation], articles: Sequence[Article],
) -> tuple[QuotedProvision, ...]:  # fmt: skip
    """Each with the instrument it belongs to as far as the text says, and how that is known (`Basis`)."""
    done = _by_caption_or_citation(provisions, articles)
    runs: dict[int, list[int]] = {}
    for index, provision in enumerate(done):
        runs.setdefault(drafts[provision.start].run, []).append(index)
    own = [p for p in paragraphs if p.kind is not ParagraphKind.QUESTION]
    for members in runs.values():
        lead = _lead_instrument(text, done, members, own, citations)
        for index, last in zip(members, [-1, *members], strict=False):
            before = done[index - 1] if last == index - 1 >= 0 else None
            if done[index].basis is Basis.NONE and lead:
                done[index] = replace(done[index], instrument=lead, basis=Basis.LEAD)
            elif done[index].basis is Basis.NONE and before is not None and before.instrument:
                done[index] = replace(done[index], instrument=before.instrument, basis=Basis.NEIGHBOUR)
    return tuple(done)


def _by_caption_or_citation(provisions: list[QuotedProvision], articles: Sequence[Article]) -> list[QuotedProvision]:
    done: list[QuotedProvision] = []
    known: dict[str, str] = {}
    at = 0
    for provision in provisions:
        while at < len(articles) and articles[at].start < provision.body_start:
            if articles[at].instrument:
                known[articles[at].number.lower()] = articles[at].instrument
            at += 1
        near = articles[max(0, at - 3) : at]
        own = [article for article in near if article.start >= provision.start and article.instrument]
        if own:
            done.append(replace(provision, instrument=own[0].instrument, basis=Basis.HEADING))
        elif name := known.get(provision.number.lower()):
            done.append(replace(provision, instrument=name, basis=Basis.CITATION))
        else:
            done.append(provision)
    return done


AMENDING = re.compile(r"\b(?:by|through|with)\s(?:the\s)?$")


def _lead_instrument(
    text: str,
    done: list[QuotedProvision],
    members: list[int],
    paragraphs: Sequence[Paragraph],
    citations: Sequence[Citation],
) -> str:
    """The one instrument that the paragraph before a run names and that no caption in the run claims."""
    before = bisect_right(paragraphs, done[members[0]].start, key=lambda paragraph: paragraph.clean_end)
    if not before:
        return ""
    lead = paragraphs[before - 1]
    claimed = {done[index].instrument.lower() for index in members if done[index].basis is Basis.HEADING}
    first = bisect_left(citations, lead.clean_start, key=lambda citation: citation.start)
    last = bisect_left(citations, lead.clean_end, key=lambda citation: citation.start)
    cited = [c for c in citations[first:last] if c.name.lower() not in claimed]
    original = [c for c in cited if not AMENDING.search(text, max(0, c.start - 16), c.start)]  # "amended by Law 12"
    named = {c.name.lower(): c.name for c in original or cited}
    if len(named) > 1:  # of several that which the sentence names that leads to the words
        opening = sentences(text, lead.clean_start, lead.clean_end)[-1][0]
        named = {c.name.lower(): c.name for c in original if c.start >= opening}
    return next(iter(named.values())) if len(named) == 1 else ""
