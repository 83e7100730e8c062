"""`manage.py dbshell` for the embedded server."""

from collections.abc import Iterable

from django.db.backends.postgresql import client


class DatabaseClient(client.DatabaseClient):
    """Starts the embedded server before psql, as the backend does before it connects."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.use_embedded_server()
        super().runshell(parameters)
