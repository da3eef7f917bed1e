"""A member of staff has lost phone and paper: the next sign-in enrols anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consumers.management.staff import chosen_staff
from forum.factors.actions import reset


class Command(BaseCommand):
    help = "Take all second factors from a member of staff. Make sure first that it is them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        person = chosen_staff(options["username"])
        reset(person)
        self.stdout.write("Done. The next sign-in asks for a new one.")
