"""Which sections somebody means: pasted addresses, cables, the finds of a search."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from cables.disclosure import Person
from cables.models import Cable, Section
from cables.opening import Place
from cables.search import search
from cables.search.filters import SearchFilter
from cables.spelling import canonical_mrn

MOST_SECTIONS = 500


@dataclass(slots=True)
class Meant:
    """The sections that were named, each once, and what was not understood."""

    sections: dict[int, Section] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def add(self, sections: Iterable[Section]) -> bool:
        found = list(sections)
        self.sections.update({section.pk: section for section in found})
        return bool(found)


def meant_by(lines: Iterable[str], person: Person) -> Meant:
    """Each line is an address of a cable, a chapter or a section, whole or from the MRN on: `08GUATEMALA327`,
    `08GUATEMALA327/prosecution/b`, `https://…/cables/08GUATEMALA327/#prosecution-b`."""
    meant = Meant()
    for line in dict.fromkeys(filter(None, (line.strip() for line in lines))):
        if not meant.add(_named(line, person)):
            meant.unknown.append(line)
    return meant


def found_by(query: str, person: Person) -> tuple[list[Section], list[str]]:
    """The sections that a search finds, as many as an exercise takes and some more, and what it could not use. `query`
    is the address of a search, its query string, or plain words."""
    asked_for = query.strip().partition("?")[2].partition("#")[0] or query.strip()
    data = QueryDict(asked_for) if "=" in asked_for else QueryDict(urlencode({"q": query.strip()}))
    filters = SearchFilter(data, person=person)
    problems = [problem for told in filters.problems.values() for problem in told]
    found: dict[int, None] = {}
    asked, number, pages = replace(filters.query, grouped=False), 1, 1
    while number <= pages and len(found) <= MOST_SECTIONS:
        results = search(replace(asked, page=number), person)
        found.update(dict.fromkeys(hit.section_id for hit in results.hits))
        number, pages = number + 1, results.pages
        problems += [f"“{value}” was not found." for facet in results.facets for value in facet.left_out]
    rows = readable_sections(person).in_bulk(list(found))
    return [rows[pk] for pk in found if pk in rows], list(dict.fromkeys(problems))


def _named(line: str, person: Person) -> list[Section]:
    path, _, fragment = line.partition("#")
    parts = [part for part in path.partition("?")[0].split("/") if part]
    if "cables" in parts:
        parts = parts[parts.index("cables") + 1 :]
    mrn = canonical_mrn(parts[0]) if parts else None
    cable = Cable.objects.visible_to(person).filter(mrn=mrn).first() if mrn else None
    if cable is None or len(parts) > 3:
        return []
    sections = readable_sections(person).filter(cable=cable)
    if len(parts) > 1:
        sections = sections.filter(chapter=parts[1].lower())
    if len(parts) > 2:
        sections = sections.filter(key=parts[2].lower())
    if fragment and len(parts) == 1:
        return [row for row in sections if Place(cable.mrn, row.chapter, row.key).anchor == fragment]
    return list(sections)


def readable_sections(person: Person) -> QuerySet[Section]:
    """Sections with a current text, in the order of the text."""
    sections = Section.objects.visible_to(person).filter(current__isnull=False)
    return sections.select_related("cable", "current").order_by("cable__mrn", "current__position")
