"""How long one message takes when little presses."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass

from benchmarks.asked import Asked
from benchmarks.ground import ground
from benchmarks.people import Shape
from benchmarks.rounds import measured
from benchmarks.table import Goal, fmt, report
from benchmarks.targets import Make, Target, ours

IDLE_RATE, BUSY_RATE = 3.0, 30.0
BUSY = "200 sockets, 30 messages/s, SQLite"


@dataclass(frozen=True)
class Waits:
    """Milliseconds: from said to accepted, and from accepted to seen by each member."""

    accepted: list[float]
    seen: list[float]

    def __str__(self) -> str:
        acks, seen = self.accepted, self.seen
        return (
            f"accepted {_at(acks, 0.5):.1f} / {_at(acks, 0.95):.1f}, "
            f"to seen {_at(seen, 0.5):.1f} / {_at(seen, 0.95):.1f} ms (p50 / p95)"
        )


def latency(asked: Asked) -> str:
    """From accepted to seen on an idle machine; the acknowledgement of 200 sockets on SQLite"""
    quiet, busy = Shape(groups=1, youths=30), Shape(groups=20, youths=10)

    async def measure(name: str, target: Target) -> Waits:
        rate = BUSY_RATE if name == BUSY else IDLE_RATE
        return await _waits(target, rate, asked.pick(8.0, 1.0))

    with ground(asked) as on:
        makes: dict[str, Make] = {
            "idle, 1 serving + worker": lambda: ours(on, quiet),
            "idle, one process, SQLite": lambda: ours(on, quiet, processes=0, sqlite=True),
            BUSY: lambda: ours(on, busy, processes=0, sqlite=True),
        }
        found = measured(makes, asked.rounds, measure)
    rows, goals = [], []
    for name, waits in found.items():
        acks = [[_at(one.accepted, part) for one in waits] for part in (0.5, 0.95, 0.99)]
        seen = [[_at(one.seen, part) for one in waits] for part in (0.5, 0.95, 0.99)]
        rows.append([name, *(fmt(values, 1) for values in (*acks, *seen))])
        if name == BUSY:
            goals.append(_goal(f"{name}: accepted, p95", acks[1], 100, 50))
        else:
            goals.append(_goal(f"{name}: accepted to seen, p50", seen[0], 50, 20))
            goals.append(_goal(f"{name}: accepted to seen, p95", seen[1], 100, 50))
    head = ["", "accepted: p50 ms", "p95", "p99", "accepted to seen: p50 ms", "p95", "p99"]
    return report(head, rows, goals)


def _goal(what: str, values: list[float], bound: float, stretch: float) -> Goal:
    return Goal(what, values, bound, stretch, at_most=True, unit=" ms")


def _at(values: list[float], part: float) -> float:
    return sorted(values)[int(len(values) * part)]


async def _waits(target: Target, rate: float, seconds: float) -> Waits:
    said: dict[bytes, float] = {}
    accepted: dict[bytes, float] = {}
    acks: list[float] = []
    sightings: list[tuple[bytes, float]] = []

    def hear(payload: bytes) -> None:
        now = time.perf_counter()
        if payload.startswith(b'{"type":"accepted"'):
            [nonce] = _nonces(payload)
            accepted[nonce] = now
            acks.append((now - said[nonce]) * 1000)
        elif payload.startswith(b'{"type":"entries"'):
            sightings.extend((nonce, now) for nonce in _nonces(payload))

    seats = [
        (await target.enter(place, seat, hear), place)
        for seat in range(len(target.places[0].tokens))
        for place in target.places
    ]
    await asyncio.sleep(1)
    start, n = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        line, place = seats[n % len(seats)]
        nonce = str(uuid.uuid4())
        said[nonce.encode()] = time.perf_counter()
        target.say(line, place, nonce)
        n += 1
        await asyncio.sleep(max(0.0, start + n / rate - time.perf_counter()))
    await asyncio.sleep(1)
    for line, _ in seats:
        line.cut()
    members = len(target.places[0].tokens)
    assert len(acks) == n, f"{n} said, {len(acks)} accepted"
    assert len(sightings) == n * members, f"{len(sightings)} sightings of {n * members}"
    # Some are seen before the author hears that they were accepted; that is no time at all.
    return Waits(acks, [max(0.0, at - accepted[nonce]) * 1000 for nonce, at in sightings])


def _nonces(payload: bytes) -> list[bytes]:
    return [part[1:37] for part in payload.split(b'"nonce":')[1:]]
