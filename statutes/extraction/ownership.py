"""The instrument that a quoted provision belongs to, as far as the text says."""

from collections.abc import Sequence
from dataclasses import replace

from cables.parsing.structure import Paragraph, ParagraphKind
from statutes.extraction.captions import Draft
from statutes.extraction.structure import Article, Basis, Citation, QuotedProvision


def with_instruments(
    text: str, provisions: list[QuotedProvision], drafts: dict[int, Draft], paragraphs: Sequence[Paragraph],
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
