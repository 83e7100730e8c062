"""The institutions that a cable names, section by section."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cables.parsing.structure import Paragraph
from statutes.extraction.institutions.aliases import Aliases, Finder
from statutes.extraction.institutions.belonging import with_kinds
from statutes.extraction.institutions.enumerations import Phrase
from statutes.extraction.institutions.events import events_of
from statutes.extraction.institutions.glossary import (
    KNOWN_ACRONYMS,
    KNOWN_KINDS,
    KNOWN_NAMES,
    Glossary,
    glossary_of,
)
from statutes.extraction.institutions.known import KNOWN
from statutes.extraction.institutions.lists import LISTED, headed_names, listed_names
from statutes.extraction.institutions.names import DEMONYM, name_key, squeezed
from statutes.extraction.institutions.sections import Prepared, prepared
from statutes.extraction.institutions.standins import named_finder, with_stand_ins
from statutes.extraction.institutions.structure import InstitutionKind as Kind
from statutes.extraction.institutions.structure import NameMention, SectionInstitutions
from statutes.extraction.institutions.words import LAWS

CALLED = {
    Kind.INTERNATIONAL: "international organisation", Kind.NGO: "NGO", Kind.DONOR: "donor", Kind.EXECUTIVE: "agency",
    Kind.POLICE: "police service", Kind.LEGISLATURE: "legislature", Kind.OMBUDSMAN: "ombudsman",
    Kind.PROSECUTION: "prosecution service",
}  # fmt: skip
ACRONYMS = Finder((acronym, number, True) for number, acronym in enumerate(KNOWN_ACRONYMS))
ACRONYM_KINDS = list(KNOWN_ACRONYMS.items())
ABROAD = re.compile(r"(?:U\.?S\.?|American|Members?\sof(?:\sthe)?)\s$")
PAYS = re.compile(
    r"(?<![\w/])[GJ]/TIP(?![\w/])|"
    r"(?<!\w)(?:USDOL|DOL)(?=[-\s](?:funded|funding|funds|grants?|projects?|sponsored|financed|supported|assistance))"
)
LAW_BEHIND = re.compile(r"\s(?:[A-Z][\w-]*\s){0,2}?(?P<word>[A-Z][a-z]+)")


def read_institutions(
    texts: Sequence[tuple[str, Sequence[Paragraph]]], aliases: Aliases
) -> tuple[SectionInstitutions, ...]:
    """For each section of one cable, in order, the institutions that its clean text names. What the cable says in one
    section about an acronym holds in all."""
    sections = [prepared(text, paragraphs) for text, paragraphs in texts]
    glossary = glossary_of(sections, aliases)
    mentions = _everywhere(sections, _found(sections, glossary, aliases))
    mentions = with_kinds(sections, _without_demonyms(mentions))
    mentions = [[_finished(mention, glossary, aliases) for mention in found] for found in mentions]
    finder, names = named_finder([mention for found in mentions for mention in found])
    return tuple(
        SectionInstitutions(tuple(found), tuple(events_of(section, with_stand_ins(section, found, finder, names))))
        for section, found in zip(sections, mentions, strict=True)
    )


def _found(sections: Sequence[Prepared], glossary: Glossary, aliases: Aliases) -> list[list[NameMention]]:
    """The mentions of each section, and with them the names that only a list gives away."""
    learned = Finder((words, number, True) for number, words in enumerate(glossary.entries))
    mentions = [
        _apart([
            *_by_alias(section, glossary, aliases),
            *_by_glossary(section, glossary, learned),
            *_by_phrase(section, phrases, glossary),
            *_by_known(section),
            *_by_money(section),
        ])
        for section, phrases in zip(sections, glossary.phrases, strict=True)
    ]  # fmt: skip
    return [
        _apart([*found, *listed_names(section, found), *headed_names(section, found)])
        for section, found in zip(sections, mentions, strict=True)
    ]


def _by_phrase(section: Prepared, phrases: Iterable[Phrase], glossary: Glossary) -> Iterator[NameMention]:
    for phrase in phrases:
        if name_key(phrase.name) in KNOWN_KINDS and not _counts(section, phrase.start, phrase.end):
            continue
        acronym = glossary.acronyms.get(name_key(phrase.name), "")
        if phrase.is_listed:
            reason = f"one of a list of names with “{phrase.head.capitalize()}”"
        elif acronym:
            reason = f"named with its acronym ({acronym})"
        elif phrase.name.lower().startswith(phrase.head):
            reason = f"begins with “{' '.join(phrase.name.split()[:2])}”"
        else:
            reason = f"has the word “{phrase.head.capitalize()}”"
        yield NameMention(phrase.start, phrase.end, phrase.name, kind=glossary.kind(phrase.name), reason=reason)


def _by_known(section: Prepared) -> Iterator[NameMention]:
    for hit in KNOWN_NAMES.hits(section.folded):
        text = section.text
        kind = KNOWN[hit.value][2]
        if (
            text[hit.start].isupper()
            and _is_meant(text, hit.start, hit.end, kind)
            and _counts(section, hit.start, hit.end)
        ):
            name = squeezed(text[hit.start : hit.end])
            yield NameMention(hit.start, hit.end, name, kind=kind, reason=f"a well-known {CALLED[kind]}")
    for hit in ACRONYMS.hits(section.folded):
        acronym, kind = ACRONYM_KINDS[hit.value]
        if _counts(section, hit.start, hit.end):
            yield NameMention(hit.start, hit.end, acronym, kind=kind, reason=f"a well-known {CALLED[kind]}")


def _is_meant(text: str, start: int, end: int, kind: Kind) -> bool:
    """No legislature of the United States nor a member of one; no ombudsman but "the Ombudsman"."""
    before = text[max(start - 16, 0) : start]
    if kind is Kind.LEGISLATURE:
        return ABROAD.search(before) is None
    if text[start:end] == "Ombudsman":
        return before.lower().endswith("the ") and not text[end : end + 2].strip().isupper()
    return True


def _by_money(section: Prepared) -> Iterator[NameMention]:
    """The Department's office for trafficking, and others where the text speaks of what they pay for."""
    for match in PAYS.finditer(section.text):
        start, end = match.span()
        if section.is_read(start, end):
            yield NameMention(start, end, match[0], kind=Kind.DONOR, reason="an office of the Department")


def _by_glossary(section: Prepared, glossary: Glossary, learned: Finder) -> Iterator[NameMention]:
    entries = list(glossary.entries.values())
    for hit in learned.hits(section.folded):
        entry = entries[hit.value]
        if _counts(section, hit.start, hit.end):
            kind = glossary.kinds.get(name_key(entry.name)) or entry.kind
            yield NameMention(hit.start, hit.end, entry.name, kind=kind, reason=entry.reason)


def _by_alias(section: Prepared, glossary: Glossary, aliases: Aliases) -> Iterator[NameMention]:
    for hit in aliases.finder.hits(section.folded):
        known = aliases.names[hit.value]
        entry = aliases.entry_of(known.words, is_acronym=known.is_acronym)
        printed = squeezed(section.text[hit.start : hit.end])
        here = glossary.entries.get(printed) if known.is_acronym else None
        name = here.name if here else printed
        # The cable has the last word on its acronyms: here it may stand for another body.
        if here and name_key(name) != name_key(known.words) and aliases.entry_of(name) not in (None, known.entry):
            continue
        if _counts(section, hit.start, hit.end):
            kind = here.kind if here else KNOWN_ACRONYMS.get(printed) or glossary.kind(name)
            yield NameMention(
                hit.start, hit.end, name, kind=kind, entry=entry, reason=f"the accepted name “{known.words}”"
            )


def _counts(section: Prepared, start: int, end: int) -> bool:
    """Whether a name that was looked up is read at all, and is no part of the name of a law ("ILO Convention")."""
    if not section.is_read(start, end):
        return False
    behind = LAW_BEHIND.match(section.text, end)
    return behind is None or behind["word"].lower() not in LAWS


def _apart(found: Iterable[NameMention]) -> list[NameMention]:
    """Mentions that do not overlap: of two the longer, of equals the one with an entry, then the first given."""
    kept: list[NameMention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end, m.entry is None)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept


def _everywhere(sections: Sequence[Prepared], mentions: list[list[NameMention]]) -> list[list[NameMention]]:
    """With the names that only a list gave away wherever else they stand in the cable."""
    learned = {
        mention.name: mention for found in mentions for mention in found
        if mention.reason in LISTED and (" " in mention.name or len(mention.name) > 4)
    }  # fmt: skip
    finder = Finder((name, number, True) for number, name in enumerate(learned))
    known = list(learned.values())
    return [
        _apart([
            *found,
            *(
                replace(known[hit.value], start=hit.start, end=hit.end)
                for hit in finder.hits(section.folded)
                if _counts(section, hit.start, hit.end)
            ),
        ])
        for section, found in zip(sections, mentions, strict=True)
    ]  # fmt: skip


def _without_demonyms(sections: list[list[NameMention]]) -> list[list[NameMention]]:
    """ "Chilean Foreign Ministry" is the Foreign Ministry where the cable names that too."""
    names = {name_key(mention.name) for found in sections for mention in found}

    def bare(mention: NameMention) -> NameMention:
        match = DEMONYM.match(mention.name)
        if match is None or mention.entry is not None or name_key(mention.name[match.end() :]) not in names:
            return mention
        length = mention.end - mention.start
        if length < len(mention.name):  # a bare acronym stands for the name
            return replace(mention, name=mention.name[match.end() :])
        return replace(mention, start=mention.start + match.end(), name=mention.name[match.end() :])

    return [[bare(mention) for mention in found] for found in sections]


def _finished(mention: NameMention, glossary: Glossary, aliases: Aliases) -> NameMention:
    """With the acronym that the cable binds to its name, and the entry where that name is accepted."""
    acronym = glossary.acronyms.get(name_key(mention.name), "")
    entry = mention.entry
    reason = mention.reason
    if entry is None and (entry := aliases.entry_of(mention.name)) is not None:
        reason = f"the accepted name “{mention.name}”"
    return replace(mention, acronym=acronym, entry=entry, reason=reason)
