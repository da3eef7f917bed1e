"""The websockets library's own broadcast: `python -m benchmarks.ceilings.library PORT`."""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict

from websockets.asyncio.server import ServerConnection, broadcast, serve

rooms: dict[str, set[ServerConnection]] = defaultdict(set)


async def chat(socket: ServerConnection) -> None:
    assert socket.request
    room = rooms[socket.request.path]
    room.add(socket)
    try:
        async for said in socket:
            broadcast(room, said)
    finally:
        room.discard(socket)


async def main(port: int) -> None:
    async with serve(chat, "127.0.0.1", port, compression=None, ping_interval=None):
        await asyncio.Future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
