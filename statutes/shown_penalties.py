"""Penalties as pages show them: what is stated, what it comes to and why, and the sections that say so.

Penalties rest on others of the same section, so these are read as well; never one that the person may not see.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from cables.disclosure import Person, disclosed
from cables.models import Section, SectionText
from cables.opening import Place, place_of
from statutes.law_passages import place_url, title_of
from statutes.models import Penalty, Provision
from statutes.penalties import Outcome, PenaltyKind, said_change, shown_range
from statutes.penalty_rows import outcomes_of, penalty_from
from statutes.querysets import PenaltyQuerySet

RELATED = ("provision__instrument__country", "section__cable__country", "text")
WORDS = ("condition", "offence_words", "base_words", "words", "source", "missing")


@dataclass(frozen=True, slots=True)
class Said:
    """A section that states a penalty."""

    title: str  # "Guatemala 2008"
    place: Place
    sample: bool = False

    @property
    def url(self) -> str:
        return place_url(self.place)

    @property
    def name(self) -> str:
        return f"{self.title}, {self.place.name}{' (sample)' if self.sample else ''}"


@dataclass(frozen=True, slots=True)
class ShownPenalty:
    """One penalty of a provision, or of an offence where the text names no provision; what several sections state alike
    is one. `outcomes` has one for each penalty that it rests on."""

    row: Penalty
    kind: str
    stated: str
    outcomes: tuple[Outcome, ...]
    offences: frozenset[str]
    is_quoted: bool
    said: tuple[Said, ...] = ()

    @property
    def provision(self) -> Provision | None:
        return self.row.provision

    @property
    def condition(self) -> str:
        return self.row.condition

    @property
    def when(self) -> str:
        """The condition as it stands inside a line, behind figures."""
        return in_a_sentence(self.condition)

    @property
    def is_proposed(self) -> bool:
        return self.row.is_proposed

    @property
    def is_suggested(self) -> bool:
        return self.row.standing == "suggested"

    @property
    def is_relative(self) -> bool:
        return bool(self.row.change)

    @property
    def is_variant(self) -> bool:
        """It applies under a condition, or follows from another."""
        return self.is_relative or bool(self.condition)

    @property
    def stated_with_kind(self) -> str:
        """ "Imprisonment: 6 years to 12 years"."""
        words = f"imprisonment: {self.stated}" if self.kind == PenaltyKind.IMPRISONMENT else self.stated
        return f"{words[:1].upper()}{words[1:]}"

    @property
    def before_figures(self) -> str:
        """What stands before figures that could be of another kind: "fine of "."""
        return "fine of " if self.kind == PenaltyKind.FINE and not self.is_relative else ""


def in_a_sentence(words: str) -> str:
    """ "if the victim dies" for "If the victim dies"."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2].isspace() else words


def said_at(section: Section, text: SectionText) -> Said:
    text.section = section
    return Said(title_of(section), place_of(text, section.cable.mrn), section.cable.sample)


@dataclass(slots=True)
class Merged:
    """One penalty on its way to being shown: the row that was met first, and the sections that state it."""

    row: Penalty
    outcomes: tuple[Outcome, ...]
    is_quoted: bool = False
    said: dict[int, Said] = field(default_factory=dict)


def read_penalties(penalties: PenaltyQuerySet, person: Person) -> tuple[list[Penalty], dict[str, tuple[Outcome, ...]]]:
    """The rows among these that the person may see, law's own words first, the latest input before earlier ones, and
    what each comes to, by key. Rows that cannot be read are left out."""
    found = penalties.visible_to(person).select_related(*RELATED).defer("text__text")
    rows = without_paraphrase(list(found))
    keys = {row.key for row in rows}
    resting = [row for row in rows if not keys.issuperset(row.bases)]
    sections = {row.section_id for row in resting if row.section_id}
    instruments = {row.provision.instrument_id for row in resting if row.provision and not row.section_id}
    family = Penalty.objects.visible_to(person).filter(
        Q(section__in=sections)
        | Q(key__in={base for row in resting for base in row.bases})
        | Q(section__isnull=True, provision__instrument__in=instruments)
    )
    others = [row for row in family.select_related("section__cable") if row.key not in keys]
    fit = [with_disclosed(row, person) for row in (*rows, *others) if is_readable(row)]
    outcomes = outcomes_of(fit)
    return sorted((row for row in rows if row.key in outcomes), key=reading_order), outcomes


def without_paraphrase(rows: Sequence[Penalty]) -> list[Penalty]:
    """Without what the sample archive says of a real country, where a real cable speaks of its penalties too: a
    paraphrase beside its original would be counted twice."""
    real = {country_of(row) for row in rows if not is_sample(row)}
    return [row for row in rows if not is_sample(row) or country_of(row) not in real]


def is_sample(row: Penalty) -> bool:
    return row.section is not None and row.section.cable.sample


def country_of(row: Penalty) -> int | None:
    if row.provision is not None:
        return row.provision.instrument.country_id
    return row.section.cable.country_id if row.section else None


def reading_order(row: Penalty) -> tuple[bool, int, str, int, int, int]:
    cable = row.section.cable if row.section else None
    text = row.text.position if row.text else 0
    year = (cable.report_year or 0) if cable else 9999
    return (not row.is_quoted and cable is not None, -year, cable.mrn if cable else "", text, row.position, row.pk)


def is_readable(row: Penalty) -> bool:
    try:
        penalty_from(row)
    except ValueError:
        return False
    return True


def with_disclosed(row: Penalty, person: Person) -> Penalty:
    """The row with its words as this person may read them."""
    if row.section is not None:
        for name in WORDS:
            setattr(row, name, disclosed(getattr(row, name), cable=row.section.cable, person=person))
    return row


def shown_penalties(
    penalties: PenaltyQuerySet, person: Person, offences: Mapping[int, frozenset[str]] | None = None
) -> list[ShownPenalty]:
    """These penalties as the person may see them, each once. `offences` are the kinds of each provision."""
    rows, outcomes = read_penalties(penalties, person)
    merged: dict[object, Merged] = {}
    for row in rows:
        kinds = kinds_of(row, offences or {})
        one = merged.setdefault(signature(row, outcomes[row.key], kinds), Merged(row, outcomes[row.key]))
        one.is_quoted = one.is_quoted or row.is_quoted
        if row.section is not None and row.text is not None:
            one.said.setdefault(row.section.pk, said_at(row.section, row.text))
    return [
        ShownPenalty(
            row=one.row,
            kind=one.row.kind,
            stated=stated(one.row),
            outcomes=one.outcomes,
            offences=kinds_of(one.row, offences or {}),
            is_quoted=one.is_quoted,
            said=tuple(one.said.values()),
        )
        for one in merged.values()
    ]


def kinds_of(row: Penalty, offences: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """The offences that a penalty is for: its provision's, else its own."""
    known = offences.get(row.provision_id or 0, frozenset())
    if row.offence and (not known or row.offence in known):
        return frozenset({row.offence})
    return known


def signature(row: Penalty, outcomes: Sequence[Outcome], kinds: frozenset[str]) -> object:
    """What two statements of the same penalty have in common."""
    country = row.section.cable.country_id if row.section and not row.provision_id else None
    condition = " ".join(row.condition.casefold().split())
    verdicts = tuple((outcome.kind, outcome.verdict) for outcome in outcomes)
    return row.provision_id, country, kinds, row.kind, stated(row), condition, verdicts, row.is_proposed


def stated(row: Penalty) -> str:
    """The penalty as the text states it: "6 years to 12 years", "increased by 1/3", "confiscation"."""
    penalty = penalty_from(row)
    if penalty.relative is not None:
        return said_change(penalty.relative)
    words = shown_range(Outcome(penalty.kind, penalty.minimum, penalty.maximum))
    if penalty.kind is PenaltyKind.OTHER:
        return penalty.words or words
    return f"fine of {words}" if penalty.kind is PenaltyKind.FINE and words != "fine" else words


def by_provision(penalties: Iterable[ShownPenalty]) -> dict[int, list[ShownPenalty]]:
    found: dict[int, list[ShownPenalty]] = defaultdict(list)
    for one in penalties:
        found[one.row.provision_id or 0].append(one)
    return found
