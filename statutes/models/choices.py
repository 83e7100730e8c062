"""Choices of the columns, from the enumerations of the pure modules. Called when they are needed, so that a new kind
is no migration."""

from collections.abc import Iterable
from enum import StrEnum

from statutes.extraction import EventKind, InstrumentKind
from statutes.extraction.institutions.structure import InstitutionEventKind, InstitutionKind
from statutes.offence_kinds import OffenceKind
from statutes.penalties import Change, PenaltyKind

Choices = list[tuple[str, str]]


def instrument_kinds() -> Choices:
    return _said(InstrumentKind)


def institution_kinds() -> Choices:
    return [(value, "NGO" if value == "ngo" else label) for value, label in _said(InstitutionKind)]


def offences() -> Choices:
    return [(kind.value, kind.label) for kind in OffenceKind]


def event_kinds() -> Choices:
    return [*_said(EventKind), *_said(InstitutionEventKind)]


def penalty_kinds() -> Choices:
    return _said(PenaltyKind)


def changes() -> Choices:
    return _said(Change)


def _said(enum: Iterable[StrEnum]) -> Choices:
    return [(member.value, member.value.replace("-", " ").capitalize()) for member in enum]
