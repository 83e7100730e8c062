"""The penalties of offences side by side, within a country and across countries.

The minimum standards ask whether the punishment for trafficking is commensurate with that for grave crimes such as
forcible sexual assault (TVPA, section 108: 22 U.S.C. 7106(a)(2)-(3)). What is shown are figures; nothing is judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from cables.disclosure import Person
from cables.models import Country
from statutes.models import Penalty, Provision
from statutes.offence_kinds import OffenceKind
from statutes.penalties import Outcome, PenaltyKind
from statutes.penalty_summaries import comparison, span_words
from statutes.provision_facts import OFFENCES, headings_of, offences_of
from statutes.querysets import PenaltyQuerySet
from statutes.range_charts import Bar, Chart, Heading, Scale, Signs, can_be_drawn, chart_of, scale_of, signs_of
from statutes.shown_penalties import ShownPenalty, country_of, shown_penalties

ASKED = (OffenceKind.TRAFFICKING.value, OffenceKind.RAPE.value)
STYLES = {ASKED[0]: "solid", ASKED[1]: "hatched"}
OTHER_STYLE = "hollow"
LAW_OF = ("instrument__country", "offence")
POST_WORDS = "No provision named"


@dataclass(frozen=True, slots=True)
class ProvisionRanges:
    """The penalties of one provision, or of an offence that the posts tell of without naming one."""

    provision: Provision | None
    heading: str
    penalties: tuple[ShownPenalty, ...]

    @property
    def label(self) -> str:
        if self.provision is None:
            return POST_WORDS
        return f"{self.provision.label}, {self.provision.instrument.name}"


@dataclass(frozen=True, slots=True)
class OffenceRanges:
    """The penalties for one kind of offence in one country. `proposed` are those of bills, which are no law."""

    kind: str
    provisions: tuple[ProvisionRanges, ...]
    proposed: tuple[ProvisionRanges, ...]

    @property
    def label(self) -> str:
        return OFFENCES[self.kind]

    @property
    def style(self) -> str:
        return STYLES.get(self.kind, OTHER_STYLE)

    @property
    def in_force(self) -> list[ShownPenalty]:
        return [one for group in self.provisions for one in group.penalties]

    @property
    def unconditional(self) -> list[Outcome]:
        """What it carries where no condition applies; where all have one, what it carries at all."""
        plain = [one for one in self.in_force if not one.is_variant]
        return [outcome for one in plain or self.in_force for outcome in one.outcomes]

    @property
    def is_always_conditional(self) -> bool:
        return bool(self.in_force) and all(one.is_variant for one in self.in_force)


@dataclass(frozen=True, slots=True)
class CountryRanges:
    """The offences of one country, each with its penalties; an offence without any has none."""

    country: Country
    offences: tuple[OffenceRanges, ...]

    @property
    def each(self) -> list[tuple["OffenceRanges", ProvisionRanges, ShownPenalty]]:
        """Every penalty with its offence and provision; of each offence those of bills last."""
        return [
            (offence, group, one)
            for offence in self.offences
            for group in (*offence.provisions, *offence.proposed)
            for one in group.penalties
        ]

    @property
    def penalties(self) -> list[ShownPenalty]:
        return [one for _, _, one in self.each]

    @property
    def outcomes(self) -> list[Outcome]:
        return [outcome for one in self.penalties for outcome in one.outcomes]

    @property
    def has_bars(self) -> bool:
        return any(can_be_drawn(outcome) for outcome in self.outcomes)

    @property
    def sentence(self) -> str:
        """What the figures for the first two offences say."""
        return " ".join(filter(None, (said_of(self.offences[:2]), self.missing)))

    @property
    def missing(self) -> str:
        absent = [offence.label.lower() for offence in self.offences if not offence.in_force]
        return f"No penalty for {' or '.join(absent)} is read for {self.country.name}." if absent else ""

    def rows(self) -> Iterator[Heading | Bar]:
        for offence in self.offences:
            if offence.provisions:
                yield Heading(offence.label)
                yield from bars_of(offence, offence.provisions)
        for offence in self.offences:
            if offence.proposed:
                yield Heading(f"Proposed in a bill: {offence.label.lower()}")
                yield from bars_of(offence, offence.proposed)

    def chart(self, scale: Scale) -> Chart:
        return chart_of(list(self.rows()), scale)


@dataclass(frozen=True, slots=True)
class Charted:
    """Countries with their charts, all on one scale, and the signs that the legend has to explain."""

    countries: tuple[tuple[CountryRanges, Chart], ...]
    signs: Signs
    styles: tuple[tuple[str, str], ...]


def said_of(offences: Sequence[OffenceRanges]) -> str:
    """ "Where no condition applies, trafficking carries 6 years to 12 years and rape 8 years to 12 years: ..." """
    told = [(offence.label.lower(), offence) for offence in offences if span_words(offence.unconditional)]
    if not told:
        return ""
    carried = [carried_by(name, one, verb="" if at else " carries") for at, (name, one) in enumerate(told)]
    opening = "Where no condition applies, " if not any(one.is_always_conditional for _, one in told) else ""
    words = f"{opening}{' and '.join(carried)}"
    if len(told) == 2:
        (name, one), (other_name, other) = told
        compared = comparison(one.unconditional, other.unconditional, (name, other_name))
        words += f"; {compared}" if compared else ""
    return f"{words[:1].upper()}{words[1:]}."


def carried_by(name: str, offence: OffenceRanges, *, verb: str) -> str:
    """ "rape carries 6 years to 12 years"; what carries nothing without a condition says so."""
    conditions = " under conditions" if offence.is_always_conditional else ""
    return f"{name}{verb}{conditions} {span_words(offence.unconditional)}"


def bars_of(offence: OffenceRanges, groups: Iterable[ProvisionRanges]) -> Iterator[Heading | Bar]:
    for group in groups:
        bars = [bar for one in group.penalties for bar in bars_of_penalty(one, offence.style)]
        if bars:
            heading = f": {group.heading}" if group.heading else ""
            yield Heading(f"{group.label}{heading}", is_sub=True)
            yield from bars


def bars_of_penalty(one: ShownPenalty, style: str) -> Iterator[Bar]:
    """A bar for each outcome on the scale; what cannot be computed keeps its line."""
    for outcome in one.outcomes:
        if can_be_drawn(outcome) or (outcome.because and outcome.kind is PenaltyKind.IMPRISONMENT):
            words = "cannot be computed" if outcome.because else outcome.verdict
            how = f" ({one.stated})" if one.is_relative else ""
            when = f", {one.when}" if one.when else ""
            yield Bar(outcome, f"{words}{how}{when}", style, is_variant=one.is_variant, is_proposed=one.is_proposed)


def penalties_for(
    kinds: Iterable[str], person: Person, countries: Iterable[Country]
) -> tuple[PenaltyQuerySet, dict[int, frozenset[str]]]:
    """The penalties for these kinds of offence in these countries, those of provisions and those told without one; and
    the kinds of each provision."""
    wanted, provisions = set(kinds), Provision.objects.visible_to(person).filter(instrument__country__in=countries)
    offences = offences_of(dict(provisions.order_by().values_list("pk", "offence")), person)
    fit = [pk for pk, found in offences.items() if found & wanted]
    told = Q(provision__isnull=True, offence__in=wanted, section__cable__country__in=countries)
    return Penalty.objects.filter(Q(provision__in=fit) | told), offences


def countries_with(kinds: Iterable[str], person: Person) -> list[Country]:
    """The countries that have a visible penalty for one of these kinds, by name."""
    wanted, visible = set(kinds), Provision.objects.visible_to(person).order_by()
    laws = {pk: (country, offence) for pk, country, offence in visible.values_list("pk", *LAW_OF)}
    offences = offences_of({pk: offence for pk, (_, offence) in laws.items()}, person)
    rows = Penalty.objects.visible_to(person).order_by().values_list("provision", "section__cable__country", "offence")
    found: set[int | None] = set()
    for provision, country, offence in rows.distinct():
        if provision is None and offence in wanted:
            found.add(country)
        elif provision is not None and offences.get(provision, frozenset()) & wanted:
            found.add(laws[provision][0])
    return list(Country.objects.filter(pk__in=[pk for pk in found if pk]).order_by("sort_name"))


def ranges_by_country(countries: Sequence[Country], kinds: Sequence[str], person: Person) -> list[CountryRanges]:
    """The penalties for these kinds of offence, in the order of the countries. The number of queries is constant."""
    penalties, offences = penalties_for(kinds, person, countries)
    shown = [one for one in shown_penalties(penalties, person, offences) if one.offences & set(kinds)]
    provisions = {one.provision.pk: one.provision for one in shown if one.provision}
    headings = headings_of(list(provisions.values()), person)
    by_country: dict[int | None, list[ShownPenalty]] = defaultdict(list)
    for one in shown:
        by_country[country_of(one.row)].append(one)
    return [
        CountryRanges(country, tuple(offence_ranges(kind, by_country[country.pk], headings) for kind in kinds))
        for country in countries
    ]


def offence_ranges(kind: str, shown: Sequence[ShownPenalty], headings: Mapping[int, str]) -> OffenceRanges:
    fit = [one for one in shown if kind in one.offences]
    return OffenceRanges(
        kind,
        provision_ranges([one for one in fit if not one.is_proposed], headings),
        provision_ranges([one for one in fit if one.is_proposed], headings),
    )


def provision_ranges(shown: Sequence[ShownPenalty], headings: Mapping[int, str]) -> tuple[ProvisionRanges, ...]:
    """By instrument and number; what names no provision comes last. Of a provision first what always applies."""
    groups: dict[int, list[ShownPenalty]] = defaultdict(list)
    for one in sorted(shown, key=lambda one: one.is_variant):
        groups[one.provision.pk if one.provision else 0].append(one)
    made = [ProvisionRanges(group[0].provision, headings.get(pk, ""), tuple(group)) for pk, group in groups.items()]
    return tuple(sorted(made, key=_by_number))


def _by_number(group: ProvisionRanges) -> tuple[bool, str, int, str]:
    one = group.provision
    return (True, "", 0, "") if one is None else (False, one.instrument.name, one.position, one.number)


def charted(countries: Sequence[CountryRanges]) -> Charted:
    scale = scale_of(outcome for one in countries for outcome in one.outcomes)
    charts = tuple((one, one.chart(scale)) for one in countries)
    told = {(offence.style, offence.label) for one in countries for offence in one.offences if offence.in_force}
    return Charted(charts, signs_of(chart for _, chart in charts), tuple(sorted(told, reverse=True)))
