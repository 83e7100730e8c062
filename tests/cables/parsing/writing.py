"""Short invented cables for tests of single rules: a test states only the lines that matter to it."""

from cables.parsing import ParsedCable, parse
from cables.parsing.structure import Header, Paragraph, ParagraphKind, Section, SpanKind

DTG = "R 132237Z MAR 08"
ADDRESSEES = "TO RUEHC/SECSTATE WASHDC 4962"
MARKING = "UNCLAS PORTO PRUEBA 000327"
POST = "PORTO PRUEBA"
SUBJECT = "PRUEBIA: INPUT FOR THE 2008 TRAFFICKING IN PERSONS REPORT"


def cable(
    body: str = "",
    *,
    dtg: str = DTG,
    sender: str = f"AMEMBASSY {POST}",
    addressees: str = ADDRESSEES,
    marking: str = MARKING,
    under: str = "SIPDIS",
    tags: str = "TAGS: KCRM PHUM XQ",
    subject: str = f"SUBJECT: {SUBJECT}",
    refs: str = "REF: 08 STATE 2731",
    signature: str = "EXAMPLE",
) -> str:
    """A cable's text. Field lines are given whole, so that a test may leave them out or break them."""
    lines = ["VZCZCXYZ0000", "RR RUEHWEB", "", "DE RUEHXQ #0327/01 0732237", "ZNR UUUUU ZZH", dtg, f"FM {sender}"]
    lines += [addressees, "", marking, "", under, "", "E.O. 12958: N/A", tags, subject, refs, ""]
    return "\n".join([*lines, body.strip("\n"), "", signature, ""])


def read(body: str = "¶1. (U) Post has nothing to report.", **fields: str) -> ParsedCable:
    return parse(cable(body, **fields).encode())


def header(**fields: str) -> Header:
    return read(**fields).header


def keyed(parsed: ParsedCable) -> list[str]:
    """The sections as `prevention/A`, `overview/B-C`; unlettered text as `prevention`."""
    return ["/".join([s.chapter, "-".join(s.keys)]).rstrip("/") for s in parsed.sections]


def section(parsed: ParsedCable, name: str) -> Section:
    """The section that `keyed` names so; a test fails where there is none or there are two."""
    found = [s for s, other in zip(parsed.sections, keyed(parsed), strict=True) if other == name]
    assert len(found) == 1, f"{name}: {keyed(parsed)}"
    return found[0]


def artefacts(parsed: ParsedCable) -> list[tuple[str, str]]:
    """(why, its characters without white space around them)."""
    return [(s.why, parsed.text[s.start : s.end].strip()) for s in parsed.spans if s.kind is SpanKind.ARTEFACT]


def words_of(cut: Section, paragraph: Paragraph) -> str:
    return cut.text[paragraph.clean_start : paragraph.clean_end]


def kinds(cut: Section) -> list[ParagraphKind]:
    return [paragraph.kind for paragraph in cut.paragraphs]


def chapter(*answers: str, title: str = "PREVENTION") -> str:
    """A chapter with its heading, the answers lettered from A on behind a paragraph sign, one paragraph a line."""
    lettered = [f"¶{letter}. {answer}\n" for letter, answer in zip("ABCDEFGHIJKLMNOP", answers, strict=False)]
    return "\n".join([title, "-" * len(title), "", *lettered])


def answer(text: str, *, after: str = "The ministry answers the next question with one sentence.") -> Section:
    """How the answer A of a chapter is read; B follows it."""
    return section(read(chapter(text, after)), "prevention/A")
