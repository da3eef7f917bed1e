"""Many rooms that talk a little, as an evening is: what that costs, and how long it takes."""

from __future__ import annotations

from benchmarks.asked import Asked
from benchmarks.ground import ground
from benchmarks.people import Shape
from benchmarks.rounds import brief, measured, noise
from benchmarks.table import Goal, fmt, ratios, report
from benchmarks.talk import Outcome, talking
from benchmarks.targets import Make, Target, both_forms, textbook

EVERY_SECONDS = 5
TEXTBOOK = "textbook"


def rooms(asked: Asked) -> str:
    """300 rooms of 10, a message per room every 5 s"""
    shape = asked.pick(Shape(groups=300, youths=10), Shape(groups=20, youths=10))
    rate = shape.groups / EVERY_SECONDS

    async def measure(name: str, target: Target) -> Outcome:
        async with talking(target) as talk:
            await talk.at(rate, asked.pick(EVERY_SECONDS, 0.5))  # warm: every room has spoken
            return await talk.at(rate, asked.pick(10.0, 1.0))

    with ground(asked) as on:
        makes: dict[str, Make] = {
            TEXTBOOK: lambda: textbook(on, shape),
            **both_forms(on, shape),
        }
        found = measured(makes, asked.rounds, measure, brief)
    base = [one.cpu_each for one in found[TEXTBOOK]]
    rows, goals = [], []
    for name, outcomes in found.items():
        costs = ratios([one.cpu_each for one in outcomes], base)
        slow = [one.p99 * 1000 for one in outcomes]
        rows.append(
            [
                name,
                fmt([one.cpu_each for one in outcomes]),
                fmt(costs, 2),
                fmt([100 * one.cpu / one.seconds for one in outcomes]),
                fmt([one.p50 * 1000 for one in outcomes]),
                fmt(slow),
                str(sum(one.lost for one in outcomes)),
            ]
        )
        if name != TEXTBOOK:
            part = Goal(f"{name}: CPU of the textbook's", costs, 0.33, 0.2, at_most=True, digits=2)
            goals += [part, Goal(f"{name}: p99", slow, 100, at_most=True, digits=0, unit=" ms")]
    head = ["", "server us/delivery", "of textbook's", "% of the core", "p50 ms", "p99 ms", "lost"]
    return report(head, rows, goals, noise([one for all_ in found.values() for one in all_]))
