"""What a supervisor asks: does the process live (`healthz`), and can it serve (`readyz`)?"""

import logging
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration, else 503 with the reason in one line."""
    reason = why_not_ready()
    return HttpResponse(f"{reason or 'ready'}\n", status=503 if reason else 200, content_type="text/plain")


def why_not_ready() -> str | None:
    """One sentence, or None when the portal can serve. Details of a failure go to the log, not to the asker."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as error:
        log.warning("The database cannot be reached: %s", error)
        return "The database cannot be reached."
    missing = known_migrations() - applied
    return f"{len(missing)} migration(s) have not been applied." if missing else None


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations in the code, as (application, name)."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
