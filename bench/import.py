"""How fast cables come in: `python bench/import.py [--cables 100] [--seed 1]`.

Writes that many invented cables as text files, imports them with `manage.py import_cables` and then copies the very
same rows, which `COPY ... TO` took out before, into the emptied tables with `COPY ... FROM`: indexes, triggers and
generated columns work in both. What is left is the price of reading: decoding, parsing, deciding on access, resolving
places.
"""

import argparse
import io
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import database
from bench.archive import Archive, write_texts
from bench.rows import COLUMNS

DATABASE = "tipportal_bench_import"
SECTIONS_A_CABLE = 40
FOLDER = f"{database.SOURCE_PREFIX}cables"  # sources are named by their folder


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    seconds: float


def imported(folder: Path) -> float:
    """Seconds that `import_cables` takes for the folder. Raises CommandError if it refuses a cable."""
    from django.core.management import call_command

    started = time.perf_counter()
    call_command("import_cables", str(folder), format="json", stdout=io.StringIO())
    return time.perf_counter() - started


def parsed(folder: Path) -> float:
    """Seconds of parsing alone."""
    from cables.parsing import parse

    texts = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    started = time.perf_counter()
    for text in texts:
        parse(text)
    return time.perf_counter() - started


def taken_out(cursor: Any) -> dict[str, bytes]:
    """All rows of the archive's tables as binary COPY has them, without what the database generates."""
    kept = {}
    for table in COLUMNS:
        with cursor.copy(_statement(cursor, table, "TO STDOUT (FORMAT BINARY)")) as copy:
            kept[table] = b"".join(bytes(piece) for piece in copy)
    return kept


def copied(cursor: Any, rows: dict[str, bytes]) -> float:
    """Seconds of one transaction that copies these rows into the empty tables."""
    from django.db import transaction

    started = time.perf_counter()
    with transaction.atomic():
        for table, content in rows.items():
            with cursor.copy(_statement(cursor, table, "FROM STDIN (FORMAT BINARY)")) as copy:
                copy.write(content)
    return time.perf_counter() - started


def _statement(cursor: Any, table: str, how: str) -> Any:
    from psycopg import sql

    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor.fetchall())
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), names, sql.SQL(how))


def measure(cables: int, seed: int) -> tuple[int, list[Step]]:
    """The number of cables and the steps, in the database that `set_up` was called for; its tables are made anew."""
    from django.db import connection

    database.clear()  # as after a change of a migration: nothing of worth is kept here
    database.migrate()
    # The mark stands before the first cable does, so that a run that was cut off can be begun again.
    database.mark(seed, 0)
    archive = Archive(cables * SECTIONS_A_CABLE, seed=seed)
    with tempfile.TemporaryDirectory() as temporary, connection.cursor() as cursor:
        folder = Path(temporary) / FOLDER
        write_texts(archive, folder)
        _without_the_cut_one(archive, folder)
        steps = [Step("parse alone", parsed(folder)), Step("import_cables", imported(folder))]
        rows = taken_out(cursor)
        database.empty()
        steps.append(Step("COPY of the same rows", copied(cursor, rows)))
        cursor.execute("SELECT count(*), (SELECT count(*) FROM cables_section) FROM cables_cable")
        held, sections = cursor.fetchone()
    print(f"{held:,} cables, {sections:,} sections, {sum(map(len, rows.values())) / 1e6:.1f} MB of rows")
    database.empty()
    return held, steps


def _without_the_cut_one(archive: Archive, folder: Path) -> None:
    """The last cable may be too short to be taken for an input."""
    (folder / f"{archive.cable(len(archive) - 1).mrn}.txt").unlink()


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--cables", type=int, default=100, help="about how many; it takes as many as fill the sections")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default=DATABASE, help="its name must have the word bench in it")
    options = parser.parse_args()
    try:
        database.set_up(options.database)
        cables, steps = measure(options.cables, options.seed)
    except database.NotOurDatabaseError as error:
        print(f"Refused: {error}.", file=sys.stderr)
        return 1
    least = steps[-1].seconds
    print(f"{'':<24} {'s':>8} {'cables/s':>10} {'x COPY':>8}")
    for step in steps:
        print(f"{step.name:<24} {step.seconds:8.2f} {cables / step.seconds:10.1f} {step.seconds / least:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
