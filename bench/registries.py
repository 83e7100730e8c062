"""The registries of an invented archive: the institutions and laws that its countries' cables keep naming, and the
passages that name them, as rows.

They say what was meant, not what the rules of reading make of it: passages are looked for by the names that the writer
used. A quoted article threatens with a penalty that follows from its number, since its invented words state none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.archive import Answer, Archive
from bench.prose import LAWS, Country
from statutes.names import folded, law_key, position_of, provision_slug, slug_of
from statutes.offence_kinds import OffenceKind

KINDS = {
    "Ministry": "executive",
    "Directorate": "executive",
    "Secretariat": "executive",
    "Council": "commission",
    "Commission": "commission",
    "Prosecutor's": "prosecution",
    "Police": "police",
    "Court": "judiciary",
    "Foundation": "ngo",
}
MADE_UP = "made up by the bench"
ARTICLE = re.compile(rf"article (\d+) of the ({'|'.join(map(re.escape, LAWS))})")
HEADING = re.compile(r"Article (\d+) \(([^)]*)\)")
COLUMNS: dict[str, tuple[str, ...]] = {
    "statutes_mention": (
        *("section_id", "text_id", "start", "end", "role", "instrument_id", "provision_id", "institution_id"),
        *("surface", "surface_key", "standing", "reason", "heading", "body_start", "items", "offence", "number"),
        *("date_words", "other_names"),
    ),
    "statutes_penalty": (
        *("section_id", "text_id", "start", "end", "standing", "is_curated", "key", "position", "provision_id", "kind"),
        *("minimum", "maximum", "change", "least", "most", "added", "bases", "base_words", "missing", "condition"),
        *("source", "words", "offence_words", "offence", "surface_key", "is_quoted", "is_proposed"),
    ),
}


@dataclass(slots=True)
class Entries:
    """Primary keys of one country's entries."""

    institutions: dict[str, int] = field(default_factory=dict)  # by name, and by acronym
    articles: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)  # instrument and provision
    _names: re.Pattern[str] | None = None

    @property
    def names(self) -> re.Pattern[str]:
        """Any of its institutions' names, the longer before the shorter."""
        if self._names is None:
            longest = sorted(self.institutions, key=len, reverse=True)
            self._names = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest)) or '(?!)'})\b")
        return self._names


def write_registries(archive: Archive) -> dict[str, Entries]:
    """Make the entries of every country of the archive anew; their primary keys by the country's letters."""
    from cables.models import Country as CountryRow
    from statutes.models import Institution, Instrument, Provision

    forget_registries()
    countries = dict(CountryRow.objects.values_list("iso2", "pk"))
    known = {}
    for place in archive.places:
        country, key = archive.writer.country(place.iso2), countries[place.iso2]
        bodies = Institution.objects.bulk_create(_institutions(country, key))
        laws = Instrument.objects.bulk_create(_instruments(country, key))
        law_of = {law.name: law for law in laws}
        articles = list(dict.fromkeys(country.articles))
        provisions = Provision.objects.bulk_create(_provision(law_of[law], number) for number, law in articles)
        held = known[place.iso2] = Entries()
        for (name, acronym), body in zip(country.institutions, bodies, strict=True):
            held.institutions.setdefault(name, body.pk)
            held.institutions.setdefault(acronym, body.pk)
        for article, provision in zip(articles, provisions, strict=True):
            held.articles[article] = provision.instrument_id, provision.pk
    return known


def forget_registries() -> None:
    from statutes.models import Institution, Instrument

    Institution.objects.filter(reason=MADE_UP).delete()
    Instrument.objects.filter(reason=MADE_UP).delete()


def _institutions(country: Country, key: int) -> Iterator[Any]:
    from statutes.models import Institution

    for number, (name, _) in enumerate(country.institutions):
        slug = f"{slug_of(name)}-{number}"
        kind = next((KINDS[word] for word in name.split() if word in KINDS), "other")
        yield Institution(country_id=key, slug=slug, name=name, name_key=folded(name)[:200], kind=kind, reason=MADE_UP)


def _instruments(country: Country, key: int) -> Iterator[Any]:
    from statutes.models import Instrument

    for name in dict.fromkeys(law for _, law in country.articles):
        yield Instrument(
            country_id=key, slug=slug_of(name), name=name, name_key=law_key(name), kind="code", reason=MADE_UP
        )


def _provision(law: Any, number: int) -> Any:
    from statutes.models import Provision

    written = str(number)
    slug = provision_slug("Article", written)
    return Provision(instrument=law, number=written, slug=slug, position=position_of(written), reason=MADE_UP)


def rows_of(answer: Answer, key: int, entries: Entries) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of one section, whose primary key is also its text's."""
    text = answer.text
    mentions = [
        _mention(key, found, "names", institution=entries.institutions[found[0]])
        for found in entries.names.finditer(text)
    ]
    for found in ARTICLE.finditer(text):
        law, provision = entries.articles[int(found[1]), found[2]]
        mentions.append(_mention(key, found, "cites", law=law, provision=provision))
    penalties: list[tuple[Any, ...]] = []
    by_number = {number: keys for (number, _), keys in reversed(entries.articles.items())}
    for found in HEADING.finditer(text):
        number = int(found[1])
        law, provision = by_number[number]
        offence = list(OffenceKind)[number % len(OffenceKind)].value
        mentions.append(_mention(key, found, "quotes", law=law, provision=provision, heading=found[2], offence=offence))
        penalties.append(_penalty(key, found, provision, len(penalties) + 1, number))
    return {"statutes_mention": mentions, "statutes_penalty": penalties}


def _mention(
    key: int,
    found: re.Match[str],
    role: str,
    *,
    law: int | None = None,
    provision: int | None = None,
    institution: int | None = None,
    heading: str = "",
    offence: str = "",
) -> tuple[Any, ...]:
    surface = found[0]
    return (
        *(key, key, found.start(), found.end(), role, law, provision, institution, surface, folded(surface)),
        *("suggested", "", heading, None, "[]", offence, "", "", []),
    )


def _penalty(key: int, found: re.Match[str], provision: int, position: int, number: int) -> tuple[Any, ...]:
    """So many years as the article's number ends with, and half as many again."""
    years = number % 16 + 1
    return (
        *(key, key, found.start(), found.end(), "suggested", False, f"bench-{key}-{position}", position, provision),
        *("imprisonment", f"{years} years", f"{years * 3 // 2} years", "", "", "", "", [], "", "", ""),
        *(f"Article {number}", "", "", "", "", True, False),
    )
