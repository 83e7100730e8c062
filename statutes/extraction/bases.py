"""Binds relative penalties to the ones they rest on, as far as the text says which; otherwise says why it does not."""

import re
from collections.abc import Sequence

from statutes.extraction.places import Place, Places
from statutes.extraction.references import Reference, reference_of
from statutes.extraction.structure import PenaltyClause, QuotedProvision
from statutes.penalties import Penalty, PenaltyKind, Relative


def bound(text: str, places: Sequence[Place], provisions: Sequence[QuotedProvision]) -> tuple[PenaltyClause, ...]:
    """The clauses of a section with their penalties, each under a key of its own."""
    keys = _keys(places, provisions)
    section = Places.of(places, provisions)
    kinds: list[PenaltyKind] = []
    done: list[PenaltyClause] = []
    for index, place in enumerate(places):
        clause, relative, kind = place.clause, None, place.clause.kind
        if clause.change is not None:
            found, missing = _bases(section, index)
            found = _of_kind(found, clause.base_kind, kinds)
            base_keys = tuple(keys[base] for base in found)
            relative = Relative(
                clause.change, clause.least, clause.most, base_keys, clause.base_words, missing, clause.added
            )
            base_kinds = {kinds[base] for base in found if base < index}
            kind = base_kinds.pop() if len(base_kinds) == 1 else PenaltyKind.OTHER
        kinds.append(kind)
        done.append(_clause(text, place, keys[index], kind, relative))
    return tuple(done)


def _of_kind(found: list[int], kind: PenaltyKind | None, kinds: Sequence[PenaltyKind]) -> list[int]:
    """Of the bases those that a change of "the fine" or of "the term" can be of; all where none is known to be."""
    fitting = [base for base in found if kind is None or (base < len(kinds) and kinds[base] is kind)]
    return fitting or found


def _clause(text: str, place: Place, key: str, kind: PenaltyKind, relative: Relative | None) -> PenaltyClause:
    clause = place.clause
    is_other = clause.kind is PenaltyKind.OTHER and clause.change is None
    penalty = Penalty(
        kind,
        clause.minimum,
        clause.maximum,
        relative,
        "; ".join(" ".join(text[c.start : c.end].split()) for c in place.conditions),
        _source(place),
        text[clause.start : clause.end] if is_other else "",
    )
    return PenaltyClause(
        key,
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


def _bases(section: Places, index: int) -> tuple[list[int], str]:
    """(the bases' indexes, why there is none)."""
    place = section.places[index]
    reference = reference_of(place.clause.base_words) or Reference("")
    if place.clause.base_words.startswith("corresponding"):
        return [], 'the text says "the corresponding penalty" and not which one'
    if place.provision < 0:
        return _of_cited(section, reference.numbers, index) if reference.numbers else _earlier_in_prose(section, index)
    others = [number for number in reference.numbers if number.lower() != place.article.lower()]
    if others:
        return _of_articles(section, others, place)
    if reference.labels and (found := _of_paragraphs(section, reference.labels, index)):
        return found, ""
    if reference.previous.startswith(("article", "section", "provision")):
        return _of_previous_ones(section, reference, place)
    return _within(section, reference, index)


def _within(section: Places, reference: Reference, index: int) -> tuple[list[int], str]:
    """Bases before it in its own provision; in the one before where its first words look back."""
    places, place = section.places, section.places[index]
    here = [i for i in section.by_provision[place.provision] if i < index]
    if reference.previous.startswith("paragraph"):
        above = [i for i in here if places[i].paragraph < place.paragraph]
        if above:
            nearest = max(places[i].paragraph for i in above)
            return _principal([i for i in above if places[i].paragraph == nearest], places), ""
    looks_back = reference.previous.startswith("paragraph") or reference.is_back
    first = section.provisions[place.provision].body_start
    if looks_back and not here and place.paragraph <= first:  # nothing stands before it in its own article
        return _of_previous(section, place)
    if here:
        return _principal(here, places), ""
    return [], f"no penalty stands before it in {place.unit} {place.article}"


def _principal(indexes: list[int], places: Sequence[Place]) -> list[int]:
    """Of earlier penalties, those that others are measured by: with figures of their own, rather without condition."""
    absolute = [i for i in indexes if places[i].clause.change is None]
    plain = [i for i in absolute if not _is_conditional(places[i])]
    return plain or absolute or indexes


def _is_conditional(place: Place) -> bool:
    """ "for each worker" is no condition on which a penalty depends."""
    return len(place.conditions) > (place.clause.each is not None)


def _of_paragraphs(section: Places, labels: Sequence[str], index: int) -> list[int]:
    """The penalties of numbered paragraphs of the same provision; those of unnumbered ones by counting."""
    places, place = section.places, section.places[index]
    provision = section.provisions[place.provision]
    here = [i for i in section.by_provision[place.provision] if i < index and places[i].clause.change is None]
    items = [item for item in provision.items if item.label.strip("(). ").lower() in labels]
    spans = [(item.start, item.end) for item in items]
    if not spans and all(label.isdigit() for label in labels) and not provision.items:
        spans = [span for label in labels if (span := _nth_paragraph(provision, int(label)))]
    return [i for i in here if any(start <= places[i].clause.start < end for start, end in spans)]


def _nth_paragraph(provision: QuotedProvision, number: int) -> tuple[int, int] | None:
    at = provision.body_start
    for nth, words in enumerate(provision.text.split("\n\n"), 1):
        if nth == number:
            return at, at + len(words)
        at += len(words) + len("\n\n")
    return None


def _of_previous_ones(section: Places, reference: Reference, place: Place) -> tuple[list[int], str]:
    """ "the previous article", "the two preceding articles"; of "the preceding articles" those of like caption."""
    number = re.match(r"\d+", place.article)
    if number is None or not reference.previous.endswith("s"):
        return _of_previous(section, place)
    if reference.count:
        before = [str(int(number[0]) - step) for step in range(reference.count, 0, -1)]
        return _of_articles(section, before, place)
    alike = _alike_before(section, place, int(number[0]))
    if not alike:
        return [], f'the text says "{reference.words}" and not which'
    found = [i for provision in alike for i in _stated(section, provision)]
    return found, "" if found else "the articles before it state no penalty"


CAPTION_WORD = re.compile(r"[a-z]{4,}")
COMMON = frozenset(
    "aggravated qualified simple with from against other offence offences crime crimes person persons".split()
)


def _alike_before(section: Places, place: Place, number: int) -> list[int]:
    """The articles that stand before it without a gap and share a word of its caption: "Aggravated X" rests on "X"."""
    words = _caption_words(section.provisions[place.provision])
    alike: list[int] = []
    while words and (known := section.by_number.get((place.instrument.lower(), str(number - 1)))):
        if not words & _caption_words(section.provisions[known[-1]]):
            break
        alike.insert(0, known[-1])
        number -= 1
    return alike


def _caption_words(provision: QuotedProvision) -> set[str]:
    return set(CAPTION_WORD.findall(provision.heading.lower())) - COMMON


def _of_previous(section: Places, place: Place) -> tuple[list[int], str]:
    """The penalties of the article before, where it is quoted. "188 bis" stands before 189 as well as 188 does."""
    number = re.match(r"\d+", place.article)
    if number is None:
        return [], "the article has no number to count back from"
    key = (place.instrument.lower(), str(int(number[0]) - 1))
    before = [i for i in section.by_root.get(key, ()) if i != place.provision]
    if len(before) > 1:
        before = [i for i in before if i < place.provision][-1:]
    if not before:
        return [], f"the previous {place.unit.lower()} is not quoted"
    found = _stated(section, before[-1])
    return found, "" if found else f"{section.provisions[before[-1]].label} states no penalty"


def _of_articles(section: Places, numbers: Sequence[str], place: Place) -> tuple[list[int], str]:
    """The penalties of numbered articles of the same instrument."""
    found: list[int] = []
    missing = ""
    for number in numbers:
        known = section.by_number.get((place.instrument.lower(), number.lower()), [])
        quoted = [i for i in known if i != place.provision]
        stated = _stated(section, quoted[-1]) if quoted else []
        found += stated
        if not stated and not missing:
            label = section.provisions[quoted[-1]].label if quoted else f"{place.unit} {number}"
            missing = f"{label} {'states no penalty' if quoted else 'is not quoted'}"
    return found, "" if found else missing


def _stated(section: Places, provision: int) -> list[int]:
    found = section.by_provision.get(provision, [])
    absolute = [i for i in found if section.places[i].clause.change is None]
    return absolute or found


def _of_cited(section: Places, numbers: Sequence[str], index: int) -> tuple[list[int], str]:
    """The penalties that the section gives earlier for an article: "the penalty of Article 201 increased by"."""
    wanted = {number.lower() for number in numbers}
    found = [
        i for i in range(max(0, index - 200), index)
        if section.places[i].article.lower() in wanted and section.places[i].clause.change is None
    ]  # fmt: skip
    named = f"{section.places[index].unit}{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)}"
    return found, "" if found else f"no penalty of {named} stands before it"


def _earlier_in_prose(section: Places, index: int) -> tuple[list[int], str]:
    """The penalties of the nearest earlier sentence of the same paragraph that has figures, or earlier in its own."""
    places, place = section.places, section.places[index]
    earlier = [
        i for i in range(max(0, index - 40), index)
        if places[i].provision < 0 and places[i].paragraph == place.paragraph and places[i].clause.change is None
    ]  # fmt: skip
    if not earlier:
        return [], "no penalty with figures stands before it"
    nearest = places[earlier[-1]].sentence
    same = [i for i in earlier if places[i].sentence == nearest]
    plain = [i for i in same if not _is_conditional(places[i])]
    return plain or same, ""
