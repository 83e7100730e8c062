"""The instrument that a quoted provision belongs to, as far as the text says."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.captions import Draft
from statutes.extraction.structure import Article, Basis, Citation, QuotedProvision


def with_instruments(
    provisions: list[QuotedProvision], drafts: dict[int, Draft], paragraphs: Sequence[Paragraph],
    citations: Sequence[Citation], articles: Sequence[Article],
) -> tuple[QuotedProvision, ...]:  # fmt: skip
    """Each with the instrument it belongs to as far as the text says, and how that is known (`Basis`)."""
    done = _by_caption_or_citation(provisions, articles)
    runs: dict[int, list[int]] = {}
    for index, provision in enumerate(done):
        runs.setdefault(drafts[provision.start].run, []).append(index)
    own = [p for p in paragraphs if p.kind is not ParagraphKind.QUESTION]
    for members in runs.values():
        lead = _lead_instrument(done, members, own, citations)
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


def _lead_instrument(
    done: list[QuotedProvision], members: list[int], paragraphs: Sequence[Paragraph], citations: Sequence[Citation]
) -> str:
    """The one instrument that the paragraph before a run names and that no caption in the run claims."""
    before = bisect_right(paragraphs, done[members[0]].start, key=lambda paragraph: paragraph.clean_end)
    if not before:
        return ""
    lead = paragraphs[before - 1]
    claimed = {done[index].instrument.lower() for index in members if done[index].basis is Basis.HEADING}
    first = bisect_left(citations, lead.clean_start, key=lambda citation: citation.start)
    last = bisect_left(citations, lead.clean_end, key=lambda citation: citation.start)
    names = {c.name.lower(): c.name for c in citations[first:last]}
    free = [name for key, name in names.items() if key not in claimed]
    return free[0] if len(free) == 1 else ""
