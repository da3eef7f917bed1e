"""One reader per process and room: each entry is read once and encoded once, for everybody.

A follower is attached when it holds everything up to the feed's cursor, so what it is handed from
then on has no gap. Somebody merely watching hears only that there is news.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import structlog

from consumers.hop import hop
from consumers.serving.outlet import framed
from consumers.spacing import Spacing
from consumers.wire.events import Entries, Head
from consumers.wire.frame import encode
from consumers.wire.present import entry
from forum.timeline.queries import PAGE, heads, since

log = structlog.get_logger(__name__)


class Listener(Protocol):
    def write(self, frame: bytes) -> None:
        """Hands on a frame made by `framed`. Never waits, never raises."""


class Feed:
    """A room's live stream in this process. `cursor` is the newest sequence handed on, or -1
    before the first look."""

    def __init__(self, room: UUID, *, empty: Callable[[Feed], None]) -> None:
        self.room = room
        self.cursor = -1
        self._empty = empty
        self._followers: set[Listener] = set()
        self._watchers: set[Listener] = set()
        self._reader: asyncio.Task[None] | None = None
        self._again = False
        self._spacing = Spacing()

    def follow(self, link: Listener, *, held: int) -> bool:
        """Attaches a follower that holds everything up to `held`; False when the feed is further
        on already and the link must read more first."""
        if self.cursor > held:
            return False
        if self.cursor < 0:
            self.cursor = held
        self._watchers.discard(link)
        self._followers.add(link)
        self.ring()
        return True

    def watch(self, link: Listener) -> None:
        """Hears of news only, unless it follows already."""
        if link not in self._followers:
            self._watchers.add(link)
        if self.cursor < 0:
            self.ring()

    def leave(self, link: Listener) -> None:
        self._followers.discard(link)
        self._watchers.discard(link)
        if not self._followers and not self._watchers:
            self._empty(self)

    def ring(self) -> None:
        """There may be news. Rings that come while reading are one more look."""
        self._again = True
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while self._again:
            await self._spacing.wait()
            self._again = False
            try:
                await self._hand_on()
            except Exception:
                # The tick looks again.
                log.warning("feed_failed", exc_info=True)

    async def _hand_on(self) -> None:
        if self.cursor < 0:
            newest = (await hop(heads, [self.room])).get(self.room, 0)
            # Unless somebody who holds less began to follow meanwhile.
            if self.cursor < 0:
                self.cursor = newest
                return
        rows = await hop(since, self.room, self.cursor)
        if not rows:
            return
        news = framed(encode(Entries(room=self.room, entries=[entry(row) for row in rows])))
        self.cursor = rows[-1].seq
        for link in self._followers:
            link.write(news)
        if self._watchers:
            head = framed(encode(Head(room=self.room, head=self.cursor)))
            for link in self._watchers:
                link.write(head)
        self._again = self._again or len(rows) == PAGE
