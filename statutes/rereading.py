"""Brings the registries up to cables whose law was not read yet, or by older rules, or as another country's."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from cables.models import Cable
from statutes.models import Reading
from statutes.recording import READING_VERSION, record_law

logger = logging.getLogger("statutes.rereading")


@dataclass(frozen=True, slots=True)
class Reread:
    mrn: str
    is_read: bool
    problem: str = ""


def stale_mrns(mrns: Sequence[str] = (), *, everything: bool = False) -> list[str]:
    """Of these cables, or of all: those whose law has to be read, in the order they came."""
    cables = Cable.objects.filter(current__isnull=False, country__isnull=False).order_by("pk")
    if mrns:
        cables = cables.filter(mrn__in=mrns)
    if not everything:
        upto = Reading.objects.filter(version=READING_VERSION).values("revision")
        fresh = Q(current__in=upto) & Q(current__law_reading__country=F("country"))
        cables = cables.exclude(fresh)
    return list(cables.values_list("mrn", flat=True))


def follow(cable: Cable) -> None:
    """Read the law of a cable whose text or country has just changed. An import does not fail on it: what cannot be
    read is logged and left for `reread`."""
    try:
        with transaction.atomic():
            record_law(cable)
    except Exception:
        logger.exception("The law of %s could not be read; read_law tries again", cable.mrn)


def reread(mrns: Sequence[str]) -> Iterator[Reread]:
    """Read the law of these cables, each in a transaction of its own; one that fails is named, and the rest goes on."""
    for mrn in mrns:
        try:
            yield Reread(mrn, record_law(Cable.objects.get(mrn=mrn), again=True))
        except Exception as error:
            logger.exception("The law of %s could not be read", mrn)
            yield Reread(mrn, is_read=False, problem=f"{type(error).__name__}: {error}".splitlines()[0])
