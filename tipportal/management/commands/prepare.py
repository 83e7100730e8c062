from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from tipportal.first_run import is_first_run


class Command(BaseCommand):
    help = "Bring this installation up to date: tables, reference data, static files; on the first run the sample too."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.prepare(verbosity=max(options["verbosity"] - 1, 0))
        except OperationalError as error:
            raise CommandError(f"The database cannot be used. {error}") from error

    def prepare(self, *, verbosity: int) -> None:
        self.step("Tables", "migrate", interactive=False, verbosity=verbosity)
        self.step("Reference data", "load_reference", verbosity=verbosity)
        self.step("Static files", "collectstatic", interactive=False, verbosity=verbosity)
        # The accounts come last: a first run that was broken off starts over, and a sample that was taken out
        # later does not come back.
        if is_first_run():
            self.step("Sample archive", "load_sample")
        call_command("first_run", stdout=self.stdout)

    def step(self, title: str, command: str, **options: Any) -> None:
        self.stdout.write(title)
        call_command(command, stdout=self.stdout, stderr=self.stderr, **options)
