"""A link for the first adult of an installation, or of a service that is new to it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers.management.group import chosen_group
from forum.colleagues.actions import invite_first
from forum.env import public_url
from forum.errors import DomainError
from forum.permissions import STAFF, Role


class Command(BaseCommand):
    help = "Print a link that works once: to found groups, or to join one as staff."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, help="the service they come from")
        parser.add_argument("--group", help="name or id; without one they may found groups")
        parser.add_argument("--role", choices=sorted(STAFF), default=Role.FACILITATOR.value)
        parser.add_argument(
            "--cleared", action="store_true", help="their police certificate has been seen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        group = chosen_group(options["group"])
        if group is None and options["role"] != Role.FACILITATOR:
            raise CommandError("A role is for a group: name one.")
        try:
            code, expires_at = invite_first(
                organisation=options["organisation"],
                cleared=options["cleared"],
                group=group,
                role=Role(options["role"]),
            )
        except DomainError as refusal:
            raise CommandError(refusal.code.value) from refusal
        self.stdout.write(f"link: {public_url(f'/team/i/{code}')}")
        self.stdout.write(f"until: {expires_at:%Y-%m-%d}")
