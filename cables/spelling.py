"""The ways people write a message reference number, and the one way the archive does."""

import re

# Two- or four-digit year (optional), post, serial with or without leading zeros; nothing stands between them here.
MRN = re.compile(r"(?P<year>\d{4}|\d{2})?(?P<post>[A-Z]{2,40})(?P<serial>\d{1,12})", re.ASCII)
BETWEEN = re.compile(r"[\s_+.'’-]+")  # what stands between the parts, and inside the names of some posts
# A number without its year, and the year behind it: `GUATEMALA 000327 2008`, `GUATEMALA 327 (2008)`.
YEAR_BEHIND = re.compile(r"\s*(?P<number>[^\d\s][^\d]*\d+)(?:\s+|\s*[,(]\s*)(?P<year>(?:19|20)\d\d)\s*\)?\s*", re.ASCII)


def canonical_mrn(spelling: str, year: int | None = None) -> str | None:
    """`08GUATEMALA327` for `08 Guatemala 000327`, `2008GUATEMALA327`, `GUATEMALA 327 (2008)`, or `GUATEMALA 000327`
    with its year (four digits). None where the text is no MRN, where it lacks a year and none is given, or where the
    two disagree."""
    if len(spelling) > 80:
        return None
    behind = YEAR_BEHIND.fullmatch(spelling)
    found = MRN.fullmatch(BETWEEN.sub("", behind["number"] if behind else spelling).upper())
    if found is None:
        return None
    written = behind["year"] if behind else found["year"]
    if written is None and year is None:
        return None
    digits = (written or str(year))[-2:]
    if year is not None and digits != str(year)[-2:]:
        return None
    return f"{digits}{found['post']}{int(found['serial'])}"
