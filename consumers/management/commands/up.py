"""Everything for trying it out, in one process: what `make run` ends in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from consumers import demo
from consumers.jobs import screen
from consumers.sole import claim_database
from forum import env
from forum.rooms.models import Group


class Command(BaseCommand):
    help = "Migrate, make demo data if there is none, say where to go, and serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=env.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        from consumers.serving import server

        if env.SECURE:
            raise CommandError("`up` is for trying it out. Behind https, use `serve` and `work`.")
        if not (settings.BASE / "frontend" / "dist" / ".vite" / "manifest.json").exists():
            raise CommandError("The front end is not built yet: run `make setup` first.")
        server.check_port(options["host"], options["port"])
        screen.ready()
        claim_database()
        call_command("migrate", verbosity=0)
        logins = demo.renew_logins() if Group.objects.exists() else demo.seed()
        self._announce(logins)
        server.run(host=options["host"], port=options["port"], loops=True)

    def _announce(self, logins: list[demo.Login]) -> None:
        say = self.stdout.write
        say("")
        say(f"  Fellesrom is at       {env.public_url('/')}")
        if logins:
            code = demo.fresh_code()
            link = env.public_url(f"/i/{code}")
            say(f"  An invitation         {code}")
            say(f"                        {link}")
            say("")
            self.stdout.flush()
            segno.make(link, error="l").terminal(sys.stdout, compact=True, border=2)
            say(f"  Staff sign in at      {env.public_url('/team/')}")
            for login in logins:
                say(f"    {login.role:<19}  {login.username}   {login.password}")
        say("")
        say("  Ctrl-C stops it. Everything is kept in var/.")
        say("")
        self.stdout.flush()
