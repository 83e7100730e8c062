"""What is read out of one section about the law: plain frozen values. All offsets are characters of its clean text."""

from dataclasses import dataclass
from enum import StrEnum

from statutes.penalties import Penalty


class InstrumentKind(StrEnum):
    CONSTITUTION = "constitution"
    CODE = "code"
    ACT = "act"
    DECREE = "decree"
    REGULATION = "regulation"
    TREATY = "treaty"
    POLICY = "policy"
    PLAN = "plan"


class EventKind(StrEnum):
    ENACTED = "enacted"
    AMENDED = "amended"
    IN_FORCE = "in-force"
    SIGNED = "signed"
    RATIFIED = "ratified"
    REPEALED = "repealed"


class Basis(StrEnum):
    """How the instrument of a quoted provision is known; the first that applies."""

    HEADING = "heading"  # its own caption names it
    CITATION = "citation"  # the text before it cites this article of it
    LEAD = "lead"  # the paragraph before names only one that no caption claims
    NEIGHBOUR = "neighbour"  # the provision quoted just before belongs to it
    NONE = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument named in the text. `number` and `date` as printed; `articles` those cited with it."""

    name: str  # "Immigration Law"; "Decree 95-98" where it has no other
    kind: InstrumentKind
    start: int
    end: int
    number: str = ""  # "95-98"
    date: str = ""  # "2005", "12 August 2006"
    aliases: tuple[str, ...] = ()  # "Decree 95-98" of the Immigration Law
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article cited in prose. `instrument` is "" where the text does not say whose it is."""

    number: str
    instrument: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NumberedItem:
    label: str  # as printed: "(1)", "a."
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuotedProvision:
    """A provision whose words the text quotes: [start, end) holds its caption and words, the body the words alone."""

    number: str  # "194", "188 bis"
    heading: str
    text: str
    instrument: str
    basis: Basis
    start: int
    end: int
    body_start: int
    items: tuple[NumberedItem, ...] = ()
    unit: str = "Article"  # or "Section", "Paragraph"

    @property
    def label(self) -> str:
        return f"{self.unit} {self.number}"


@dataclass(frozen=True, slots=True)
class PenaltyClause:
    """One penalty where it stands. `article` and `offence` are what the text binds it to, "" where it does not."""

    key: str  # unique in the section; bases are named by it
    penalty: Penalty
    start: int
    end: int
    conditions: tuple[Stretch, ...] = ()
    article: str = ""
    instrument: str = ""
    offence: str = ""
    is_quoted: bool = False  # the law's words, not the post's
    is_proposed: bool = False  # of a bill or a draft


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happened to an instrument, with the date as printed and as far as it goes (0: not given)."""

    kind: EventKind
    instrument: str
    start: int
    end: int
    date: str = ""
    year: int = 0
    month: int = 0
    day: int = 0
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionLaw:
    """Everything about law in one section."""

    provisions: tuple[QuotedProvision, ...] = ()
    citations: tuple[Citation, ...] = ()
    articles: tuple[Article, ...] = ()
    clauses: tuple[PenaltyClause, ...] = ()
    events: tuple[LifeEvent, ...] = ()

    @property
    def penalties(self) -> dict[str, Penalty]:
        """By key, as `statutes.penalties.computed` takes them."""
        return {clause.key: clause.penalty for clause in self.clauses}
