"""Which rows a query matches: asked of the index once for one state of the archive."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection

from cables.search.columns import Columns, Flags, Packed
from cables.search.language import Expression, Sql, compiled

RANKS = """
    SELECT id, ts_rank_cd(vector, query, 1)
    FROM cables_sectiontext, (SELECT {query} AS query) asked WHERE id = ANY(%s)"""
REMEMBERED = 64  # queries; each takes a bit a section


class Remembered:
    """The rows of the last queries, so that choosing facets and turning pages asks the index nothing."""

    def __init__(self) -> None:
        self.rows: OrderedDict[Sql, Packed | None] = OrderedDict()
        self.lock = Lock()

    def get(self, query: Sql, number: int) -> tuple[bool, Flags | None]:
        with self.lock:
            if query not in self.rows:
                return False, None
            self.rows.move_to_end(query)
            packed = self.rows[query]
        return True, None if packed is None else np.unpackbits(packed, count=number).view(bool)

    def put(self, query: Sql, rows: Flags | None) -> None:
        with self.lock:
            self.rows[query] = None if rows is None else np.packbits(rows)
            while len(self.rows) > REMEMBERED:
                self.rows.popitem(last=False)


def matched(columns: Columns, expression: Expression) -> Flags | None:
    """The rows that the words match; None where they do not narrow: no words, or stop words alone."""
    if not expression.clauses:
        return None
    query = compiled(expression)
    [rows] = rows_of(columns, [query.query])
    return ~rows if rows is not None and query.complement else rows


def rows_of(columns: Columns, queries: Sequence[Sql]) -> list[Flags | None]:
    """The rows of each query, in one statement for all that are not remembered; None for one of stop words alone."""
    remembered: Remembered = columns.memory.setdefault("queries", Remembered())
    known = {query: remembered.get(query, len(columns.texts)) for query in dict.fromkeys(queries)}
    unknown = [query for query, (is_known, _) in known.items() if not is_known]
    found = {query: rows for query, (is_known, rows) in known.items() if is_known}
    if unknown:
        for query, rows in zip(unknown, _looked_up(columns, unknown), strict=True):
            remembered.put(query, rows)
            found[query] = rows
    return [found[query] for query in queries]


def _looked_up(columns: Columns, queries: Sequence[Sql]) -> list[Flags | None]:
    calls = ", ".join(f"cables_matches({query.text})" for query in queries)
    parameters: list[Any] = [parameter for query in queries for parameter in query.parameters]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", parameters)
        found = cursor.fetchone()
    return [None if ids is None else columns.rows_of(np.frombuffer(ids, dtype=">i4")) for ids in found]


def ranked(texts: Sequence[int], query: Sql) -> dict[int, float]:
    """The rank of each of these texts: how near together and how often the words stand, for the text's length."""
    with connection.cursor() as cursor:
        cursor.execute(
            RANKS.format(query=query.text),
            [*query.parameters, list(texts)],
        )
        return dict(cursor.fetchall())
