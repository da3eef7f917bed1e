"""Talk in rooms: how much of it a server carries, and what it costs."""

from __future__ import annotations

import asyncio
import contextlib

from benchmarks.table import fmt, table
from benchmarks.talk import Outcome, Talk
from benchmarks.targets import Make, Target, ceiling, ours, services, textbook

BOUND = 0.250  # seconds, p99
STEPS = 1.35
STEP_SECONDS = 4.0


async def _climb(target: Target, start: float) -> Outcome:
    """Talks faster and faster; gives the fastest step that kept the bound and lost nothing."""
    talk = Talk(target)
    await talk.enter()
    best: Outcome | None = None
    rate = start
    try:
        await talk.at(start / 2, 1.0)  # warm
        while True:
            step = await talk.at(rate, STEP_SECONDS)
            if step.p99 > BOUND or step.lost:
                if best is not None:
                    return best
                rate /= 2
                continue
            best = step
            rate *= STEPS
    finally:
        talk.leave()


def _rounds(makes: dict[str, tuple[Make, float]], rounds: int) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {name: [] for name in makes}
    for _ in range(rounds):
        for name, (make, start) in makes.items():
            with make() as target:
                found[name].append(asyncio.run(_climb(target, start)))
            _say(name, found[name][-1])
    return found


def _say(name: str, one: Outcome) -> None:
    print(
        f"  {name}: {one.rate:,.0f}/s, p99 {one.p99 * 1000:.0f} ms, "
        f"{one.cpu_each:.0f} us each, lost {one.lost}",
        flush=True,
    )


def _compared(found: dict[str, list[Outcome]], base: str) -> str:
    rows = []
    for name, outcomes in found.items():
        times = [o.rate / b.rate for o, b in zip(outcomes, found[base], strict=True)]
        cpu = [b.cpu_each / o.cpu_each for o, b in zip(outcomes, found[base], strict=True)]
        rows.append(
            [
                name,
                fmt([o.rate for o in outcomes]),
                fmt(times, 1),
                fmt([o.cpu_each for o in outcomes]),
                fmt(cpu, 1),
                fmt([o.p50 * 1000 for o in outcomes]),
            ]
        )
    head = ["", "deliveries/s at p99 <= 250 ms", f"times {base}", "server us/delivery"]
    return table([*head, f"{base}'s CPU / its own", "p50 ms"], rows)


def room(rounds: int) -> str:
    """A room of 30: deliveries a second at p99 <= 250 ms."""
    with services() as beside:
        one = {"groups": 1, "youths": 30}
        return _compared(
            _rounds(
                {
                    "textbook": (lambda: textbook(beside, **one), 50),
                    "ours, 1 serving + worker on one core": (
                        lambda: ours(beside, processes=1, **one),
                        150,
                    ),
                    "ours, worker on the other core": (
                        lambda: ours(beside, processes=1, worker_counts=False, **one),
                        150,
                    ),
                    "ours, one process, PostgreSQL": (lambda: ours(beside, **one), 150),
                    "ours, one process, SQLite": (lambda: ours(None, **one), 150),
                    "ceiling": (lambda: ceiling(**one), 1000),
                },
                rounds,
            ),
            "textbook",
        )


def processes(rounds: int) -> str:
    """A room of 30 with 1, 2 and 3 serving processes behind Redis, all on one core."""
    with services() as beside:

        def several(n: int) -> Make:
            return lambda: ours(beside, groups=1, youths=30, processes=n)

        makes = {f"{n} serving": (several(n), 100.0) for n in (1, 2, 3)}
        return _compared(_rounds(makes, rounds), "1 serving")


async def _steady(target: Target, rate: float, seconds: float) -> Outcome:
    talk = Talk(target)
    await talk.enter()
    try:
        await talk.at(rate, 2.0)  # warm
        return await talk.at(rate, seconds)
    finally:
        talk.leave()


def rooms(rounds: int, groups: int = 300) -> str:
    """300 rooms of 10, a message per room every 5 s: server CPU and p99."""
    found: dict[str, list[Outcome]] = {}
    with services() as beside:
        many = {"groups": groups, "youths": 10}
        makes: dict[str, Make] = {
            "textbook": lambda: textbook(beside, **many),
            "ours, 1 serving + worker": lambda: ours(beside, processes=1, **many),
            "ours, one process, SQLite": lambda: ours(None, **many),
        }
        # Thousands of people are made once; who waits for its turn costs next to nothing.
        with contextlib.ExitStack() as stack:
            targets = {name: stack.enter_context(make()) for name, make in makes.items()}
            for _ in range(rounds):
                for name, target in targets.items():
                    outcome = asyncio.run(_steady(target, groups / 5, 15.0))
                    found.setdefault(name, []).append(outcome)
                    _say(name, outcome)
    rows = []
    for name, outcomes in found.items():
        base = zip(outcomes, found["textbook"], strict=True)
        rows.append(
            [
                name,
                fmt([o.cpu_each for o in outcomes]),
                fmt([o.cpu_each / b.cpu_each for o, b in base], 2),
                fmt([100 * o.cpu / o.seconds for o in outcomes]),
                fmt([o.p50 * 1000 for o in outcomes]),
                fmt([o.p99 * 1000 for o in outcomes]),
                str(sum(o.lost for o in outcomes)),
            ]
        )
    head = ["", "server us/delivery", "of textbook's", "% of the core", "p50 ms", "p99 ms", "lost"]
    return table(head, rows)


def burst(rounds: int) -> str:
    """Many messages in one room at one moment: what arrives, of what should."""
    rows = []
    with services() as beside:
        one = {"groups": 1, "youths": 30}
        makes: dict[str, Make] = {
            "textbook": lambda: textbook(beside, **one),
            "ours, 2 serving + worker": lambda: ours(beside, processes=2, **one),
            "ours, one process, SQLite": lambda: ours(None, **one),
        }
        for name, make in makes.items():
            row = [name]
            for size in (150, 400):
                shares = []
                for _ in range(rounds):
                    with make() as target:
                        shares.append(asyncio.run(_burst(target, size)))
                row.append(fmt([100 * (1 - share) for share in shares], 1) + " %")
            rows.append(row)
            print(f"  {row}", flush=True)
    return table(["lost of a burst", "of 150", "of 400"], rows)


async def _burst(target: Target, size: int) -> float:
    talk = Talk(target)
    await talk.enter()
    try:
        outcome = await talk.burst(size)
        return outcome.delivered / outcome.offered
    finally:
        talk.leave()
