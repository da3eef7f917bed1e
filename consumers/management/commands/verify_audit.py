"""Walks the record of what staff did, and names the first row that is not as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.audit.verifying import Broken, verify


class Command(BaseCommand):
    help = "Verify the record of what staff did; names the first changed, missing or moved row."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        if isinstance(found, Broken):
            belongs = f" (it belongs at {found.belongs})" if found.belongs else ""
            raise CommandError(f"row {found.seq}: {found.how}{belongs}")
        self.stdout.write(f"sound: {found.acts} rows, the last of {found.last}, mark {found.mark}")
