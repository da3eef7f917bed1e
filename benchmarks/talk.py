"""Talk at a steady rate, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

from benchmarks.machine import LOAD_CORE, SERVER_CORE, busy_seconds, cpu_seconds
from benchmarks.people import Place
from benchmarks.targets import Target
from benchmarks.wire import Line

ENTER_AT_ONCE = 50
MEMORY = 512  # frames; every member of a room gets the same


@dataclass(frozen=True)
class Outcome:
    """Latencies in seconds, from when it should have been said to being seen, over all
    deliveries."""

    offered: int  # deliveries there should be
    delivered: int
    seconds: float
    p50: float
    p95: float
    p99: float
    cpu: float  # server seconds while talking and until all had arrived
    load: float  # how much of its core the load took
    beside: float  # how much of the same core anybody took: the load, PostgreSQL, Redis, others
    others: float  # how much of the server's core somebody else took

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
        self._known: dict[bytes, list[float]] = {}
        self._lags: list[float] = []
        self._heard_at = 0.0
        self._seats: list[tuple[Line, Place]] = []
        self._members = len(target.places[0].tokens)

    async def enter(self) -> None:
        turnstile = asyncio.Semaphore(ENTER_AT_ONCE)

        async def one(place: Place, seat: int) -> tuple[Line, Place]:
            async with turnstile:
                return await self._target.enter(place, seat, self._hear), place

        self._seats = await asyncio.gather(
            *(one(place, seat) for place in self._target.places for seat in range(self._members))
        )

    def leave(self) -> None:
        for line, _ in self._seats:
            line.cut()

    def _hear(self, payload: bytes) -> None:
        if payload.startswith((b'{"type":"accepted"', b'{"type":"heartbeat"')):
            return
        now = self._heard_at = time.perf_counter()
        # What one member of a room hears, the others hear too: looked through once.
        known = self._known.get(payload)
        if known is None:
            if len(self._known) >= MEMORY:
                self._known.clear()
            known = self._known[payload] = self._look_through(payload)
        self._lags += [now - said for said in known]

    def _look_through(self, payload: bytes) -> list[float]:
        """When the messages in this frame were said."""
        if payload.startswith((b'{"type":"mine"', b'{"type":"page"')):
            return []
        found = []
        for part in payload.split(b'"nonce":')[1:]:
            # One space or none after the colon.
            start = part.find(b'"') + 1
            said = self._said.get(part[start : start + 36])
            if said is not None:
                found.append(said)
        return found

    async def at(self, rate: float, seconds: float, patience: float = 5.0) -> Outcome:
        """So many messages a second in all, evenly over rooms and people. Whoever comes too late
        to speak has the delay counted in."""
        await self._quiet()
        self._said.clear()
        self._known.clear()
        self._lags.clear()
        cpu, load, beside, busy = self._clocks()
        start, said, wanted = time.perf_counter(), 0, max(1, round(rate * seconds))
        while said < wanted:
            due = min(wanted, int((time.perf_counter() - start) * rate) + 1)
            while said < due:
                self._say(said, start + said / rate)
                said += 1
            await asyncio.sleep(0.001)
        offered = said * self._members
        until = time.perf_counter() + patience
        while len(self._lags) < offered and time.perf_counter() < until:
            await asyncio.sleep(0.005)
        # Until the last arrived, so that a queue that was built up is not counted as speed.
        took = max(seconds, self._heard_at - start)
        cpu_end, load_end, beside_end, busy_end = self._clocks()
        lags = sorted(self._lags) or [float("inf")]
        return Outcome(
            offered=offered,
            delivered=len(lags) if self._lags else 0,
            seconds=took,
            p50=lags[len(lags) // 2],
            p95=lags[int(len(lags) * 0.95)],
            p99=lags[int(len(lags) * 0.99)],
            cpu=cpu_end - cpu,
            load=(load_end - load) / took,
            beside=(beside_end - beside) / took,
            others=max(0.0, busy_end - busy - (cpu_end - cpu)) / took,
        )

    async def _quiet(self, seconds: float = 0.5, at_most: float = 15.0) -> None:
        """Waits until what an earlier step has left behind has arrived or is lost."""
        until = time.perf_counter() + at_most
        await asyncio.sleep(seconds)
        while time.perf_counter() - self._heard_at < seconds and time.perf_counter() < until:
            await asyncio.sleep(0.05)

    def _clocks(self) -> tuple[float, float, float, float]:
        return (
            cpu_seconds(self._target.pids),
            time.process_time(),
            busy_seconds(LOAD_CORE),
            busy_seconds(SERVER_CORE),
        )

    def _say(self, n: int, due: float) -> None:
        # The next room, and in it the next person.
        rooms = len(self._target.places)
        line, place = self._seats[(n % rooms) * self._members + (n // rooms) % self._members]
        nonce = str(uuid.uuid4())
        self._said[nonce.encode()] = due
        self._target.say(line, place, nonce)


@contextlib.asynccontextmanager
async def talking(target: Target) -> AsyncIterator[Talk]:
    talk = Talk(target)
    await talk.enter()
    try:
        yield talk
    finally:
        talk.leave()
