"""`manage.py import_cables PATH...`: text files, folders, zip archives, cable tables (CSV), saved archive pages."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cables.importing import Outcome, Result, import_all
from cables.management.progress import INTERRUPTED, counted, progress_bar
from cables.models import Access
from cables.sources import measure, open_sources


class Command(BaseCommand):
    help = "Import cables: text files, folders, .zip, the eight-column cable CSV, saved archive pages (.html)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=named_path, metavar="PATH")
        parser.add_argument(
            "--access",
            choices=Access.values,
            default="",
            help="who may see them; narrows what the markings call for, and only 'public' widens it (logged)",
        )
        parser.add_argument("--accept-other", action="store_true", help="take cables that are not TIP inputs too")
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: one object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        self.counts: Counter[str] = Counter({result.value: 0 for result in Result})
        self.as_json = options["format"] == "json"
        if options["dry_run"] and not self.as_json:
            self.stdout.write("Dry run: nothing is written.")
        is_interrupted = False
        try:
            self._import(options)
        except KeyboardInterrupt:
            is_interrupted = True
        self._sum_up(dry_run=options["dry_run"])
        if is_interrupted:
            raise CommandError(
                "Stopped. The cables above are whole; run it again for the rest.", returncode=INTERRUPTED
            )
        if refused := self.counts[Result.REFUSED]:
            raise CommandError(f"{refused} refused")

    def _import(self, options: dict[str, Any]) -> None:
        wishes = {name: options[name] for name in ("access", "accept_other", "dry_run")}
        with progress_bar("Importing", measure(options["paths"]), self.stdout) as bar:
            for outcome, weight in import_all(open_sources(options["paths"]), **wishes):
                self._count(outcome)
                for line in self._lines(outcome, verbosity=options["verbosity"]):
                    bar.print(line)
                bar.advance(weight)

    def _lines(self, outcome: Outcome, *, verbosity: int) -> Iterator[str]:
        if self.as_json:
            yield json.dumps(asdict(outcome))
        elif outcome.result is not Result.IGNORED or verbosity > 1:
            yield as_line(outcome)
            for warning in outcome.warnings if verbosity > 1 else ():
                where = f"line {warning.line}: " if warning.line else ""
                yield f"{'':<10}{where}{warning.message} ({warning.code})"

    def _count(self, outcome: Outcome) -> None:
        self.counts[outcome.result] += 1
        self.counts["truncated"] += outcome.truncated
        self.counts["parts of an input"] += bool(outcome.part)
        self.counts["access changed"] += bool(outcome.access_was)
        self.counts["opened to the public against their marking"] += outcome.widened
        if outcome.result in (Result.IMPORTED, Result.REVISED, Result.UNCHANGED):
            self.counts[f"seen by: {Access(outcome.access).label.lower()}"] += 1

    def _sum_up(self, *, dry_run: bool) -> None:
        counts = {name: count for name, count in self.counts.items() if count or name in ("imported", "refused")}
        if self.as_json:
            self.stdout.write(json.dumps({"summary": counts, "dry_run": dry_run}))
        else:
            self.stdout.write(counted("Dry run: would be" if dry_run else "Cables", counts))


def named_path(text: str) -> Path:
    """A path as it was given; an empty one, as an unset variable gives it, would mean the folder one is in."""
    if not text.strip():
        raise ArgumentTypeError("an empty path")
    return Path(text)


def as_line(outcome: Outcome) -> str:
    """One outcome for people: what became of it, who may see it, what needs a look."""
    where = f"{outcome.name}, line {outcome.line}" if outcome.line else outcome.name
    if outcome.result in (Result.REFUSED, Result.IGNORED):
        return f"{outcome.result:<10}{where}: {outcome.reason}"
    said = [outcome.access, f"{outcome.sections} sections", f"revision {outcome.revision}"]
    if outcome.access_was:
        said[0] = f"{outcome.access} (was {outcome.access_was})"
    if outcome.part:
        said.append(f"part {outcome.part}")
    if outcome.truncated:
        said.append("truncated")
    if outcome.widened:
        said.append(outcome.access_reason)
    if outcome.warnings:
        said.append(f"{len(outcome.warnings)} warning{'s' if len(outcome.warnings) > 1 else ''}")
    return f"{outcome.result:<10}{outcome.mrn:<22}{', '.join(said)}  ({where})"
