"""Serves pages and sockets."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consumers.jobs import screen
from consumers.sole import claim_database
from forum import env


class Command(BaseCommand):
    help = "Serve pages and sockets, with the background loops unless --no-loops."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=env.PORT)
        parser.add_argument("--no-loops", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        from consumers.serving import server

        if not options["no_loops"]:
            screen.ready()
        claim_database()
        server.check_port(options["host"], options["port"])
        server.run(host=options["host"], port=options["port"], loops=not options["no_loops"])
