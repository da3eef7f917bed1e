"""Room to breathe between two rounds of the same work.

A round that costs five milliseconds for one message costs hardly more for ten. Begun anew for each
message, rounds would fill the processor at a tenth of what it can carry, and two processes on one
machine would take it from each other. Who comes first waits for nothing; who comes right after is
done together with the next ones.
"""

from __future__ import annotations

import asyncio

from django.conf import settings

# One process alone, on SQLite, takes the processor from nobody: it may be as quick as it can.
APART_SECONDS = 0.025 if settings.ON_POSTGRES else 0.0


class Spacing:
    """At least `APART_SECONDS` from the start of one round to the start of the next."""

    def __init__(self) -> None:
        self._next = 0.0

    async def wait(self) -> None:
        """Until the next round may start; which it then does."""
        loop = asyncio.get_running_loop()
        early = self._next - loop.time()
        if early > 0:
            await asyncio.sleep(early)
        self._next = loop.time() + APART_SECONDS
