"""Keeps what an entry was called and where it stood when a curator renames or moves it."""

from typing import Any

from django.db import transaction

from statutes.models import Institution, InstitutionName, Instrument, InstrumentName, Standing
from statutes.readdressing import keep_address


@transaction.atomic
def keep_entry(*, entry: Instrument | Institution, before: Any) -> None:
    """`before` is the entry as it was, None for a new one. Its address leads on, and its name stays one of its names,
    for the cables print it."""
    if before is None:
        return
    keep_address(entry=entry, country_id=before.country_id, slug=before.slug)
    if before.name_key == entry.name_key or not before.name_key:
        return
    values: dict[str, Any] = {"name": before.name, "standing": Standing.ACCEPTED, "is_public": before.is_public}
    if isinstance(entry, Institution):
        InstitutionName.objects.get_or_create(
            institution=entry, name_key=before.name_key, is_acronym=False, defaults=values
        )
    else:
        InstrumentName.objects.get_or_create(instrument=entry, name_key=before.name_key, defaults=values)
