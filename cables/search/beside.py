"""A person's own facets as columns of rows: what they may read beside the sections of one state of the archive."""

import numpy as np
from django.db import connection

from cables.disclosure import Person
from cables.search.columns import Columns, FacetColumn
from cables.search.facets import FACETS, FacetKind


def columns_beside(columns: Columns, person: Person) -> dict[str, FacetColumn]:
    """By the facet's name. What nobody has written anything for is not asked for, and has no options."""
    asked = ", ".join(f"EXISTS (SELECT FROM {kind.written_in})" for kind in FACETS.personal)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        is_written = cursor.fetchone()
    kinds = [kind for kind, written in zip(FACETS.personal, is_written, strict=True) if written]
    return {kind.name: column for kind in kinds if (column := _column(columns, kind, person)).options}


def _column(columns: Columns, kind: FacetKind, person: Person) -> FacetColumn:
    if kind.of_person is None:
        raise TypeError(f"the facet {kind.name} is nobody's own")
    options: dict[str, str] = {}
    code_of: dict[str, int] = {}
    owners, codes = [], []
    for value, label, texts in kind.of_person(person):
        at = columns.row_of_text[np.minimum(np.array(texts, dtype=np.int64), len(columns.row_of_text) - 1)]
        rows = at[at >= 0]
        if len(rows):
            code = code_of.setdefault(value, len(code_of))
            options[value] = label
            owners.append(rows)
            codes.append(np.full(len(rows), code))
    rest = None
    if options and kind.rest:
        value, label = kind.rest
        options[value] = label
        rest = code_of.setdefault(value, len(code_of))
    return FacetColumn(
        owners=np.concatenate([*owners, []]).astype(np.int64),
        codes=np.concatenate([*codes, []]).astype(np.int64),
        options=tuple(options.items()),
        code_of=code_of,
        rest=rest,
    )
