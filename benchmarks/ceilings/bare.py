"""A broadcast by hand on uvloop, if there is one: `python -m benchmarks.ceilings.bare PORT`.

What no server in Python can be expected to pass: no library, no task, no queue for a socket; a
frame is built once and handed to each transport.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import struct
import sys
from collections import defaultdict

from benchmarks.wire import run

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
rooms: dict[bytes, set[asyncio.WriteTransport]] = defaultdict(set)


class Socket(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.WriteTransport = transport  # type: ignore[assignment]
        self.buffer = b""
        self.room: set[asyncio.WriteTransport] | None = None

    def connection_lost(self, error: Exception | None) -> None:
        if self.room is not None:
            self.room.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        buffer = self.buffer + data
        at = 0
        if self.room is None:
            at = buffer.find(b"\r\n\r\n") + 4
            if at < 4:
                self.buffer = buffer
                return
            self._shake(buffer[:at])
        while len(buffer) - at >= 6:
            length, head = buffer[at + 1] & 0x7F, 2
            if length == 126:
                length, head = struct.unpack_from(">H", buffer, at + 2)[0], 4
            start = at + head + 4
            if len(buffer) < start + length:
                break
            if buffer[at] & 15 == 1:
                self._say(buffer[start - 4 : start], buffer[start : start + length])
            at = start + length
        self.buffer = buffer[at:]

    def _shake(self, request: bytes) -> None:
        key = request.split(b"Sec-WebSocket-Key: ")[1].split(b"\r\n")[0]
        accept = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self.room = rooms[request.split(b" ", 2)[1]]
        self.room.add(self.transport)

    def _say(self, mask: bytes, masked: bytes) -> None:
        size = len(masked)
        key = (mask * (size // 4 + 1))[:size]
        text = (int.from_bytes(masked) ^ int.from_bytes(key)).to_bytes(size)
        head = bytes((0x81, size)) if size < 126 else struct.pack(">BBH", 0x81, 126, size)
        assert self.room is not None
        for transport in self.room:
            transport.write(head + text)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Socket, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    run(main(int(sys.argv[1])))
