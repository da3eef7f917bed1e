"""Writes the wire protocol as JSON Schema for the front end, or checks that it is fresh."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers.wire.export import schema

TARGET = Path(__file__).parents[3] / "frontend" / "src" / "wire" / "protocol.schema.json"


class Command(BaseCommand):
    help = "Write frontend/src/wire/protocol.schema.json; with --check, fail when it is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        fresh = schema()
        if not options["check"]:
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            TARGET.write_text(fresh, encoding="utf-8")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != fresh:
            raise CommandError("The protocol changed: run `make fix` and commit the result.")
