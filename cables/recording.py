"""Writes one reading of one cable into the archive's tables. Runs inside the caller's transaction."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery

from cables.following import follow_up
from cables.gazetteer import Gazetteer
from cables.identities import digest, header_values, section_keys, span_values
from cables.models import Addressee, Cable, Paragraph, Reference, Revision, Section, SectionText, Source, Tag
from cables.models.archive import CableTag
from cables.parsing.structure import Header, ParsedCable
from cables.passages import replace_passages


def record_revision(*, cable: Cable, source: Source, parsed: ParsedCable, gazetteer: Gazetteer) -> Revision:
    """Make this reading of `source` the current revision of `cable`, which the caller holds locked.

    Sections keep their identities; those that the reading does not have stay, without a current text.
    """
    last: int | None = cable.revisions.aggregate(last=models.Max("number"))["last"]
    revision = Revision.objects.create(
        cable=cable,
        source=source,
        number=(last or 0) + 1,
        digest=digest(parsed),
        header=header_values(parsed),
        spans=span_values(parsed),
        truncated=parsed.truncated,
        **version_fields(parsed),
    )
    _record_sections(cable, revision, parsed, gazetteer)
    _record_header(cable, parsed.header)
    read = uncurated(cable, {**header_fields(parsed), **resolved_fields(parsed, gazetteer, cable)})
    keep(cable, {**read, "current": revision})
    replace_passages(cable)
    follow_up(cable)
    return revision


def note_version(cable: Cable, revision: Revision, parsed: ParsedCable, gazetteer: Gazetteer) -> None:
    """The same reading by another parser: only who made it is new, and what can be resolved now but could not then."""
    fields = version_fields(parsed)
    keep(revision, {name: value for name, value in fields.items() if getattr(revision, name) != value})
    resolved = uncurated(cable, resolved_fields(parsed, gazetteer, cable))
    keep(cable, {name: value for name, value in resolved.items() if value and getattr(cable, name) is None})
    follow_up(cable)


def keep(row: models.Model, values: dict[str, Any]) -> None:
    """Save these columns of a row and no others."""
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=list(values))


def uncurated(cable: Cable, values: dict[str, Any]) -> dict[str, Any]:
    """What a reading may say of this cable: a field that a curator set by hand is left as it is."""
    return {name: value for name, value in values.items() if not cable.is_curated(name.removesuffix("_id"))}


def report_year_of(cable: Cable, parsed: ParsedCable) -> int | None:
    """The report year that counts: the curator's, else the reading's."""
    return cable.report_year if cable.is_curated("report_year") else parsed.report_year


def version_fields(parsed: ParsedCable) -> dict[str, Any]:
    """What a better parser may change without making another reading."""
    return {
        "parser_version": parsed.parser_version,
        "warnings": [asdict(warning) for warning in parsed.warnings],
        "reasons": list(parsed.reasons),
    }


def header_fields(parsed: ParsedCable) -> dict[str, Any]:
    """A cable's own columns. Longer values than a column takes are cut there; `Revision.header` has them whole."""
    header = parsed.header
    fields = {
        "year": header.year,
        "serial": header.serial,
        "report_year": parsed.report_year,
        "kind": parsed.kind.value,
        "dtg": header.dtg,
        "precedence": list(header.precedence),
        "origin": header.from_,
        "marking": header.marking.strip(),
        "classification": header.classification,
        "captions": list(header.captions),
        "passing": list(header.passing),
        "eo12958": header.eo12958,
        "subject": header.subject,
        "signature": header.signature,
        "transmission_parts": header.parts,
        "part_number": parsed.part.number if parsed.part else None,
        "part_of": parsed.part.of if parsed.part else None,
        "truncated": parsed.truncated,
    }
    return {name: fitted(Cable, name, value) for name, value in fields.items()}


def resolved_fields(parsed: ParsedCable, gazetteer: Gazetteer, cable: Cable) -> dict[str, Any]:
    """Post, country and questionnaire, which follow a post or a report year set by hand; what cannot be resolved now
    stays as it was."""
    post = cable.post if cable.is_curated("post") else gazetteer.post(parsed.header)
    country = gazetteer.country(parsed.header, post)
    questionnaire = gazetteer.questionnaires.get(report_year_of(cable, parsed) or 0)
    return {
        "post_id": post.pk if post else cable.post_id,
        "country_id": country.pk if country else cable.country_id,
        "questionnaire_id": questionnaire or cable.questionnaire_id,
    }


def fitted(model: type[models.Model], name: str, value: Any) -> Any:
    """The value, cut to what the column (or, of a list, each element) can hold."""
    field = model._meta.get_field(name)
    if isinstance(value, list):
        longest = getattr(getattr(field, "base_field", None), "max_length", None)
        return [_cut(element, longest) for element in value]
    return _cut(value, getattr(field, "max_length", None))


def _cut(value: Any, longest: int | None) -> Any:
    if not isinstance(value, str) or longest is None or len(value) <= longest:
        return value
    return value[: longest - 1] + "…"


def _record_sections(cable: Cable, revision: Revision, parsed: ParsedCable, gazetteer: Gazetteer) -> None:
    identities = [(read.chapter, key) for read, key in zip(parsed.sections, section_keys(parsed.sections), strict=True)]
    sections = _identified(cable, identities)
    texts = SectionText.objects.bulk_create(
        SectionText(
            revision=revision,
            section=sections[identity],
            position=position,
            keys=fitted(SectionText, "keys", list(read.keys)),
            heading=fitted(SectionText, "heading", read.heading),
            text=read.text,
            start=read.start,
            end=read.end,
            status=read.status.value,
        )
        for position, (read, identity) in enumerate(zip(parsed.sections, identities, strict=True), start=1)
    )
    Paragraph.objects.bulk_create(_paragraphs(texts, parsed))
    asked = _asked(cable, parsed)
    through = SectionText.questions.through
    through.objects.bulk_create(
        through(sectiontext_id=text.pk, question_id=question)
        for text, read in zip(texts, parsed.sections, strict=True)
        for question in dict.fromkeys(gazetteer.questions(asked, read.chapter, read.keys))
    )
    current = SectionText.objects.filter(revision=revision, section=OuterRef("pk")).values("pk")
    Section.objects.filter(cable=cable).update(current=Subquery(current))


def _asked(cable: Cable, parsed: ParsedCable) -> int | None:
    """The report year whose questions the answers answer."""
    if cable.is_curated("questionnaire"):
        return cable.questionnaire.report_year if cable.questionnaire else None
    return report_year_of(cable, parsed)


def _identified(cable: Cable, identities: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Section]:
    """The cable's sections by chapter and key, those that never stood before made now."""
    found = {(section.chapter, section.key): section for section in Section.objects.filter(cable=cable)}
    missing = [identity for identity in identities if identity not in found]
    made = Section.objects.bulk_create(Section(cable=cable, chapter=chapter, key=key) for chapter, key in missing)
    return found | {(section.chapter, section.key): section for section in made}


def _paragraphs(texts: list[SectionText], parsed: ParsedCable) -> Iterable[Paragraph]:
    for text, read in zip(texts, parsed.sections, strict=True):
        for position, paragraph in enumerate(read.paragraphs, start=1):
            yield Paragraph(
                section_text=text,
                position=position,
                kind=paragraph.kind.value,
                number=fitted(Paragraph, "number", paragraph.number),
                portion=fitted(Paragraph, "portion", paragraph.portion),
                label=fitted(Paragraph, "label", paragraph.label),
                start=paragraph.start,
                end=paragraph.end,
                clean_start=paragraph.clean_start,
                clean_end=paragraph.clean_end,
            )


def _record_header(cable: Cable, header: Header) -> None:
    """Addressees, references and TAGS are those of the current revision: the old ones make way."""
    Addressee.objects.filter(cable=cable).delete()
    Reference.objects.filter(cable=cable).delete()
    CableTag.objects.filter(cable=cable).delete()
    roles = ((Addressee.Role.ACTION, header.action), (Addressee.Role.INFO, header.info))
    Addressee.objects.bulk_create(
        Addressee(
            cable=cable,
            role=role,
            position=position,
            name=fitted(Addressee, "name", addressee.name),
            routing=fitted(Addressee, "routing", addressee.routing),
            precedence=fitted(Addressee, "precedence", addressee.precedence),
            serial=fitted(Addressee, "serial", addressee.serial),
        )
        for role, addressees in roles
        for position, addressee in enumerate(addressees, start=1)
    )
    Reference.objects.bulk_create(
        Reference(
            cable=cable,
            position=position,
            letter=fitted(Reference, "letter", reference.letter),
            raw=fitted(Reference, "raw", reference.raw),
            mrn=fitted(Reference, "mrn", reference.mrn),
            year_inferred=reference.year_inferred,
            notal=reference.notal,
        )
        for position, reference in enumerate(header.refs, start=1)
    )
    tags = _tags(header.tags)
    CableTag.objects.bulk_create(
        CableTag(cable=cable, tag_id=tag, position=position) for position, tag in enumerate(tags, start=1)
    )


def _tags(codes: Iterable[str]) -> list[int]:
    """Primary keys of these TAGS in their order, each once; a code that nobody knew is added without a name.

    Not remembered from cable to cable: a code added in a transaction that is rolled back is not there.
    """
    wanted = list(dict.fromkeys(code[:8].upper() for code in codes if code))
    known = dict(Tag.objects.filter(code__in=wanted).values_list("code", "pk"))
    if unknown := sorted(set(wanted) - known.keys()):
        Tag.objects.bulk_create([Tag(code=code) for code in unknown], ignore_conflicts=True)
        known = dict(Tag.objects.filter(code__in=wanted).values_list("code", "pk"))
    return [known[code] for code in wanted]
