"""Opening a room and paging back in it, with few and with very many messages stored."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.asked import Asked
from benchmarks.crowd import deaf
from benchmarks.ground import ground
from benchmarks.people import Shape
from benchmarks.stored import fill
from benchmarks.table import Goal, fmt, ratios, report
from benchmarks.targets import Target, ours
from benchmarks.wire import run

ASKS = 100
PAGE = 50
WHATS = ("opening", "half way back", "at the beginning")


def paging(asked: Asked) -> str:
    """Opening a room and paging back, at 1,000, 100,000 and 1,000,000 stored messages"""
    sizes = asked.pick((1_000, 100_000, 1_000_000), (1_000, 2_000, 5_000))
    shape = Shape(groups=len(sizes), youths=2)
    rows, goals = [], []
    with ground(asked) as on:
        for name, sqlite in (("PostgreSQL", False), ("SQLite", True)):
            with ours(on, shape, processes=0, sqlite=sqlite) as target:
                assert target.site
                for place, size in zip(target.places, sizes, strict=True):
                    fill(target.site, place.room, size)
                found = [
                    run(_page(target, sizes, asked.pick(ASKS, 10))) for _ in range(asked.rounds)
                ]
            for at, what in enumerate(WHATS):
                times = [[one[n][at] * 1000 for one in found] for n in range(len(sizes))]
                growth = ratios(times[-1], times[0])
                rows.append([name, what, *(fmt(t, 1) for t in times), fmt(growth, 2)])
                told = f"{name}, {what}: {sizes[-1]:,} stored against {sizes[0]:,}"
                goals.append(Goal(told, growth, 1.5, 1.1, at_most=True, digits=2))
                print(f"  {rows[-1]}", flush=True)
    head = ["", "", *(f"{size:,}: p50 ms" for size in sizes), "largest / smallest"]
    return report(head, rows, goals)


async def _page(target: Target, sizes: tuple[int, ...], asks: int) -> list[list[float]]:
    """For each room the median seconds of opening it and of paging half way back and at the
    beginning; rooms and questions take turns."""
    lines = [await target.enter(place, 0, deaf) for place in target.places]
    taken: list[list[list[float]]] = [[[] for _ in WHATS] for _ in lines]
    for _ in range(asks):
        for line, place, size, own in zip(lines, target.places, sizes, taken, strict=True):
            questions: tuple[dict[str, object], ...] = (
                {"type": "follow", "after": None},
                {"type": "earlier", "before": size // 2},
                {"type": "earlier", "before": 100},
            )
            for at, question in enumerate(questions):
                start = time.perf_counter()
                page = await line.ask(room=place.room, **question)
                own[at].append(time.perf_counter() - start)
                assert len(page["entries"]) == PAGE, page
    for line in lines:
        line.cut()
    return [[median(what) for what in own] for own in taken]
