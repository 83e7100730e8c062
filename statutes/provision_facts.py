"""What is told of provisions and instruments besides what curators wrote: only from passages that a person may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cables.disclosure import Person, disclosed
from cables.models import Cable
from statutes.models import Instrument, InstrumentName, Mention, Penalty, Provision, Role
from statutes.names import law_key
from statutes.offence_kinds import OffenceKind

OFFENCES = {kind.value: kind.label for kind in OffenceKind}
MOST_NUMBERS = 500  # asked for one by one; of more, all are read
ORDER = ("-section__cable__report_year", "section__cable__mrn", "text__position", "start", "pk")


def quotations(person: Person) -> QuerySet[Mention]:
    return Mention.objects.visible_to(person).filter(role=Role.QUOTES, provision__isnull=False)


def headings_of(provisions: Sequence[Provision], person: Person) -> dict[int, str]:
    """The heading of each provision by its primary key: a curator's, else that of the latest input that quotes it."""
    found = {provision.pk: provision.heading for provision in provisions}
    untold = [pk for pk, heading in found.items() if not heading]
    rows = quotations(person).filter(provision__in=untold).exclude(heading="").select_related("section__cable")
    for mention in rows.only("provision_id", "heading", "section__cable").order_by("provision", *ORDER):
        if mention.provision_id and not found[mention.provision_id]:
            found[mention.provision_id] = disclosed(mention.heading, cable=mention.section.cable, person=person)
    return found


def offences_of(own: Mapping[int, str], person: Person) -> dict[int, frozenset[str]]:
    """The kinds of offence of visible provisions by their primary keys: a curator's (`own`, "" for none), else those of
    their quotations, else those that their penalties are said to be for. Provisions of no kind are left out."""
    found = {pk: {offence} for pk, offence in own.items() if offence}
    visible = quotations(person), Penalty.objects.visible_to(person)
    for rows in visible:  # each only for those of which nothing better is known
        untold = own.keys() - found.keys()
        told = rows.exclude(offence="").filter(provision__isnull=False)
        if len(untold) <= MOST_NUMBERS:
            told = told.filter(provision__in=untold)
        kinds: dict[int, set[str]] = defaultdict(set)
        for pk, offence in told.order_by().values_list("provision", "offence").distinct():
            if pk in untold:
                kinds[pk].add(offence)
        found |= kinds
    return {pk: frozenset(kinds) for pk, kinds in found.items()}


def offence_labels(kinds: Iterable[str]) -> str:
    """Trafficking in persons, Rape: in the order of the list of kinds."""
    chosen = set(kinds)
    return ", ".join(label for value, label in OFFENCES.items() if value in chosen)


@dataclass(frozen=True, slots=True)
class CitedAs:
    """An instrument's number and date: a curator's, else as most of the visible citations print them."""

    number: str = ""
    date: str = ""


def cited_as(instruments: Sequence[Instrument], person: Person) -> dict[int, CitedAs]:
    rows = list(
        Mention.objects.visible_to(person)
        .filter(instrument__in=instruments)
        .exclude(number="", date_words="")
        .order_by()
        .values_list("instrument", "section__cable", "number", "date_words")
        .annotate(times=Count("pk"))
    )
    cables = Cable.objects.only("access").in_bulk({cable for _, cable, *_ in rows})
    counts: dict[int, tuple[Counter[str], Counter[str]]] = defaultdict(lambda: (Counter(), Counter()))
    for pk, cable, number, date, times in rows:
        for counter, words in zip(counts[pk], (number, date), strict=True):
            counter[disclosed(words, cable=cables[cable], person=person)] += times
    return {
        one.pk: CitedAs(one.number or most_common(counts[one.pk][0]), one.date_words or most_common(counts[one.pk][1]))
        for one in instruments
    }


def most_common(counter: Counter[str]) -> str:
    """The words that stand there most often, of equals the first of the alphabet; "" where there are none."""
    return min((words for words in counter if words), key=lambda words: (-counter[words], words), default="")


@dataclass(frozen=True, slots=True)
class Uses:
    """How many visible passages quote a law and cite it."""

    quoted: int = 0
    cited: int = 0

    @property
    def words(self) -> str:
        """ "quoted 2 times, cited once"."""
        parts = [
            f"{name} {times(number)}" for name, number in (("quoted", self.quoted), ("cited", self.cited)) if number
        ]
        return ", ".join(parts) or "not quoted or cited"


def times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number:,} times"


def uses_of(mentions: QuerySet[Mention], by: str) -> dict[int, Uses]:
    """How often each instrument or provision (`by`) is quoted and cited in these passages."""
    rows = mentions.exclude(**{by: None}).order_by().values_list(by)
    counted = rows.annotate(
        quoted=Count("pk", filter=Q(role=Role.QUOTES)), cited=Count("pk", filter=Q(role=Role.CITES))
    )
    return {pk: Uses(quoted, cited) for pk, quoted, cited in counted}


def other_names(instruments: Sequence[Instrument], person: Person) -> dict[int, list[str]]:
    """The visible names of each instrument but its own."""
    found: dict[int, list[str]] = defaultdict(list)
    own: Mapping[int, str] = {one.pk: law_key(one.name) for one in instruments}
    for name in InstrumentName.objects.visible_to(person).filter(instrument__in=instruments).order_by("name"):
        if name.name_key != own[name.instrument_id]:
            found[name.instrument_id].append(name.name)
    return found
