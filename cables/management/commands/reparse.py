"""`manage.py reparse [MRN...]`: brings the archive to the current parser and reports what changed."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cables.importing import Result
from cables.management.progress import INTERRUPTED, counted, progress_bar
from cables.models import Cable
from cables.reparsing import Change, reparse_all
from cables.spelling import canonical_mrn


class Command(BaseCommand):
    help = "Read the current source of each cable with the current parser; a different reading is a new revision."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mrns", nargs="*", metavar="MRN", help="only these cables")
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: one object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        mrns = [canonical_mrn(mrn) or mrn for mrn in options["mrns"]]
        self.as_json = options["format"] == "json"
        self.counts: Counter[str] = Counter({"unchanged": 0, "revised": 0, "failed": 0})
        if options["dry_run"] and not self.as_json:
            self.stdout.write("Dry run: nothing is written.")
        is_interrupted = False
        try:
            total = len(mrns) or Cable.objects.filter(current__isnull=False).count()
            with progress_bar("Reading again", total, self.stdout) as bar:
                for change in reparse_all(mrns, dry_run=options["dry_run"]):
                    self._count(change)
                    if self.as_json:
                        bar.print(json.dumps(asdict(change)))
                    elif change.result is not Result.UNCHANGED or change.access_was:
                        bar.print(as_line(change))
                    bar.advance(1)
        except KeyboardInterrupt:
            is_interrupted = True
        self._sum_up(dry_run=options["dry_run"])
        if is_interrupted:
            raise CommandError("Stopped. What is reported above is done.", returncode=INTERRUPTED)
        if failed := self.counts["failed"]:
            raise CommandError(f"{failed} failed")

    def _count(self, change: Change) -> None:
        self.counts["failed" if change.result is Result.REFUSED else change.result.value] += 1
        self.counts["sections added"] += len(change.added)
        self.counts["sections gone"] += len(change.gone)
        self.counts["sections with another text"] += len(change.changed)
        self.counts["access narrowed"] += bool(change.access_was)

    def _sum_up(self, *, dry_run: bool) -> None:
        if self.as_json:
            self.stdout.write(json.dumps({"summary": dict(self.counts), "dry_run": dry_run}))
        else:
            self.stdout.write(counted("Dry run: would be" if dry_run else "Cables", dict(self.counts)))


def as_line(change: Change) -> str:
    """What another reading changed, for people."""
    said = [change.reason] if change.reason else []
    said += [
        f"{title} {', '.join(names)}"
        for title, names in (
            ("added", change.added),
            ("gone", change.gone),
            ("another text in", change.changed),
            ("header:", change.header),
        )
        if names
    ]
    if change.warnings != change.warnings_was:
        said.append(f"warnings {change.warnings_was} -> {change.warnings}")
    if change.access_was:
        said.append(f"access {change.access_was} -> {change.access}")
    if change.result is Result.REVISED and not said:
        said.append("positions or paragraphs")
    label = "failed" if change.result is Result.REFUSED else change.result.value
    return f"{label:<10}{change.mrn:<22}{'; '.join(said)}"
