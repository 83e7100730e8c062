"""How fast search is: `python bench/search.py [--queries 12] [--peers sqlite]`, after `bench/load.py`.

For each kind of query, p50 and p95 in milliseconds of: the floor (the least that any search over this index must do,
measured in the same run), the engine without HTML, the engine asked the same words again with one more filter, the
whole view through Django's test client, and the CPU time of its templates. Each query is asked twice of everybody, by
someone who is not signed in, and the second time counts: pages of tables and indexes are warm, and what the engine
remembers of the first time is taken from it. No two queries have the same words.
"""

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import database
from bench.archive import Archive
from bench.queries import KINDS, Query, mix

WARMING = 3  # queries of each kind that are asked before anything is measured


@dataclass(slots=True)
class Measured:
    """Milliseconds by what was measured, and hits by who counted them, of one kind of query."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    hits: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def time(self, name: str, call: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        found = call()
        self.times[name].append((time.perf_counter() - started) * 1000)
        return found

    def percentile(self, name: str, percent: int) -> float:
        """The nearest rank; not a number where nothing was measured."""
        times = sorted(self.times.get(name, ()))
        return times[max(0, -(-len(times) * percent // 100) - 1)] if times else float("nan")


class Bench:
    """The engine, the view, the floor and the peers over one loaded database."""

    def __init__(self, peers: Sequence[str], *, with_view: bool) -> None:
        from django.conf import settings
        from django.contrib.auth.models import AnonymousUser
        from django.db import connection
        from django.test import Client
        from django.urls import reverse

        from bench.floor import Floor
        from bench.more_peers import open_peers

        loaded = database.loaded()
        if loaded is None:
            raise database.NotOurDatabaseError("nothing is loaded; run bench/load.py first")
        self.archive = Archive(loaded.sections, seed=loaded.seed)
        self.person = AnonymousUser()
        self.client = Client()
        self.address = reverse("search") if with_view else ""
        self.floor = Floor(connection.cursor())
        folder = settings.VAR_FOLDER / "bench" / f"{loaded.seed}-{loaded.sections}"
        self.peers = open_peers(list(peers), connection, folder)

    def measure(self, queries: int) -> dict[str, Measured]:
        """Each kind's queries, the first of them for warming, the rest half for the engine and half for the view."""
        kinds = mix(self.archive, WARMING + 2 * queries)
        for found in kinds.values():
            for query in found[:WARMING]:
                self._ask(query, Measured())
                self._view(query, Measured())
        measured = {kind: Measured() for kind in kinds}
        for number in range(queries):
            for kind, found in kinds.items():
                self._ask(found[WARMING + number], measured[kind])
                self._view(found[WARMING + queries + number], measured[kind])
        return measured

    def _ask(self, query: Query, measured: Measured) -> None:
        from cables.search import search

        self.floor.page(query)
        page = measured.time("floor", lambda: self.floor.page(query))
        measured.times["scan"].append(page.scanned * 1000)
        search(_typed(query), self.person)
        forget()
        results = measured.time("engine", lambda: search(_typed(query), self.person))
        narrowed = Query(query.kind, query.words, {"status": ("answered",), **query.chosen})
        search(_typed(narrowed), self.person)
        measured.time("again", lambda: search(_typed(narrowed), self.person))
        measured.hits["floor"].append(page.total)
        measured.hits["engine"].append(results.total)
        for peer in self.peers:
            peer.page(query)
            count = measured.time(peer.name, partial(peer.page, query))
            measured.hits[peer.name].append(results.total if count is None else count)
            if count is None:  # it cannot be asked this
                measured.times[peer.name].pop()

    def _view(self, query: Query, measured: Measured) -> None:
        if not self.address:
            return
        asked = {"q": query.words, **{name: list(values) for name, values in query.chosen.items()}}
        self.client.get(self.address, asked)
        forget()
        with _template_time(measured):
            answer = measured.time("view", lambda: self.client.get(self.address, asked))
        if answer.status_code != 200:
            raise RuntimeError(f"{self.address} answered {answer.status_code} to {query}")


def forget() -> None:
    """Takes from the engine which rows the last queries found."""
    from cables.search.held import current_columns

    current_columns().memory.pop("queries", None)


def _typed(query: Query) -> Any:
    from cables.search import SearchQuery

    return SearchQuery(words=query.words, chosen=query.chosen)


@contextmanager
def _template_time(measured: Measured) -> Iterator[None]:
    """Adds the CPU milliseconds that templates take within."""
    from django.template.backends.django import Template

    original, taken = Template.render, [0.0]

    def render(self: Any, *arguments: Any, **options: Any) -> Any:
        started = time.thread_time()
        try:
            return original(self, *arguments, **options)
        finally:
            taken[0] += time.thread_time() - started

    with mock.patch.object(Template, "render", render):
        yield
    measured.times["html"].append(taken[0] * 1000)


def print_table(measured: dict[str, Measured], peers: Sequence[str]) -> None:
    columns = ("floor", "engine", "again", "view", "html", *peers)
    print(
        f"{'p50 / p95, ms':<13} {'hits':>9} {'scan':>7}", *(f"{name:>15}" for name in columns), f"{'engine/floor':>13}"
    )
    for kind, found in measured.items():
        cells = [f"{found.percentile(name, 50):7.1f}/{found.percentile(name, 95):7.1f}" for name in columns]
        ratio = found.percentile("engine", 50) / found.percentile("floor", 50)
        hits = sorted(found.hits["engine"])[len(found.hits["engine"]) // 2]
        print(f"{kind:<13} {hits:>9,} {found.percentile('scan', 50):7.1f}", *cells, f"{ratio:13.1f}")


def print_differences(measured: dict[str, Measured]) -> None:
    """Where others count other hits than the engine; misspelt words are left out, which only the engine may correct."""
    for kind, found in measured.items():
        for name in found.hits:
            pairs = list(zip(found.hits["engine"], found.hits[name], strict=True))
            if kind == "misspelt" or all(ours == theirs for ours, theirs in pairs):
                continue
            ours, theirs = (sum(pair[side] for pair in pairs) for side in (0, 1))
            print(f"{kind}: {name} counts {theirs:,} hits where the engine counts {ours:,}")


def measure_one(name: str, queries: int, peers: Sequence[str], *, with_view: bool) -> int:
    try:
        database.set_up(name)
        bench = Bench(peers, with_view=with_view)
    except (database.NotOurDatabaseError, ModuleNotFoundError) as error:
        print(f"Refused: {error}.", file=sys.stderr)
        return 1
    print(f"{name}: {bench.archive.sections:,} sections, {len(bench.archive):,} cables, {queries} queries of each kind")
    measured = bench.measure(queries)
    print_table(measured, peers)
    print_differences(measured)
    return 0


def main() -> int:
    kinds = "\n".join(f"  {kind:<13} {what}" for kind, what in KINDS.items())
    parser = argparse.ArgumentParser(
        description=f"{str(__doc__).split(chr(10))[0]}\n\n{kinds}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queries", type=int, default=12, help="of each kind, for the engine and again for the view")
    parser.add_argument(
        "--peers", nargs="*", default=[], choices=("sqlite", "tantivy", "datasette"), help="measured beside it"
    )
    parser.add_argument("--engine-only", action="store_true", help="leave the view and its templates out")
    parser.add_argument("--database", nargs="+", default=[database.DATABASE], help="one or more that load.py filled")
    options = parser.parse_args()
    if len(options.database) == 1:
        return measure_one(options.database[0], options.queries, options.peers, with_view=not options.engine_only)
    # A process for each, since one process holds one archive's columns.
    codes = []
    for name in options.database:
        more = ["--peers", *options.peers] if options.peers else []
        more += ["--engine-only"] if options.engine_only else []
        command = [sys.executable, __file__, "--queries", str(options.queries), *more, "--database", name]
        codes.append(subprocess.run(command, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
