"""A database of the bench's own, beside the portal's: on the embedded server, or on the one that DATABASE_URL names.

Import and call `set_up` before anything of Django's models. What it makes it marks with a table, `bench_archive`; a
database that holds cables and has no such mark, or a cable that the bench did not make, is never written to.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

DATABASE = "tipportal_bench"
SOURCE_PREFIX = "bench-"  # of the file name that every generated cable is said to come from


class NotOurDatabaseError(RuntimeError):
    """The database holds cables that the bench did not make."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the mark says: the archive that was loaded last."""

    seed: int
    sections: int


def set_up(name: str = DATABASE) -> None:
    """Point Django at the bench's database and start it; makes the database where it is missing, migrates nothing."""
    if "bench" not in name:
        raise NotOurDatabaseError(f"{name}: the name of a bench database has the word bench in it")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipportal.settings")
    import django
    from django.conf import settings

    entry: Any = settings.DATABASES["default"]
    served_by = dict(entry)
    entry["NAME"] = name
    if "EMBEDDED" in entry:
        entry["EMBEDDED"] = {**entry["EMBEDDED"], "database": name}
    else:
        _create(served_by, name)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT = None
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    django.setup()


def _create(served_by: dict[str, Any], name: str) -> None:
    """On a server of somebody else's: through the database that DATABASE_URL names."""
    import psycopg
    from psycopg import sql

    keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    wanted = {keys[key]: str(value) for key, value in served_by.items() if key in keys and value}
    with psycopg.connect(**wanted, autocommit=True) as connection:  # type: ignore[arg-type]
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def migrate() -> None:
    """Bring the tables up to the code, after making sure that they are ours; mark them."""
    from django.core.management import call_command
    from django.db import connection

    if "cables_cable" in connection.introspection.table_names():
        check_ours()
    call_command("migrate", verbosity=0, interactive=False)
    mark_as_ours()


def mark_as_ours() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_archive (seed integer NOT NULL, sections integer NOT NULL)")


def check_ours() -> None:
    """Raises NotOurDatabaseError where the database holds a cable that the bench did not make."""
    from cables.models import Cable, Source

    if not Cable.objects.exists():
        return
    if not _is_marked():
        raise NotOurDatabaseError("the database holds cables and was not made by the bench")
    if strange := Source.objects.exclude(name__startswith=SOURCE_PREFIX).values_list("cable__mrn", flat=True).first():
        raise NotOurDatabaseError(f"the database holds {strange}, which the bench did not make")


def _is_marked() -> bool:
    from django.db import connection

    return "bench_archive" in connection.introspection.table_names()


def loaded() -> Loaded | None:
    """The archive that stands in the database, or None."""
    from django.db import connection

    if not _is_marked():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed, sections FROM bench_archive")
        row = cursor.fetchone()
    return Loaded(*row) if row else None


def mark(seed: int, sections: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_archive")
        cursor.execute("INSERT INTO bench_archive (seed, sections) VALUES (%s, %s)", [seed, sections])


def empty() -> None:
    """Remove every cable of the bench, as fast as the server can."""
    from django.db import connection

    check_ours()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE cables_cable, cables_source, cables_revision, cables_section, cables_sectiontext CASCADE"
        )
        if _is_marked():
            cursor.execute("DELETE FROM bench_archive")


def clear() -> None:
    """Remove all tables and whatever else stands beside them, as long as it is the bench's."""
    from django.db import connection

    if "cables_cable" in connection.introspection.table_names():
        check_ours()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
