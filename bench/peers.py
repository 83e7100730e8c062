"""Other search engines over the same sections, as their users would set them up, for comparison in the same run.

A peer gives the same page: the number of hits, eight facets of which each ignores its own choice, 25 ranked snippets.
SQLite's FTS5 comes with Python; `bench.more_peers` has those that need packages of their own.
"""

# ruff: noqa: S608 - statements are put together from the names of columns that stand in this file

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.floor import PAGE, SINGLE
from bench.queries import Query

ROWS = """
    SELECT kept.id, kept.text, lower(country.iso2), lower(country.bureau), cable.report_year::text, section.chapter,
        coalesce((
            SELECT topic.slug FROM cables_sectiontext_questions answered
            JOIN cables_question question ON question.id = answered.question_id
            JOIN cables_topic topic ON topic.id = question.topic_id
            WHERE answered.sectiontext_id = kept.id ORDER BY question.position LIMIT 1
        ), ''), lower(post.mrn_name), kept.status,
        CASE WHEN EXISTS (
            SELECT FROM cables_paragraph law WHERE law.section_text_id = kept.id AND law.kind IN ('law', 'law-heading')
        ) THEN 'yes' ELSE 'no' END,
        lower((SELECT ' ' || string_agg(tag.code, ' ') || ' ' FROM cables_cabletag held
            JOIN cables_tag tag ON tag.id = held.tag_id WHERE held.cable_id = cable.id))
    FROM cables_section section
    JOIN cables_sectiontext kept ON kept.id = section.current_id
    JOIN cables_cable cable ON cable.id = section.cable_id AND cable.access = 'public'
    JOIN cables_country country ON country.id = cable.country_id
    JOIN cables_post post ON post.id = cable.post_id"""
FETCHED = 5_000
HIGHLIGHTED = "snippet(found, 0, '[', ']', '...', 40)"


class Peer(Protocol):
    name: str

    def page(self, query: Query) -> int | None:
        """Make the page; the number of hits, or None for a query that this engine cannot answer."""


def rows(connection: Any) -> Iterator[tuple[Any, ...]]:
    """(id, text, the eight facets, tags) of every section that everybody may see."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        while batch := cursor.fetchmany(FETCHED):
            yield from batch


@dataclass(slots=True)
class Sqlite:
    """FTS5 with stemming and without accents; the facets as indexed columns of an ordinary table."""

    database: sqlite3.Connection
    name: str = "sqlite"

    @classmethod
    def over(cls, connection: Any, file: Path) -> "Sqlite":
        """Build the file if it is not there."""
        is_new = not file.exists()
        database = sqlite3.connect(file)
        database.execute("PRAGMA cache_size = -500000")
        database.execute("PRAGMA temp_store = MEMORY")
        if is_new:
            cls._build(database, connection)
        return cls(database)

    @staticmethod
    def _build(database: sqlite3.Connection, connection: Any) -> None:
        database.execute(f"CREATE TABLE sections (id INTEGER PRIMARY KEY, text, {', '.join(SINGLE)}, tags)")
        database.execute(
            "CREATE VIRTUAL TABLE found USING fts5(text, content='sections', content_rowid='id',"
            " tokenize='porter unicode61 remove_diacritics 2')"
        )
        marks = ", ".join("?" * (len(SINGLE) + 3))
        database.executemany(f"INSERT INTO sections VALUES ({marks})", rows(connection))
        database.execute("INSERT INTO found(found) VALUES ('rebuild')")
        database.execute("INSERT INTO found(found) VALUES ('optimize')")
        for name in SINGLE:
            database.execute(f"CREATE INDEX by_{name} ON sections ({name})")
        database.execute("ANALYZE")
        database.commit()

    def page(self, query: Query) -> int:
        """The hits go into a table in memory once, where they are counted a facet at a time."""
        run = self.database.execute
        source = "sections"
        if query.words:
            source = "temp.hits"
            run("DROP TABLE IF EXISTS temp.hits")
            run(
                f"CREATE TEMP TABLE hits AS SELECT id, {', '.join(SINGLE)}, tags FROM sections"
                " WHERE id IN (SELECT rowid FROM found WHERE found MATCH ?)",
                [query.words],
            )
        chosen, given = _where(query)
        total: int = run(f"SELECT count(*) FROM {source} {chosen}", given).fetchone()[0]
        for name in SINGLE:
            others, left = _where(query, but=name)
            run(f"SELECT {name}, count(*) FROM {source} {others} GROUP BY 1 ORDER BY 2 DESC", left).fetchall()
        self._snippets(query)
        return total

    def _snippets(self, query: Query) -> None:
        chosen, given = _where(query)
        if not query.words:
            self.database.execute(f"SELECT substr(text, 1, 280) FROM sections {chosen} LIMIT {PAGE}", given).fetchall()
            return
        narrowed = f"AND rowid IN (SELECT id FROM temp.hits {chosen})" if chosen else ""
        self.database.execute(
            f"SELECT rowid, {HIGHLIGHTED} FROM found WHERE found MATCH ? {narrowed} ORDER BY rank LIMIT {PAGE}",
            [query.words, *given],
        ).fetchall()


def _where(query: Query, *, but: str = "") -> tuple[str, list[str]]:
    """The chosen filters but one as SQL with parameters."""
    clauses, values = [], []
    for name, chosen in query.chosen.items():
        if name == but:
            continue
        if name == "tag":
            clauses.append("(" + " OR ".join(["instr(tags, ?) > 0"] * len(chosen)) + ")")
            values += [f" {value} " for value in chosen]
        else:
            clauses.append(f"{name} IN ({', '.join('?' * len(chosen))})")
            values += chosen
    return (f"WHERE {' AND '.join(clauses)}" if clauses else ""), values
