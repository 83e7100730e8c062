"""What sentences say happened to an institution: created, moved, renamed, staffed."""

from collections.abc import Iterator, Sequence

from statutes.extraction.institutions.sections import Prepared
from statutes.extraction.institutions.structure import InstitutionEvent, NameMention


def events_of(section: Prepared, mentions: Sequence[NameMention]) -> Iterator[InstitutionEvent]:
    """The events of one section, in order."""
    return iter(())
