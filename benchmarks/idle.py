"""What a connection costs while nothing happens on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from benchmarks.asked import Asked
from benchmarks.crowd import come, deaf, size
from benchmarks.ground import ground
from benchmarks.machine import cpu_seconds, pss_bytes
from benchmarks.people import Place
from benchmarks.rounds import measured
from benchmarks.table import Goal, fmt, ratios, report
from benchmarks.targets import Make, Target, both_forms, textbook
from benchmarks.wire import Line

TEXTBOOK = "textbook"
FIRST = 50


@dataclass(frozen=True)
class Idle:
    each: float  # kB of each connection
    before: float  # MB of the whole server, and nobody there
    busy: float  # percent of the core that all of them take, by doing nothing
    failed: int


def idle(asked: Asked) -> str:
    """Memory per idle connection at 2,000"""
    shape = size(asked)

    async def measure(name: str, target: Target) -> Idle:
        return await _idle(target, asked)

    with ground(asked) as on:
        makes: dict[str, Make] = {
            TEXTBOOK: lambda: textbook(on, shape),
            **both_forms(on, shape),
        }
        found = measured(makes, asked.rounds, measure)
    base = [one.each for one in found[TEXTBOOK]]
    rows, goals = [], []
    for name, outcomes in found.items():
        each = [one.each for one in outcomes]
        rows.append(
            [
                name,
                fmt(each),
                fmt(ratios(each, base), 2),
                fmt([one.before for one in outcomes]),
                fmt([one.busy for one in outcomes], 1),
                str(sum(one.failed for one in outcomes)),
            ]
        )
        if name != TEXTBOOK:
            goals.append(Goal(f"{name}: each", each, 60, 40, at_most=True, unit=" kB"))
    head = ["", "kB a connection (PSS)", "of textbook's", "MB with nobody there"]
    return report([*head, "% of the core while idle", "failed"], rows, goals)


async def _idle(target: Target, asked: Asked) -> Idle:
    async def enter(place: Place, seat: int) -> Line:
        return await target.enter(place, seat, deaf)

    # Some have been in before: what is loaded at the first use is no connection's.
    first = await come(target, enter, FIRST)
    first.cut()
    await asyncio.sleep(asked.pick(2, 1))
    before = pss_bytes(target.pids)
    crowd = await come(target, enter)
    # What the coming itself has taken is given back or reused by then.
    await asyncio.sleep(asked.pick(6, 1))
    after = pss_bytes(target.pids)
    pause, cpu = asked.pick(4, 1), cpu_seconds(target.pids)
    await asyncio.sleep(pause)
    busy = 100 * (cpu_seconds(target.pids) - cpu) / pause
    crowd.cut()
    return Idle(
        each=(after - before) / max(1, len(crowd.lines)) / 1024,
        before=before / 2**20,
        busy=busy,
        failed=crowd.failed,
    )
