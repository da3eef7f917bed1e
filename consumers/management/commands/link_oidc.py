"""An account elsewhere (Feide, Entra) lets a member of staff in from now on."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers.management.staff import chosen_staff
from forum import env
from forum.factors.actions import link_oidc


class Command(BaseCommand):
    help = "Link a member of staff to the subject (sub) by which the issuer knows them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("subject")

    def handle(self, *args: Any, **options: Any) -> None:
        if not env.OIDC_ISSUER:
            raise CommandError("FELLESROM_OIDC_ISSUER is not set.")
        person = chosen_staff(options["username"])
        link_oidc(person, issuer=env.OIDC_ISSUER, subject=options["subject"])
        self.stdout.write("Linked.")
