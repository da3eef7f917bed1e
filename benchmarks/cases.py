"""The moderators' queue, with few and with very many closed cases behind it."""

from __future__ import annotations

import asyncio
import time
from statistics import median

from benchmarks.asked import Asked
from benchmarks.ground import ground
from benchmarks.people import Place, Shape
from benchmarks.stored import fill, judge
from benchmarks.table import Goal, fmt, ratios, report
from benchmarks.targets import Target, ours
from benchmarks.wire import Line, run

ASKS = 40
OPEN = 20
WHATS = ("listing", "claiming", "letting go")


def queue(asked: Asked) -> str:
    """Moderation queue: listing and claiming at 1,000,000 closed cases against 1,000"""
    sizes = asked.pick((1_000, 1_000_000), (500, 2_000))
    shape = Shape(groups=len(sizes), youths=50)
    rows, goals = [], []
    with ground(asked) as on:
        for name, sqlite in (("PostgreSQL", False), ("SQLite", True)):
            with ours(on, shape, processes=0, sqlite=sqlite) as target:
                assert target.site
                for place, size in zip(target.places, sizes, strict=True):
                    fill(target.site, place.room, size)
                    judge(target.site, place.room, OPEN)
                found = [run(_look(target, asked.pick(ASKS, 5))) for _ in range(asked.rounds)]
            for at, what in enumerate(WHATS):
                times = [[one[n][at] * 1000 for one in found] for n in range(len(sizes))]
                growth = ratios(times[-1], times[0])
                rows.append([name, what, *(fmt(t, 1) for t in times), fmt(growth, 2)])
                told = f"{name}, {what}: {sizes[-1]:,} closed cases against {sizes[0]:,}"
                goals.append(Goal(told, growth, 1.5, at_most=True, digits=2))
                print(f"  {rows[-1]}", flush=True)
    head = ["", "", *(f"{size:,}: p50 ms" for size in sizes), "largest / smallest"]
    return report(head, rows, goals)


async def _look(target: Target, asks: int) -> list[list[float]]:
    """For each group the median seconds until a moderator who comes in sees the queue, has claimed
    a case, and has let it go; groups take turns."""
    taken: list[list[list[float]]] = [[[] for _ in WHATS] for _ in target.places]
    for _ in range(asks):
        for place, own in zip(target.places, taken, strict=True):
            for at, seconds in enumerate(await _once(target, place)):
                own[at].append(seconds)
    return [[median(what) for what in own] for own in taken]


async def _once(target: Target, place: Place) -> tuple[float, float, float]:
    desk: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def hear(payload: bytes) -> None:
        if payload.startswith(b'{"type":"desk"') and not desk.done():
            desk.set_result(payload)

    line = await Line.open(target.url(0), hear, token=place.judge)
    times = [time.perf_counter()]
    await line.ask(type="hello", language="nb")
    shown = await desk
    times.append(time.perf_counter())
    assert shown.count(b'"state":"waiting"') == OPEN, shown[:300]
    # The first of the list: the gravest, oldest one.
    case = shown.split(b'"id":"', 1)[1][:36].decode()
    for command, answer in (("claim_case", "casefile"), ("release_case", "done")):
        told = await line.ask(type=command, case=case)
        assert told["type"] == answer, told
        times.append(time.perf_counter())
    line.cut()
    return times[1] - times[0], times[2] - times[1], times[3] - times[2]
