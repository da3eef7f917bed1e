"""Many messages at one moment in one room: what is lost, what comes twice, and in what order."""

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
from benchmarks.targets import Make, Target, ours, textbook
from benchmarks.wire import Hear

SIZES = (150, 400)
QUIET_SECONDS, AT_MOST_SECONDS = 2.0, 30.0


@dataclass(frozen=True)
class Burst:
    """Percent of the deliveries there should have been; how many members saw another order than
    the first one; and seconds until the last delivery."""

    lost: float
    doubled: float
    disordered: int
    seconds: float


def burst(asked: Asked) -> str:
    """Bursts of 150 and 400 messages at once in a room of 30: lost and doubled"""
    one = Shape(groups=1, youths=30)

    async def measure(name: str, target: Target) -> list[Burst]:
        heard: list[list[bytes]] = []
        lines = []
        [place] = target.places
        for seat in range(one.youths):
            heard.append([])
            lines.append(await target.enter(place, seat, _ear(heard[-1])))
        found = []
        for size in SIZES:
            for own in heard:
                own.clear()
            nonces = [str(uuid.uuid4()) for _ in range(size)]
            start = time.perf_counter()
            for n, nonce in enumerate(nonces):
                target.say(lines[n % len(lines)], place, nonce)
            last = await _until_quiet(heard, size)
            found.append(_told(heard, nonces, last - start))
        for line in lines:
            line.cut()
        return found

    with ground(asked) as on:
        makes: dict[str, Make] = {
            "textbook": lambda: textbook(on, one),
            "ours, 2 serving + worker": lambda: ours(on, one, processes=2),
            "ours, one process, SQLite": lambda: ours(on, one, processes=0, sqlite=True),
        }
        found = measured(makes, asked.rounds, measure)
    rows, goals = [], []
    for name, outcomes in found.items():
        for at, size in enumerate(SIZES):
            of = [outcome[at] for outcome in outcomes]
            lost, doubled = [b.lost for b in of], [b.doubled for b in of]
            rows.append(
                [
                    f"{name}, {size}",
                    fmt(lost, 1),
                    fmt(doubled, 1),
                    fmt([float(b.disordered) for b in of]),
                    fmt([b.seconds for b in of], 2),
                ]
            )
            if name != "textbook":
                worst = [max(values) for values in zip(lost, doubled, strict=True)]
                what = f"{name}, {size} at once: lost or doubled"
                goals.append(Goal(what, [max(worst)], 0, at_most=True, unit=" %"))
    head = ["", "lost %", "doubled %", "members who saw another order", "all there after s"]
    return report(head, rows, goals)


def _ear(heard: list[bytes]) -> Hear:
    def hear(payload: bytes) -> None:
        if not payload.startswith(
            (b'{"type":"accepted"', b'{"type":"heartbeat"', b'{"type":"mine"', b'{"type":"page"')
        ):
            for part in payload.split(b'"nonce":')[1:]:
                start = part.find(b'"') + 1
                heard.append(part[start : start + 36])

    return hear


async def _until_quiet(heard: list[list[bytes]], size: int) -> float:
    """Waits until everybody has everything, and then whether more comes; gives when the last
    came."""
    count, last = 0, time.perf_counter()
    until = last + AT_MOST_SECONDS
    while (now := time.perf_counter()) < until:
        if (total := sum(map(len, heard))) != count:
            count, last = total, now
        # The textbook's clients never know that there is nothing more to wait for.
        if now - last > QUIET_SECONDS and (count >= size * len(heard) or now - last > 5):
            break
        await asyncio.sleep(0.01)
    return last


def _told(heard: list[list[bytes]], nonces: list[str], seconds: float) -> Burst:
    wanted = {nonce.encode() for nonce in nonces}
    due = len(wanted) * len(heard)
    seen = [[nonce for nonce in own if nonce in wanted] for own in heard]
    once = [list(dict.fromkeys(own)) for own in seen]
    # Among those that both have seen: what was lost is told already.
    first = once[0]
    disordered = 0
    for own in once[1:]:
        both = set(own) & set(first)
        disordered += [n for n in own if n in both] != [n for n in first if n in both]
    return Burst(
        lost=100 * (due - sum(map(len, once))) / due,
        doubled=100 * (sum(map(len, seen)) - sum(map(len, once))) / due,
        disordered=disordered,
        seconds=seconds,
    )
