"""`manage.py read_law [MRN...]`: brings the registries of law and institutions up to the archive."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cables.management.progress import INTERRUPTED, counted, progress_bar
from cables.models import Cable
from cables.spelling import canonical_mrn
from statutes.rereading import reread, stale_mrns


class Command(BaseCommand):
    help = "Read law and institutions of cables that were not read yet, or by older rules; decisions of curators stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mrns", nargs="*", metavar="MRN", help="only these cables")
        parser.add_argument("--all", action="store_true", help="also those that are up to date: after accepting names")
        parser.add_argument("--dry-run", action="store_true", help="say how many would be read, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: one object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        mrns = [canonical_mrn(mrn) or mrn for mrn in options["mrns"]]
        self._refuse_unknown(mrns)
        stale = stale_mrns(mrns, everything=options["all"])
        if options["dry_run"]:
            self._say({"would be read": len(stale)}, dry_run=True, **options)
            return
        counts = {"read": 0, "failed": 0}
        try:
            with progress_bar("Reading law", len(stale), self.stdout) as bar:
                for done in reread(stale):
                    counts["failed" if done.problem else "read"] += 1
                    if options["format"] == "json":
                        bar.print(json.dumps(asdict(done)))
                    elif done.problem:
                        bar.print(f"{done.mrn}: {done.problem}")
                    bar.advance(1)
        except KeyboardInterrupt:
            self._say(counts, **options)
            raise CommandError("Stopped. What is reported above is done.", returncode=INTERRUPTED) from None
        self._say(counts, **options)
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} failed")

    def _refuse_unknown(self, mrns: list[str]) -> None:
        held = set(Cable.objects.filter(mrn__in=mrns).values_list("mrn", flat=True))
        if unknown := [mrn for mrn in mrns if mrn not in held]:
            raise CommandError(f"No such cable: {', '.join(unknown)}")

    def _say(self, counts: dict[str, int], *, dry_run: bool = False, **options: Any) -> None:
        if options["format"] == "json":
            self.stdout.write(json.dumps({"summary": counts, "dry_run": dry_run}))
        else:
            self.stdout.write(counted("Dry run" if dry_run else "Cables", counts))
