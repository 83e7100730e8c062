"""`manage.py remove_sample`: takes out the sample's cables, then its invented countries and posts."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cables.sample import Removed, held_sample, remove_sample


class Command(BaseCommand):
    help = "Remove the sample archive: its cables, then its invented countries, posts and TAGS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-input", "--noinput", action="store_true", help="do not ask")
        parser.add_argument("--dry-run", action="store_true", help="report only, remove nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        held = held_sample()
        if options["dry_run"]:
            self._report(held, "Would be removed", as_json=options["format"] == "json")
            return
        if any(asdict(held).values()) and not options["no_input"]:
            try:
                answer = input(f"Remove {sentence(held)}? [y/N] ")
            except EOFError:
                raise CommandError("Nobody is there to answer; with --no-input it does not ask.") from None
            if answer.strip().lower() not in ("y", "yes"):
                raise CommandError("Nothing was removed.")
        self._report(remove_sample(), "Removed", as_json=options["format"] == "json")

    def _report(self, removed: Removed, verb: str, *, as_json: bool) -> None:
        self.stdout.write(json.dumps(asdict(removed)) if as_json else f"{verb}: {sentence(removed)}.")


def sentence(removed: Removed) -> str:
    counts = asdict(removed)
    return ", ".join(f"{count} {name if count != 1 else _one(name)}" for name, count in counts.items())


def _one(name: str) -> str:
    return {"countries": "country", "tags": "tag"}.get(name, name.removesuffix("s"))
