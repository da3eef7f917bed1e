"""Runs the background loops alone, beside processes that only serve."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.core.management.base import BaseCommand

from consumers.jobs import screen
from consumers.jobs.all import run_all
from consumers.sole import claim_database
from consumers.ws.hub import the_hub


class Command(BaseCommand):
    help = "Run the background loops (screening, claims that lapse), as many of these as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        screen.ready()
        claim_database()
        asyncio.run(_work())


async def _work() -> None:
    hub = the_hub()
    loop, signals = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)
    # Should one of them fail, both end and so does the process: whoever watches it starts it anew.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(hub.run()), group.create_task(run_all(hub))]
        for name in signals:
            loop.add_signal_handler(name, lambda: [task.cancel() for task in tasks])
    # A second signal now ends us at once: a closing loop has no ear left for it.
    for name in signals:
        loop.remove_signal_handler(name)
