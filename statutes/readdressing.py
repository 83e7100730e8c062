"""Keeps the addresses that entries had: they lead on to the ones they have now."""

from typing import Any

from django.db import transaction

from statutes.models import FormerAddress, Institution, Instrument


def target_of(entry: Instrument | Institution) -> dict[str, Any]:
    """What a former address of this entry says it leads to."""
    return {"instrument_id": entry.pk} if isinstance(entry, Instrument) else {"institution_id": entry.pk}


@transaction.atomic
def keep_address(*, entry: Instrument | Institution, country_id: int | None, slug: str) -> bool:
    """Let the address that the entry had lead on to it. An address it has again is no former one. False where it did
    not change."""
    FormerAddress.objects.filter(country=entry.country_id, slug=entry.slug, **target_of(entry)).delete()
    if (country_id, slug) == (entry.country_id, entry.slug):
        return False
    former: dict[str, Any] = {"country_id": country_id, "slug": slug, **target_of(entry)}
    FormerAddress.objects.get_or_create(**former)
    return True


def taken_by(entry: Instrument | Institution) -> str:
    """Why the entry cannot have its address, "" where it can: another has it, or another's
    old links lead through it."""
    model = type(entry)
    same = model._default_manager.filter(country=entry.country_id, slug=entry.slug).exclude(pk=entry.pk).first()
    if same is not None:
        return f"“{same}” has the address “{entry.slug}” already. Choose another."
    kind = "instrument" if isinstance(entry, Instrument) else "institution"
    former = FormerAddress.objects.filter(country=entry.country_id, slug=entry.slug, **{f"{kind}__isnull": False})
    other = former.exclude(**target_of(entry)).select_related(kind).first()
    if other is None:
        return ""
    return f"Old links to “{getattr(other, kind)}” lead through “{entry.slug}”. Choose another."
