"""Penalties across countries: what was asked, the countries that have them, and the same for spreadsheets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from cables.disclosure import Person
from cables.filters import PageForm
from cables.models import Country
from statutes.commensurability import (
    ASKED,
    Charted,
    CountryRanges,
    OffenceRanges,
    ProvisionRanges,
    charted,
    countries_with,
    ranges_by_country,
)
from statutes.penalties import Outcome
from statutes.provision_facts import OFFENCES
from statutes.shown_penalties import ShownPenalty

PAGE_SIZE = 20  # countries
KNOWN = frozenset({"offence", "country", "page"})
COLUMNS = (
    *("country", "iso2", "offence", "instrument", "provision", "heading", "kind", "condition", "stated", "minimum"),
    *("maximum", "computed", "reasons", "cannot_be_computed_because", "in_the_laws_words", "proposed", "standing"),
    *("said_in", "url"),
)

Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


class Comparison:
    """What was asked of the comparison: offences and countries, as far as there are any. Problems are sentences."""

    def __init__(self, data: QueryDict, person: Person) -> None:
        self.person = person
        asked = list(dict.fromkeys(value.lower() for value in data.getlist("offence")))
        self.problems = [f"There is nothing called “{name}” to compare by; it was left out." for name in data
                         if name not in KNOWN]  # fmt: skip
        strange = [kind for kind in asked if kind not in OFFENCES]
        self.problems += [f"There is no offence called “{kind}”; it was left out." for kind in strange]
        chosen = [kind for kind in OFFENCES if kind in asked]
        self.kinds: tuple[str, ...] = tuple(chosen) or ASKED
        self.held = countries_with(self.kinds, person)
        self.slugs = self._slugs(data)
        self.form = PageForm(data)
        self.problems += [str(error) for errors in self.form.errors.values() for error in errors]

    def _slugs(self, data: QueryDict) -> list[str]:
        known = {country.slug for country in self.held}
        asked = list(dict.fromkeys(value.lower() for value in data.getlist("country")))
        self.problems += [f"No such penalty is held for the country “{one}”." for one in asked if one not in known]
        return [slug for slug in asked if slug in known]

    @property
    def countries(self) -> list[Country]:
        return [one for one in self.held if one.slug in self.slugs] if self.slugs else self.held

    @property
    def offence_options(self) -> list[Option]:
        return [Option(value, label, value in self.kinds) for value, label in OFFENCES.items()]

    @property
    def country_options(self) -> list[Option]:
        return [Option(country.slug, country.name, country.slug in self.slugs) for country in self.held]

    @property
    def labels(self) -> list[str]:
        return [OFFENCES[kind] for kind in self.kinds]

    def page(self) -> tuple[Page[Any], Charted]:
        """A page of the countries with their charts, all on one scale; past the end the last one."""
        number = self.form.cleaned_data.get("page") if self.form.is_valid() else None
        page: Page[Any] = Paginator(self.countries, PAGE_SIZE).get_page(number or 1)
        return page, charted(ranges_by_country(list(page.object_list), self.kinds, self.person))

    def records(self, absolute: Absolute) -> Iterator[dict[str, Any]]:
        """A record for each outcome of each penalty."""
        for country in ranges_by_country(self.countries, self.kinds, self.person):
            for offence, group, one in country.each:
                yield from (record_of(country, offence, group, one, outcome, absolute) for outcome in one.outcomes)


def record_of(
    country: CountryRanges,
    offence: OffenceRanges,
    group: ProvisionRanges,
    one: ShownPenalty,
    outcome: Outcome,
    absolute: Absolute,
) -> dict[str, Any]:
    provision = group.provision
    places = [said.url for said in one.said]
    return {
        "country": country.country.name,
        "iso2": country.country.iso2,
        "offence": offence.kind,
        "instrument": provision.instrument.name if provision else "",
        "provision": provision.label if provision else "",
        "heading": group.heading,
        "kind": outcome.kind.value,
        "condition": one.condition,
        "stated": one.stated,
        "minimum": words_of(outcome.minimum),
        "maximum": words_of(outcome.maximum),
        "computed": yes(one.is_relative and outcome.is_computed),
        "reasons": " ".join(outcome.reasons) if one.is_relative else "",
        "cannot_be_computed_because": outcome.because,
        "in_the_laws_words": yes(one.is_quoted),
        "proposed": yes(one.is_proposed),
        "standing": one.row.standing,
        "said_in": "; ".join(said.place.mrn for said in one.said),
        "url": absolute(provision.get_absolute_url() if provision else places[0]) if provision or places else "",
    }


def words_of(amount: object) -> str:
    return "" if amount is None else str(amount)


def yes(truth: bool) -> str:
    return "yes" if truth else "no"
