"""The hub: what this process hears of the doorbell, and one reader per room.

A bell only says "look again". Bells of the same kind that arrive while one is being answered are
folded into one. Redis may lose any of them: a tick compares every room's head with what was
handed on, so the database is the truth and a bell only makes it quick.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

import structlog
from channels.layers import get_channel_layer

from consumers.hop import hop
from consumers.ws.feed import Feed
from forum import doorbell
from forum.timeline.queries import heads

log = structlog.get_logger(__name__)

TICK_SECONDS = 2
# Subscriptions are renewed this often: a layer may forget them after a day.
RENEW_SECONDS = 3600

Ear = Callable[[], None]


class Hub:
    """One per process. All its methods belong to the event loop that runs `run`."""

    def __init__(self) -> None:
        self._ears: dict[str, set[Ear]] = defaultdict(set)
        self._feeds: dict[UUID, Feed] = {}
        self._subscribed: set[str] = set()
        self._changed = asyncio.Event()

    def listen(self, bell: str, ear: Ear) -> None:
        """Calls `ear` whenever the bell rings, until `unlisten`."""
        self._ears[bell].add(ear)
        if bell not in self._subscribed:
            self._changed.set()

    def unlisten(self, bell: str, ear: Ear) -> None:
        self._ears[bell].discard(ear)
        if not self._ears[bell]:
            del self._ears[bell]
            self._changed.set()

    def feed(self, room: UUID) -> Feed:
        """The one reader of this room in this process; made when first asked for."""
        if room not in self._feeds:
            feed = self._feeds[room] = Feed(room, empty=self._drop)
            self.listen(doorbell.room(room), feed.ring)
        return self._feeds[room]

    def _drop(self, feed: Feed) -> None:
        if self._feeds.pop(feed.room, None) is feed:
            self.unlisten(doorbell.room(feed.room), feed.ring)

    async def run(self) -> None:
        """Hears and ticks until cancelled."""
        doorbell.ring_on(asyncio.get_running_loop())
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hear())
            tasks.create_task(self._tick())

    async def _hear(self) -> None:
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel()
                self._subscribed.clear()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._subscribe(layer, channel))
                    tasks.create_task(self._receive(layer, channel))
            except* Exception:
                log.warning("bells_unheard")
            await asyncio.sleep(1)

    async def _receive(self, layer: object, channel: str) -> None:
        while True:
            message = await layer.receive(channel)  # type: ignore[attr-defined]
            for ear in tuple(self._ears.get(message["bell"], ())):
                ear()

    async def _subscribe(self, layer: object, channel: str) -> None:
        """Keeps the layer's groups equal to what is listened to."""
        while True:
            self._changed.clear()
            for bell in self._ears.keys() - self._subscribed:
                async with asyncio.timeout(5):
                    await layer.group_add(bell, channel)  # type: ignore[attr-defined]
                self._subscribed.add(bell)
                # What rang before we listened is found by looking once.
                for ear in tuple(self._ears.get(bell, ())):
                    ear()
            for bell in self._subscribed - self._ears.keys():
                async with asyncio.timeout(5):
                    await layer.group_discard(bell, channel)  # type: ignore[attr-defined]
                self._subscribed.discard(bell)
            try:
                async with asyncio.timeout(RENEW_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                self._subscribed.clear()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            rooms = list(self._feeds)
            if not rooms:
                continue
            try:
                for room, head in (await hop(heads, rooms)).items():
                    feed = self._feeds.get(room)
                    if feed is not None and feed.cursor < head:
                        feed.ring()
            except Exception:
                log.warning("tick_failed", exc_info=True)


_hub: Hub | None = None


def the_hub() -> Hub:
    """This process's hub."""
    global _hub
    if _hub is None:
        _hub = Hub()
    return _hub
