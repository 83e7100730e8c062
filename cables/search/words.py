"""The archive's words: stems for marking, and what a person may have meant.

A word is offered only if the person finds something by it, whatever the table of words remembers.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from django.db import connection

from cables.search.columns import Columns, Flags
from cables.search.language import Expression, Sql, Term, matching
from cables.search.matching import rows_of
from cables.search.snippets import folded

FEW = 3  # hits up to which a word may be a misspelling that stands in the archive itself
MORE = 20  # times as many hits has what was meant then
OFFERED = 3
LOOKED_UP = 4  # candidates whose hits are counted
REMEMBERED_STEMS = 50_000

STEMS = "SELECT word, coalesce((ts_lexize('english_stem', word))[1], '') FROM unnest(%s::text[]) word"

_stems: dict[str, str] = {}


def stems_of(words: Iterable[str]) -> dict[str, str]:
    """The stem of each word as the index has it, "" for a stop word."""
    found: dict[str, str] = {}
    unknown = []
    for word in set(words):
        stem = _stems.get(word)
        if stem is None:
            unknown.append(word)
        else:
            found[word] = stem
    if unknown:
        with connection.cursor() as cursor:
            cursor.execute(STEMS, [unknown])
            read = dict(cursor.fetchall())
        if len(_stems) > REMEMBERED_STEMS:
            _stems.clear()
        _stems.update(read)
        found |= read
    return found


class Candidate(NamedTuple):
    """Sorts by how near it is."""

    distance: int
    unlikeness: float
    word: str


def corrections(
    typed: str, expression: Expression, columns: Columns, visible: Flags, accesses: Iterable[str]
) -> tuple[str, ...]:
    """Whole queries that find more: what was typed with its misspelt words replaced. `visible` flags rows."""
    terms = [term for term in expression.wanted if not term.phrase and not term.prefix and term.text.isalpha()]
    if not terms:
        return ()
    counts = _counted(columns, visible, [matching([term]) for term in terms])
    suspects = [(term, hits) for term, hits in zip(terms, counts, strict=True) if 0 <= hits <= FEW]
    better = {term.text: found for term, hits in suspects if (found := _better(term, hits, columns, visible, accesses))}
    if not better:
        return ()
    best = {word: found[0] for word, found in better.items()}
    first = next(iter(better))
    others = [best | {first: word} for word in better[first][1:]]
    return tuple(dict.fromkeys(_replaced(typed, words) for words in [best, *others]))[:OFFERED]


def _counted(columns: Columns, visible: Flags, queries: Sequence[Sql]) -> list[int]:
    """How many rows a person sees for each query; -1 for a stop word."""
    found = rows_of(columns, queries)
    return [-1 if rows is None else int(np.count_nonzero(rows & visible)) for rows in found]


def _better(term: Term, hits: int, columns: Columns, visible: Flags, accesses: Iterable[str]) -> list[str]:
    plain = folded(term.text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, likeness FROM cables_similar_words(%s, %s)", [plain, sorted(accesses)])
        rows = cursor.fetchall()
    allowed = 1 if len(plain) <= 4 else 2 if len(plain) <= 8 else 3
    near = [Candidate(edits(plain, word), -likeness, word) for word, likeness in rows]
    near = sorted(each for each in near if 0 < each.distance <= allowed)[:LOOKED_UP]
    if not near:
        return []
    counts = _counted(columns, visible, [matching([Term(each.word)]) for each in near])
    found = [
        (each.distance, -count, each.word) for each, count in zip(near, counts, strict=True) if count > hits * MORE
    ]
    return [word for *_, word in sorted(found)]


def edits(first: str, second: str) -> int:
    """How many letters were put in, left out, changed, or changed places with the next (Damerau, Levenshtein)."""
    rows = [list(range(len(second) + 1))]
    for i, letter in enumerate(first, start=1):
        row = [i]
        for j, other in enumerate(second, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _replaced(typed: str, words: dict[str, str]) -> str:
    return " ".join(_piece(piece, words) for piece in typed.split())


def _piece(piece: str, words: dict[str, str]) -> str:
    core = piece.strip("()+")
    return piece.replace(core, words[core]) if core in words else piece
