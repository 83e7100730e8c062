"""The connection of `ENGINE = "tipportal.postgresql"`; everything but connecting is Django's own."""

import atexit
import os
from pathlib import Path
from typing import Any, ClassVar

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from tipportal.local_postgres import LocalPostgresError, ensure_running
from tipportal.postgresql.client import DatabaseClient


class DatabaseWrapper(base.DatabaseWrapper):
    """Without the key EMBEDDED in its settings this is Django's own wrapper, for a server that DATABASE_URL names."""

    client_class = DatabaseClient
    _connection_pools: ClassVar[dict[str, Any]] = {}
    _inherited_pools: ClassVar[list[dict[str, Any]]] = []

    def use_embedded_server(self) -> None:
        """Have the embedded server running, if it is the one, and HOST naming its socket folder."""
        embedded = self.settings_dict.get("EMBEDDED")
        if embedded:
            sockets = ensure_running(Path(embedded["cluster"]), embedded["database"])
            self.settings_dict["HOST"] = str(sockets)

    def get_connection_params(self) -> dict[str, Any]:
        self.use_embedded_server()
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; a server that died between being looked at and being connected to is started once more."""
        try:
            return super().get_new_connection(conn_params)
        except (LocalPostgresError, PoolTimeout):
            raise
        except OperationalError:
            if not self.settings_dict.get("EMBEDDED"):
                raise
            return super().get_new_connection(self.get_connection_params())

    @classmethod
    def forget_inherited_pools(cls) -> None:
        """In a forked child: the parent's pools have lost their threads, and their connections are the parent's.

        They are kept and never touched, so that no destructor says good-bye over the parent's sockets.
        """
        cls._inherited_pools.append(cls._connection_pools)
        cls._connection_pools = {}

    @classmethod
    def close_pools(cls) -> None:
        """At the end of the process, before it leaves the embedded server: a pool may still be connecting."""
        for pool in cls._connection_pools.values():
            pool.close()


# Last registered is first called: `local_postgres` was imported above, so the pools are closed before it leaves.
atexit.register(DatabaseWrapper.close_pools)
os.register_at_fork(after_in_child=DatabaseWrapper.forget_inherited_pools)
