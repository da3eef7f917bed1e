"""A stretch of network between a phone and a server that can go dead.

Silent is what a tunnel does: nothing is forwarded, nothing is closed, nobody is told. What was on
its way waits, as TCP lets it. A phone that leaves the tunnel with another address finds its old
connections gone: `come_back(anew=True)`.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator


class Relay:
    """Forwards bytes in a thread of its own, so that a busy test does not slow the line."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._loop = asyncio.new_event_loop()
        self._passes = asyncio.Event()
        self._passes.set()
        self._sockets_pass = True
        self._open: set[asyncio.StreamWriter] = set()
        ready = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            server = self._loop.run_until_complete(
                asyncio.start_server(self._carry, "127.0.0.1", 0)
            )
            self.port: int = server.sockets[0].getsockname()[1]
            ready.set()
            self._loop.run_forever()
            server.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.run_until_complete(asyncio.sleep(0.05))
            self._loop.close()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        assert ready.wait(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def silence(self) -> None:
        """From now on nothing comes through, and nobody is told."""
        self._loop.call_soon_threadsafe(self._passes.clear)

    def come_back(self, *, anew: bool = False) -> None:
        """Things pass again; with `anew` only over new connections."""

        def work() -> None:
            if anew:
                for writer in tuple(self._open):
                    writer.transport.abort()
            self._passes.set()

        self._loop.call_soon_threadsafe(work)

    def refuse_sockets(self, refuse: bool) -> None:
        """Pages load, but a WebSocket is cut at its first word, and those open are cut now."""

        def work() -> None:
            self._sockets_pass = not refuse
            if refuse:
                for writer in tuple(self._open):
                    writer.transport.abort()

        self._loop.call_soon_threadsafe(work)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        behind: asyncio.StreamWriter | None = None
        with contextlib.suppress(OSError, asyncio.CancelledError, EOFError):
            first = await reader.read(65536)
            if b"upgrade: websocket" in first.lower() and not self._sockets_pass:
                writer.transport.abort()
                self._open.discard(writer)
                return
            await self._passes.wait()
            there, behind = await asyncio.open_connection("127.0.0.1", self._behind)
            self._open.add(behind)
            behind.write(first)
            await asyncio.gather(self._pass(reader, behind), self._pass(there, writer))
        for one in (writer, behind):
            if one:
                one.transport.abort()
                self._open.discard(one)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            await self._passes.wait()
            writer.write(chunk)
            await writer.drain()
        raise EOFError


@contextlib.contextmanager
def relay(url: str) -> Iterator[Relay]:
    running = Relay(int(url.rsplit(":", 1)[1]))
    try:
        yield running
    finally:
        running.close()
