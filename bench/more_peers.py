"""Peers whose packages are installed apart, none of them a dependency: `pip install datasette tantivy` into the
interpreter that runs the bench.
"""

import asyncio
import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.floor import PAGE, SINGLE
from bench.peers import Peer, Sqlite, rows
from bench.queries import Query

PACKAGES = {"tantivy": "tantivy", "datasette": "datasette"}
PEERS = ("sqlite", "tantivy", "datasette")


@dataclass(slots=True)
class Tantivy:
    """A Lucene-like library in Rust, in this process: English stems, facets as columns."""

    package: Any
    index: Any
    name: str = "tantivy"

    @classmethod
    def over(cls, connection: Any, folder: Path) -> "Tantivy":
        """Build the index if its folder is not there."""
        package = importlib.import_module("tantivy")
        schema = package.SchemaBuilder()
        schema.add_text_field("text", stored=True, tokenizer_name="en_stem")
        for name in SINGLE:
            schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("tag", tokenizer_name="whitespace", index_option="basic")
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        index = package.Index(schema.build(), path=str(folder))
        if is_new:
            cls._build(package, index, connection)
        index.reload()
        return cls(package, index)

    @staticmethod
    def _build(package: Any, index: Any, connection: Any) -> None:
        writer = index.writer(heap_size=300_000_000, num_threads=1)
        for _, text, *facets, tags in rows(connection):
            values = dict(zip(SINGLE, facets, strict=True))
            writer.add_document(package.Document(text=text, tag=tags, **values))
        writer.commit()
        writer.wait_merging_threads()

    def page(self, query: Query) -> int:
        searcher, words = self.index.searcher(), self._words(query.words)
        asked = self._filtered(words, query, but="")
        counts = {name: {"terms": {"field": name, "size": 500}} for name in SINGLE}
        searcher.aggregate(asked, {name: count for name, count in counts.items() if name not in query.chosen})
        for name in query.chosen:
            if name in counts:
                searcher.aggregate(self._filtered(words, query, but=name), {name: counts[name]})
        found = searcher.search(asked, PAGE, count=True)
        cut = self.package.SnippetGenerator.create(searcher, words, self.index.schema, "text")
        for _, address in found.hits:
            cut.snippet_from_doc(searcher.doc(address)).to_html()
        return int(found.count)

    def _words(self, words: str) -> Any:
        if not words:
            return self.package.Query.all_query()
        if words.endswith("*"):
            return self.package.Query.regex_query(self.index.schema, "text", f"{words[:-1]}.*")
        return self.index.parse_query(words, ["text"])

    def _filtered(self, words: Any, query: Query, *, but: str) -> Any:
        schema, must = self.index.schema, self.package.Occur.Must
        filters = [
            (must, self.package.Query.term_set_query(schema, name, list(values)))
            for name, values in query.chosen.items()
            if name != but
        ]
        return self.package.Query.boolean_query([(must, words), *filters]) if filters else words


@dataclass(slots=True)
class Datasette:
    """Its own JSON page of the table, over the file that SQLite's peer made. It has no phrases without raw mode, which
    is asked for, and no facets that ignore their own choice: it counts them under all."""

    client: Any
    loop: asyncio.AbstractEventLoop
    name: str = "datasette"

    @classmethod
    def over(cls, file: Path) -> "Datasette":
        settings = {"facet_time_limit_ms": 600_000, "sql_time_limit_ms": 600_000, "default_page_size": PAGE}
        metadata = {"databases": {file.stem: {"tables": {"sections": {"fts_table": "found", "fts_pk": "id"}}}}}
        application = importlib.import_module("datasette.app").Datasette(
            [str(file)], settings=settings, metadata=metadata
        )
        return cls(application.client, asyncio.new_event_loop())

    def page(self, query: Query) -> int | None:
        if "tag" in query.chosen:
            return None
        parameters: list[tuple[str, str]] = [("_facet", name) for name in SINGLE]
        parameters += [("_size", str(PAGE)), ("_extra", "count,facet_results")]
        if query.words:
            parameters += [("_search", query.words), ("_searchmode", "raw")]
        for name, values in query.chosen.items():
            parameters.append((f"{name}__in", ",".join(values)))
        answer = self.loop.run_until_complete(self.client.get(self._address(), params=parameters))
        answer.raise_for_status()
        found = answer.json()
        return int(found.get("count") or found.get("filtered_table_rows_count") or 0)

    def _address(self) -> str:
        [name] = [name for name in self.client.ds.databases if not name.startswith("_")]
        return f"/{name}/sections.json"


def open_peers(names: list[str], connection: Any, folder: Path) -> list[Peer]:
    """The peers of these names; what they make of the archive stays in `folder`. Raises ModuleNotFoundError."""
    missing = [name for name in names if name in PACKAGES and importlib.util.find_spec(PACKAGES[name]) is None]
    if missing:
        raise ModuleNotFoundError(f"{missing[0]} is not installed in this interpreter")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "sections.db"
    makers: dict[str, Callable[[], Peer]] = {
        "sqlite": lambda: Sqlite.over(connection, file),
        "tantivy": lambda: Tantivy.over(connection, folder / "tantivy"),
        "datasette": lambda: Datasette.over(file),
    }
    if "datasette" in names:
        makers["sqlite"]()  # it reads the file of that peer
    return [makers[name]() for name in PEERS if name in names]
