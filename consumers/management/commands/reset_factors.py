"""A member of staff has lost phone and paper: the next sign-in enrols anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.factors.actions import reset
from forum.people.models import Person


class Command(BaseCommand):
    help = "Take all second factors from a member of staff. Make sure first that it is them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(account__username=options["username"]).first()
        if person is None:
            raise CommandError("There is no member of staff of that name.")
        reset(person)
        self.stdout.write("Done. The next sign-in asks for a new one.")
