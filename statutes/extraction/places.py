"""Where the penalties of a section stand: article, instrument, paragraph and sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from statutes.extraction.structure import QuotedProvision, Stretch
from statutes.extraction.threats import Clause


@dataclass(frozen=True, slots=True)
class Place:
    """A clause and where it stands: provision (its index; -1 in prose), paragraph and sentence (their start)."""

    clause: Clause
    conditions: tuple[Stretch, ...]
    article: str
    instrument: str
    offence: str
    provision: int
    paragraph: int
    sentence: int
    unit: str = "Article"


@dataclass(slots=True)
class Places:
    """The penalties of a section by where they stand, so that each base is found without walking through all."""

    places: Sequence[Place]
    provisions: Sequence[QuotedProvision]
    by_provision: dict[int, list[int]] = field(default_factory=dict)
    by_number: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # instrument and number
    by_root: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # the same, "188" of "188 bis"

    @classmethod
    def of(cls, places: Sequence[Place], provisions: Sequence[QuotedProvision]) -> "Places":
        section = cls(places, provisions)
        for index, place in enumerate(places):
            section.by_provision.setdefault(place.provision, []).append(index)
        for index, provision in enumerate(provisions):
            instrument, number = provision.instrument.lower(), provision.number.lower()
            section.by_number.setdefault((instrument, number), []).append(index)
            root = SUFFIX.fullmatch(number)
            section.by_root.setdefault((instrument, root["root"] if root else number), []).append(index)
        return section


SUFFIX = re.compile(r"(?P<root>.+?)[\s-]?(?:bis|ter|quater|[a-z])")
