"""What changed from one revision of a cable to another."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import F, QuerySet
from django.db.models.functions import MD5

from cables.disclosure import Person, disclosed
from cables.models import Cable, Revision, SectionText
from cables.opening import Place
from cables.redline import Budget, Change, Passage, redline, shortened


@dataclass(frozen=True, slots=True)
class SectionChange:
    place: Place
    change: str  # "added", "gone" or "changed"
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One line of the history: the counts compare with the revision before."""

    revision: Revision
    sections: int
    added: int
    gone: int
    changed: int
    new_source: bool
    first: bool


def history_of(cable: Cable) -> list[RevisionLine]:
    """The revisions, newest first, in two queries. Texts are compared by their digests in the database."""
    rows = (
        SectionText.objects.filter(revision__cable=cable)
        .annotate(digest=MD5(F("text")))
        .values_list("revision_id", "section_id", "digest")
    )
    digests: dict[int, dict[int, str]] = defaultdict(dict)
    for revision_id, section_id, digest in rows:
        digests[revision_id][section_id] = digest
    lines = []
    before: Revision | None = None
    for revision in revisions_of(cable).order_by("number"):
        now, then = digests[revision.pk], digests[before.pk] if before else {}
        kept = now.keys() & then.keys()
        lines.append(
            RevisionLine(
                revision=revision,
                sections=len(now),
                added=len(now.keys() - then.keys()),
                gone=len(then.keys() - now.keys()),
                changed=sum(now[section] != then[section] for section in kept),
                new_source=before is not None and before.source_id != revision.source_id,
                first=before is None,
            )
        )
        before = revision
    return lines[::-1]


def revisions_of(cable: Cable) -> QuerySet[Revision]:
    revisions = Revision.objects.filter(cable=cable).select_related("source")
    return revisions.defer("spans", "header", "warnings", "source__content")


def changes_between(cable: Cable, before: int, after: int, person: Person) -> list[SectionChange]:
    """The sections that differ between two revisions (by number), in the order of the text, word by word."""
    show = partial(disclosed, cable=cable, person=person)
    old, new = texts_of(cable, before), texts_of(cable, after)
    changes, budget = [], Budget()
    for section_id in dict.fromkeys([*new, *old]):
        was, now = old.get(section_id), new.get(section_id)
        if was and now and was.text == now.text:
            continue
        text = now or was
        assert text is not None  # noqa: S101 - the id came from one of the two
        place = Place(cable.mrn, text.section.chapter, text.section.key, tuple(text.keys))
        passages = compared(show(was.text) if was else "", show(now.text) if now else "", budget)
        changes.append(SectionChange(place, "changed" if was and now else "added" if now else "gone", tuple(passages)))
    return changes


def compared(before: str, after: str, budget: Budget) -> Iterator[Passage]:
    if before and after:
        return shortened(redline(before, after, budget))
    return iter([Passage(Change.NEW, after)] if after else [Passage(Change.GONE, before)])


def texts_of(cable: Cable, number: int) -> dict[int, SectionText]:
    texts = SectionText.objects.filter(revision__cable=cable, revision__number=number).select_related("section")
    return {text.section_id: text for text in texts.order_by("position")}
