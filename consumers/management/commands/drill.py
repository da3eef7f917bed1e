"""A drill: calls everybody whom a crisis in this group would call, marked as a drill."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers.management.group import chosen_group
from moderation.paging.actions import drill


class Command(BaseCommand):
    help = "Call everybody of this group's chain at once, marked as a drill."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("group", help="name or id")

    def handle(self, *args: Any, **options: Any) -> None:
        group = chosen_group(options["group"])
        called = drill(group.pk) if group else []
        if not called:
            raise CommandError("Nobody can be called in this group.")
        self.stdout.write(f"{len(called)} called; what became of it stands on the duty page.")
