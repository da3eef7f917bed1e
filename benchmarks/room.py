"""A full room, talking faster and faster."""

from __future__ import annotations

from functools import partial

from benchmarks.asked import Asked
from benchmarks.climb import climb, held
from benchmarks.ground import ground
from benchmarks.machine import LOAD_CORE, SERVER_CORE
from benchmarks.people import Shape
from benchmarks.rounds import brief, measured, noise
from benchmarks.table import Goal, fmt, ratios, report
from benchmarks.talk import Outcome
from benchmarks.targets import Make, Target, ceiling, ours, textbook

ROOM = Shape(groups=1, youths=30)
TEXTBOOK, LIBRARY, BARE = "textbook", "ceiling: websockets broadcast", "ceiling: bare"
OURS = "ours, 1 serving + worker"
# Messages a second that surely hold: where the first ramp begins.
START = {TEXTBOOK: 30.0, LIBRARY: 600.0, BARE: 1000.0}
OURS_START = 60.0
LOADED = (
    "The load shares its core with PostgreSQL and Redis; where it takes most of it, a figure is a "
    "lower bound."
)


def room(asked: Asked) -> str:
    """A room of 30: deliveries a second at p99 <= 250 ms"""
    with ground(asked) as on:
        makes: dict[str, Make] = {
            TEXTBOOK: lambda: textbook(on, ROOM),
            OURS: lambda: ours(on, ROOM, worker_core=SERVER_CORE),
            f"{OURS}, worker on the load's core": lambda: ours(on, ROOM, worker_core=LOAD_CORE),
            "ours, one process": lambda: ours(on, ROOM, processes=0),
            "ours, one process, SQLite": lambda: ours(on, ROOM, processes=0, sqlite=True),
            LIBRARY: lambda: ceiling("library", ROOM),
            BARE: lambda: ceiling("bare", ROOM),
        }
        found = _climbed(makes, asked)
    base, top, bare = (found[name] for name in (TEXTBOOK, LIBRARY, BARE))
    goals = [
        goal
        for name, outcomes in found.items()
        if name.startswith("ours")
        for goal in (
            Goal(f"{name}: times the textbook", ratios(_rates(outcomes), _rates(base)), 15, 30),
            Goal(
                f"{name}: part of the ceiling (websockets broadcast)",
                ratios(_rates(outcomes), _rates(top)),
                *(0.33, 0.67),
                digits=2,
            ),
        )
    ]
    rows = [
        [
            *_row(name, outcomes),
            fmt(ratios(_rates(outcomes), _rates(base)), 1),
            fmt(ratios(_costs(base), _costs(outcomes)), 1),
            fmt(ratios(_rates(outcomes), _rates(top)), 2),
            fmt(ratios(_rates(outcomes), _rates(bare)), 2),
        ]
        for name, outcomes in found.items()
    ]
    head = [*HEAD, "times textbook", "times less CPU", "of websockets'", "of bare"]
    note = noise([one for all_ in found.values() for one in all_])
    return report(head, rows, goals, f"{note} {LOADED}")


def processes(asked: Asked) -> str:
    """A room of 30 with 1, 2 and 3 Daphne processes behind Redis, all on one core"""
    with ground(asked) as on:
        names = [f"{n} serving + worker" for n in (1, 2, 3)]
        makes: dict[str, Make] = {
            name: partial(ours, on, ROOM, processes=n + 1) for n, name in enumerate(names)
        }
        found = _climbed(makes, asked)
    base = found[names[0]]
    # What a second of processor time delivers is the cost of a delivery turned around.
    falls = {
        name: [100 * (1 - ratio) for ratio in ratios(_costs(base), _costs(outcomes))]
        for name, outcomes in found.items()
    }
    rows = [
        [*_row(name, outcomes), fmt([1e6 / cost for cost in _costs(outcomes)]), fmt(falls[name])]
        for name, outcomes in found.items()
    ]
    goals = [
        Goal(
            f"{name}: less delivered for each CPU second than by one",
            *(falls[name], 15),
            at_most=True,
            unit=" %",
        )
        for name in names[1:]
    ]
    head = [*HEAD, "deliveries per CPU second", "% less than one"]
    return report(head, rows, goals, noise([one for all_ in found.values() for one in all_]))


HEAD = ["", "deliveries/s", "p50 ms", "p99 ms", "server us/delivery", "load % of core"]


def _row(name: str, outcomes: list[Outcome]) -> list[str]:
    failed = sum(not held(one) for one in outcomes)
    return [
        f"{name} ({failed} x never held)" if failed else name,
        fmt(_rates(outcomes)),
        fmt([one.p50 * 1000 for one in outcomes]),
        fmt([one.p99 * 1000 for one in outcomes]),
        fmt(_costs(outcomes)),
        fmt([one.load * 100 for one in outcomes]),
    ]


def _rates(outcomes: list[Outcome]) -> list[float]:
    return [one.rate for one in outcomes]


def _costs(outcomes: list[Outcome]) -> list[float]:
    return [one.cpu_each for one in outcomes]


def _climbed(makes: dict[str, Make], asked: Asked) -> dict[str, list[Outcome]]:
    start: dict[str, float] = {}

    async def measure(name: str, target: Target) -> Outcome:
        best = await climb(target, start.get(name, START.get(name, OURS_START)), asked)
        # The next round's ramp need not begin at the foot.
        start[name] = 0.7 * best.offered / best.seconds / ROOM.youths
        return best

    return measured(makes, asked.rounds, measure, brief)
