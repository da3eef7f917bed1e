"""Writes lines worth labelling, de-identified, of groups that lend them."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.rooms.models import Group
from moderation.feedback import lines


class Command(BaseCommand):
    help = (
        "Write lines the model was unsure of, or people disagreed with it about, as JSON lines: "
        "de-identified, shuffled, without ids or times, of groups whose administrator lends them. "
        "Read them before they go anywhere: no rule knows every nickname."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="a new file")
        parser.add_argument("--most", type=int, default=500)
        parser.add_argument(
            "--with-care", action="store_true", help="also lines about crisis and distress"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Group.objects.filter(lends_lines=True).exists():
            raise CommandError(
                "No group lends its lines. An administrator switches it on, on the page of limits."
            )
        if options["most"] < lines.AUTHORS_MIN:
            raise CommandError(f"--most is at least {lines.AUTHORS_MIN}: a line of one among few.")
        try:
            taken = lines.take(options["most"], with_care=options["with_care"])
        except lines.TooFewAuthors as few:
            raise CommandError(
                f"Only {few.authors} people wrote what could go out, and {lines.AUTHORS_MIN} of "
                "one group are needed: with fewer, a line is not anonymous. Nothing is written."
            ) from few
        out: Path = options["out"]
        try:
            # For the eyes of whoever runs this alone; and never over something that is there.
            handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as there:
            raise CommandError(f"{out.name} is there already.") from there
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            for line in taken.lines:
                file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
        self.stderr.write(
            f"{len(taken.lines)} lines of {taken.authors} people in {taken.groups} groups; "
            f"{taken.dropped} were left out because they are long or might still tell on somebody. "
            "Read them before they go anywhere."
        )
