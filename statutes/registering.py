"""Finds what a text names in the registries, and suggests what stands in none: `LawRegister`, `BodyRegister`.

A name is the same entry where it is the same name, folded, in the same country, or an accepted name of it. Nothing is
merged here: other names of one thing are other entries until a curator says so. What was rejected is found too, so that
it is not suggested again. Runs inside the caller's transaction, which holds the country (`hold_country`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When

from cables.access import STRICTNESS
from cables.models import Country
from statutes.extraction import Citation, InstrumentKind
from statutes.extraction.institutions import Aliases, KnownName, NameMention, name_key
from statutes.models import (
    FormerAddress,
    Institution,
    InstitutionName,
    Instrument,
    InstrumentName,
    Mention,
    Provision,
    Standing,
)
from statutes.names import law_key, position_of, provision_slug, slug_of, titled

LOCK = 1953  # of transactions that add to the registries of a country
NO_COUNTRY = 0  # no country's primary key


def hold_country(country: Country) -> None:
    """Until the end of the transaction no other suggests entries for this country."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, country.pk])


def hold_international() -> None:
    """Until the end of the transaction no other country's cable adds names or provisions to international entries.
    Asked for after the country, so that nobody waits in a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, NO_COUNTRY])


@dataclass(slots=True)
class Entries:
    """The entries of one sort that a country's cables can name, by folded name: its own before international ones,
    accepted ones before suggested ones before rejected ones."""

    by_name: dict[str, int] = field(default_factory=dict)
    standings: dict[int, str] = field(default_factory=dict)

    def add(self, key: str, entry: int) -> None:
        if key:
            self.by_name.setdefault(key, entry)


ORDER = {Standing.ACCEPTED: 0, Standing.SUGGESTED: 1, Standing.REJECTED: 2}


def free_slug(model: type[Instrument] | type[Institution], country: Country, name: str) -> str:
    """The name for addresses, numbered from the second entry on that would have it."""
    wanted = slug = slug_of(name)
    former = "instrument" if model is Instrument else "institution"
    number = 1
    while (
        model._default_manager.filter(country=country, slug=slug).exists()
        or FormerAddress.objects.filter(**{"country": country, "slug": slug, f"{former}__isnull": False}).exists()
    ):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@dataclass(slots=True)
class LawRegister:
    """Instruments and provisions of one country."""

    country: Country
    entries: Entries = field(default_factory=Entries)
    names: set[tuple[int, str]] = field(default_factory=set)
    provisions: dict[tuple[int, str], int] = field(default_factory=dict)  # by instrument and slug
    standings: dict[int, str] = field(default_factory=dict)  # of provisions

    @classmethod
    def of(cls, country: Country, access: str) -> "LawRegister":
        """For a cable of this access. A number that only a stricter cable gives a law leads to that law for nobody
        else: whoever may read this cable alone would be told the law's name."""
        register = cls(country)
        here = Q(country=country) | Q(country__isnull=True)
        found = sorted(
            Instrument.objects.filter(here).values_list("pk", "name_key", "standing", "country_id"),
            key=lambda row: (row[3] is None, ORDER[Standing(row[2])], row[0]),
        )
        held = [row[0] for row in found]
        register.entries.standings = {pk: standing for pk, _, standing, _ in found}
        for pk, key, _, _ in found:
            register.entries.add(key, pk)
        names = list(
            InstrumentName.objects.filter(instrument__in=held)
            .order_by("standing", "pk")  # accepted, rejected, suggested
            .annotate(is_open=_is_open(access))
            .values_list("instrument_id", "name_key", "standing", "is_open")
        )
        register.names = {(pk, key) for pk, key, *_ in names}
        for pk, key, standing, is_open in names:
            if standing == Standing.ACCEPTED or (standing == Standing.SUGGESTED and is_open and _has_number(key)):
                register.entries.add(key, pk)
        provisions = Provision.objects.filter(instrument__in=held).values_list(
            "instrument_id", "slug", "pk", "standing"
        )
        for law, slug, pk, standing in provisions:
            register.provisions[law, slug], register.standings[pk] = pk, standing
        return register

    def instrument(self, citation: Citation) -> int:
        """The instrument that a citation names; suggested where the registry has none."""
        keys = [law_key(citation.name), *(law_key(name) for name in citation.aliases if _has_number(name))]
        known = next((self.entries.by_name[key] for key in keys if key in self.entries.by_name), None)
        pk = known or self._suggested(citation.name, citation.kind)
        for name in (citation.name, *citation.aliases):
            self._named(pk, name)
        return pk

    def _suggested(self, name: str, kind: InstrumentKind) -> int:
        entry = Instrument.objects.create(
            country=self.country,
            name=titled(name)[:200],
            name_key=law_key(name),
            slug=free_slug(Instrument, self.country, name),
            kind=kind.value,
            reason=f"cited as a {kind.value}",
        )
        self.entries.standings[entry.pk] = Standing.SUGGESTED.value
        self.entries.add(entry.name_key, entry.pk)
        return entry.pk

    def _named(self, pk: int, name: str) -> None:
        """Another name that a text gives to this instrument is suggested as one; it holds by itself only if it is a
        number, which no other law of the country has."""
        key = law_key(name)
        if not key or self.entries.by_name.get(key) == pk or (pk, key) in self.names:
            return
        InstrumentName.objects.create(instrument_id=pk, name_key=key, name=name[:200], standing=Standing.SUGGESTED)
        self.names.add((pk, key))
        if _has_number(name):
            self.entries.add(key, pk)

    def provision(self, instrument: int, unit: str, number: str) -> int:
        """The provision of this number; suggested where the registry has none."""
        key = (instrument, provision_slug(unit, number))
        if key not in self.provisions:
            entry = Provision.objects.create(
                instrument_id=instrument,
                slug=key[1],
                unit=(unit or "Article")[:20],
                number=number[:40],
                position=position_of(number),
                reason="quoted or cited",
            )
            self.provisions[key], self.standings[entry.pk] = entry.pk, entry.standing
        return self.provisions[key]

    def standing_of(self, instrument: int, provision: int | None) -> str:
        """A passage that names what is accepted needs no decision of its own."""
        known = self.standings[provision] if provision else self.entries.standings[instrument]
        return Standing.ACCEPTED.value if known == Standing.ACCEPTED else Standing.SUGGESTED.value


def _is_open(access: str) -> Case:
    """That a suggested name with a number stands in a cable that is no stricter than this."""
    open_ones = STRICTNESS[: STRICTNESS.index(access) + 1]
    said = Mention.objects.filter(instrument=OuterRef("instrument"), section__cable__access__in=open_ones)
    printed = Exists(said.filter(surface_key=OuterRef("name_key")))
    given = Exists(said.filter(other_names__contains=[OuterRef("name")]))
    asked = Q(standing=Standing.SUGGESTED, name_key__regex=r"\d")
    return Case(When(asked, then=printed | given), default=False, output_field=BooleanField())


def _has_number(name: str) -> bool:
    return any(sign.isdigit() for sign in name)


@dataclass(slots=True)
class BodyRegister:
    """Institutions of one country, and the international ones."""

    country: Country
    entries: Entries = field(default_factory=Entries)
    merged: dict[int, int] = field(default_factory=dict)
    acronyms: set[tuple[int, str]] = field(default_factory=set)
    aliases: Aliases = field(default_factory=lambda: Aliases(()))

    @classmethod
    def of(cls, country: Country) -> "BodyRegister":
        register = cls(country)
        here = Q(country=country) | Q(country__isnull=True)
        found = sorted(
            Institution.objects.filter(here).values_list(
                "pk", "name", "name_key", "standing", "country_id", "merged_into_id"
            ),
            key=lambda row: (row[4] is None, ORDER[Standing(row[3])], row[0]),
        )
        register.merged = {pk: into for pk, _, _, _, _, into in found if into is not None}
        register.entries.standings = {row[0]: row[3] for row in found}
        names = list(
            InstitutionName.objects.filter(institution__in=[row[0] for row in found])
            .order_by("pk")
            .values_list("name", "name_key", "is_acronym", "institution_id", "standing")
        )
        register.acronyms = {(pk, key) for _, key, is_acronym, pk, _ in names if is_acronym}
        accepted = [row[:4] for row in names if row[4] == Standing.ACCEPTED]
        for pk, _, key, _, _, _ in found:
            register.entries.add(key, register.kept(pk))
        for _, key, is_acronym, pk in accepted:
            if not is_acronym:
                register.entries.add(key, register.kept(pk))
        own = [row for row in found if row[3] == Standing.ACCEPTED and row[5] is None]
        register.aliases = Aliases(register._known(own, accepted))
        return register

    def _known(
        self, accepted: Iterable[tuple[int, str, str, str, int | None, int | None]],
        names: Iterable[tuple[str, str, bool, int]],
    ) -> Iterable[KnownName]:  # fmt: skip
        """What later texts are searched for: names of accepted institutions, the country's own before the others'. An
        acronym that two of them have means neither."""
        yield from (KnownName(name, pk) for pk, name, *_ in accepted)
        taken = {pk for pk, *_ in accepted}
        rows = [row for row in names if row[3] in taken]
        owners: dict[str, set[int]] = {}
        for name, _, is_acronym, pk in rows:
            if is_acronym:
                owners.setdefault(name, set()).add(pk)
        for name, _, is_acronym, pk in rows:
            if not is_acronym or len(owners[name]) == 1:
                yield KnownName(name, pk, is_acronym)

    def kept(self, pk: int) -> int:
        """The institution itself, or what it was merged into."""
        while pk in self.merged:
            pk = self.merged[pk]
        return pk

    def institution(self, mention: NameMention) -> int:
        """The institution that a passage names; suggested where the registry has none."""
        key = name_key(mention.name)
        pk = mention.entry or self.entries.by_name.get(key)
        if pk is None:
            pk = self._suggested(mention, key)
        self._abbreviated(pk, mention.acronym)
        return pk

    def _abbreviated(self, pk: int, acronym: str) -> None:
        """An acronym that a text binds to a name is suggested as one."""
        key = name_key(acronym)
        if not key or (pk, key) in self.acronyms:
            return
        InstitutionName.objects.create(
            institution_id=pk, name=acronym[:200], name_key=key[:200], is_acronym=True, standing=Standing.SUGGESTED
        )
        self.acronyms.add((pk, key))

    def _suggested(self, mention: NameMention, key: str) -> int:
        entry = Institution.objects.create(
            country=self.country,
            name=mention.name[:200],
            name_key=key[:200],
            slug=free_slug(Institution, self.country, mention.name),
            kind=mention.kind.value,
            reason=mention.reason[:300],
        )
        self.entries.standings[entry.pk] = Standing.SUGGESTED.value
        self.entries.add(key, entry.pk)
        return entry.pk
