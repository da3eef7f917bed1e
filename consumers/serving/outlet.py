"""A socket's way out, with a bound on what may lie waiting there.

Daphne has no back-pressure: what a phone does not read piles up in our memory. Here the bytes that
wait are counted; whoever lets too many pile up is told `slow` and cut off, and catches up by
sequence when it comes back. A frame for many sockets is encoded once (`framed`), and where nothing
waits it goes straight to the kernel, without a round through the reactor.
"""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from autobahn.websocket.protocol import PreparedMessage

from consumers.wire.closing import Closing

# With this much waiting a socket gets no more; an answer of many entries may still pass the bound.
BOUND_BYTES = 256 * 1024
# So long a reader that was cut off may take to read what waits and learn why.
FAREWELL_SECONDS = 5.0


def framed(payload: bytes) -> bytes:
    """The payload as one whole WebSocket text frame, for any number of outlets."""
    frame: bytes = PreparedMessage(
        payload, isBinary=False, applyMask=False, doNotCompress=True
    ).payloadHybi
    return frame


class Outlet(Protocol):
    """Where a link writes to."""

    def write(self, frame: bytes) -> None:
        """Hands on a frame made by `framed`. Never waits, never raises; a socket that is gone or
        ending swallows it, one that reads too slowly is ended with `slow`."""

    async def drained(self) -> None:
        """Waits until little is waiting, or the socket is gone."""

    def end(self, why: Closing) -> None:
        """Ends the socket with a close code, after what was written before."""


class DaphneOutlet:
    """The outlet of one Daphne WebSocket; a producer to its transport, which says when its buffer
    is full and when it is empty again."""

    __slots__ = ("_drained", "_ending", "_protocol", "_transport")

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._ending = False
        self._drained: asyncio.Event | None = None
        # Twisted's HTTP side registered itself before the upgrade, and has no more to say.
        self._transport.unregisterProducer()
        self._transport.registerProducer(self, True)

    def write(self, frame: bytes) -> None:
        transport = self._transport
        if self._ending or not transport.connected:
            return
        if not transport.dataBuffer and not transport._tempDataLen:
            try:
                sent = transport.socket.send(frame)
            except OSError:
                sent = 0  # Full, or gone: the transport finds out which.
            frame = frame[sent:]
        elif self._waiting() > BOUND_BYTES:
            return self.end(Closing.SLOW)
        if frame:
            transport.write(frame)

    def _waiting(self) -> int:
        transport = self._transport
        size: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
        return size

    async def drained(self) -> None:
        while self._drained is not None and not self._ending:
            await self._drained.wait()

    def end(self, why: Closing) -> None:
        if not self._ending:
            self._ending = True
            self._protocol.sendClose(code=int(why), reason=why.name.lower())
            self.resumeProducing()

    # --- what the transport tells ---------------------------------------------------------------

    def pauseProducing(self) -> None:
        if self._drained is None:
            self._drained = asyncio.Event()

    def resumeProducing(self) -> None:
        if self._drained is not None:
            self._drained.set()
            self._drained = None

    def stopProducing(self) -> None:
        self._ending = True
        self.resumeProducing()
