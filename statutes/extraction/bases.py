"""Binds relative penalties to the ones they rest on, as far as the text says which; otherwise says why it does not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from statutes.extraction.relatives import BASE
from statutes.extraction.structure import PenaltyClause, QuotedProvision, Stretch
from statutes.extraction.threats import Clause
from statutes.penalties import Penalty, PenaltyKind, Relative


@dataclass(frozen=True, slots=True)
class Place:
    """A clause and where it stands: provision (its index; -1 in prose), paragraph and sentence (their start)."""

    clause: Clause
    conditions: tuple[Stretch, ...]
    article: str
    instrument: str
    offence: str
    provision: int
    paragraph: int
    sentence: int
    unit: str = "Article"


def bound(text: str, places: Sequence[Place], provisions: Sequence[QuotedProvision]) -> tuple[PenaltyClause, ...]:
    """The clauses of a section with their penalties, each under a key of its own."""
    keys = _keys(places, provisions)
    by_provision: dict[int, list[int]] = {}
    for index, place in enumerate(places):
        by_provision.setdefault(place.provision, []).append(index)
    kinds: dict[str, PenaltyKind] = {}
    done: list[PenaltyClause] = []
    for index, place in enumerate(places):
        clause, relative = place.clause, None
        if clause.change is not None:
            found, missing = _bases(index, places, provisions, by_provision)
            relative = Relative(
                clause.change,
                clause.least,
                clause.most,
                tuple(keys[base] for base in found),
                clause.base_words,
                missing,
            )
            base_kinds = {kinds.get(keys[base], PenaltyKind.OTHER) for base in found}
            kinds[keys[index]] = base_kinds.pop() if len(base_kinds) == 1 else PenaltyKind.OTHER
        else:
            kinds[keys[index]] = clause.kind
        condition = "; ".join(" ".join(text[c.start : c.end].split()) for c in place.conditions)
        penalty = Penalty(
            kinds[keys[index]],
            clause.minimum,
            clause.maximum,
            relative,
            condition,
            _source(place),
            text[clause.start : clause.end] if clause.kind is PenaltyKind.OTHER and clause.change is None else "",
        )
        done.append(
            PenaltyClause(
                keys[index],
                penalty,
                clause.start,
                clause.end,
                place.conditions,
                place.article,
                place.instrument,
                place.offence,
                place.provision >= 0,
                clause.is_proposed,
            )
        )
    return tuple(done)


def _keys(places: Sequence[Place], provisions: Sequence[QuotedProvision]) -> list[str]:
    """ "194:1" in a provision ("194~2:1" where its number is quoted twice), "text:1" in prose."""
    names: dict[int, str] = {-1: "text"}
    seen: dict[str, int] = {}
    for index, provision in enumerate(provisions):
        seen[provision.number] = seen.get(provision.number, 0) + 1
        names[index] = (
            provision.number if seen[provision.number] == 1 else f"{provision.number}~{seen[provision.number]}"
        )
    counts: dict[int, int] = {}
    keys: list[str] = []
    for place in places:
        counts[place.provision] = counts.get(place.provision, 0) + 1
        keys.append(f"{names[place.provision]}:{counts[place.provision]}")
    return keys


def _source(place: Place) -> str:
    if place.article:
        return f"{place.unit}{'s' if ',' in place.article else ''} {place.article}"
    return place.instrument


def _bases(
    index: int, places: Sequence[Place], provisions: Sequence[QuotedProvision], by_provision: dict[int, list[int]]
) -> tuple[list[int], str]:
    """(the bases' indexes, why there is none)."""
    place = places[index]
    words = BASE.search(place.clause.base_words)
    what = ((words["what"] or words["what2"] or "") if words else "").lower()
    if place.clause.base_words.startswith("corresponding"):
        return [], 'the text says "the corresponding penalty" and not which one'
    if words and words["number"] and place.provision >= 0 and words["number"] != place.article:
        return _of_article(words["number"], place, provisions, places, by_provision)
    if words and words["number"] and place.provision < 0:
        return _of_cited(words["number"], index, places)
    if place.provision < 0:
        return _earlier_in_prose(index, places)
    if what.startswith(("article", "section", "provision")):
        return _of_previous(place, provisions, places, by_provision)
    here = [i for i in by_provision[place.provision] if i < index]
    if what.startswith("paragraph"):
        above = [i for i in here if places[i].paragraph < place.paragraph]
        if above:
            nearest = max(places[i].paragraph for i in above)
            return _principal([i for i in above if places[i].paragraph == nearest], places), ""
        first = provisions[place.provision].body_start
        if not here and place.paragraph <= first:  # no paragraph stands before it in its own article
            return _of_previous(place, provisions, places, by_provision)
    if here:
        return _principal(here, places), ""
    return [], f"no penalty stands before it in {place.unit} {place.article}"


def _principal(indexes: list[int], places: Sequence[Place]) -> list[int]:
    """Of earlier penalties, those that others are measured by: with figures of their own, rather without condition."""
    absolute = [i for i in indexes if places[i].clause.change is None]
    plain = [i for i in absolute if not places[i].conditions]
    return plain or absolute or indexes


def _of_previous(
    place: Place, provisions: Sequence[QuotedProvision], places: Sequence[Place], by_provision: dict[int, list[int]]
) -> tuple[list[int], str]:
    """The penalties of the article before, where that one is quoted."""
    number = re.match(r"\d+", place.article)
    if number is None:
        return [], "the article has no number to count back from"
    return _of_article(str(int(number[0]) - 1), place, provisions, places, by_provision, is_previous=True)


def _of_article(
    number: str, place: Place, provisions: Sequence[QuotedProvision], places: Sequence[Place],
    by_provision: dict[int, list[int]], *, is_previous: bool = False,
) -> tuple[list[int], str]:  # fmt: skip
    """The penalties of an article of the same instrument. "188 bis" stands before 189 as well as 188 does."""
    before = [
        i for i, p in enumerate(provisions)
        if i != place.provision and p.instrument.lower() == place.instrument.lower()
        and _is(p.number, number, is_previous)
    ]  # fmt: skip
    if is_previous and len(before) > 1:
        before = [i for i in before if i < place.provision][-1:]
    if not before:
        named = f"the previous {place.unit.lower()}" if is_previous else f"{place.unit} {number}"
        return [], f"{named} is not quoted"
    found = by_provision.get(before[-1], [])
    if not found:
        return [], f"{provisions[before[-1]].label} states no penalty"
    absolute = [i for i in found if places[i].clause.change is None]
    return absolute or found, ""


def _is(number: str, asked: str, is_previous: bool) -> bool:
    if number.lower() == asked.lower():
        return True
    return is_previous and re.fullmatch(rf"{re.escape(asked)}(?:[\s-]?(?:bis|ter|quater|[A-Za-z]))", number) is not None


def _of_cited(number: str, index: int, places: Sequence[Place]) -> tuple[list[int], str]:
    """The penalties that the section gives earlier for an article: "the penalty of Article 201 increased by"."""
    found = [
        i for i in range(max(0, index - 200), index)
        if places[i].article.lower() == number.lower() and places[i].clause.change is None
    ]  # fmt: skip
    return (found, "") if found else ([], f"no penalty of {places[index].unit} {number} stands before it")


def _earlier_in_prose(index: int, places: Sequence[Place]) -> tuple[list[int], str]:
    """The penalties of the nearest earlier sentence of the same paragraph that has figures, or earlier in its own."""
    place = places[index]
    earlier = [
        i for i in range(max(0, index - 40), index)
        if places[i].provision < 0 and places[i].paragraph == place.paragraph and places[i].clause.change is None
    ]  # fmt: skip
    if not earlier:
        return [], "no penalty with figures stands before it"
    nearest = places[earlier[-1]].sentence
    same = [i for i in earlier if places[i].sentence == nearest]
    plain = [i for i in same if not places[i].conditions]
    return plain or same, ""
