"""Loads an invented archive into a database of the bench's own: `python bench/load.py --sections 150000`.

COPY into the real tables by two processes. Indexes that no constraint needs are built at the end, and what triggers do
at every change (notes of words and of changed cables) is done once there; ANALYZE follows. The database
(`tipportal_bench` on the embedded server or on the one that DATABASE_URL names) is made and migrated where needed.
An archive that was loaded before makes way; a load that was cut off is begun anew; a database that holds other cables
is refused.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import database
from bench.archive import YEARS, Archive
from bench.registries import write_registries
from bench.rows import COLUMNS, NUMBERED, Keys, batch_of, copy_batch
from cables.parsing.questionnaires import letters_of, nearest

CABLES_A_BATCH = 100


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each step of a load."""

    prepared: float
    copied: float
    noted: float  # words
    indexed: float
    analyzed: float


def ask_in_every_year() -> None:
    """Give each year whose questionnaire is not known that of the nearest year, so that every section has a topic."""
    from cables.models import Question, Questionnaire

    known = {row.report_year: row for row in Questionnaire.objects.all()}
    for year in YEARS:
        if year in known:
            continue
        model = known[nearest(year).year]
        copied = Questionnaire.objects.create(report_year=year, numbering=model.numbering, provenance="bench")
        questions = list(Question.objects.filter(questionnaire=model))
        for question in questions:
            question.pk, question.questionnaire = None, copied
        Question.objects.bulk_create(questions)


def read_keys() -> Keys:
    """What the archive's cables point to in this database."""
    from cables.models import Country, Post, Question, Questionnaire, Tag

    asked = Question.objects.values_list("questionnaire__report_year", "chapter", "key", "pk")
    return Keys(
        posts=dict(Post.objects.values_list("mrn_name", "pk")),
        countries=dict(Country.objects.values_list("iso2", "pk")),
        tags=dict(Tag.objects.values_list("code", "pk")),
        questionnaires=dict(Questionnaire.objects.values_list("report_year", "pk")),
        questions={
            (year, chapter, letter): pk
            for year, chapter, key, pk in asked
            for letter in letters_of(key.upper()) or [""]
        },
    )


def load(sections: int, *, seed: int = 1, jobs: int = 1, name: str = database.DATABASE) -> Timing:
    """Fill a database that `database.set_up(name)` was called for. With one job nothing else is started."""
    times = [time.perf_counter()]
    if database.loaded() is None:
        database.clear()
    database.migrate()
    database.empty()
    ask_in_every_year()
    archive, keys = Archive(sections, seed=seed), read_keys()
    keys.registries = write_registries(archive)
    batches = [range(at, min(at + CABLES_A_BATCH, len(archive))) for at in range(0, len(archive), CABLES_A_BATCH)]
    indexes = lay_aside()
    times.append(time.perf_counter())
    with _workers(jobs, name) as each:
        _follow("batches of rows", each(partial(copy_range_of, sections, seed, keys), batches), len(batches))
        times.append(time.perf_counter())
        numbered = [range(keys.first_cable + held.start, keys.first_cable + held.stop) for held in batches]
        _follow("batches of words", each(note_words, numbered), len(batches))
        times.append(time.perf_counter())
    _follow("indexes", map(run, indexes), len(indexes))
    times.append(time.perf_counter())
    _finish(archive)
    times.append(time.perf_counter())
    return Timing(*(end - start for start, end in pairwise(times)))


def lay_aside() -> list[str]:
    """Drop the indexes that no constraint needs and turn the triggers off; the statements that build the indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
            [list(COLUMNS)],
        )
        indexes = dict(cursor.fetchall())
        for index in indexes:
            cursor.execute(f"DROP INDEX {index}")
        for table in COLUMNS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return list(indexes.values())


@contextmanager
def _workers(jobs: int, name: str) -> Iterator[Callable[..., Iterable[Any]]]:
    """`map`, in order, by this many processes."""
    if jobs == 1:
        yield map
        return
    # Started anew rather than forked: a fork would share this process's connections.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=partial(database.set_up, name)) as pool:
        yield pool.map


def _follow(what: str, done: Iterable[Any], number: int) -> None:
    for at, _ in enumerate(done, start=1):
        if sys.stderr.isatty():
            print(f"\r{what}: {at} of {number}", end="\n" if at == number else "", file=sys.stderr)


def copy_range_of(sections: int, seed: int, keys: Keys, numbers: range) -> int:
    """In a process of its own: the archive is made once there."""
    return copy_range(numbers, _remembered(sections, seed), keys)


@cache
def _remembered(sections: int, seed: int) -> Archive:
    return Archive(sections, seed=seed)


def copy_range(numbers: range, archive: Archive, keys: Keys) -> int:
    """The rows of these cables, in one transaction. Nothing waits for the disk: a load cut off is begun again."""
    from django.db import connection, transaction

    batch = batch_of(archive, numbers, keys)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        copy_batch(cursor, batch)
    return len(batch)


def note_words(cables: range) -> None:
    """What the triggers would have noted of these cables, given by their primary keys."""
    run(f"SELECT cables_note_words(ARRAY(SELECT generate_series({cables.start}, {cables.stop - 1})::bigint))")


def run(statement: str) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(statement)


def _finish(archive: Archive) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in COLUMNS:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SELECT cables_note_changes(ARRAY[-1])")
        for table in NUMBERED:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        cursor.execute("VACUUM ANALYZE")
    database.mark(archive.seed, archive.sections)


def print_tables() -> None:
    """Rows and megabytes (indexes apart) of each table that was filled."""
    from django.db import connection

    print(f"{'table':<32} {'rows':>12} {'MB':>9} {'indexes MB':>11}")
    with connection.cursor() as cursor:
        for table in COLUMNS:
            cursor.execute(
                f"SELECT count(*), pg_table_size('{table}') / 1e6, pg_indexes_size('{table}') / 1e6 FROM {table}"  # noqa: S608
            )
            rows, megabytes, indexes = _row(cursor)
            print(f"{table:<32} {rows:>12,} {megabytes:>9.1f} {indexes:>11.1f}")


def _row(cursor: Any) -> tuple[int, float, float]:
    row: tuple[int, float, float] = cursor.fetchone()
    return row


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--sections", type=int, default=150_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="processes that make and copy rows")
    parser.add_argument("--database", default=database.DATABASE, help="its name must have the word bench in it")
    parser.add_argument("--anew", action="store_true", help="make the tables anew, as after a change of a migration")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the processes it started end with it
    try:
        database.set_up(options.database)
        if options.anew:
            database.clear()
        timing = load(options.sections, seed=options.seed, jobs=options.jobs, name=options.database)
    except database.NotOurDatabaseError as error:
        print(f"Refused: {error}.", file=sys.stderr)
        return 1
    print(
        f"{options.sections:,} sections: tables made and emptied in {timing.prepared:.1f} s, rows copied in"
        f" {timing.copied:.1f} s ({options.sections / timing.copied:,.0f} a second), words noted in"
        f" {timing.noted:.1f} s,"
        f" indexes built in {timing.indexed:.1f} s, VACUUM ANALYZE {timing.analyzed:.1f} s"
    )
    print_tables()
    return 0


if __name__ == "__main__":
    sys.exit(main())
