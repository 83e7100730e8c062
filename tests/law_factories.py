"""Entries of the registries of law and institutions, and passages that name them; invented, and valid as they are."""

from typing import Any

from cables.models import Cable, Country, Section
from statutes.models import (
    Institution,
    InstitutionName,
    Instrument,
    InstrumentName,
    LifeEvent,
    Mention,
    Penalty,
    Provision,
    Role,
)
from statutes.names import folded, law_key, position_of, provision_slug, slug_of
from tests.factories import CountryFactory


def make_instrument(name: str = "Penal Code", country: Country | None = None, **fields: Any) -> Instrument:
    return Instrument.objects.create(
        **{
            "name": name,
            "name_key": law_key(name),
            "slug": slug_of(name),
            "country": country or CountryFactory.create(iso2="XA"),
            "kind": "code",
            **fields,
        }
    )


def make_provision(instrument: Instrument, number: str = "194", **fields: Any) -> Provision:
    unit = fields.pop("unit", "Article")
    return Provision.objects.create(
        **{
            "instrument": instrument,
            "unit": unit,
            "number": number,
            "slug": provision_slug(unit, number),
            "position": position_of(number),
            **fields,
        }
    )


def make_institution(name: str = "Harbour Police", country: Country | None = None, **fields: Any) -> Institution:
    return Institution.objects.create(
        **{
            "name": name,
            "name_key": folded(name),
            "slug": slug_of(name),
            "country": country or CountryFactory.create(iso2="XA"),
            "kind": "police",
            **fields,
        }
    )


def make_name(institution: Institution, name: str, **fields: Any) -> InstitutionName:
    return InstitutionName.objects.create(
        **{"institution": institution, "name": name, "name_key": folded(name), **fields}
    )


def make_law_name(instrument: Instrument, name: str, **fields: Any) -> InstrumentName:
    return InstrumentName.objects.create(
        **{"instrument": instrument, "name": name, "name_key": law_key(name), **fields}
    )


def section_of(cable: Cable, address: str = "prosecution/b") -> Section:
    chapter, _, key = address.partition("/")
    return Section.objects.select_related("current").get(cable=cable, chapter=chapter, key=key)


def make_mention(of: Instrument | Provision | Institution, section: Section, words: str, **fields: Any) -> Mention:
    """A mention where these words first stand in the section's current text, which must have them."""
    assert section.current is not None
    start = section.current.text.index(words)
    target: dict[str, Any] = {"institution": of, "role": Role.NAMES}
    if isinstance(of, Instrument):
        target = {"instrument": of, "role": Role.CITES}
    elif isinstance(of, Provision):
        target = {"instrument": of.instrument, "provision": of, "role": Role.CITES}
    key = folded(words) if isinstance(of, Institution) else law_key(words)
    return Mention.objects.create(
        **{
            **target,
            "section": section,
            "text": section.current,
            "start": start,
            "end": start + len(words),
            "surface": words[:300],
            "surface_key": key,
            **fields,
        }
    )


def make_penalty(provision: Provision, section: Section | None = None, **fields: Any) -> Penalty:
    """Six to twelve years; in the current text of a section, or typed in by hand."""
    passage: dict[str, Any] = {"is_curated": True}
    if section is not None and section.current is not None:
        passage = {"section": section, "text": section.current, "start": 0, "end": 1}
    count = Penalty.objects.count()
    return Penalty.objects.create(
        **{
            "provision": provision,
            "key": f"test-{count + 1}",
            "position": count + 1,
            "kind": "imprisonment",
            "minimum": "6 years",
            "maximum": "12 years",
            "source": provision.label,
            **passage,
            **fields,
        }
    )


def make_event(of: Instrument | Institution, section: Section | None = None, **fields: Any) -> LifeEvent:
    target = {"instrument": of} if isinstance(of, Instrument) else {"institution": of}
    passage: dict[str, Any] = {"is_curated": True}
    if section is not None and section.current is not None:
        passage = {"section": section, "text": section.current, "start": 0, "end": 1}
    return LifeEvent.objects.create(
        **{**target, "kind": "enacted", "year": 2005, "date_words": "2005", **passage, **fields}
    )
