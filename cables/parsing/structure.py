"""What the parser reads out of one cable: plain frozen values, no behaviour that needs a database.

All offsets are characters of the decoded source, half-open. The spans of a cable touch, stand in order and
cover the whole text. Clean text is made from body spans alone: each contributes its own characters followed
by its `join`. The source is therefore restored from the clean text and the other spans (`restore`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SpanKind(StrEnum):
    HEADER = "header"
    HEADING = "heading"
    MARKER = "marker"
    BODY = "body"
    ARTEFACT = "artefact"  # the transmission put it there, the author did not; `why` says what it is
    LAYOUT = "layout"  # white space and ruled lines
    SIGNATURE = "signature"


class ParagraphKind(StrEnum):
    PROSE = "prose"
    QUESTION = "question"  # the questionnaire's words, quoted before the answer
    SUBHEADING = "subheading"  # a heading inside an answer
    LIST_ITEM = "list-item"
    LAW_HEADING = "law-heading"  # the caption of a quoted provision: "Article 173 (Rape)"
    LAW = "law"  # the words of a quoted provision
    LAW_ITEM = "law-item"  # a numbered item of a quoted provision


class AnswerStatus(StrEnum):
    ANSWERED = "answered"
    NO_INFORMATION = "no-information"  # the post says that it does not know: a finding
    NOT_APPLICABLE = "not-applicable"
    MISSING = "missing"  # the letter stands there with nothing after it


class CableKind(StrEnum):
    TIP_INPUT = "tip-input"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Span:
    """A range of the source. `join` is what stands behind a body span in clean text: "", " ", "\\n" or "\\n\\n"."""

    start: int
    end: int
    kind: SpanKind
    why: str = ""
    join: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """`RUEHME/AMEMBASSY MEXICO 4755`: routing indicator, plain address, precedence and the addressee's serial."""

    name: str
    routing: str = ""
    precedence: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference. `mrn` is "" for what is not a cable; `year_inferred` where the text gives no year."""

    letter: str
    raw: str
    mrn: str = ""
    year_inferred: bool = False
    notal: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Header:
    mrn: str
    year: int  # four digits; of the message, not of the report
    post: str  # as printed in the MRN line: "SAN JOSE"
    serial: int
    precedence: tuple[str, ...]
    dtg: datetime | None  # UTC
    from_: str
    routing: str  # the origin's routing indicator, from the DE line
    action: tuple[Addressee, ...]
    info: tuple[Addressee, ...]
    marking: str  # the line of classification as printed
    marking_line: int  # from 1
    classification: str  # UNCLASSIFIED, CONFIDENTIAL, SECRET, TOP SECRET or "" where none could be read
    captions: tuple[str, ...]
    parts: int  # sections the transmission was cut into
    passing: tuple[str, ...]  # "DEPT FOR G/TIP ..."
    eo12958: str
    tags: tuple[str, ...]
    subject: str
    refs: tuple[Reference, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a section; `clean_start`/`clean_end` are offsets into the section's clean text."""

    kind: ParagraphKind
    start: int
    end: int
    clean_start: int
    clean_end: int
    number: str = ""  # the numbered paragraph it opens: "12"
    portion: str = ""  # portion mark: "U", "SBU"
    label: str = ""  # of a law heading, its provision: "art-173"; of a list item, its mark: "(1)"


@dataclass(frozen=True, slots=True)
class Section:
    """One answer. `start` is where its marker begins; `text` its clean text."""

    chapter: str
    keys: tuple[str, ...]  # upper case; several where letters were answered together; () for unlettered text
    start: int
    end: int
    text: str
    status: AnswerStatus
    paragraphs: tuple[Paragraph, ...]
    heading: str = ""  # the chapter's heading as printed, on the first section after it


@dataclass(frozen=True, slots=True)
class ParserWarning:
    """Something a person should look at. `line` counts from 1 in the source."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ParsedCable:
    text: str  # the decoded source
    encoding: str
    header: Header
    report_year: int | None
    kind: CableKind
    reasons: tuple[str, ...]  # why it is, or is not, taken for a TIP input
    part: Part | None  # "part 1 of 2" of an input sent as several cables
    truncated: bool
    sections: tuple[Section, ...]
    spans: tuple[Span, ...]
    warnings: tuple[ParserWarning, ...]
    parser_version: str

    @property
    def mrn(self) -> str:
        return self.header.mrn


class ParseError(ValueError):
    """The source cannot be read as a cable at all. `line` counts from 1; `quote` is the offending text."""

    def __init__(self, message: str, *, line: int = 0, quote: str = "") -> None:
        self.line = line
        self.quote = quote
        where = f"line {line}: " if line else ""
        shown = f": {quote[:80]!r}" if quote else ""
        super().__init__(f"{where}{message}{shown}")
