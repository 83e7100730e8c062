"""The least that any search over the same index must do: scan the ids, count eight facets in C, cut 25 snippets.

No ranking, no labels, no "did you mean", nothing kept up to date: the columns are read once. What a search takes beyond
this is its own.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.archive import TAGS
from bench.queries import Query

Ints = NDArray[np.int64]
PAGE = 25
SNIPPET = 280
SINGLE = ("country", "bureau", "year", "chapter", "topic", "post", "status", "law")  # the eight facets

COLUMNS = """
    SELECT kept.id, cable.access, lower(country.iso2), lower(country.bureau), cable.report_year::text, section.chapter,
        coalesce((
            SELECT topic.slug FROM cables_sectiontext_questions answered
            JOIN cables_question question ON question.id = answered.question_id
            JOIN cables_topic topic ON topic.id = question.topic_id
            WHERE answered.sectiontext_id = kept.id ORDER BY question.position LIMIT 1
        ), ''), lower(post.mrn_name), kept.status,
        CASE WHEN EXISTS (
            SELECT FROM cables_paragraph law WHERE law.section_text_id = kept.id AND law.kind IN ('law', 'law-heading')
        ) THEN 'yes' ELSE 'no' END, cable.id
    FROM cables_section section
    JOIN cables_sectiontext kept ON kept.id = section.current_id
    JOIN cables_cable cable ON cable.id = section.cable_id
    JOIN cables_country country ON country.id = cable.country_id
    JOIN cables_post post ON post.id = cable.post_id
    ORDER BY kept.id"""
TAGGED = "SELECT lower(tag.code), held.cable_id FROM cables_cabletag held JOIN cables_tag tag ON tag.id = held.tag_id"


@dataclass(frozen=True, slots=True)
class Page:
    total: int
    counts: Mapping[str, Ints]
    snippets: tuple[str, ...]
    scanned: float  # seconds until the ids were there


class Floor:
    """For one database and what everybody may see of it."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        cursor.execute(COLUMNS)
        held = list(zip(*cursor.fetchall(), strict=True))
        self.ids = np.array(held[0], dtype=np.int64)
        self.public = np.array([access == "public" for access in held[1]])
        self.codes: dict[str, Ints] = {}
        self.code_of: dict[str, dict[str, int]] = {}
        for name, values in zip(SINGLE, held[2:10], strict=True):
            known = {value: code for code, value in enumerate(dict.fromkeys(values))}
            self.code_of[name] = known
            self.codes[name] = np.array([known[value] for value in values], dtype=np.int64)
        cursor.execute(TAGGED)
        tagged: dict[str, list[int]] = {}
        for code, cable in cursor.fetchall():
            tagged.setdefault(code, []).append(cable)
        cables = np.array(held[10], dtype=np.int64)
        self.has_tag = {code.lower(): np.isin(cables, tagged.get(code.lower(), [])) for code in TAGS}
        self.row_of = np.full(int(self.ids.max()) + 1, -1, dtype=np.int64)
        self.row_of[self.ids] = np.arange(len(self.ids))

    def page(self, query: Query) -> Page:
        started = time.perf_counter()
        rows = self.scan(query.words) if query.words else np.arange(len(self.ids))
        scanned = time.perf_counter() - started
        rows = rows[self.public[rows]]
        misses = {name: ~self._under(name, values, rows) for name, values in query.chosen.items()}
        failed = np.zeros(len(rows), dtype=np.int64)
        for miss in misses.values():
            failed += miss
        hits = rows[failed == 0]
        counts = {}
        for name in SINGLE:
            counted = rows[(failed == 0) | ((failed == 1) & misses[name])] if name in misses else hits
            counts[name] = np.bincount(self.codes[name][counted], minlength=len(self.code_of[name]))
        return Page(len(hits), counts, self._snippets(hits[-PAGE:], query.words), scanned)

    def scan(self, words: str) -> Ints:
        """The rows that the index finds for these words."""
        from cables.search.language import compiled, understood

        query = compiled(understood(words)).query
        self.cursor.execute(f"SELECT cables_matches({query.text})", query.parameters)
        found = np.frombuffer(self.cursor.fetchone()[0] or b"", dtype=">i4")
        rows: Ints = self.row_of[found]
        return rows

    def _under(self, name: str, values: tuple[str, ...], rows: Ints) -> NDArray[np.bool_]:
        if name == "tag":
            under: NDArray[np.bool_] = np.logical_or.reduce([self.has_tag[value][rows] for value in values])
            return under
        wanted = np.zeros(len(self.code_of[name]), dtype=bool)
        wanted[[self.code_of[name][value] for value in values if value in self.code_of[name]]] = True
        found: NDArray[np.bool_] = wanted[self.codes[name][rows]]
        return found

    def _snippets(self, rows: Ints, words: str) -> tuple[str, ...]:
        self.cursor.execute("SELECT text FROM cables_sectiontext WHERE id = ANY(%s)", [self.ids[rows].tolist()])
        first = next(iter(re.findall(r"\w+", words)), "")
        return tuple(_cut(text, first) for (text,) in self.cursor.fetchall())


def _cut(text: str, word: str) -> str:
    at = max(0, text.lower().find(word) - SNIPPET // 4) if word else 0
    return text[at : at + SNIPPET]
