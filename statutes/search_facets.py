"""Facets of the search over sections that name law and institutions.

A section falls under what its own text says: the instruments and provisions that it quotes or cites, the kinds of
offence and the penalties of its passages, the institutions that it names. So whoever may see it may count it. What a
curator has rejected counts nowhere; a penalty typed in beside a provision stands in no section.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from cables.search.archive import Ints
from cables.search.facets import FacetKind, Sorted
from cables.search.rows import Under, read_pairs
from statutes.models import INTERNATIONAL, Institution, Instrument, Mention, Penalty, Provision
from statutes.models.choices import Choices, institution_kinds
from statutes.offence_kinds import OffenceKind
from statutes.penalty_ranges import PenaltyRange, range_of
from statutes.penalty_rows import outcomes_of

Cables = Collection[int] | None  # primary keys; None for all
Named = tuple[str, str]  # an option's value and label

# What the range of a penalty depends on; its key comes first, and the keys that it rests on last.
FIGURES = ("kind", "minimum", "maximum", "change", "least", "most", "added", "missing")
RELATIVE = 1 + FIGURES.index("change")


def instruments(cables: Cables) -> Under:
    texts, keys = read_pairs(_mentions(cables, "instrument_id"))
    return Under.named(texts, keys, _entries(Instrument, keys))


def provisions(cables: Cables) -> Under:
    """By their addresses, as on their pages: `gt/penal-code/art-194`."""
    texts, keys = read_pairs(_mentions(cables, "provision_id"))
    fields = ("slug", "unit", "number", "instrument__slug", "instrument__name")
    names = {}
    for pk, slug, unit, number, law, name, *country in _named(Provision, keys, *fields, place="instrument__country"):
        place, ending = _place(*country)
        names[pk] = f"{place}/{law}/{slug}", f"{unit} {number}, {name}{ending}"
    return Under.named(texts, keys, names)


def institutions(cables: Cables) -> Under:
    texts, keys = read_pairs(_mentions(cables, "institution_id"))
    return Under.named(texts, keys, _entries(Institution, keys))


def bodies(cables: Cables) -> Under:
    """By the kind of the institutions that a section names."""
    kinds = institution_kinds()
    return _coded(kinds, _mentions(cables, _code_of(F("institution__kind"), kinds)))


def offences(cables: Cables) -> Under:
    """By what a curator says of a provision, and else by the section's own passage."""
    kinds = [(kind.value, kind.label) for kind in OffenceKind]
    of = Coalesce(NullIf(F("provision__offence"), Value("")), F("offence"))
    said = _mentions(cables, _code_of(of, kinds)).union(_pairs(_penalties(cables), _code_of(of, kinds)), all=True)
    return _coded(kinds, said)


def penalties(cables: Cables) -> Under:
    """By what the penalties that stand in a section come to."""
    rows = _penalties(cables).order_by("text_id", "position", "pk")
    ranges = list(PenaltyRange)
    place_of = {one: place for place, one in enumerate(ranges)}
    texts, options = [], []
    for text, stated in groupby(rows.values_list("text_id", "key", *FIGURES, "bases"), key=lambda row: row[0]):
        for one in _ranges([row[1:] for row in stated]):
            texts.append(text)
            options.append(place_of[one])
    labels = [(one.value, one.label) for one in ranges]
    return Under(np.array(texts, dtype=np.int64), np.array(options, dtype=np.int64), labels)


def _ranges(stated: list[tuple[Any, ...]]) -> set[PenaltyRange]:
    """The ranges of penalties that stand together. Where none rests on another each is computed for itself: most are
    the same in many sections."""
    if not any(one[RELATIVE] or one[-1] for one in stated):
        return {place for _, *figures, _ in stated for place in _ranges_of((tuple(figures),))}
    place_of = {key: str(place) for place, (key, *_) in enumerate(stated)}
    family = ((*figures, *(place_of.get(base, "absent") for base in bases)) for _, *figures, bases in stated)
    return set(_ranges_of(tuple(family)))


@lru_cache(maxsize=20_000)
def _ranges_of(stated: tuple[tuple[str, ...], ...]) -> tuple[PenaltyRange, ...]:
    """Each is its figures and then the places of those that it rests on."""
    number = len(FIGURES)
    rows = [
        Penalty(key=str(place), bases=list(one[number:]), **dict(zip(FIGURES, one[:number], strict=True)))
        for place, one in enumerate(stated)
    ]
    try:
        return range_of(outcome for outcomes in outcomes_of(rows).values() for outcome in outcomes)
    except ValueError:  # an amount that cannot be read
        return (PenaltyRange.NOT_COMPUTED,)


def _mentions(cables: Cables, option: Any) -> Any:
    return _pairs(_of_cables(Mention.objects.standing(), cables), option)


def _penalties(cables: Cables) -> Any:
    return _of_cables(Penalty.objects.standing().filter(text__isnull=False), cables)


def _of_cables(rows: "QuerySet[Any]", cables: Cables) -> "QuerySet[Any]":
    return rows if cables is None else rows.filter(section__cable__in=list(cables))


def _pairs(rows: "QuerySet[Any]", option: Any) -> Any:
    """Texts with the options under them. Texts that are not current are none of the search's."""
    pairs = rows.annotate(option=F(option) if isinstance(option, str) else option).filter(option__isnull=False)
    return pairs.order_by().values_list("text_id", "option")


def _code_of(value: Any, choices: Choices) -> Func:
    """The place of a value among the choices, NULL for one that is none of them."""
    known = Value([value for value, _ in choices], output_field=ArrayField(TextField()))
    of = Func(value, template="%(expressions)s::text", output_field=TextField())
    return Func(known, of, function="array_position", output_field=IntegerField())


def _coded(choices: Choices, pairs: Any) -> Under:
    texts, codes = read_pairs(pairs)
    return Under(texts, codes - 1, choices)


def _entries(model: type[Instrument] | type[Institution], keys: Ints) -> dict[int, Named]:
    """`gt/penal-code` and "Penal Code, Guatemala" by primary key."""
    names = {}
    for pk, slug, name, *country in _named(model, keys, "slug", "name", place="country"):
        place, ending = _place(*country)
        names[pk] = f"{place}/{slug}", f"{name}{ending}"
    return names


def _named(model: Any, keys: Ints, *fields: str, place: str) -> Iterable[tuple[Any, ...]]:
    """These rows' primary key, fields, and the letters and the name of their country."""
    if len(keys) == 0:
        return ()
    rows = model.objects.filter(pk__in=np.unique(keys).tolist())
    found: Iterable[tuple[Any, ...]] = rows.order_by().values_list("pk", *fields, f"{place}__iso2", f"{place}__name")
    return found


def _place(iso2: str | None, country: str | None) -> tuple[str, str]:
    """As an address begins, and as a label ends."""
    return (iso2.lower(), f", {country}") if iso2 else (INTERNATIONAL, "")


KINDS = (
    FacetKind("instrument", "Instrument", of_rows=instruments),
    FacetKind("provision", "Provision", of_rows=provisions),
    FacetKind("offence", "Offence", of_rows=offences),
    FacetKind("penalty", "Penalty", of_rows=penalties, sorted=Sorted.GIVEN, given=tuple(PenaltyRange)),
    FacetKind("institution", "Institution", of_rows=institutions),
    FacetKind("body", "Kind of institution", of_rows=bodies),
)
