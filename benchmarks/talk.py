"""Talk at a steady rate, and what came of it."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass

from benchmarks.machine import cpu_seconds
from benchmarks.targets import Place, Target
from benchmarks.wire import Line

SETTLE_SECONDS = 1.0
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Outcome:
    """Latencies in seconds, from saying to being seen, over all deliveries."""

    offered: int  # deliveries there should be
    delivered: int
    seconds: float
    p50: float
    p95: float
    p99: float
    cpu: float  # server seconds while talking and until all had arrived

    @property
    def lost(self) -> int:
        return self.offered - self.delivered

    @property
    def rate(self) -> float:
        """Deliveries a second."""
        return self.delivered / self.seconds

    @property
    def cpu_each(self) -> float:
        """Server microseconds a delivery."""
        return self.cpu / max(1, self.delivered) * 1e6


class Talk:
    """Everybody in their seats, and a clock on every message."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._said: dict[bytes, float] = {}
        self._lags: list[float] = []
        self._seats: list[tuple[Line, Place]] = []
        self._members = 0

    async def enter(self) -> None:
        for place in self._target.places:
            self._members = len(place.tokens)
            for seat in range(self._members):
                self._seats.append((await self._target.enter(place, seat, self._hear), place))

    def leave(self) -> None:
        for line, _ in self._seats:
            line.cut()

    def _hear(self, payload: bytes) -> None:
        if payload.startswith((b'{"type":"accepted"', b'{"type":"mine"')):
            return
        now = time.perf_counter()
        at = payload.find(b'"nonce":')
        while at >= 0:
            # One space or none after the colon.
            start = payload.find(b'"', at + 8) + 1
            said = self._said.get(payload[start : start + 36])
            if said is not None:
                self._lags.append(now - said)
            at = payload.find(b'"nonce":', start)

    async def at(self, rate: float, seconds: float) -> Outcome:
        """So many messages a second in all, evenly over rooms and people."""
        start = await self._begin()
        said = 0
        while (gone := time.perf_counter() - start) < seconds:
            while said < gone * rate:
                self._say(said)
                said += 1
            await asyncio.sleep(0.001)
        return await self._end(start, said)

    async def burst(self, size: int) -> Outcome:
        """So many messages at one moment."""
        start = await self._begin()
        for n in range(size):
            self._say(n)
        return await self._end(start, size)

    async def _begin(self) -> float:
        self._said.clear()
        self._lags.clear()
        await asyncio.sleep(SETTLE_SECONDS)
        self._cpu = cpu_seconds(self._target.pids)
        return time.perf_counter()

    def _say(self, n: int) -> None:
        # The next room, and in it the next person.
        rooms = len(self._target.places)
        line, place = self._seats[(n % rooms) * self._members + (n // rooms) % self._members]
        nonce = str(uuid.uuid4())
        self._said[nonce.encode()] = time.perf_counter()
        self._target.say(line, place, nonce)

    async def _end(self, start: float, said: int) -> Outcome:
        offered = said * self._members
        until = time.perf_counter() + PATIENCE_SECONDS
        while len(self._lags) < offered and time.perf_counter() < until:
            await asyncio.sleep(0.01)
        took = time.perf_counter() - start
        lags = sorted(self._lags) or [float("inf")]
        return Outcome(
            offered=offered,
            delivered=len(self._lags),
            seconds=took,
            p50=lags[len(lags) // 2],
            p95=lags[int(len(lags) * 0.95)],
            p99=lags[int(len(lags) * 0.99)],
            cpu=cpu_seconds(self._target.pids) - self._cpu,
        )
