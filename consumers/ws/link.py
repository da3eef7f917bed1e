"""The one consumer class: a person's open socket.

It checks where the socket comes from and whose login it carries, decodes frames, makes one
database hop a command, and keeps the small snapshots fresh. It holds no rule about people; what it
remembers are cursors and what it last said.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable
from http.cookies import CookieError, SimpleCookie
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
import structlog
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import timezone

from consumers.hop import hop
from consumers.wire import commands, events
from consumers.wire.closing import Closing
from consumers.wire.frame import MAX_FRAME_BYTES, Frame, encode
from consumers.ws import pictures, room
from consumers.ws.commands import COMMANDS
from consumers.ws.hub import the_hub
from consumers.ws.pace import Bucket
from forum.errors import Code, DomainError
from forum.messages.text import MAX as MAX_TEXT
from forum.people.devices import known
from forum.people.models import Device, Person

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 10
HELLO_SECONDS = 10


class Link(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One socket, from handshake to close."""

    # Bells reach links through the hub: no channel of its own in the layer.
    channel_layer_alias = cast(str, None)

    async def connect(self) -> None:
        self.device: Device | None = None
        self._token = ""
        self._greeted = False
        self._open = False
        self._bucket = Bucket()
        self._rooms: set[UUID] = set()
        self._bells: set[str] = set()
        self._said: dict[str, str] = {}
        self._stale = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        await self.accept()
        self._open = True
        if not self._own_origin():
            return await self._end(Closing.ORIGIN)
        self._token = self._cookie()
        try:
            self.device = await hop(known, self._token)
        except DatabaseError:
            return await self._end(Closing.UNAVAILABLE)
        if self.device is None:
            return await self._end(Closing.SIGNED_OUT)
        ALL.add(self)
        self._tasks = [
            asyncio.create_task(self._beat()),
            asyncio.create_task(self._keep_fresh()),
        ]

    async def disconnect(self, code: int) -> None:
        self._open = False
        ALL.discard(self)
        for task in self._tasks:
            task.cancel()
        hub = the_hub()
        for room_id in self._rooms:
            hub.feed(room_id).leave(self)
        for bell in self._bells:
            hub.unlisten(bell, self._stale.set)
        self._rooms, self._bells = set(), set()

    # --- in -------------------------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.device is None:
            return
        if not self._bucket.take():
            if self._bucket.hopeless:
                return await self._end(Closing.FLOODING)
            return await self._refuse(None, DomainError(Code.FLOODING))
        if text_data is None:
            return await self._refuse(None, DomainError(Code.FRAME_BINARY))
        if len(text_data.encode()) > MAX_FRAME_BYTES:
            return await self._refuse(None, DomainError(Code.FRAME_TOO_LARGE, max=MAX_FRAME_BYTES))
        try:
            command = commands.decode(text_data)
        except (msgspec.DecodeError, RecursionError):
            return await self._refuse(None, DomainError(Code.FRAME_MALFORMED))
        await self._answer(command)

    async def _answer(self, command: commands.AnyCommand) -> None:
        try:
            if isinstance(command, commands.Hello):
                await self._hello(command)
            elif not self._greeted:
                raise DomainError(Code.HELLO_FIRST)
            elif isinstance(command, commands.Follow):
                await self._follow(command)
            else:
                answer = await hop(COMMANDS[type(command)], self._person, command)
                await self.write(encode(answer))
        except DomainError as refusal:
            await self._refuse(command.re, refusal)
        except DatabaseError:
            log.warning("database_unavailable", command=type(command).__name__)
            await self._refuse(command.re, DomainError(Code.UNAVAILABLE))
        except Exception:
            log.error("command_failed", command=type(command).__name__, exc_info=True)
            await self._refuse(command.re, DomainError(Code.UNAVAILABLE))

    async def _hello(self, command: commands.Hello) -> None:
        picture = await hop(pictures.greet, self._person, command.language)
        await self.write(
            encode(
                events.Welcome(
                    re=command.re,
                    epoch=picture.epoch,
                    now=timezone.now(),
                    staff=self._person.is_staff,
                    language=command.language,
                    heartbeat_seconds=HEARTBEAT_SECONDS,
                    max_text=MAX_TEXT,
                )
            )
        )
        self._greeted = True
        self._said.clear()
        await self._show(picture)

    async def _follow(self, command: commands.Follow) -> None:
        page = await hop(room.follow, self._person, command)
        await self.write(encode(page))
        if page.more:
            return
        self._rooms.add(command.room)
        feed = the_hub().feed(command.room)
        held = page.entries[-1].seq if page.entries else command.after or page.head
        # The feed may have moved on while we read: catch up until we stand beside it.
        while not feed.follow(self, held=held):
            rest = await hop(
                room.follow,
                self._person,
                commands.Follow(re=command.re, room=command.room, after=held),
            )
            held = rest.entries[-1].seq if rest.entries else rest.head
            await self.write(encode(events.Entries(room=command.room, entries=rest.entries)))

    # --- out ------------------------------------------------------------------------------------

    async def write(self, text: str) -> None:
        """Sends an encoded frame; a socket that is gone swallows it."""
        if self._open:
            await self.send(text_data=text)

    async def _refuse(self, re: int | None, refusal: DomainError) -> None:
        await self.write(
            encode(events.Error(re=re, code=refusal.code.value, params=refusal.params))
        )

    async def _end(self, why: Closing) -> None:
        if self._open:
            self._open = False
            await self.close(code=int(why), reason=why.name.lower())

    async def restart(self) -> None:
        """The process is going down: come back in a moment."""
        await self._end(Closing.RESTART)

    # --- staying true ---------------------------------------------------------------------------

    async def _show(self, picture: pictures.Picture) -> None:
        """Sends what changed of the snapshots, and hears the bells and rooms they speak of."""
        hub = the_hub()
        for bell in picture.bells - self._bells:
            hub.listen(bell, self._stale.set)
        for bell in self._bells - picture.bells:
            hub.unlisten(bell, self._stale.set)
        self._bells = set(picture.bells)
        for room_id in self._rooms - picture.rooms:
            hub.feed(room_id).leave(self)
        for room_id in picture.rooms - self._rooms:
            hub.feed(room_id).watch(self)
        self._rooms = set(picture.rooms)
        for frame in picture.frames:
            await self._say(frame)

    async def _say(self, frame: Frame) -> None:
        kind, gist = type(frame).__name__, encode(pictures.gist(frame))
        if self._said.get(kind) != gist:
            self._said[kind] = gist
            await self.write(encode(frame))

    async def _keep_fresh(self) -> None:
        """Looks again on a bell, and once in a while without one: bells can be lost."""
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS * random.uniform(0.8, 1.2)):
                    await self._stale.wait()
            except TimeoutError:
                pass
            self._stale.clear()
            try:
                self.device = await hop(known, self._token)
                if self.device is None:
                    return await self._end(Closing.SIGNED_OUT)
                if self._greeted:
                    await self._show(await hop(pictures.look, self._person))
            except Exception:
                # Whatever failed, the next look is at most a heartbeat away.
                log.warning("refresh_failed", exc_info=True)

    async def _beat(self) -> None:
        await asyncio.sleep(HELLO_SECONDS)
        if not self._greeted:
            return await self._end(Closing.SILENT)
        hub = the_hub()
        while True:
            heads = {str(r): max(0, hub.feed(r).cursor) for r in self._rooms}
            await self.write(encode(events.Heartbeat(now=timezone.now(), heads=heads)))
            await asyncio.sleep(HEARTBEAT_SECONDS)

    # --- whose socket ---------------------------------------------------------------------------

    @property
    def _person(self) -> Person:
        assert self.device is not None
        return self.device.person

    def _header(self, name: bytes) -> str:
        headers: list[tuple[bytes, bytes]] = self.scope["headers"]
        return next((value.decode("latin1") for key, value in headers if key == name), "")

    def _own_origin(self) -> bool:
        """Only our own pages open sockets: no foreign, null or missing Origin."""
        origin, host = urlsplit(self._header(b"origin")), self._header(b"host")
        return bool(host) and origin.netloc == host and origin.scheme in ("http", "https")

    def _cookie(self) -> str:
        try:
            jar = SimpleCookie(self._header(b"cookie"))
        except CookieError:
            return ""
        morsel = jar.get(settings.DEVICE_COOKIE)
        return morsel.value if morsel else ""


ALL: set[Link] = set()


async def restart_all() -> None:
    """Tells every open socket of this process that it is going down."""
    closing: list[Awaitable[Any]] = [link.restart() for link in tuple(ALL)]
    await asyncio.gather(*closing, return_exceptions=True)
