from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tipportal.first_run import SignIn, is_first_run, make_sign_ins, reset_sign_ins


class Command(BaseCommand):
    help = "Make an administrator, a curator and an analyst when there is no account yet; print their passwords once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="give the existing ones new passwords")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            self.print_sign_ins("New passwords", reset_sign_ins())
        elif is_first_run():
            self.print_sign_ins("Sign-ins", make_sign_ins())
        else:
            self.stdout.write("The sign-ins exist already; `manage.py first_run --reset` gives them new passwords.")

    def print_sign_ins(self, title: str, sign_ins: list[SignIn]) -> None:
        if not sign_ins:
            raise CommandError("None of the first accounts exists any more.")
        self.stdout.write(f"\n{title}, shown only this once:")
        for sign_in in sign_ins:
            self.stdout.write(f"  {sign_in.username:<15}{sign_in.password}")
        self.stdout.write("")
