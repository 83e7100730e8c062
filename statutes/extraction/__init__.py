"""Law out of the text of a section: quoted provisions, instruments, penalties, events. Knows no database."""

from statutes.extraction.extract import read_law
from statutes.extraction.structure import (
    Article,
    Basis,
    Citation,
    EventKind,
    InstrumentKind,
    LifeEvent,
    NumberedItem,
    PenaltyClause,
    QuotedProvision,
    SectionLaw,
    Stretch,
)

__all__ = [
    "Article",
    "Basis",
    "Citation",
    "EventKind",
    "InstrumentKind",
    "LifeEvent",
    "NumberedItem",
    "PenaltyClause",
    "QuotedProvision",
    "SectionLaw",
    "Stretch",
    "read_law",
]
