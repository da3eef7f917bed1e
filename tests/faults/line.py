"""A WebSocket as thin as it gets, because the fault tests need what no library gives.

A hundred of them share one core with the servers, so each frame must cost next to nothing; and
they break every rule: cut the TCP connection amid a frame, never read, send what no client may.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urlsplit

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
# A mask of zeros is a mask, and leaves the bytes as they are.
NO_MASK = b"\0\0\0\0"
CUT = 1006  # what is said of an end without a close frame


class Refused(ConnectionError):
    """The server did not open a WebSocket."""


def frame(payload: bytes, *, opcode: int = TEXT, final: bool = True, masked: bool = True) -> bytes:
    """One WebSocket frame."""
    first, size = (0x80 if final else 0) | opcode, len(payload)
    mask = 0x80 if masked else 0
    if size < 126:
        head = struct.pack("!BB", first, mask | size)
    elif size < 2**16:
        head = struct.pack("!BBH", first, mask | 126, size)
    else:
        head = struct.pack("!BBQ", first, mask | 127, size)
    return head + (NO_MASK if masked else b"") + payload


class Line(asyncio.Protocol):
    """One open socket. `heard` is called with each text; `code` is set when it has ended."""

    transport: asyncio.Transport

    def __init__(self, heard: Callable[[bytes], Any]) -> None:
        loop = asyncio.get_running_loop()
        self._heard = heard
        self._buffer = bytearray()
        self._opened: asyncio.Future[None] = loop.create_future()
        self._ended: asyncio.Future[int] = loop.create_future()
        self._room_to_write = asyncio.Event()
        self._room_to_write.set()
        self._upgraded = False
        self.code = 0
        self.reason = b""

    @classmethod
    async def open(
        cls, url: str, token: str, heard: Callable[[bytes], Any], *, narrow: bool = False
    ) -> Self:
        """A socket with this login, from the site's own page. `narrow`: small packets and small
        buffers, so that the kernels between us keep little of what nobody reads."""
        where = urlsplit(url)
        raw = socket.socket()
        try:
            raw.setblocking(False)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if narrow:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(raw, (where.hostname, where.port))
            _, line = await loop.create_connection(lambda: cls(heard), sock=raw)
        except BaseException:
            raw.close()
            raise
        line.transport.write(
            f"GET /ws HTTP/1.1\r\nHost: {where.netloc}\r\nOrigin: {url}\r\nCookie: fr={token}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n".encode()
        )
        try:
            await line._opened
        except BaseException:
            line.cut()
            raise
        return line

    # --- out ----------------------------------------------------------------------------------

    def send(self, text: bytes) -> None:
        self.transport.write(frame(text))

    def write(self, raw: bytes) -> None:
        """Any bytes at all."""
        self.transport.write(raw)

    async def drain(self) -> None:
        """Waits while more is written than the network takes."""
        await self._room_to_write.wait()

    def cut(self) -> None:
        """Ends the TCP connection without a word, as a tunnel does to a phone."""
        self.transport.abort()

    async def ended(self, seconds: float = 10) -> int:
        """Waits for the end; gives the close code."""
        async with asyncio.timeout(seconds):
            return await asyncio.shield(self._ended)

    @property
    def open_still(self) -> bool:
        return not self._ended.done()

    # --- in -----------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def pause_writing(self) -> None:
        self._room_to_write.clear()

    def resume_writing(self) -> None:
        self._room_to_write.set()

    def connection_lost(self, _: Exception | None) -> None:
        self.code = self.code or CUT
        self._room_to_write.set()
        if not self._opened.done():
            self._opened.set_exception(Refused())
        if not self._ended.done():
            self._ended.set_result(self.code)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded and not self._upgrade():
            return
        self._frames()

    def _upgrade(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        if not self._buffer.startswith(b"HTTP/1.1 101"):
            if not self._opened.done():
                self._opened.set_exception(Refused(bytes(self._buffer[:40])))
            self.cut()
            return False
        del self._buffer[: end + 4]
        self._upgraded = True
        if not self._opened.done():
            self._opened.set_result(None)
        return True

    def _frames(self) -> None:
        buffer, start, size = self._buffer, 0, len(self._buffer)
        while size - start >= 2:
            opcode, length, at = buffer[start] & 0x0F, buffer[start + 1] & 0x7F, start + 2
            if length == 126:
                at += 2
                if size < at:
                    break
                length = int.from_bytes(buffer[at - 2 : at], "big")
            elif length == 127:
                at += 8
                if size < at:
                    break
                length = int.from_bytes(buffer[at - 8 : at], "big")
            if size < at + length:
                break
            payload = bytes(buffer[at : at + length])
            start = at + length
            if opcode == TEXT:
                self._heard(payload)
            elif opcode == PING:
                self.transport.write(frame(payload, opcode=PONG))
            elif opcode == CLOSE:
                self._close(payload)
        del buffer[:start]

    def _close(self, payload: bytes) -> None:
        self.code = int.from_bytes(payload[:2], "big") or 1005
        self.reason = payload[2:]
        self.transport.write(frame(payload[:2], opcode=CLOSE))
        self.transport.close()
