"""Columns whose choices are the enumerations of the pure modules. A new kind is no migration: `KindField`."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from statutes.extraction import EventKind, InstrumentKind
from statutes.extraction.institutions.structure import InstitutionEventKind, InstitutionKind
from statutes.offence_kinds import OffenceKind
from statutes.penalties import Change, PenaltyKind

Choices = list[tuple[str, str]]

if TYPE_CHECKING:
    KindColumn = models.CharField[str, str]
else:
    KindColumn = models.CharField


class KindField(KindColumn):
    """A column of characters to migrations, which know nothing of the kinds that it may hold."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, arguments, keywords = super().deconstruct()
        keywords.pop("choices", None)
        return name, "django.db.models.CharField", list(arguments), keywords


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
