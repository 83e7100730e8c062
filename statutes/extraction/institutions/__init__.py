"""Institutions out of the sections of a cable: the names that a text gives them, and what happened to them. Pure."""

from statutes.extraction.institutions.aliases import Aliases
from statutes.extraction.institutions.names import name_key
from statutes.extraction.institutions.read import read_institutions
from statutes.extraction.institutions.structure import (
    InstitutionEvent,
    InstitutionEventKind,
    InstitutionKind,
    KnownName,
    NameMention,
    SectionInstitutions,
)

__all__ = [
    "Aliases",
    "InstitutionEvent",
    "InstitutionEventKind",
    "InstitutionKind",
    "KnownName",
    "NameMention",
    "SectionInstitutions",
    "name_key",
    "read_institutions",
]
