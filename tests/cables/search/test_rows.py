"""Columns of rows count what a count one by one does, however they came about."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cables.search.rows import RowColumn, RowSet, Under, extended_column

Archive = dict[int, frozenset[str]]  # the options of each text
VALUES = st.sampled_from(["a", "b", "c", "d"])
ARCHIVES = st.dictionaries(st.integers(1, 60), st.frozensets(VALUES), max_size=25)


def under(archive: Archive) -> Under:
    values = sorted({value for options in archive.values() for value in options})
    pairs = [(text, values.index(value)) for text, options in archive.items() for value in options]
    texts, options = zip(*pairs, strict=True) if pairs else ((), ())
    labels = [(value, f"Option {value}") for value in values]
    return Under(np.array(texts, dtype=np.int64), np.array(options, dtype=np.int64), labels)


def column_of(was: RowColumn | None, stays: np.ndarray, texts: list[int], new: Archive) -> RowColumn:
    rows = np.full(max(texts, default=0) + 2, -1, dtype=np.int32)
    rows[texts] = np.arange(len(texts), dtype=np.int32)
    return extended_column(was, stays, under(new), rows, len(texts))


def counted(column: RowColumn, rows: list[int], number: int) -> dict[str, int]:
    counts = column.count(RowSet(np.array(rows, dtype=np.int64), number))
    return {value: int(count) for (value, _), count in zip(column.options, counts, strict=True) if count}


@given(ARCHIVES, ARCHIVES, st.data())
def test_counts_as_one_by_one(first: Archive, second: Archive, data: st.DataObject) -> None:
    """After texts of the first archive have made way for those of the second."""
    gone = data.draw(st.sets(st.sampled_from(sorted(first)))) if first else set()
    second = {text + 100: options for text, options in second.items()}
    nothing = np.zeros(0, dtype=bool)
    texts = sorted(first)
    was = column_of(None, nothing, texts, first)
    stays = np.array([text not in gone for text in texts], dtype=bool)
    texts = [text for text in texts if text not in gone] + sorted(second)
    column = column_of(was, stays, texts, second)
    held = {**first, **second}
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(texts))))) if texts else set())
    assert counted(column, chosen, len(texts)) == Counter(value for row in chosen for value in held[texts[row]])
    for value in "abcd":
        found = np.flatnonzero(column.owners_under([value], len(texts))).tolist()
        assert found == [row for row, text in enumerate(texts) if value in held[text]]
    assert column.options == tuple((value, f"Option {value}") for value in column.code_of)


@given(ARCHIVES)
def test_a_text_that_is_no_row_counts_nowhere(archive: Archive) -> None:
    texts = sorted(archive)[::2]
    column = column_of(None, np.zeros(0, dtype=bool), texts, archive)
    expected = Counter(value for text in texts for value in archive[text])
    assert counted(column, list(range(len(texts))), len(texts)) == expected
