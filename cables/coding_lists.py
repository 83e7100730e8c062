"""The passages that carry a code: what was asked of the list, its rows, its counts, and the same for exports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse

from cables.annotations import CodingQuerySet
from cables.coded import RELATED, ShownCoding, shown_coding
from cables.disclosure import Person
from cables.models import Coding
from cables.opening import Place, place_of
from cables.people import name_of

LOOKUPS = {"country": "section__cable__country__iso2", "year": "section__cable__report_year", "person": "author"}
NAMES = {"country": "section__cable__country__name", "year": LOOKUPS["year"]}
KNOWN = frozenset({*LOOKUPS, "below", "page"})
ORDER = ("section__cable__country__sort_name", "-section__cable__report_year", "section__cable__mrn")


@dataclass(frozen=True, slots=True)
class Box:
    """One value of a filter, with how many codings it would leave under the other filters."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class CodingRow:
    """A coding with the place it leads to."""

    coding: ShownCoding
    place: Place
    country: str
    year: int | None
    mrn: str
    title: str
    sample: bool
    version: int
    created_at: Any

    @property
    def url(self) -> str:
        """Into the reading view, at the section."""
        return f"{self.cable_url}#{self.place.anchor}"

    @property
    def cable_url(self) -> str:
        return reverse("cables:detail", args=[self.mrn])


class ListForm(forms.Form):
    """`below` adds the codings of the codes under the one listed."""

    below = forms.BooleanField(required=False)


class CodingFilter:
    """Repeated parameters mean OR. Only what the codings have that this person may see can be chosen."""

    def __init__(self, data: QueryDict, codings: CodingQuerySet) -> None:
        self.codings = codings
        self.chosen: dict[str, list[str]] = {}
        self.problems = [f"There is no filter called “{name}”; it was left out." for name in data if name not in KNOWN]
        self.people = self._people()
        self.labels = {name: self._labels(name) for name in LOOKUPS}
        for name, held in self.labels.items():
            asked = list(dict.fromkeys(data.getlist(name)))
            self.chosen[name] = [value for value in asked if value in held]
            self.problems += [f"No passage here has the {name} “{value}”." for value in asked if value not in held]

    def _labels(self, name: str) -> dict[str, str]:
        """What can be chosen, by the value in the address. People are called by the name that pages show."""
        if name == "person":
            return {known: known for known in sorted(self.people)}
        rows = self.codings.order_by().exclude(**{LOOKUPS[name]: None})
        pairs = sorted(set(rows.values_list(LOOKUPS[name], NAMES[name])), key=lambda pair: pair[1])
        return {str(value).lower(): str(label) for value, label in (pairs[::-1] if name == "year" else pairs)}

    def _people(self) -> dict[str, list[int]]:
        """The ids of the authors by the name that pages show."""
        found: dict[str, list[int]] = defaultdict(list)
        for author in User.objects.filter(pk__in=self.codings.order_by().values("author")):
            found[name_of(author)].append(author.pk)
        return found

    @property
    def found(self) -> CodingQuerySet:
        return self._without("")

    def _without(self, left_out: str) -> CodingQuerySet:
        wanted = Q()
        for name, values in self.chosen.items():
            if values and name != left_out:
                wanted &= Q(**{f"{LOOKUPS[name]}__in": self._in_rows(name, values)})
        return self.codings.filter(wanted)

    def _in_rows(self, name: str, values: Sequence[str]) -> list[Any]:
        if name == "person":
            return [pk for value in values for pk in self.people[value]]
        return [value.upper() for value in values]

    def boxes(self) -> list[tuple[str, list[Box]]]:
        return [(name, self._boxes(name)) for name in LOOKUPS]

    def _boxes(self, name: str) -> list[Box]:
        rows = self._without(name).order_by().values_list(LOOKUPS[name]).annotate(number=Count("pk"))
        counts = {value if name == "person" else str(value).lower(): number for value, number in rows}
        found = []
        for value, label in self.labels[name].items():
            keys = self.people[value] if name == "person" else [value]
            number, chosen = sum(counts.get(key, 0) for key in keys), value in self.chosen[name]
            if number or chosen:
                found.append(Box(value, label, number, chosen))
        return found


def ordered(codings: CodingQuerySet) -> CodingQuerySet:
    """By country, the latest year first, then as the text goes."""
    return codings.order_by(*ORDER, "section__current__position", "passage__found_start", "created_at", "pk")


def rows_of(codings: CodingQuerySet | Sequence[Coding], person: Person) -> list[CodingRow]:
    """The rows for this person; the number of queries does not depend on theirs."""
    if isinstance(codings, CodingQuerySet):
        codings = list(with_places(codings))
    return [_row(coding, person) for coding in codings]


def with_places(codings: CodingQuerySet) -> CodingQuerySet:
    return codings.select_related(*RELATED, "section__cable__country", "section__current").prefetch_related(
        "section__current__questions"
    )


def _row(coding: Coding, person: Person) -> CodingRow:
    cable, text = coding.section.cable, coding.section.current
    if text is not None:
        text.section = coding.section
        place = place_of(text, cable.mrn, text.questions.all())
    else:
        place = Place(cable.mrn, coding.section.chapter, coding.section.key)
    return CodingRow(
        coding=shown_coding(coding, person),
        place=place,
        country=cable.country.name if cable.country else "",
        year=cable.report_year,
        mrn=cable.mrn,
        title=f"{cable.country.name if cable.country else cable.mrn} {cable.report_year or ''}".strip(),
        sample=cable.sample,
        version=coding.codebook_version,
        created_at=coding.created_at,
    )


COLUMNS = (
    *("key", "codebook", "code", "name", "codebook_version", "country", "report_year", "mrn", "chapter", "section"),
    *(
        "subject",
        "quote",
        "state",
        "start",
        "end",
        "coder",
        "visibility",
        "team",
        "exercise",
        "sample",
        "made_at",
        "url",
    ),
)


def record_of(row: CodingRow, address: str) -> dict[str, Any]:
    """A coding as exports have it; `address` is the whole address of its section."""
    coding = row.coding
    return {
        "key": str(coding.key),
        "codebook": coding.code.book,
        "code": coding.code.slug,
        "name": coding.code.name,
        "codebook_version": row.version,
        "country": row.country,
        "report_year": row.year,
        "mrn": row.mrn,
        "chapter": row.place.chapter,
        "section": row.place.key,
        "subject": row.place.subject,
        "quote": coding.quote,
        "state": coding.state,
        "start": coding.start,
        "end": coding.end,
        "coder": coding.author,
        "visibility": coding.visibility,
        "team": coding.team,
        "exercise": coding.exercise,
        "sample": row.sample,
        "made_at": row.created_at.isoformat().replace("+00:00", "Z"),
        "url": address,
    }
