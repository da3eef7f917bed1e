"""A socket's way in, with a bound on how many frames may lie waiting there.

Daphne queues whatever arrives. Here a socket whose frames pile up is not read from until some of
them are answered; then the sender's own network holds it back.
"""

from __future__ import annotations

import asyncio
from typing import Any

FULL, LOW = 32, 8


class Inlet(asyncio.Queue[dict[str, Any]]):
    """The queue between Daphne and the application."""

    def __init__(self, transport: Any) -> None:
        super().__init__()
        self._transport = transport
        self._paused = False

    def put_nowait(self, item: dict[str, Any]) -> None:
        super().put_nowait(item)
        if not self._paused and self.qsize() >= FULL:
            self._paused = True
            self._transport.pauseProducing()

    async def get(self) -> dict[str, Any]:
        item = await super().get()
        if self._paused and self.qsize() <= LOW:
            self._paused = False
            self._transport.resumeProducing()
        return item
