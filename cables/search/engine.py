"""`search`: from a query and a person to one page of results, with the counts of every facet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from django.db import connection

from cables.disclosure import Person, disclosed
from cables.models import Cable
from cables.opening import Place, joined
from cables.querysets import may_see
from cables.search.archive import Ints
from cables.search.beside import columns_beside
from cables.search.columns import AnyColumn, Columns, FacetColumn, Flags
from cables.search.counting import Counted, count, count_beside
from cables.search.held import current_columns
from cables.search.language import Expression, understood
from cables.search.matching import matched
from cables.search.options import facets_of
from cables.search.paging import page_of
from cables.search.query import Hit, Order, Results, SearchQuery
from cables.search.snippets import Highlighter
from cables.search.words import FEW, corrections, stems_of
from cables.spelling import canonical_mrn

# Not by the models' queryset, whose making takes longer than its answer. It asks once more what the columns have
# been asked already, so that no words leave the database that the person may not read.
PAGE = """
    SELECT kept.id, section.id, section.key, kept.keys, left(kept.text, %s)
    FROM cables_sectiontext kept
    JOIN cables_section section ON section.current_id = kept.id
    JOIN cables_cable cable ON cable.id = section.cable_id
    WHERE kept.id = ANY(%s) AND cable.access = ANY(%s) AND cable.current_id IS NOT NULL"""
LONGEST_TEXT = 100_000  # characters that are looked through for a snippet
MOST_NAMED = 10


def search(query: SearchQuery, person: Person) -> Results:
    """One page of what this person may see of the sections that the query asks for."""
    columns = current_columns()
    accesses = may_see(person)
    visible = columns.visible(accesses)
    beside = columns_beside(columns, person)
    facets: dict[str, AnyColumn] = {**columns.columns, **columns.of_rows, **beside}
    whole = _whole(columns, visible, accesses, beside)
    chosen = _offered(facets, whole.facets, query.chosen)
    asked = _narrowed(columns, visible, query)
    expression = understood(query.words)
    found = matched(columns, expression)
    is_whole = found is None and not chosen and asked is visible
    counted = whole if is_whole else count(columns, asked, found, chosen, beside)
    page = page_of(columns, counted, expression, order=query.order, grouped=query.grouped, number=query.page)
    meant: tuple[str, ...] = ()
    if found is not None and counted.total <= FEW and np.count_nonzero(found & (rows := asked[columns.slots])) <= FEW:
        meant = corrections(query.words, expression, columns, rows, accesses)
    return Results(
        total=counted.total,
        cables=int(np.count_nonzero(counted.per_cable)),
        hits=_hits(columns, counted, page.rows, expression, person, grouped=query.grouped),
        facets=facets_of(facets, counted.facets, whole.facets, query.chosen, query.whole),
        page=page.number,
        pages=page.pages,
        bounded=page.bounded,
        corrections=meant,
        named=_named(columns, visible, query.words, expression),
        has_only_small_words=found is None and bool(expression.clauses),
    )


def total(query: SearchQuery, person: Person) -> int:
    """How many sections `search` would find; nothing is ranked and no text is read."""
    columns = current_columns()
    accesses = may_see(person)
    visible = columns.visible(accesses)
    asked = _narrowed(columns, visible, query)
    if not asked.any():
        return 0
    beside = columns_beside(columns, person)
    whole = _whole(columns, visible, accesses, beside)
    chosen = _offered({**columns.columns, **columns.of_rows, **beside}, whole.facets, query.chosen)
    return count(columns, asked, matched(columns, understood(query.words)), chosen, beside).total


def _whole(columns: Columns, visible: Flags, accesses: Iterable[str], beside: Mapping[str, FacetColumn]) -> Counted:
    """All that these accesses show, without words and filters: what is under no option then is none for this person.
    Counted once for a state of the archive, but for what a person has beside it."""
    key = ("whole", frozenset(accesses))
    if key not in columns.memory:
        columns.memory[key] = count(columns, visible, None, {})
    counted: Counted = columns.memory[key]
    own = {name: count_beside(counted, column) for name, column in beside.items()}
    return replace(counted, facets={**counted.facets, **own})


def _offered(
    facets: Mapping[str, AnyColumn], held: Mapping[str, Ints], chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The chosen values that are options for this person."""
    offered = {}
    for name, column in facets.items():
        counts, code_of = held[name], column.code_of
        values = tuple(value for value in chosen.get(name, ()) if value in code_of and counts[code_of[value]])
        if values:
            offered[name] = values
    return offered


def _narrowed(columns: Columns, visible: Flags, query: SearchQuery) -> Flags:
    """The visible slots of the one cable, or of the new ones, that the query is about."""
    if query.since is not None:
        since = query.since
        came_later = [cable is not None and cable.imported_at > since for cable in columns.cables]
        visible = visible & np.array(came_later, dtype=bool)
    if query.cable is None:
        return visible
    only = np.zeros(len(visible), dtype=bool)
    if (slot := columns.slot_of.get(query.cable)) is not None:
        only[slot] = visible[slot]
    return only


def _named(columns: Columns, visible: Flags, words: str, expression: Expression) -> tuple[str, ...]:
    """MRNs of the cables that the words name: by an MRN however it is spelt, or by the number alone."""
    if "names" not in columns.memory:
        by_mrn = {cable.mrn: slot for slot, cable in enumerate(columns.cables) if cable}
        by_serial: dict[int, list[int]] = {}
        for slot in columns.ordered(Order.DATE).tolist():
            by_serial.setdefault(columns.facts_of(slot).serial, []).append(slot)
        columns.memory["names"] = by_mrn, by_serial
    by_mrn, by_serial = columns.memory["names"]
    spellings = [canonical_mrn(words), *(canonical_mrn(term.text) for term in expression.wanted)]
    slots = [by_mrn[mrn] for mrn in spellings if mrn in by_mrn]
    numbers = [term.text for term in expression.wanted if term.text.isascii() and term.text.isdecimal()]
    slots += [slot for number in numbers if len(number) < 12 for slot in by_serial.get(int(number), ())]
    return tuple(columns.facts_of(slot).mrn for slot in dict.fromkeys(slots) if visible[slot])[:MOST_NAMED]


def _hits(
    columns: Columns, counted: Counted, rows: Sequence[int], expression: Expression, person: Person, *, grouped: bool
) -> tuple[Hit, ...]:
    """The sections on the page, read through the one gate for sections and the one for words."""
    texts = columns.texts[list(rows)].tolist()
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [LONGEST_TEXT, texts, sorted(may_see(person))])
        read = {text: values for text, *values in cursor.fetchall()}
    shown = [(row, text) for row, text in zip(rows, texts, strict=True) if text in read]
    cables = {slot: _cable(columns, slot) for slot in {int(columns.slots[row]) for row, _ in shown}}
    words = [disclosed(read[text][-1], cable=cables[int(columns.slots[row])], person=person) for row, text in shown]
    snippets = Highlighter(expression.wanted, stems_of).snippets(words)
    return tuple(
        _hit(columns, row, text, read[text], snippet, _others(columns, counted, row) if grouped else 0)
        for (row, text), snippet in zip(shown, snippets, strict=True)
    )


def _cable(columns: Columns, slot: int) -> Cable:
    facts = columns.facts_of(slot)
    # Fields that are not given here are read when they are asked for, not taken for empty.
    return Cable.from_db(None, ["id", "mrn", "access", "sample"], [facts.id, facts.mrn, facts.access, facts.sample])


def _others(columns: Columns, counted: Counted, row: int) -> int:
    return int(counted.per_cable[columns.slots[row]]) - 1


def _hit(columns: Columns, row: int, text: int, read: Sequence[Any], snippet: str, others: int) -> Hit:
    cable = columns.facts_of(columns.slots[row])
    section = columns.facts[columns.kinds[row]]
    pk, key, keys, _ = read
    country = columns.reference.countries.get(cable.country or 0)
    questions = columns.reference.questions
    subjects = dict.fromkeys(questions[each][1] for each in section.questions if each in questions)
    return Hit(
        section_id=pk,
        text_id=text,
        place=Place(cable.mrn, section.chapter, key, tuple(keys), joined([subject for subject in subjects if subject])),
        mrn=cable.mrn,
        country=country[1] if country else "",
        report_year=cable.report_year,
        dtg=cable.dtg,
        access=cable.access,
        sample=cable.sample,
        status=section.status,
        snippet=snippet,
        others=others,
    )
