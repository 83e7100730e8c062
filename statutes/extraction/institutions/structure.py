"""What is read out of a section about institutions: plain frozen values. Offsets are characters of its clean text."""

from dataclasses import dataclass
from enum import StrEnum


class InstitutionKind(StrEnum):
    EXECUTIVE = "executive"
    POLICE = "police"
    PROSECUTION = "prosecution"
    JUDICIARY = "judiciary"
    LEGISLATURE = "legislature"
    OMBUDSMAN = "ombudsman"
    COMMISSION = "commission"
    NGO = "ngo"
    INTERNATIONAL = "international-organisation"
    DONOR = "donor"
    SHELTER = "shelter"
    OTHER = "other"


class InstitutionEventKind(StrEnum):
    CREATED = "created"
    MOVED = "moved"
    RENAMED = "renamed"
    STAFFING = "staffing"


@dataclass(frozen=True, slots=True)
class KnownName:
    """An accepted alias. `entry` is the key of its institution; acronyms are matched with case, names without."""

    words: str
    entry: int
    is_acronym: bool = False


@dataclass(frozen=True, slots=True)
class NameMention:
    """A passage that names an institution: text[start:end] are the words of the name, without "the"."""

    start: int
    end: int
    name: str  # as printed, blanks squeezed; of a bare acronym the name that the cable gives for it, else itself
    acronym: str = ""  # "PNC" where the cable binds it to the name
    kind: InstitutionKind = InstitutionKind.OTHER
    entry: int | None = None  # of the known name by which it was found
    reason: str = ""  # one sentence for a curator


@dataclass(frozen=True, slots=True)
class InstitutionEvent:
    """What a sentence says happened to an institution; the date as printed and as far as it goes (0: not given)."""

    kind: InstitutionEventKind
    name: str
    start: int
    end: int
    date: str = ""
    year: int = 0
    month: int = 0
    day: int = 0
    words: str = ""  # "120 officers", "the Ministry of Interior", the former name


@dataclass(frozen=True, slots=True)
class SectionInstitutions:
    """Everything about institutions in one section, in the order of the text."""

    mentions: tuple[NameMention, ...] = ()
    events: tuple[InstitutionEvent, ...] = ()
