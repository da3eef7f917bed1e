"""How long one message takes when nothing presses."""

from __future__ import annotations

import asyncio
import time

from benchmarks.table import table
from benchmarks.targets import Make, Target, ours, services


def latency(rounds: int) -> str:
    """From accepted to seen on an idle machine; and the acknowledgement of 200 on SQLite."""
    with services() as beside:
        quiet = {"groups": 1, "youths": 30}
        makes: dict[str, tuple[Make, float]] = {
            "idle, one process, SQLite": (lambda: ours(None, **quiet), 3.0),
            "idle, 1 serving + worker": (lambda: ours(beside, processes=1, **quiet), 3.0),
            "200 sockets, 30 messages/s, SQLite": (lambda: ours(None, groups=20, youths=10), 30.0),
        }
        rows = []
        for name, (make, rate) in makes.items():
            seen: list[float] = []
            acks: list[float] = []
            for _ in range(rounds):
                with make() as target:
                    one_seen, one_acks = asyncio.run(_acknowledged(target, rate, 10.0))
                    seen += one_seen
                    acks += one_acks
            rows.append([name, *(f"{_at(acks, p):.0f}" for p in (0.5, 0.95))])
            rows[-1] += [f"{_at(seen, p):.0f}" for p in (0.5, 0.95)]
            print(f"  {rows[-1]}", flush=True)
    head = ["", "accepted p50 ms", "p95 ms", "accepted to seen p50 ms", "p95 ms"]
    return table(head, rows)


def _at(values: list[float], part: float) -> float:
    return sorted(values)[int(len(values) * part)] * 1000


async def _acknowledged(
    target: Target, rate: float, seconds: float
) -> tuple[list[float], list[float]]:
    """Seconds from accepted to seen by all, of each delivery; and from said to accepted."""
    accepted: dict[bytes, float] = {}
    said: dict[bytes, float] = {}
    acks: list[float] = []
    sightings: list[tuple[bytes, float]] = []

    def hear(payload: bytes) -> None:
        now = time.perf_counter()
        at = payload.find(b'"nonce":"')
        if at < 0:
            return
        nonce = payload[at + 9 : at + 45]
        if payload.startswith(b'{"type":"accepted"'):
            accepted[nonce] = now
            acks.append(now - said[nonce])
        elif payload.startswith(b'{"type":"entries"'):
            sightings.append((nonce, now))

    lines = [
        (await target.enter(place, seat, hear), place)
        for place in target.places
        for seat in range(len(place.tokens))
    ]
    await asyncio.sleep(2)
    start, n = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        line, place = lines[n % len(lines)]
        nonce = f"00000000-0000-4000-8000-{time.monotonic_ns() % 10**12:012d}"
        said[nonce.encode()] = time.perf_counter()
        target.say(line, place, nonce)
        n += 1
        await asyncio.sleep(max(0, start + n / rate - time.perf_counter()))
    await asyncio.sleep(1)
    for line, _ in lines:
        line.cut()
    return [at - accepted[nonce] for nonce, at in sightings if nonce in accepted], acks
