"""A process that uses the embedded server as the portal does, for the tests of `tipportal.local_postgres`.

    python -m tests.portal.local_postgres_client VAR [--user NAME] [--pool]

Every line it reads is SQL and is answered with one line of JSON: the first row, or {"error": ...}. `fork SQL` has a
forked child answer and end, and then answers with the child's exit status. It leaves at the end of its input.
"""

import argparse
import json
import os
import pwd
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import Error, close_old_connections, connection

from tipportal.local_postgres import database_settings


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("var", type=Path)
    parser.add_argument("--user")
    parser.add_argument("--pool", action="store_true")
    options = parser.parse_args()
    database = database_settings(options.var)
    if not options.pool:
        database["OPTIONS"] = {}
    settings.configure(DATABASES={"default": database}, USE_TZ=True)
    django.setup()
    assert connection.connection is None  # the backend is loaded now, and nothing is connected
    if options.user:
        become(options.user)
    for line in sys.stdin:
        obey(line.strip())


def become(name: str) -> None:
    """Give up root for good; everything needed has been imported, the interpreter's own folder may be root's."""
    found = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(found.pw_gid)
    os.setuid(found.pw_uid)


def obey(line: str) -> None:
    if not line.startswith("fork "):
        say(first_row(line))
        return
    child = os.fork()
    if child == 0:
        say(first_row(line.removeprefix("fork ")))
        sys.exit()
    say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def first_row(sql: str) -> Any:
    """What a request would get: connections are given back before and after, as Django does around each one."""
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone() if cursor.description else None
    except Error as error:
        return {"error": str(error), "kind": type(error).__name__}
    finally:
        close_old_connections()
        if settings.DATABASES["default"]["OPTIONS"]:
            connection.close()


def say(answer: Any) -> None:
    print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
