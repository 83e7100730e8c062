import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from tipportal.first_run import is_first_run
from tipportal.static_files import collected_digest, digest_of_static_files, note_collected


def check_port(port: int) -> None:
    """Raises CommandError where something else holds the port, before any work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken ({error.strerror}). Set TIPPORTAL_PORT to another one."
            ) from error


class Command(BaseCommand):
    help = "Bring this installation up to date: tables, reference data, static files; on the first run the sample too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--free-port", type=int, metavar="PORT", help="stop at once if something holds this port")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["free_port"]:
            check_port(options["free_port"])
        try:
            self.prepare(verbosity=max(options["verbosity"] - 1, 0))
        except OperationalError as error:
            raise CommandError(f"The database cannot be used. {error}") from error

    def prepare(self, *, verbosity: int) -> None:
        self.step("Tables", "migrate", interactive=False, verbosity=verbosity)
        self.step("Reference data", "load_reference", verbosity=verbosity)
        digest = digest_of_static_files()
        if digest != collected_digest():
            self.step("Static files", "collectstatic", interactive=False, verbosity=verbosity)
            note_collected(digest)
        # The accounts come last: a first run that was broken off starts over, and a sample that was taken out
        # later does not come back.
        if is_first_run():
            self.step("Sample archive", "load_sample")
        call_command("first_run", stdout=self.stdout)

    def step(self, title: str, command: str, **options: Any) -> None:
        self.stdout.write(title)
        call_command(command, stdout=self.stdout, stderr=self.stderr, **options)
