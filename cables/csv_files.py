"""Tables for spreadsheets: RFC 4180, UTF-8 with a mark by which spreadsheets know it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A head of `columns`, then a line for each row; None is an empty cell. Words that a spreadsheet would take for a
    formula get an apostrophe before them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([plain_cell(row[column]) for column in columns])
    return f"\ufeff{out.getvalue()}"


def plain_cell(value: Any) -> Any:
    """The value, words that would be a formula with an apostrophe before them, None as no words."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
