"""Runs the background loops alone, beside processes that only serve."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.core.management.base import BaseCommand

from consumers.jobs.all import run_all
from consumers.sole import claim_database
from consumers.ws.hub import the_hub


class Command(BaseCommand):
    help = "Run the background loops (screening, claims that lapse), as many of these as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        claim_database()
        asyncio.run(_work())


async def _work() -> None:
    hub = the_hub()
    tasks = [asyncio.create_task(hub.run()), asyncio.create_task(run_all(hub))]
    loop, signals = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)
    for name in signals:
        loop.add_signal_handler(name, lambda: [task.cancel() for task in tasks])
    await asyncio.gather(*tasks, return_exceptions=True)
    # A second signal now ends us at once: a closing loop has no ear left for it.
    for name in signals:
        loop.remove_signal_handler(name)
