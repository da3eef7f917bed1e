"""The hub: what this process hears of the doorbell, one reader per room, and the heartbeat.

A bell only says "look again". Bells of the same kind that arrive while one is being answered are
folded into one. Redis may lose any of them: a tick compares every room's head with what was
handed on, and looks through the bells that are rows, so the database is the truth and hearing a
bell only makes it quick.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import structlog
from channels.layers import get_channel_layer
from django.utils import timezone

from consumers.hop import hop
from consumers.serving.outlet import framed
from consumers.wire.closing import Closing
from consumers.wire.events import Heartbeat
from consumers.wire.frame import encode
from consumers.ws.feed import Feed, Listener
from forum import doorbell
from forum.timeline.queries import heads

log = structlog.get_logger(__name__)

TICK_SECONDS = 1
# A transaction that rang a bell commits within this.
LATE_SECONDS = 30
# Silence for more than two of these, and the phone says that the line is dead: within 5 s.
HEARTBEAT_SECONDS = 2
BEATS_APART = 20  # links do not all beat at once

Ear = Callable[[], None]


class Member(Listener, Protocol):
    """A link, as far as the hub knows it."""

    def beat(self, frame: Callable[[frozenset[UUID]], bytes]) -> None: ...
    def end(self, why: Closing) -> None: ...


class Hub:
    """One per process. All its methods belong to the event loop that runs `run`."""

    def __init__(self) -> None:
        self._ears: dict[str, set[Ear]] = defaultdict(set)
        self._feeds: dict[UUID, Feed] = {}
        self._members: list[set[Member]] = [set() for _ in range(BEATS_APART)]
        self._subscribed: set[str] = set()
        self._changed = asyncio.Event()
        self._bells = _Unheard()
        self._rung: dict[str, float] = {}

    # --- links ----------------------------------------------------------------------------------

    def join(self, link: Member) -> None:
        """Beats for this link from now on, until `leave`."""
        min(self._members, key=len).add(link)

    def leave(self, link: Member) -> None:
        for beat in self._members:
            beat.discard(link)

    @property
    def has_links(self) -> bool:
        return any(self._members)

    def restart_all(self) -> None:
        """Tells every socket of this process that it is going down."""
        for beat in self._members:
            for link in tuple(beat):
                link.end(Closing.RESTART)

    # --- bells ----------------------------------------------------------------------------------

    def listen(self, bell: str, ear: Ear, *, since: float | None = None) -> None:
        """Calls `ear` whenever the bell rings, until `unlisten`; at once if it rang `since` (by
        the loop's clock), when what the listener knows was read."""
        self._ears[bell].add(ear)
        if doorbell.counted(bell) and bell not in self._subscribed:
            self._changed.set()
        if since is not None and self._rung.get(bell, since) > since:
            ear()

    def unlisten(self, bell: str, ear: Ear) -> None:
        self._ears[bell].discard(ear)
        if not self._ears[bell]:
            del self._ears[bell]
            if bell in self._subscribed:
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

    def _ring(self, bell: str) -> None:
        if not doorbell.counted(bell):
            self._rung[bell] = asyncio.get_running_loop().time()
        for ear in tuple(self._ears.get(bell, ())):
            ear()

    # --- loops ----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Hears, ticks and beats until cancelled."""
        doorbell.ring_on(asyncio.get_running_loop(), self._ring)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hear())
            tasks.create_task(self._tick())
            tasks.create_task(self._beat())

    async def _hear(self) -> None:
        """Bells of other processes, where there are others."""
        layer = get_channel_layer()
        while layer is not None:
            try:
                channel = await layer.new_channel()
                self._subscribed.clear()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._subscribe(layer, channel))
                    tasks.create_task(self._receive(layer, channel))
            except* Exception:
                log.warning("bells_unheard")
                # Else what this subscription still holds would go on filling up.
                with contextlib.suppress(Exception):
                    await layer.flush()
            await asyncio.sleep(1)

    async def _receive(self, layer: object, channel: str) -> None:
        while True:
            message = await layer.receive(channel)  # type: ignore[attr-defined]
            if message.get("by") != doorbell.HERE:
                self._ring(message["bell"])

    async def _subscribe(self, layer: object, channel: str) -> None:
        """Keeps the layer's groups equal to what is listened to."""
        while True:
            self._changed.clear()
            wanted = {bell for bell in self._ears if doorbell.counted(bell)} | {doorbell.CHANGES}
            # Whatever rang before we listened is found by the tick.
            for bell in wanted - self._subscribed:
                async with asyncio.timeout(5):
                    await layer.group_add(bell, channel)  # type: ignore[attr-defined]
                self._subscribed.add(bell)
            for bell in self._subscribed - wanted:
                async with asyncio.timeout(5):
                    await layer.group_discard(bell, channel)  # type: ignore[attr-defined]
                self._subscribed.discard(bell)
            await self._changed.wait()

    async def _tick(self) -> None:
        while True:
            try:
                for room, head in (await hop(heads, list(self._feeds))).items():
                    feed = self._feeds.get(room)
                    if feed is not None and feed.cursor < head:
                        feed.ring()
                for bell in await self._bells.look():
                    self._ring(bell)
                old = asyncio.get_running_loop().time() - LATE_SECONDS
                self._rung = {bell: at for bell, at in self._rung.items() if at > old}
            except Exception:
                log.warning("tick_failed", exc_info=True)
            await asyncio.sleep(TICK_SECONDS)

    async def _beat(self) -> None:
        while True:
            for beat in self._members:
                frames = _Beat(self._feeds)
                for link in tuple(beat):
                    try:
                        link.beat(frames.of)
                    except Exception:
                        log.error("beat_failed", exc_info=True)
                await asyncio.sleep(HEARTBEAT_SECONDS / BEATS_APART)


class _Beat:
    """One moment's heartbeat, encoded once for all who see the same rooms."""

    def __init__(self, feeds: dict[UUID, Feed]) -> None:
        self._feeds = feeds
        self._now = timezone.now()
        self._made: dict[frozenset[UUID], bytes] = {}

    def of(self, rooms: frozenset[UUID]) -> bytes:
        frame = self._made.get(rooms)
        if frame is None:
            heads = {str(room): max(0, self._feeds[room].cursor) for room in rooms}
            frame = self._made[rooms] = framed(encode(Heartbeat(now=self._now, heads=heads)))
        return frame


class _Unheard:
    """The bells that are rows, each once, however late its transaction commits."""

    def __init__(self) -> None:
        self._from: int | None = None
        self._marks: deque[tuple[float, int]] = deque()  # when which number was the newest
        self._known: set[int] = set()

    async def look(self) -> list[str]:
        """The names of those not given yet; none at the first look."""
        now = asyncio.get_running_loop().time()
        if self._from is None:
            self._from = await hop(doorbell.newest)
            return []
        found = [row for row in await hop(doorbell.rung, self._from) if row[0] not in self._known]
        if found:
            self._known.update(number for number, _ in found)
            self._marks.append((now, max(self._known)))
        while self._marks and self._marks[0][0] < now - LATE_SECONDS:
            self._from = self._marks.popleft()[1]
            self._known = {number for number in self._known if number > self._from}
        return list(dict.fromkeys(name for _, name in found))


_hub: Hub | None = None


def the_hub() -> Hub:
    """This process's hub."""
    global _hub
    if _hub is None:
        _hub = Hub()
    return _hub
