"""Writes what the front end and readers have of the source: the wire protocol as JSON Schema and as
a page, and the personal-data rules for the composer. Or checks that all are fresh."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers.wire.document import document
from consumers.wire.export import schema
from moderation.screening import in_browser

ROOT = Path(__file__).parents[3]
WRITTEN = {
    ROOT / "frontend" / "src" / "wire" / "protocol.schema.json": schema,
    ROOT / "frontend" / "src" / "features" / "talk" / "personal-data.json": in_browser.written,
    ROOT / "docs" / "protocol.md": document,
}


class Command(BaseCommand):
    help = "Write the generated files; with --check, fail when one is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for target, make in WRITTEN.items():
            fresh = make()
            if not options["check"]:
                target.write_text(fresh, encoding="utf-8")
            elif not target.exists() or target.read_text(encoding="utf-8") != fresh:
                raise CommandError(f"{target.name} is stale: run `make fix` and commit the result.")
