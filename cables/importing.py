"""Brings cables into the archive, each in one transaction: whole or not at all.

A cable is known by its MRN and a source by the sha256 of its bytes, so that bringing in the same again changes
nothing. A new source, or another reading of the same source by a better parser, makes a new revision.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import DataError, IntegrityError, transaction
from django.db.models import Count

from cables import parsing
from cables.access import AccessRefusedError, Held, Marking, claimed_access, decide, is_stricter, read_marking
from cables.documents import Document, Found, Refusal
from cables.fitness import unfit
from cables.gazetteer import Gazetteer
from cables.identities import digest
from cables.models import Cable, Revision, Source
from cables.parsing.structure import CableKind, ParsedCable, ParseError, ParserWarning
from cables.recording import header_fields, keep, note_version, record_revision
from cables.spelling import canonical_mrn

logger = logging.getLogger("cables.importing")


class Result(StrEnum):
    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    REFUSED = "refused"
    IGNORED = "ignored"  # a file of a folder that is of no kind that holds cables


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. `line` counts from 1 in it, 0 where no one line is at fault."""

    name: str
    result: Result
    mrn: str = ""
    line: int = 0
    reason: str = ""
    access: str = ""
    access_reason: str = ""
    access_was: str = ""  # where an import changed the access of a cable that was held
    widened: bool = False
    revision: int = 0
    sections: int = 0
    truncated: bool = False
    part: str = ""  # "1 of 2"
    warnings: tuple[ParserWarning, ...] = field(default=())


class RefusedError(ValueError):
    """This document may not become a cable. `line` counts from 1."""

    def __init__(self, message: str, *, line: int = 0, mrn: str = "") -> None:
        self.line = line
        self.mrn = mrn
        super().__init__(message)


def import_document(
    document: Document,
    *,
    gazetteer: Gazetteer | None = None,
    access: str = "",
    accept_other: bool = False,
    sample: bool = False,
    dry_run: bool = False,
    received_from: AbstractBaseUser | None = None,
) -> Outcome:
    """Read one document and keep it. Never raises for what is wrong with the document: that is a refusal.

    `access` is the importer's explicit wish; `dry_run` does everything and takes it back.
    """
    try:
        if not access and (outcome := _held_already(document, accept_other=accept_other, sample=sample)):
            return outcome
        parsed = _parsed(document)
        if parsed.kind is CableKind.OTHER and not accept_other:
            raise RefusedError(f"not a TIP input: {' '.join(parsed.reasons)}", mrn=parsed.mrn)
        if not is_called(document.mrn, parsed.mrn):
            raise RefusedError(f"the table calls it {document.mrn[:60]}, its text {parsed.mrn}", mrn=parsed.mrn)
        outcome = write_cable(
            parsed,
            content=document.content,
            name=document.origin or document.name,
            claimed=document.claimed,
            gazetteer=gazetteer,
            access=access,
            sample=sample,
            dry_run=dry_run,
            received_from=received_from,
        )
        return replace(outcome, name=document.name, line=document.line)
    except RefusedError as refusal:
        line, reason = refusal.line or document.line, str(refusal)
        if document.line:
            line, within = document.line, f"line {refusal.line} of its text, " if refusal.line else ""
            reason = f"{within}{reason}"
        return Outcome(document.name, Result.REFUSED, mrn=refusal.mrn, line=line, reason=reason)


def is_called(given: str, mrn: str) -> bool:
    """Whether what a table calls a cable is its MRN, however it is spelled. A table need not call it anything."""
    return not given.strip() or (canonical_mrn(given) or given) == mrn


def import_all(found: Iterable[Found], *, dry_run: bool = False, **wishes: Any) -> Iterator[tuple[Outcome, int]]:
    """What becomes of everything that was found, one at a time, each with its weight (bytes of what was handed in).

    `wishes` go to `import_document`. A dry run remembers what it would have kept, so that it says of a second copy
    what an import would say.
    """
    gazetteer = Gazetteer(sample=bool(wishes.get("sample")))
    rehearsed: dict[str, tuple[int, set[bytes]]] = {}
    for each in found:
        if isinstance(each, Document):
            outcome = import_document(each, gazetteer=gazetteer, dry_run=dry_run, **wishes)
            if dry_run:
                outcome = _rehearsed(outcome, each, rehearsed)
            yield outcome, each.weight
        elif isinstance(each, Refusal):
            yield Outcome(each.name, Result.REFUSED, line=each.line, reason=each.reason), each.weight
        else:
            yield Outcome(each.name, Result.IGNORED, reason=each.reason), each.weight


def _rehearsed(outcome: Outcome, document: Document, rehearsed: dict[str, tuple[int, set[bytes]]]) -> Outcome:
    if outcome.result not in (Result.IMPORTED, Result.REVISED):
        return outcome
    mark = hashlib.sha256(document.content).digest()[:12]
    last, copies = rehearsed.setdefault(outcome.mrn, (outcome.revision, set()))
    if mark in copies:
        return replace(outcome, result=Result.UNCHANGED, revision=last)
    if copies:
        outcome = replace(outcome, result=Result.REVISED, revision=last + 1)
    copies.add(mark)
    rehearsed[outcome.mrn] = (outcome.revision, copies)
    return outcome


def write_cable(
    parsed: ParsedCable,
    *,
    content: bytes,
    name: str,
    claimed: str = "",
    gazetteer: Gazetteer | None = None,
    access: str = "",
    sample: bool = False,
    dry_run: bool = False,
    received_from: AbstractBaseUser | None = None,
) -> Outcome:
    """Keep a reading of `content`. Raises RefusedError for one that the archive cannot hold, for a marking that forbids
    it, and where a sample cable and a real one would have the same MRN."""
    if reason := unfit(parsed):
        raise RefusedError(reason, line=parsed.header.marking_line, mrn=parsed.mrn)
    gazetteer = gazetteer or Gazetteer(sample=sample)
    marking = _marking(parsed, claimed, gazetteer)
    source = Source(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=parsed.encoding,
        name=name[-300:],
        received_from_id=received_from.pk if received_from else None,
    )
    try:
        with transaction.atomic():
            outcome = _write(parsed, source, marking, gazetteer, access, sample)
            transaction.set_rollback(dry_run)
    except (DataError, IntegrityError) as error:
        raise RefusedError(f"the database refused it: {str(error).splitlines()[0]}", mrn=parsed.mrn) from error
    if outcome.widened:
        verb = "would be" if dry_run else "was"
        logger.warning("%s %s widened to %s: %s", outcome.mrn, verb, outcome.access, outcome.access_reason)
    warnings = (*parsed.warnings, *marking.warnings, *gazetteer.warnings(parsed.header, parsed.report_year))
    part = f"{parsed.part.number} of {parsed.part.of}" if parsed.part else ""
    return replace(
        outcome, name=name, sections=len(parsed.sections), truncated=parsed.truncated, part=part, warnings=warnings
    )


def _held_already(document: Document, *, accept_other: bool, sample: bool) -> Outcome | None:
    """The outcome for what this very parser has read, and resolved, before: importing again need not read again."""
    kinds = [CableKind.TIP_INPUT, *([CableKind.OTHER] if accept_other else [])]
    revision: Any = (
        Revision.objects.filter(
            source__sha256=hashlib.sha256(document.content).hexdigest(),
            parser_version=parsing.PARSER_VERSION,
            current_for__sample=sample,
            current_for__kind__in=kinds,
            current_for__post__isnull=False,
            current_for__country__isnull=False,
        )
        .select_related("current_for")
        .annotate(sections=Count("section_texts"))
        .defer("header", "spans")
        .first()
    )
    if revision is None:
        return None
    cable = revision.current_for
    if not is_called(document.mrn, cable.mrn):
        return None
    try:
        if is_stricter(claimed_access(document.claimed), cable.marking_access):
            return None
    except AccessRefusedError:
        return None
    return Outcome(
        document.name,
        Result.UNCHANGED,
        mrn=cable.mrn,
        line=document.line,
        access=cable.access,
        access_reason=cable.access_reason,
        revision=revision.number,
        sections=revision.sections,
        truncated=cable.truncated,
        part=f"{cable.part_number} of {cable.part_of}" if cable.part_of else "",
        warnings=tuple(ParserWarning(**warning) for warning in revision.warnings),
    )


def _parsed(document: Document) -> ParsedCable:
    """The parser's reading; its own failure on one text is that text's refusal, not the end of a long import."""
    try:
        return parsing.parse(document.content)
    except ParseError as error:
        raise RefusedError(str(error).removeprefix(f"line {error.line}: "), line=error.line) from error
    except Exception as error:
        logger.exception("The parser failed on %s", document.name)
        raise RefusedError(f"the parser failed on it ({type(error).__name__})") from error


def _marking(parsed: ParsedCable, claimed: str, gazetteer: Gazetteer) -> Marking:
    try:
        return read_marking(parsed, claimed=claimed, knows_post=gazetteer.knows_post)
    except AccessRefusedError as error:
        raise RefusedError(str(error), line=error.line, mrn=parsed.mrn) from error


def _write(
    parsed: ParsedCable, source: Source, marking: Marking, gazetteer: Gazetteer, asked: str, sample: bool
) -> Outcome:
    cable = _locked(parsed, marking, sample)
    if cable.sample != sample:
        what, other = ("a sample cable", "real") if cable.sample else ("a real cable", "sample")
        raise RefusedError(f"{what} of this MRN is held; a {other} one cannot take its place", mrn=cable.mrn)
    held = None if cable.current is None else cable.sources.filter(sha256=source.sha256).only("pk").first()
    if held is not None and cable.current is not None and held.pk != cable.current.source_id:
        # An older copy, brought in again, neither comes back nor speaks about access.
        outcome = give_access(cable, Marking(cable.marking_access, cable.access_reason), asked=asked)
        return replace(outcome, revision=cable.current.number)
    outcome = give_access(cable, marking, asked=asked, new_source=held is None)
    if held is not None:
        return replace(outcome, **reread(cable, held, parsed, gazetteer))
    source.cable = cable
    source.save(force_insert=True)
    result = Result.IMPORTED if cable.current is None else Result.REVISED
    revision = record_revision(cable=cable, source=source, parsed=parsed, gazetteer=gazetteer)
    return replace(outcome, result=result, revision=revision.number)


def _locked(parsed: ParsedCable, marking: Marking, sample: bool) -> Cable:
    """The cable of this MRN, locked; made where there is none. Of two imports at once the second waits here for the
    first, then finds what it wrote. The current revision is read afterwards: a join would show the one before."""
    cables = Cable.objects.select_for_update().filter(mrn=parsed.mrn)
    if (cable := cables.first()) is not None:
        return cable
    access = {"access": marking.access, "access_reason": marking.reason, "marking_access": marking.access}
    new = Cable(mrn=parsed.mrn, sample=sample, **access, **header_fields(parsed))
    Cable.objects.bulk_create([new], ignore_conflicts=True)
    return cables.get()


def give_access(cable: Cable, marking: Marking, *, asked: str = "", new_source: bool = False) -> Outcome:
    """Decide the access of a cable that is locked, and keep it. The outcome says nothing of its text yet."""
    is_new = cable.current is None
    held = None if is_new else Held(cable.access, cable.access_reason, cable.marking_access)
    decision = decide(marking, asked=asked, held=held, new_source=new_source)
    was = "" if is_new or cable.access == decision.access else cable.access
    wanted = {"access": decision.access, "access_reason": decision.reason, "marking_access": marking.access}
    keep(cable, {name: value for name, value in wanted.items() if getattr(cable, name) != value})
    return Outcome(
        cable.mrn,
        Result.UNCHANGED,
        mrn=cable.mrn,
        access=decision.access,
        access_reason=decision.reason,
        access_was=was,
        widened=decision.widened,
    )


def reread(cable: Cable, source: Source, parsed: ParsedCable, gazetteer: Gazetteer) -> dict[str, Any]:
    """The current source of a locked cable, read again: a new revision only if the reading differs."""
    assert cable.current is not None  # noqa: S101 - the caller has its source from there
    if cable.current.digest == digest(parsed):
        note_version(cable, cable.current, parsed, gazetteer)
        return {"revision": cable.current.number}
    revision = record_revision(cable=cable, source=source, parsed=parsed, gazetteer=gazetteer)
    return {"result": Result.REVISED, "revision": revision.number}
