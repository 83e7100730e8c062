"""`manage.py load_reference`: countries, posts, TAGS, topics, questionnaires and the codebook from cables/data."""

import json
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cables.reference import CodebookFileError, Difference, ReferenceFileError, ReferenceReport, load_reference


class Command(BaseCommand):
    help = "Add missing countries, posts, TAGS, topics, questions, codes; rows corrected in the admin are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="set differing rows back to the files")
        parser.add_argument("--dry-run", action="store_true", help="report only, change nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                report = load_reference(apps.get_model, overwrite=options["overwrite"])
                transaction.set_rollback(options["dry_run"])
        except (ReferenceFileError, CodebookFileError) as error:
            raise CommandError(str(error)) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], **report.as_dict()}, indent=1))
        else:
            self._print(report, dry_run=options["dry_run"])
        if report.refused:
            raise CommandError(f"{len(report.refused)} rows could not be written")

    def _print(self, report: ReferenceReport, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Dry run: nothing is changed.")
        for table, added in report.added.items():
            if added:
                self.stdout.write(f"{table}: {added} added, {report.unchanged[table]} unchanged")
        if not any(report.added.values()):
            self.stdout.write(f"All {sum(report.unchanged.values())} rows of the reference data are there.")
        self._print_differences("Left as corrected", report.kept)
        self._print_differences("Set back to the file", report.overwritten)
        for reason in report.refused:
            self.stderr.write(f"Refused: {reason}")

    def _print_differences(self, title: str, differences: list[Difference]) -> None:
        for found in differences:
            self.stdout.write(
                f"{title}: {found.table} {found.row}: {found.column} is {found.archive!r}, in the file {found.file!r}"
            )
