"""`manage.py load_sample`: the sample archive with its invented countries and posts."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cables.importing import Result
from cables.management.commands.import_cables import as_line
from cables.models import Access
from cables.sample import SampleError, load_sample, sample_folder


class Command(BaseCommand):
    help = "Load the sample archive: invented cables that show what the portal does. remove_sample takes it out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, help="another folder of samples than the project's own")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        seen_by: Counter[str] = Counter()
        as_json = options["format"] == "json"
        try:
            for outcome in load_sample(options["folder"] or sample_folder()):
                counts[outcome.result] += 1
                if outcome.access:
                    seen_by[Access(outcome.access).label.lower()] += 1
                if as_json:
                    self.stdout.write(json.dumps(asdict(outcome)))
                elif options["verbosity"] > 1 or outcome.result is Result.REFUSED:
                    self.stdout.write(as_line(outcome))
        except SampleError as error:
            raise CommandError(str(error)) from error
        if as_json:
            self.stdout.write(json.dumps({"summary": dict(counts)}))
        else:
            said = ", ".join(f"{count} {result}" for result, count in sorted(counts.items())) or "no cables found"
            self.stdout.write(f"Sample archive: {said}.")
            if seen_by:
                shares = ", ".join(f"{count} {access}" for access, count in sorted(seen_by.items()))
                self.stdout.write(f"Read by: {shares}. Signed out you see the public ones.")
        if refused := counts[Result.REFUSED]:
            raise CommandError(f"{refused} refused")
