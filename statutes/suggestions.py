"""What was read by machine and waits for a curator: one row for each suggested institution, instrument or provision,
with the passages that name it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber, Substr

from cables.disclosure import disclosed
from cables.querysets import sees_everything
from statutes.curating import NameRow, Suggested, mentions_of
from statutes.extraction.sentences import sentences
from statutes.models import Institution, InstitutionName, Instrument, InstrumentName, Mention, Provision, Standing

MODELS: dict[str, type[Suggested]] = {"institution": Institution, "instrument": Instrument, "provision": Provision}
SHOWN = 3  # passages of a row; all of them stand on a page of their own
AROUND = 320  # characters before and after a name, out of which its sentence is cut
LONGEST = 260  # of a sentence on one side of the name


@dataclass(frozen=True, slots=True)
class Extract:
    """A passage in its sentence: what stands before the name, the name, and what stands behind it."""

    mention: Mention
    before: str
    words: str
    after: str

    @property
    def address(self) -> str:
        """Where it is read."""
        return self.mention.section.get_absolute_url()


@dataclass(slots=True)
class Row:
    """One suggestion. `passages` of `cables` cables, of which the first few are here; none that the person may not
    see is counted."""

    what: str
    entry: Any
    passages: int = 0
    cables: int = 0
    first_year: int | None = None
    last_year: int | None = None
    open_passages: int = 0
    names: list[NameRow] = field(default_factory=list)
    extracts: list[Extract] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"{self.what}-{self.entry.pk}"

    @property
    def title(self) -> str:
        """A provision by its number and law; the name of the others."""
        return str(self.entry)

    @property
    def kind(self) -> str:
        entry = self.entry.instrument if self.what == "provision" else self.entry
        return str(entry.get_kind_display())

    @property
    def country(self) -> str:
        entry = self.entry.instrument if self.what == "provision" else self.entry
        return entry.country.name if entry.country else "International"

    @property
    def open_names(self) -> list[NameRow]:
        return [name for name in self.names if name.standing == Standing.SUGGESTED]

    @property
    def years(self) -> str:
        if self.first_year == self.last_year:
            return str(self.first_year or "")
        return f"{self.first_year}–{self.last_year}"

    @property
    def more(self) -> int:
        """Passages that are not among the extracts."""
        return self.passages - len(self.extracts)


def waiting(what: str, person: User) -> QuerySet[Any]:
    """What waits: suggested entries, and entries of which a name is suggested. Of rejected law nothing waits."""
    model = MODELS[what]
    rows: QuerySet[Any] = model.objects.visible_to(person)
    if what == "provision":
        return rows.filter(standing=Standing.SUGGESTED)
    named = names_of(what, person).filter(standing=Standing.SUGGESTED, **{what: OuterRef("pk")})
    return rows.filter(Q(standing=Standing.SUGGESTED) | Exists(named))


def names_of(what: str, person: User) -> QuerySet[Any]:
    model: Any = InstitutionName if what == "institution" else InstrumentName
    rows: QuerySet[Any] = model.objects.all() if sees_everything(person) else model.objects.visible_to(person)
    return rows


def counted(rows: QuerySet[Any], what: str, person: User) -> QuerySet[Any]:
    """With `passage_count`, the passages that this person may see and nobody rejected."""
    named = _passages(what, person).filter(**{what: OuterRef("pk")}).order_by().values(what)
    found: QuerySet[Any] = rows.annotate(
        passage_count=Coalesce(Subquery(named.annotate(n=Count("pk")).values("n")), Value(0))
    )
    return found


def _passages(what: str, person: User) -> QuerySet[Mention]:
    rows = Mention.objects.visible_whole(person).exclude(standing=Standing.REJECTED)
    return rows.filter(provision__isnull=True) if what == "instrument" else rows


def numbers_waiting(person: User) -> dict[str, int]:
    return {what: waiting(what, person).count() for what in MODELS}


def rows_for(entries: Sequence[Any], what: str, person: User) -> list[Row]:
    """The rows of these entries, in four queries however many they are."""
    rows = {entry.pk: Row(what, entry) for entry in entries}
    for found in _tallied(what, list(rows), person):
        row = rows[found["of"]]
        row.passages, row.cables, row.open_passages = found["passages"], found["cables"], found["open"]
        row.first_year, row.last_year = found["first"], found["last"]
    if what != "provision":
        for name in names_of(what, person).filter(**{f"{what}__in": list(rows)}):
            rows[getattr(name, f"{what}_id")].names.append(name)
    for mention in _first_passages(what, list(rows), person):
        rows[getattr(mention, f"{what}_id")].extracts.append(extract_of(mention, person))
    for row in rows.values():
        row.reasons = _reasons(row, person)
    return list(rows.values())


def _tallied(what: str, pks: list[int], person: User) -> Iterable[Any]:
    year = "section__cable__report_year"
    return (
        _passages(what, person)
        .filter(**{f"{what}__in": pks})
        .order_by()
        .values(of=F(what))
        .annotate(
            passages=Count("pk"),
            open=Count("pk", filter=Q(standing=Standing.SUGGESTED)),
            cables=Count("section__cable", distinct=True),
            first=Min(year),
            last=Max(year),
        )
    )


def _first_passages(what: str, pks: list[int], person: User) -> QuerySet[Mention]:
    at = Window(RowNumber(), partition_by=F(what), order_by=("-section__cable__report_year", "section_id", "start"))
    rows: Any = _passages(what, person).filter(**{f"{what}__in": pks}).annotate(at=at)
    first: Any = with_words(rows.filter(at__lte=SHOWN))
    return first.order_by("at")  # type: ignore[no-any-return]


def passages_of(what: str, entry: Any, person: User) -> QuerySet[Mention]:
    """Every passage of one entry, rejected ones too, newest first."""
    rows = mentions_of(MODELS[what], [entry.pk], person)
    return with_words(rows).order_by("-section__cable__report_year", "section_id", "start")


def with_words(rows: QuerySet[Mention]) -> QuerySet[Mention]:
    """With `stretch`, the text around the passage, and where that begins; not the whole text."""
    begins = Greatest(F("start") - AROUND, Value(0))
    cut = {"begins": begins, "stretch": Substr("text__text", begins + 1, F("end") - begins + AROUND)}
    return rows.select_related("section__cable", "decided_by").annotate(**cut)


def extract_of(mention: Any, person: User) -> Extract:
    """The passage in its sentence, of a mention that `with_words` gave."""
    said = disclosed(mention.stretch, cable=mention.section.cable, person=person)
    start, end = mention.start - mention.begins, mention.end - mention.begins
    around = [one for one in sentences(said) if one[0] < end and one[1] > start]
    first = max(min((one[0] for one in around), default=start), start - LONGEST)
    last = min(max((one[1] for one in around), default=end), end + LONGEST)
    before, after = said[min(first, start) : start], said[end : max(last, end)]
    is_cut = first > 0 and first == start - LONGEST
    opening = f"… {before.lstrip()}" if is_cut else before.lstrip()
    if mention.body_start is None:
        return Extract(mention, opening, said[start:end], after.rstrip())
    # Of quoted law the caption is marked, and how its words begin.
    body = min(max(mention.body_start - mention.begins, start), end)
    quoted = said[body:end]
    more = f"{quoted[:LONGEST].rstrip()} …" if len(quoted) > LONGEST else quoted
    return Extract(mention, opening, said[start:body].rstrip() or said[start:end][:LONGEST], f" {more}")


def _reasons(row: Row, person: User) -> list[str]:
    """Why it was suggested, as the passages that the person may see say it."""
    said = [extract.mention.reason for extract in row.extracts if extract.mention.reason]
    if not said and row.entry.reason and sees_everything(person):
        said = [row.entry.reason]
    return list(dict.fromkeys(said))[:2]
