"""Two thousand connections: what each costs while nothing happens, and how they come back."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
import uuid

from benchmarks.machine import pss_bytes
from benchmarks.table import fmt, table
from benchmarks.targets import Make, Target, ours, services, textbook
from benchmarks.wire import Line

AT_ONCE = 200


async def _enter_all(
    target: Target, people: list[tuple[int, int]]
) -> tuple[dict[tuple[int, int], Line], int]:
    """Takes all seats, so many in flight; gives the lines and how many failed."""
    lines: dict[tuple[int, int], Line] = {}
    failed = 0
    turnstile = asyncio.Semaphore(AT_ONCE)

    async def one(place: int, seat: int) -> None:
        nonlocal failed
        async with turnstile:
            try:
                async with asyncio.timeout(60):
                    lines[place, seat] = await target.enter(
                        target.places[place], seat, lambda payload: None
                    )
            except (OSError, TimeoutError):
                failed += 1

    await asyncio.gather(*(one(*who) for who in people))
    return lines, failed


async def _come_back(target: Target, epoch: str, people: list[tuple[int, int]]) -> int:
    """All come back with sign-in and resume; gives how many failed."""
    failed = 0
    turnstile = asyncio.Semaphore(AT_ONCE)
    lines = []

    async def one(place: int, seat: int) -> None:
        nonlocal failed
        async with turnstile:
            at = target.places[place]
            resumed = asyncio.get_running_loop().create_future()

            def hear(payload: bytes) -> None:
                if payload.startswith(b'{"type":"resumed"') and not resumed.done():
                    resumed.set_result(None)

            try:
                async with asyncio.timeout(60):
                    line = await Line.open(target.url(seat), hear, token=at.tokens[seat])
                    lines.append(line)
                    await line.ask(type="hello", language="nb", epoch=epoch, cursors={at.room: 0})
                    await resumed
            except (OSError, TimeoutError):
                failed += 1

    await asyncio.gather(*(one(*who) for who in people))
    for line in lines:
        line.cut()
    return failed


async def _crowd(target: Target) -> tuple[float, float, int]:
    """kB for each idle connection, how many came back a second, how many failed."""
    people = [
        (place, seat)
        for place in range(len(target.places))
        for seat in range(len(target.places[place].tokens))
    ]
    mine = bool(target.places[0].tokens[0])
    # One has been in before: what is loaded at the first use is no connection's.
    first, _ = await _enter_all(target, people[:20])
    for line in first.values():
        line.cut()
    await asyncio.sleep(3)
    before = pss_bytes(target.pids)
    lines, failed = await _enter_all(target, people)
    await asyncio.sleep(8)
    each = (pss_bytes(target.pids) - before) / max(1, len(lines)) / 1024
    epoch = ""
    if mine:
        asked = await Line.open(target.url(0), lambda _: None, token=target.places[0].tokens[0])
        epoch = (await asked.ask(type="hello", language="nb"))["epoch"]
        asked.cut()
        # Something to catch up with.
        for place, where in enumerate(target.places):
            target.say(lines[place, 0], where, str(uuid.uuid4()))
        await asyncio.sleep(3)
    for line in lines.values():
        line.cut()
    await asyncio.sleep(3)
    start = time.perf_counter()
    if mine:
        failed += await _come_back(target, epoch, people)
    else:
        back, lost = await _enter_all(target, people)
        failed += lost
        for line in back.values():
            line.cut()
    return each, len(people) / (time.perf_counter() - start), failed


def crowd(rounds: int, groups: int = 200) -> str:
    """2,000 connections: memory of each while idle, and how fast they all come back."""
    found: dict[str, list[tuple[float, float, int]]] = {}
    with services() as beside:
        many = {"groups": groups, "youths": 10}
        makes: dict[str, Make] = {
            "textbook (connects only)": lambda: textbook(beside, **many),
            "ours, 1 serving + worker (sign-in, resume)": lambda: ours(beside, processes=1, **many),
            "ours, one process, SQLite (sign-in, resume)": lambda: ours(None, **many),
        }
        # Memory counts in the first round, before the process has room left from an earlier crowd.
        # Thousands of people are made once; who waits for its turn costs next to nothing.
        with contextlib.ExitStack() as stack:
            targets = {name: stack.enter_context(make()) for name, make in makes.items()}
            for _ in range(rounds):
                for name, target in targets.items():
                    gc.collect()
                    found.setdefault(name, []).append(asyncio.run(_crowd(target)))
                    print(f"  {name}: {found[name][-1]}", flush=True)
    rows = [
        [
            name,
            fmt([outcomes[0][0]]),
            fmt([rate for _, rate, _ in outcomes]),
            str(sum(failed for _, _, failed in outcomes)),
        ]
        for name, outcomes in found.items()
    ]
    return table(["", "kB per idle connection", "come back a second", "failed"], rows)
