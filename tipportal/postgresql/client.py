"""`manage.py dbshell` for the embedded server."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql import client

from tipportal.local_postgres.binaries import find_psql

if TYPE_CHECKING:
    from tipportal.postgresql.base import DatabaseWrapper


class DatabaseClient(client.DatabaseClient):
    """Starts the embedded server before psql, and finds psql on a machine that has no PostgreSQL of its own."""

    connection: "DatabaseWrapper"

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.use_embedded_server()
        super().runshell(parameters)

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        words, environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        if settings_dict.get("EMBEDDED"):
            words = [find_psql(), *words[1:]]
        return words, environment
