"""`parse`: one cable's bytes to its structure."""

from cables.parsing.artefacts import find_artefacts, masked
from cables.parsing.assemble import Assembler, Body, cover
from cables.parsing.checks import check_letters
from cables.parsing.decoding import decode
from cables.parsing.ending import is_truncated, read_ending
from cables.parsing.header import finish, read_header
from cables.parsing.kind import read_kind, read_part, read_report_year
from cables.parsing.lines import LineNumbers, lines_of, wrap_width
from cables.parsing.outline import OutlineReader
from cables.parsing.questionnaires import nearest
from cables.parsing.structure import ParsedCable, ParserWarning

PARSER_VERSION = "1"


def parse(source: bytes) -> ParsedCable:
    """The structure of one cable.

    Raises ParseError where the bytes are no text. Whatever is text is parsed: a header that cannot be read is
    empty in those fields (`header.mrn`, `header.classification`), which an importer refuses.
    """
    text, encoding = decode(source)
    lines = lines_of(text)
    header_lines, first = read_header(lines)
    draft = finish(header_lines, "")
    body = lines[first].start if first < len(lines) else len(text)
    finds, pages = find_artefacts(text, body, draft.post, draft.serial)
    work = masked(text, finds)
    body_lines = [line for line in lines_of(work) if line.start >= body]
    ending = read_ending(body_lines, len(text))
    inner = [line for line in lines_of(work[: ending.body_end]) if line.start >= body]
    header = finish(header_lines, ending.signature)
    report_year = read_report_year(header)
    outline = OutlineReader(work[: ending.body_end], inner, nearest(report_year)).read()
    finds = sorted(finds + [(start, end, "false_pilcrow") for start, end in outline.false_pilcrows])
    work = masked(text, finds)
    inner = [line for line in lines_of(work[: ending.body_end]) if line.start >= body]
    parts = Body(text, work, inner, finds, pages, ending, wrap_width(inner))
    sections, spans = Assembler(parts, outline.events).sections()
    covering, lost = cover(text, body, spans, finds, ending)
    kind, reasons = read_kind(header, sections)
    warnings = [*outline.warnings, *check_letters(text, sections, report_year)]
    number = LineNumbers(text)
    warnings += [ParserWarning(number(at), "unplaced_text", "text that belongs to no section") for at in lost]
    return ParsedCable(
        text=text, encoding=encoding, header=header, report_year=report_year, kind=kind, reasons=reasons,
        part=read_part(header.subject), truncated=header_lines.partial or is_truncated(inner, ending, text),
        sections=sections, spans=covering,
        warnings=tuple(sorted(warnings, key=lambda w: (w.line, w.code))), parser_version=PARSER_VERSION,
    )  # fmt: skip
