"""Passages of the archive that quote or cite a law, as links back into the reading view."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from cables.disclosure import Person, disclosed
from cables.models import Paragraph, Section, SectionText
from cables.opening import ROW_FIELDS, Place, place_of
from cables.reading import LAW_KINDS, ParagraphRow, provision_anchor
from statutes.models import Mention, Role

BESIDE = 110  # characters shown on either side of a passage
BEHIND_QUOTE = 220  # and behind the caption of a quotation
FIRST_WORDS = 60  # marked of a quotation without a caption
MOST_SNIPPETS = 3  # of one section
PAGE_SIZE = 25  # sections


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage between the words beside it."""

    before: str
    words: str
    after: str
    is_quotation: bool
    is_suggested: bool
    url: str


@dataclass(frozen=True, slots=True)
class PassageSection:
    """A section that quotes or cites it. `more` is how many passages of it are not shown."""

    place: Place
    title: str  # "Guatemala 2008"
    year: int | None
    sample: bool
    access: str  # "" for public
    snippets: tuple[Snippet, ...]
    more: int

    @property
    def url(self) -> str:
        return place_url(self.place)


@dataclass(frozen=True, slots=True)
class PassageYear:
    year: int | None
    sections: tuple[PassageSection, ...]


def place_url(place: Place, anchor: str = "") -> str:
    """Into the reading view, at a quoted provision or at the section."""
    return f"{reverse('cables:detail', args=[place.mrn])}#{anchor or place.anchor}"


def passages_page(mentions: QuerySet[Mention], person: Person, *, number: int) -> tuple[Page[Any], list[PassageYear]]:
    """A page of the sections that have these passages, the latest report year first, and their passages."""
    sections = (
        Section.objects.filter(pk__in=mentions.order_by().values("section"))
        .select_related("cable__country", "current")
        .prefetch_related("current__questions")
        .order_by("-cable__report_year", "cable__country__sort_name", "cable__mrn", "current__position")
    )
    page: Page[Any] = Paginator(sections, PAGE_SIZE).get_page(number)
    rows = list(page.object_list)
    by_section: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions.filter(section__in=rows).order_by("start", "pk"):
        by_section[mention.section_id].append(mention)
    anchors = law_anchors([section.current for section in rows if section.current])
    shown = [section_from(section, by_section[section.pk], anchors, person) for section in rows]
    years = groupby(shown, key=lambda one: one.year)
    return page, [PassageYear(year, tuple(sections)) for year, sections in years]


def law_anchors(texts: Sequence[SectionText]) -> dict[int, list[tuple[int, int, str]]]:
    """Where quoted provisions have an anchor in each text: [(clean start, clean end, label), ...]."""
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    rows = Paragraph.objects.filter(section_text__in=texts, kind__in=[kind.value for kind in LAW_KINDS])
    by_text: dict[int, list[ParagraphRow]] = defaultdict(list)
    for text, *values in rows.exclude(label="").order_by("position").values_list("section_text_id", *ROW_FIELDS):
        by_text[text].append(ParagraphRow(*values))
    for text, paragraphs in by_text.items():
        taken: set[str] = set()
        for row in paragraphs:
            found[text].append((row.clean_start, row.clean_end, provision_anchor(row, "", taken)))
    return found


def anchor_of(mention: Mention, place: Place, anchors: dict[int, list[tuple[int, int, str]]]) -> str:
    """The anchor of the quotation in the reading view; "" where it has none of its own."""
    if mention.role != Role.QUOTES:
        return ""
    for start, end, anchor in anchors.get(mention.text_id, ()):
        if anchor and start < mention.end and mention.start < end:
            return f"{place.anchor}{anchor}"
    return ""


def section_from(
    section: Section, mentions: Sequence[Mention], anchors: dict[int, list[tuple[int, int, str]]], person: Person
) -> PassageSection:
    cable, text = section.cable, section.current
    assert text is not None  # noqa: S101 - for the type checker: visible passages stand in a current text
    text.section = section
    place = place_of(text, cable.mrn, text.questions.all())
    words = disclosed(text.text, cable=cable, person=person)
    shown = [snippet_of(one, words, place_url(place, anchor_of(one, place, anchors))) for one in telling(mentions)]
    return PassageSection(
        place=place,
        title=title_of(section),
        year=cable.report_year,
        sample=cable.sample,
        access="" if cable.access == "public" else cable.get_access_display(),
        snippets=tuple(shown[:MOST_SNIPPETS]),
        more=max(0, len(shown) - MOST_SNIPPETS),
    )


def telling(mentions: Iterable[Mention]) -> list[Mention]:
    """Quotations first; of passages that overlap, or stand in the words shown beside each other, the first."""
    found: list[Mention] = []
    for one in sorted(mentions, key=lambda mention: (mention.role != Role.QUOTES, mention.start, mention.pk)):
        if not any(is_told(one, other) for other in found):
            found.append(one)
    return found


def is_told(one: Mention, other: Mention) -> bool:
    beside = 0 if Role.QUOTES in (one.role, other.role) else BESIDE
    return one.start < other.end + beside and other.start < one.end + beside


def snippet_of(mention: Mention, text: str, url: str) -> Snippet:
    """The passage, of a quotation its caption, with what stands beside it, cut between words."""
    is_quotation = mention.role == Role.QUOTES
    end = marked_end(mention, text) if is_quotation else mention.end
    words = text[mention.start : end]
    before = "" if is_quotation else text[max(0, mention.start - BESIDE) : mention.start]
    after = text[end : end + (BEHIND_QUOTE if is_quotation else BESIDE)]
    return Snippet(
        before=before if mention.start <= BESIDE or not before else f"… {before.partition(' ')[2]}",
        words=words.rstrip(),
        after=words[len(words.rstrip()) :] + (after if end + len(after) >= len(text) else shortened(after)),
        is_quotation=is_quotation,
        is_suggested=mention.standing == "suggested",
        url=url,
    )


def marked_end(mention: Mention, text: str) -> int:
    """Of a quotation its caption is marked, and where it has none, its first words."""
    body = mention.body_start or mention.start
    if mention.start < body <= mention.end:
        return body
    cut = text.rfind(" ", mention.start, mention.start + FIRST_WORDS)
    return mention.end if mention.end <= mention.start + FIRST_WORDS or cut < 0 else cut


def shortened(words: str) -> str:
    """Without the last word, which may be cut."""
    return f"{words.rpartition(' ')[0]} …"


def title_of(section: Section) -> str:
    """`Guatemala 2008`: whose input it is."""
    cable = section.cable
    return f"{cable.country.name} {cable.report_year or ''}".strip() if cable.country else cable.mrn
