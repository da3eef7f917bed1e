"""A WebSocket client that costs next to nothing, so that what is measured is the server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import urlsplit

new_event_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
with contextlib.suppress(ImportError):
    # Half the cost of the load. Not needed, and no part of the product.
    from uvloop import new_event_loop

Result = TypeVar("Result")
Hear = Callable[[bytes], None]

KEY = "x3JJHMbDL1EzLkh9GBhXDw=="
OPEN_SECONDS = 60


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Runs it on the cheapest loop there is."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)


class Line(asyncio.Protocol):
    """One open socket. Text frames are handed to `hear` as bytes, unparsed."""

    def __init__(self, request: bytes, hear: Hear) -> None:
        self.hear = hear
        self.close_code = 0
        self._up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open = False
        self._request = request
        self._buffer = b""
        self._asked = 0
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.transport: asyncio.Transport

    @classmethod
    async def open(cls, url: str, hear: Hear, *, token: str = "", path: str = "/ws") -> Line:
        """Connects and waits for the handshake. Raises `OSError` when it is refused."""
        at = urlsplit(url)
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {at.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: http://{at.netloc}\r\nCookie: fr={token}\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(
            lambda: cls(request.encode(), hear), at.hostname or "", at.port or 80
        )
        async with asyncio.timeout(OPEN_SECONDS):
            await line._up
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self.transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        cut = ConnectionError(f"closed {self.close_code or ''}")
        everything: list[asyncio.Future[Any]] = [self._up, *self._waiting.values()]
        for waiting in everything:
            if not waiting.done():
                waiting.set_exception(cut)
                waiting.exception()  # nobody need look at it

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        at, end = 0, len(buffer)
        if not self._open:
            at = buffer.find(b"\r\n\r\n") + 4
            if at < 4:
                self._buffer = buffer
                return
            if not buffer.startswith(b"HTTP/1.1 101"):
                if not self._up.done():
                    self._up.set_exception(ConnectionError(buffer[:60].decode("latin1")))
                return
            self._open = True
            if not self._up.done():
                self._up.set_result(None)
        while end - at >= 2:
            length, head = buffer[at + 1], 2
            if length == 126:
                if end - at < 4:
                    break
                length, head = struct.unpack_from(">H", buffer, at + 2)[0], 4
            elif length == 127:
                if end - at < 10:
                    break
                length, head = struct.unpack_from(">Q", buffer, at + 2)[0], 10
            start = at + head
            if end < start + length:
                break
            kind = buffer[at] & 15
            if kind == 1:
                payload = buffer[start : start + length]
                if self._waiting:
                    self._answer(payload)
                self.hear(payload)
            elif kind == 9:
                self._frame(0x8A, buffer[start : start + length])
            elif kind == 8 and length >= 2:
                self.close_code = struct.unpack_from(">H", buffer, start)[0]
            at = start + length
        self._buffer = buffer[at:]

    def _answer(self, payload: bytes) -> None:
        if b'"re":' in payload[:60]:
            answer = json.loads(payload)
            waiting = self._waiting.pop(answer["re"], None)
            if waiting and not waiting.done():
                waiting.set_result(answer)

    def _frame(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        head = bytes((kind, 0x80 | size)) if size < 126 else struct.pack(">BBH", kind, 0xFE, size)
        # Masked with zeroes: allowed, and free.
        self.transport.write(head + b"\0\0\0\0" + payload)

    def say(self, payload: bytes) -> None:
        """Sends a text frame as it is."""
        self._frame(0x81, payload)

    def ask(self, **command: Any) -> asyncio.Future[dict[str, Any]]:
        """Sends a command with its number; the answer comes in the future."""
        self._asked += 1
        answer = self._waiting[self._asked] = asyncio.get_running_loop().create_future()
        self.say(json.dumps({"re": self._asked, **command}).encode())
        return answer

    def cut(self) -> None:
        self.transport.abort()
