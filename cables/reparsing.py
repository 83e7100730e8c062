"""Brings cables that are held to the current parser, and says what that changed."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import DataError, IntegrityError, transaction

from cables import parsing
from cables.access import MAX_REASON, RESTRICTED, AccessRefusedError, read_marking
from cables.gazetteer import Gazetteer
from cables.identities import digest, header_values, section_keys
from cables.importing import Result, give_access, reread
from cables.models import Cable, Revision, SectionText
from cables.parsing.structure import ParsedCable, ParseError
from cables.recording import keep

logger = logging.getLogger("cables.reparsing")

BATCH = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What another reading of one cable changed. Sections are named "prosecution/b"."""

    mrn: str
    result: Result  # unchanged, revised or, where it failed, refused
    reason: str = ""
    revision: int = 0
    parser_was: str = ""
    parser_version: str = ""
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # other text under the same name
    header: tuple[str, ...] = ()  # names of header fields that read otherwise
    warnings_was: int = 0
    warnings: int = 0
    access: str = ""
    access_was: str = ""  # where the markings now call for less


def held_mrns() -> Iterator[str]:
    """Every cable that has a text, in the order they came, a batch at a time."""
    last = 0
    while batch := list(
        Cable.objects.filter(pk__gt=last, current__isnull=False).order_by("pk").values_list("pk", "mrn")[:BATCH]
    ):
        yield from (mrn for _, mrn in batch)
        last = batch[-1][0]


def reparse_all(mrns: Sequence[str] = (), *, dry_run: bool = False) -> Iterator[Change]:
    """Read these cables, or all that are held, again; one transaction each."""
    gazetteers = {sample: Gazetteer(sample=sample) for sample in (False, True)}
    for mrn in mrns or held_mrns():
        try:
            with transaction.atomic():
                change = _reparse(mrn, gazetteers, dry_run=dry_run)
        except (DataError, IntegrityError) as error:
            change = Change(mrn, Result.REFUSED, reason=f"the database refused it: {str(error).splitlines()[0]}")
        yield change


def _reparse(mrn: str, gazetteers: dict[bool, Gazetteer], *, dry_run: bool) -> Change:
    cable = Cable.objects.select_for_update().filter(mrn=mrn).first()
    if cable is None or cable.current is None:
        return Change(mrn, Result.REFUSED, reason="no such cable is held")
    parsed = _read_again(bytes(cable.current.source.content), mrn)
    if isinstance(parsed, str):
        return Change(mrn, Result.REFUSED, reason=parsed, revision=cable.current.number)
    change = compare(cable.current, parsed)
    try:
        marking = read_marking(parsed, knows_post=gazetteers[cable.sample].knows_post)
    except AccessRefusedError as error:
        # It may not stay visible, and it is not for a command to throw it out.
        return _closed(cable, change, str(error), dry_run=dry_run)
    if dry_run:
        return change
    access = give_access(cable, marking)
    source = cable.current.source
    written = reread(cable, source, parsed, gazetteers[cable.sample])
    return replace(change, **written, access=access.access, access_was=access.access_was)


def _read_again(content: bytes, mrn: str) -> ParsedCable | str:
    """The reading, or why there is none."""
    try:
        parsed: ParsedCable = parsing.parse(content)
    except ParseError as error:
        return str(error)
    except Exception as error:
        logger.exception("The parser failed on %s", mrn)
        return f"the parser failed on it ({type(error).__name__})"
    return parsed if parsed.mrn == mrn else f"the parser reads another MRN: {parsed.mrn}"


def _closed(cable: Cable, change: Change, reason: str, *, dry_run: bool) -> Change:
    was = cable.access
    if not dry_run:
        keep(cable, {"access": RESTRICTED, "access_reason": reason[:MAX_REASON], "marking_access": RESTRICTED})
    return replace(
        change,
        result=Result.REFUSED,
        reason=f"{reason}; now for curators only",
        access=RESTRICTED,
        access_was="" if was == RESTRICTED else was,
    )


def compare(revision: Revision, parsed: ParsedCable) -> Change:
    """What this reading says otherwise than `revision`."""
    rows = SectionText.objects.filter(revision=revision).values_list("section__chapter", "section__key", "text")
    was = {_name(chapter, key): text for chapter, key, text in rows}
    keys = section_keys(parsed.sections)
    now = {_name(read.chapter, key): read.text for read, key in zip(parsed.sections, keys, strict=True)}
    header = header_values(parsed)
    is_same = revision.digest == digest(parsed)
    return Change(
        parsed.mrn,
        Result.UNCHANGED if is_same else Result.REVISED,
        revision=revision.number if is_same else revision.number + 1,
        parser_was=revision.parser_version,
        parser_version=parsed.parser_version,
        added=tuple(name for name in now if name not in was),
        gone=tuple(name for name in was if name not in now),
        changed=tuple(name for name in now if name in was and was[name] != now[name]),
        header=tuple(name for name, value in header.items() if revision.header.get(name) != value),
        warnings_was=len(revision.warnings),
        warnings=len(parsed.warnings),
    )


def _name(chapter: str, key: str) -> str:
    return f"{chapter}/{key}" if key else chapter
