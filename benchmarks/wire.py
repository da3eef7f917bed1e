"""A WebSocket client that costs next to nothing, so that what is measured is the server."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Hear = Callable[[bytes], None]

KEY = "x3JJHMbDL1EzLkh9GBhXDw=="


class Line(asyncio.Protocol):
    """One open socket. Text frames are handed to `hear` as bytes, unparsed."""

    def __init__(self, request: bytes, hear: Hear) -> None:
        self.hear = hear
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request
        self._buffer = b""
        self._asked = 0
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.transport: asyncio.Transport

    @classmethod
    async def open(cls, url: str, hear: Hear, *, token: str = "", path: str = "/ws") -> Line:
        """Connects and waits for the handshake."""
        at = urlsplit(url)
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {at.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: http://{at.netloc}\r\nCookie: fr={token}\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(
            lambda: cls(request.encode(), hear), at.hostname, at.port
        )
        async with asyncio.timeout(60):
            await line._up
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        cut = ConnectionError("closed")
        for waiting in (self._up, *self._waiting.values()):
            if not waiting.done():
                waiting.set_exception(cut)
                waiting.exception()  # nobody need look at it
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data
        at, end = 0, len(buffer)
        if not self._up.done():
            at = buffer.find(b"\r\n\r\n") + 4
            if at < 4:
                self._buffer = buffer
                return
            if not buffer.startswith(b"HTTP/1.1 101"):
                self._up.set_exception(ConnectionError(buffer[:60].decode()))
                return
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
            if end - at < head + length:
                break
            if buffer[at] & 15 == 1:
                self._text(buffer[at + head : at + head + length])
            at += head + length
        self._buffer = buffer[at:]

    def _text(self, payload: bytes) -> None:
        if self._waiting and b'"re":' in payload[:60]:
            answer = json.loads(payload)
            waiting = self._waiting.pop(answer["re"], None)
            if waiting and not waiting.done():
                waiting.set_result(answer)
        self.hear(payload)

    def send(self, frame: dict[str, Any]) -> None:
        payload = json.dumps(frame).encode()
        size = len(payload)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + struct.pack(">H", size)
        # Masked with zeroes: allowed, and free.
        self.transport.write(head + b"\0\0\0\0" + payload)

    def ask(self, **command: Any) -> asyncio.Future[dict[str, Any]]:
        """Sends a command with its number; the answer comes in the future."""
        self._asked += 1
        answer = self._waiting[self._asked] = asyncio.get_running_loop().create_future()
        self.send({"re": self._asked, **command})
        return answer

    def cut(self) -> None:
        self.transport.abort()
