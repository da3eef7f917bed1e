"""A person's open socket.

A plain ASGI application under Channels' routing. It checks where the socket comes from and whose
login it carries, decodes frames, makes one database hop a command (together with what others ask
at the same moment), and keeps the small snapshots fresh. It holds no rule about people; what it
remembers are cursors and what it last said.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import timezone

from consumers.hop import Together, hop
from consumers.serving.outlet import Outlet, framed
from consumers.wire import commands, events
from consumers.wire.closing import Closing
from consumers.wire.frame import MAX_FRAME_BYTES, Frame, encode
from consumers.ws import pictures, room
from consumers.ws.commands import COMMANDS, TOGETHER
from consumers.ws.hub import HEARTBEAT_SECONDS, the_hub
from consumers.ws.pace import Bucket
from forum.errors import Code, DomainError
from forum.messages.text import MAX as MAX_TEXT
from forum.people.devices import known_all
from forum.people.models import Person

log = structlog.get_logger(__name__)

HELLO_SECONDS = 10
# What only time changes is looked at when its time comes; and everything this often, in case.
LOOK_SECONDS = 600
SETTLING_SECONDS = 1
AGAIN_SECONDS = 2
FLOODED_SECONDS = 1.5

_known = Together(known_all)
_greet = Together(pictures.greet)
_look = Together(pictures.look)

Message = dict[str, Any]


async def link(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """The ASGI application of one socket, from handshake to close."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    await Link(scope).run(receive)


class Link:
    """One socket. The hub hands it news and beats; Daphne hands it frames."""

    __slots__ = (
        "_bells",
        "_bucket",
        "_hears",
        "_look_at",
        "_loop",
        "_outlet",
        "_person",
        "_refreshing",
        "_rooms",
        "_said",
        "_scope",
        "_stale",
        "_token",
        "open",
    )

    def __init__(self, scope: dict[str, Any]) -> None:
        self._scope = scope
        self._outlet: Outlet = scope["extensions"]["fellesrom.outlet"]
        self._loop = asyncio.get_running_loop()
        self._bucket = Bucket()  # its login's, once that is known
        self._token = ""
        self._person: Person | None = None  # once greeted
        self._rooms: frozenset[UUID] = frozenset()
        self._bells: frozenset[str] = frozenset()
        self._said: dict[str, bytes] = {}
        self._hears = True
        self._stale = False
        self._refreshing: asyncio.Task[None] | None = None
        self._look_at = self._loop.time() + HELLO_SECONDS
        self.open = True

    async def run(self, receive: Callable[[], Awaitable[Message]]) -> None:
        """Answers frames until the socket is gone."""
        try:
            await self._let_in()
            while self._hears and (message := await receive())["type"] == "websocket.receive":
                if self.open:
                    await self._take(message)
        finally:
            self._leave()

    async def _let_in(self) -> None:
        if not self._own_origin():
            return self.end(Closing.ORIGIN)
        self._token = self._cookie()
        self._bucket = Bucket.of(hashlib.blake2b(self._token.encode(), digest_size=16).digest())
        # The headers have told all they have to; they are not kept for hours.
        self._scope = {}
        if self._bucket.in_debt:
            # Who comes back at once is kept waiting: turning away costs us more than holding on.
            await asyncio.sleep(FLOODED_SECONDS)
            return self.end(Closing.FLOODING)
        try:
            if await _known.ask(self._token) is None:
                return self.end(Closing.SIGNED_OUT)
        except DatabaseError:
            return self.end(Closing.UNAVAILABLE)
        the_hub().join(self)

    def _leave(self) -> None:
        self.open = False
        hub = the_hub()
        hub.leave(self)
        if self._refreshing:
            self._refreshing.cancel()
        for room_id in self._rooms:
            hub.feed(room_id).leave(self)
        for bell in self._bells:
            hub.unlisten(bell, self.stale)
        self._rooms, self._bells = frozenset(), frozenset()

    # --- in -------------------------------------------------------------------------------------

    async def _take(self, message: Message) -> None:
        if not self._bucket.take():
            if self._bucket.hopeless:
                return self.end(Closing.FLOODING)
            return self._refuse(None, DomainError(Code.FLOODING))
        text = message.get("text")
        if text is None:
            return self._refuse(None, DomainError(Code.FRAME_BINARY))
        if len(text.encode()) > MAX_FRAME_BYTES:
            return self._refuse(None, DomainError(Code.FRAME_TOO_LARGE, max=MAX_FRAME_BYTES))
        try:
            command = commands.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return self._refuse(None, DomainError(Code.FRAME_MALFORMED))
        try:
            await self._answer(command)
        except DomainError as refusal:
            self._refuse(command.re, refusal)
        except DatabaseError:
            log.warning("database_unavailable", command=type(command).__name__)
            self._refuse(command.re, DomainError(Code.UNAVAILABLE))
        except Exception:
            log.error("command_failed", command=type(command).__name__, exc_info=True)
            self._refuse(command.re, DomainError(Code.UNAVAILABLE))
        # Whoever reads slowly is answered no faster.
        await self._outlet.drained()

    async def _answer(self, command: commands.AnyCommand) -> None:
        if isinstance(command, commands.Hello):
            return await self._hello(command)
        if self._person is None:
            raise DomainError(Code.HELLO_FIRST)
        if isinstance(command, commands.Follow):
            return await self._follow(self._person, command)
        together = TOGETHER.get(type(command))
        if together is not None:
            self._say(await together.ask((self._person, command)))
        else:
            self._say(await hop(COMMANDS[type(command)], self._person, command))

    async def _hello(self, command: commands.Hello) -> None:
        asked = self._loop.time()
        # The phone has spoken: what takes long now is us.
        self._look_at = asked + HELLO_SECONDS
        greeting = await _greet.ask(
            pictures.Hello(self._token, command.language, command.epoch, command.cursors)
        )
        if greeting is None:
            return self.end(Closing.SIGNED_OUT)
        self._say(
            events.Welcome(
                re=command.re,
                epoch=greeting.epoch,
                now=timezone.now(),
                staff=greeting.person.is_staff,
                language=command.language,
                heartbeat_seconds=HEARTBEAT_SECONDS,
                max_text=MAX_TEXT,
            )
        )
        self._person = greeting.person
        self._said.clear()
        self._show(greeting.picture, asked)
        for page in greeting.resumed:
            await self._resume(page)

    async def _resume(self, page: events.Resumed) -> None:
        """Hands on what the room has had since, page by page, until the room is heard live."""
        while self._sees(page.room):
            live = not page.more and the_hub().feed(page.room).follow(self, held=page.head)
            self._say(page if live else msgspec.structs.replace(page, more=True))
            if live:
                return
            await self._outlet.drained()
            page = await hop(pictures.missed, page.room, page.head)

    async def _follow(self, person: Person, command: commands.Follow) -> None:
        page = await hop(room.follow, person, command)
        if not self._sees(command.room):
            raise DomainError(Code.ROOM_NOT_FOUND)
        # How far the page reaches, not its last entry: the newest may be gone for good. And never
        # what the phone says alone: beyond the room's head nobody would hear anything.
        held = page.head
        news: Frame = page
        while self._sees(command.room):
            self._say(news)
            if page.more or the_hub().feed(command.room).follow(self, held=held):
                return
            # The feed moved on while we read: the rest comes before anything live.
            await self._outlet.drained()
            rest = await hop(pictures.missed, command.room, held)
            held, news = rest.head, events.Entries(room=command.room, entries=rest.entries)

    def _sees(self, room_id: UUID) -> bool:
        """Whether this person is shown the room. Asked again after each wait: one may be removed
        meanwhile."""
        return self.open and room_id in self._rooms

    # --- out ------------------------------------------------------------------------------------

    def write(self, frame: bytes) -> None:
        """Hands on a frame made by `framed`; a socket that is gone swallows it."""
        if self.open:
            self._outlet.write(frame)

    def _say(self, frame: Frame) -> None:
        self.write(framed(encode(frame)))

    def _refuse(self, re: int | None, refusal: DomainError) -> None:
        self._say(events.Error(re=re, code=refusal.code.value, params=refusal.params))

    def end(self, why: Closing) -> None:
        """Ends the socket with a close code."""
        if self.open:
            self.open = False
            # Whoever floods is not listened to any more, not even for its farewell.
            self._hears = why is not Closing.FLOODING
            self._outlet.end(why)

    # --- staying true ---------------------------------------------------------------------------

    def beat(self, frame: Callable[[frozenset[UUID]], bytes]) -> None:
        """Called every heartbeat; `frame` gives the heartbeat for a set of rooms."""
        late = self._loop.time() >= self._look_at
        if self._person is not None:
            self.write(frame(self._rooms))
            if late:
                self.stale()
        elif late:
            self.end(Closing.SILENT)

    def stale(self) -> None:
        """Something this person sees may have changed: look again."""
        self._stale = True
        if self._refreshing is None and self._person is not None:
            self._refreshing = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        try:
            while self._stale and self.open:
                self._stale = False
                asked = self._loop.time()
                picture = await _look.ask(self._token)
                if picture is None:
                    return self.end(Closing.SIGNED_OUT)
                self._show(picture, asked)
        except Exception:
            log.warning("refresh_failed", exc_info=True)
            self._look_at = self._loop.time() + AGAIN_SECONDS
        finally:
            self._refreshing = None

    def _show(self, picture: pictures.Picture, asked: float) -> None:
        """Sends what changed of the snapshots since `asked`, and hears the bells and rooms they
        speak of."""
        if not self.open:
            return
        hub = the_hub()
        for bell in picture.bells - self._bells:
            hub.listen(bell, self.stale, since=asked)
        for bell in self._bells - picture.bells:
            hub.unlisten(bell, self.stale)
        self._bells = picture.bells
        for room_id in self._rooms - picture.rooms:
            hub.feed(room_id).leave(self)
        for room_id in picture.rooms - self._rooms:
            hub.feed(room_id).watch(self)
        self._rooms = picture.rooms
        for frame in picture.frames:
            kind = type(frame).__name__
            gist = hashlib.blake2b(encode(pictures.gist(frame)), digest_size=8).digest()
            if self._said.get(kind) != gist:
                self._said[kind] = gist
                self._say(frame)
        wait: float = SETTLING_SECONDS if picture.settling else LOOK_SECONDS
        if picture.turns_at is not None:
            wait = min(wait, max(0, (picture.turns_at - timezone.now()).total_seconds()))
        self._look_at = self._loop.time() + wait

    # --- whose socket ---------------------------------------------------------------------------

    def _header(self, name: bytes) -> str:
        headers: list[tuple[bytes, bytes]] = self._scope["headers"]
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
