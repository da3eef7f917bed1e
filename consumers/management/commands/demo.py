"""Makes the demo group."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers import demo
from forum.rooms.models import Group


class Command(BaseCommand):
    help = "Seed the demo group into an empty database and print its logins."

    def handle(self, *args: Any, **options: Any) -> None:
        if Group.objects.exists():
            raise CommandError("There is a group already: demo data goes into an empty database.")
        for login in demo.seed():
            self.stdout.write(f"{login.role}: {login.username} / {login.password}")
        self.stdout.write(f"code: {demo.fresh_code()}")
