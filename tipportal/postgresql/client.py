"""`manage.py dbshell` for the embedded server."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.backends.postgresql import client

if TYPE_CHECKING:
    from tipportal.postgresql.base import DatabaseWrapper


class DatabaseClient(client.DatabaseClient):
    """Starts the embedded server before psql, as the backend does before it connects, and takes the psql it has."""

    connection: "DatabaseWrapper"

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.use_embedded_server()
        super().runshell(parameters)
