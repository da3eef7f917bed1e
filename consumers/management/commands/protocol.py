"""Writes the wire protocol as JSON Schema for the front end and as a page to read, or checks
that both are fresh."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers.wire.document import document
from consumers.wire.export import schema

ROOT = Path(__file__).parents[3]
WRITTEN = {
    ROOT / "frontend" / "src" / "wire" / "protocol.schema.json": schema,
    ROOT / "docs" / "protocol.md": document,
}


class Command(BaseCommand):
    help = "Write the protocol as schema and as a page; with --check, fail when one is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for target, make in WRITTEN.items():
            fresh = make()
            if not options["check"]:
                target.write_text(fresh, encoding="utf-8")
            elif not target.exists() or target.read_text(encoding="utf-8") != fresh:
                raise CommandError("The protocol changed: run `make fix` and commit the result.")
