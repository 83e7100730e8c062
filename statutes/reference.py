"""Adds the treaties and international organisations of statutes/data/international.json: public facts, which every
country's cables name. What a curator changed is left alone; what is there is not added again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pgtrigger
from django.db import DEFAULT_DB_ALIAS, models, transaction

from statutes.extraction.institutions import name_key
from statutes.names import law_key, slug_of

FILE = Path(__file__).resolve().parent / "data" / "international.json"

LOGGED = ("Instrument", "InstrumentName", "LifeEvent", "Institution", "InstitutionName")

GetModel = Callable[[str, str], type[models.Model]]


def load_international(get_model: GetModel, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """How many entries were added. `get_model` is `apps.get_model`, of the registry or of a state of migrations."""
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    untold = pgtrigger.ignore(*(f"statutes.{name}:insert_insert" for name in LOGGED), databases=[using])
    with transaction.atomic(using=using), untold:  # what came with the portal is nobody's change
        return sum(
            (
                *(_add_treaty(get_model, using, **entry) for entry in entries["treaties"]),
                *(_add_organisation(get_model, using, **entry) for entry in entries["organisations"]),
            )
        )


def _rows(get_model: GetModel, name: str, using: str) -> Any:
    return get_model("statutes", name)._default_manager.using(using)


def _has_moved(get_model: GetModel, using: str, slug: str, kind: str) -> bool:
    """A curator gave the entry another address or a country: it is there, under that."""
    former = _rows(get_model, "FormerAddress", using)
    return bool(former.filter(**{"country": None, "slug": slug, f"{kind}__isnull": False}).exists())


def _accepted(name: str, key: str) -> dict[str, Any]:
    return {"name": name, "name_key": key, "standing": "accepted", "is_public": True}


def _add_treaty(
    get_model: GetModel, using: str, *, name: str, number: str, date: str, year: int, month: int, day: int,
    names: list[str], note: str,
) -> bool:  # fmt: skip
    if _has_moved(get_model, using, slug_of(name), "instrument"):
        return False
    dated = {"date_words": date, "year": year, "month": month, "day": day}
    treaty, is_new = _rows(get_model, "Instrument", using).get_or_create(
        country=None,
        slug=slug_of(name),
        defaults={**_accepted(name, law_key(name)), **dated, "kind": "treaty", "number": number, "note": note},
    )
    if is_new:
        keyed = {law_key(other): other for other in names}
        keyed.pop(law_key(name), None)
        for key, other in keyed.items():
            _rows(get_model, "InstrumentName", using).create(instrument=treaty, **_accepted(other, key))
        opened = {
            **dated,
            "kind": "signed",
            "standing": "accepted",
            "is_curated": True,
            "words": "opened for signature",
        }
        _rows(get_model, "LifeEvent", using).create(instrument=treaty, **opened)
    return bool(is_new)


def _add_organisation(
    get_model: GetModel, using: str, *, name: str, acronym: str, kind: str, names: list[str], url: str
) -> bool:
    if _has_moved(get_model, using, slug_of(name), "institution"):
        return False
    body, is_new = _rows(get_model, "Institution", using).get_or_create(
        country=None, slug=slug_of(name), defaults={**_accepted(name, name_key(name)), "kind": kind}
    )
    if is_new:
        keyed = {(name_key(other), False): other for other in names}
        keyed.pop((name_key(name), False), None)
        if acronym:
            keyed[name_key(acronym), True] = acronym
        for (key, is_acronym), other in keyed.items():
            row = {**_accepted(other, key), "is_acronym": is_acronym}
            _rows(get_model, "InstitutionName", using).create(institution=body, **row)
        if url:
            identifier = {"scheme": "Website", "value": url.removeprefix("https://").strip("/"), "url": url}
            _rows(get_model, "InstitutionIdentifier", using).create(institution=body, **identifier)
    return bool(is_new)
