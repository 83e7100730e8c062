"""The embedded PostgreSQL: a private server in the project's own folder, for whoever has not set DATABASE_URL.

Importing this starts nothing and makes nothing. The database backend `tipportal.postgresql` calls `ensure_running`
before it connects, so the web server, commands and tests need no call of their own. See `sharing` for who starts
and stops the server, `cluster` for the files, `account` and `binaries` for the rest.
"""

from pathlib import Path
from typing import Any

from tipportal.local_postgres.cluster import PORT, SUPERUSER
from tipportal.local_postgres.errors import LocalPostgresError
from tipportal.local_postgres.sharing import ensure_running, leave_all

__all__ = ["LocalPostgresError", "database_settings", "ensure_running", "leave_all"]


def database_settings(var: Path) -> dict[str, Any]:
    """An entry of Django's DATABASES for the embedded server whose cluster is in `var`/postgres.

    HOST is where the socket usually is; the backend replaces it by where it really is. The pool keeps a connection
    between requests and opens more for more threads; a connection is tested before it is handed out, because the
    server may have been restarted since.
    """
    cluster = Path(var).absolute() / "postgres"
    return {
        "ENGINE": "tipportal.postgresql",
        "NAME": "tipportal",
        "USER": SUPERUSER,
        "HOST": str(cluster / "socket"),
        "PORT": str(PORT),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 10, "timeout": 30}},
        "EMBEDDED": {"cluster": str(cluster), "database": "tipportal"},
    }
