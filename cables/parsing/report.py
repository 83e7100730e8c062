"""A parsed cable as plain data, for JSON and for people."""

from typing import Any

from cables.parsing.lines import LineNumbers
from cables.parsing.structure import Header, ParsedCable, Section, Span


def header_as_data(header: Header) -> dict[str, Any]:
    return {
        "precedence": list(header.precedence),
        "dtg": header.dtg.strftime("%Y-%m-%dT%H:%M:%SZ") if header.dtg else None,
        "from": header.from_ or None,
        "routing": header.routing,
        "action": [a.name for a in header.action],
        "info": [a.name for a in header.info],
        "addressees": [
            {"role": role, "name": a.name, "routing": a.routing, "precedence": a.precedence, "serial": a.serial}
            for role, group in (("action", header.action), ("info", header.info))
            for a in group
        ],
        "marking": header.marking,
        "classification": header.classification or None,
        "captions": list(header.captions),
        "parts": header.parts,
        "passing": list(header.passing),
        "eo12958": header.eo12958 or None,
        "tags": list(header.tags),
        "subject": header.subject or None,
        "refs": [
            {
                "letter": r.letter or None,
                "raw": r.raw,
                "mrn": r.mrn or None,
                "year_inferred": r.year_inferred,
                "notal": r.notal,
            }
            for r in header.refs
        ],
        "signature": header.signature or None,
    }


def section_as_data(section: Section) -> dict[str, Any]:
    return {
        "chapter": section.chapter,
        "keys": list(section.keys),
        "start": section.start,
        "end": section.end,
        "status": section.status.value,
        "heading": section.heading,
        "text": section.text,
        "paragraphs": [
            {
                "kind": p.kind.value, "start": p.start, "end": p.end, "clean_start": p.clean_start,
                "clean_end": p.clean_end, "number": p.number, "portion": p.portion, "label": p.label,
            }
            for p in section.paragraphs
        ],
    }  # fmt: skip


def span_as_data(span: Span) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": span.kind.value, "start": span.start, "end": span.end}
    if span.why:
        data["why"] = span.why
    if span.join:
        data["join"] = span.join
    return data


def as_data(cable: ParsedCable) -> dict[str, Any]:
    return {
        "mrn": cable.mrn or None,
        "report_year": cable.report_year,
        "kind": cable.kind.value,
        "reasons": list(cable.reasons),
        "part": {"number": cable.part.number, "of": cable.part.of} if cable.part else None,
        "truncated": cable.truncated,
        "header": header_as_data(cable.header),
        "sections": [section_as_data(s) for s in cable.sections],
        "spans": [span_as_data(s) for s in cable.spans],
        "warnings": [{"line": w.line, "code": w.code, "message": w.message} for w in cable.warnings],
        "parser_version": cable.parser_version,
    }


def as_text(cable: ParsedCable) -> str:
    """An outline for people: the header's first facts, the sections, the warnings."""
    rows = [
        f"{cable.mrn or '(no MRN)'}  {cable.kind.value}  report {cable.report_year or '?'}"
        f"  {cable.header.classification}"
        + (f"  part {cable.part.number} of {cable.part.of}" if cable.part else "")
        + ("  truncated" if cable.truncated else ""),
        f"  {cable.header.subject}",
    ]
    number = LineNumbers(cable.text)
    for section in cable.sections:
        name = "/".join([section.chapter, "-".join(section.keys)]).rstrip("/")
        rows.append(
            f"  {number(section.start):>6}  {name:24} {section.status.value:15} {' '.join(section.text[:60].split())}"
        )
    rows += [f"  warning, line {w.line}: {w.message} [{w.code}]" for w in cable.warnings]
    rows += [f"  {reason}" for reason in cable.reasons]
    return "\n".join(rows)
