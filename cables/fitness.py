"""What a reading must be for the archive to hold it: a name that an address can have, a date that can be, and no more
of anything than the tables take. Said in a sentence before the database says it in its own words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain

from cables.identities import section_keys
from cables.parsing.structure import Header, ParsedCable
from cables.spelling import canonical_mrn

MAX_TEXT = 1_000_000  # characters; the longest cables known are near 300,000
EARLIEST = 1960
MAX_SERIAL = 9_999_999
MAX_POSITION = 32_767  # what a smallint holds
MAX_SECTIONS = 5_000
MAX_KEY = 80


def unfit(parsed: ParsedCable, *, now: datetime | None = None) -> str:
    """Why the archive cannot hold this reading, in a sentence without its full stop; "" if it can."""
    return next(chain(_unnamed(parsed.header, now or datetime.now(UTC)), _too_much(parsed)), "")


def _unnamed(header: Header, now: datetime) -> Iterator[str]:
    if foreign := sorted(
        {letter for letter in header.marking + header.post if letter.isalnum() and not letter.isascii()}
    ):
        yield f"its line of classification has {', '.join(foreign)}, which no message reference number has"
    if not header.mrn:
        yield "no message reference number can be read: it needs a year, a post and a serial number"
    elif canonical_mrn(header.mrn) != header.mrn:
        yield f'its message reference number "{header.mrn[:60]}" cannot be the name of a page'
    latest = now + timedelta(days=1)
    if header.dtg and header.dtg.year < EARLIEST:
        yield f"its date, {header.dtg:%d %b} {header.dtg.year}, is before {EARLIEST}"
    elif header.dtg and header.dtg > latest:
        yield f"its date, {header.dtg:%d %b %Y}, is in the future"
    elif not EARLIEST <= header.year <= latest.year:
        yield f"its year, {header.year}, cannot be"
    if not 1 <= header.serial <= MAX_SERIAL:
        yield f"its serial number, {header.serial}, cannot be"


def _too_much(parsed: ParsedCable) -> Iterator[str]:
    if len(parsed.text) > MAX_TEXT:
        yield f"too long for one cable: more than {MAX_TEXT:,} characters"
    header, part = parsed.header, parsed.part
    if len(parsed.sections) > MAX_SECTIONS:
        yield f"too much for one cable: {len(parsed.sections):,} sections"
    counts = {
        "paragraphs in one section": max((len(section.paragraphs) for section in parsed.sections), default=0),
        "addressees": max(len(header.action), len(header.info)),
        "references": len(header.refs),
        "TAGS": len(header.tags),
        "transmission sections": header.parts,
        "parts": max(part.number, part.of) if part else 0,
    }
    for what, count in counts.items():
        if count > MAX_POSITION:
            yield f"too much for one cable: {count:,} {what}"
    if parsed.report_year is not None and not 0 <= parsed.report_year <= MAX_POSITION:
        yield f"its report year, {parsed.report_year}, cannot be"
    if key := next((key for key in section_keys(parsed.sections) if len(key) > MAX_KEY), ""):
        yield f'a section called "{key[:40]}…" has too long a name'
