"""Talk that goes on while one process after another is killed without a warning."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median

from tests.faults.checker import Judgement, judge
from tests.faults.crowd import PATIENCE_SECONDS, Crowd
from tests.faults.town import found
from tests.servers import Site

VICTIMS = {
    "cluster": ("serve1", "work", "redis", "serve2", "postgres"),
    "sqlite": ("serve",),
}
NAMES = {
    "serve": "the one process",
    "serve1": "Daphne, first of two",
    "serve2": "Daphne, second of two",
    "work": "worker",
    "redis": "Redis",
    "postgres": "PostgreSQL",
}
GONE_SECONDS = 1.0  # a supervisor brings it back within this
FLOW_SECONDS = 60.0


@dataclass
class Outcome:
    """How it went: for each kind of kill, how long until everybody's talk flowed again."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    verdict: Judgement = field(default_factory=Judgement)
    stalls: int = 0  # lines that their phones gave up, unanswered for too long
    seconds: float = 0

    @property
    def kills(self) -> int:
        return sum(map(len, self.waits.values()))


async def talk_through(
    site: Site, kind: str, *, kills: int, messages: int = 0, rate: float = 40, seed: int = 1
) -> Outcome:
    """Twenty people write `rate` messages a second together, through so many kills, and until so
    many messages are acknowledged."""
    outcome, began = Outcome(), time.monotonic()
    quarters = await asyncio.to_thread(found, site, groups=2, rooms=3, youths=10)
    crowd = Crowd(site.urls, quarters, seed=seed)
    pause = 2 * len(crowd.members) / rate
    async with crowd.alive():
        talking = [
            asyncio.create_task(
                m.talk(float("inf"), lambda m=m: m.rng.uniform(0, pause), window=4, unseen=8)
            )
            for m in crowd.members
        ]
        try:
            for victim in islice(cycle(VICTIMS[kind]), kills):
                await _kill(site, crowd, victim, outcome)
            while crowd.acknowledged < messages:
                await asyncio.sleep(0.2)
        except AssertionError as late:
            outcome.verdict.blame(str(late))
        for task in talking:
            task.cancel()
        blamed = outcome.verdict.problems
        outcome.verdict = await judge(site, crowd)
        outcome.verdict.problems[:0] = blamed
    outcome.stalls = sum(member.stalls for member in crowd.members)
    outcome.seconds = time.monotonic() - began
    return outcome


async def _kill(site: Site, crowd: Crowd, victim: str, outcome: Outcome) -> None:
    await asyncio.sleep(crowd.rng.uniform(0.2, 0.8))
    moment = time.monotonic()
    await asyncio.to_thread(site.kill, victim)

    async def bring_back() -> None:
        await asyncio.sleep(crowd.rng.uniform(0, GONE_SECONDS))
        await asyncio.to_thread(site.restart, victim)

    async def flow_again() -> float:
        what = f"the talk to flow after the kill of {NAMES[victim]}"
        await crowd.until(lambda: crowd.flows_since(moment), what, FLOW_SECONDS)
        return time.monotonic() - moment

    _, waited = await asyncio.gather(bring_back(), flow_again())
    outcome.waits[victim].append(waited)
    say(f"{outcome.kills}: {NAMES[victim]}, {waited:.1f} s; {crowd.picture()}")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def table(outcome: Outcome) -> str:
    """The result in Markdown."""
    verdict = outcome.verdict
    rows = [
        "| killed | kills | talk flows again, median | at most |",
        "|---|---|---|---|",
        *(
            f"| {NAMES[victim]} | {len(waits)} | {median(waits):.1f} s | {max(waits):.1f} s |"
            for victim, waits in outcome.waits.items()
        ),
        "",
        "| | |",
        "|---|---|",
        f"| kills | {outcome.kills} |",
        f"| acknowledged messages | {verdict.acknowledged} |",
        f"| lost | {verdict.lost} |",
        f"| doubled | {verdict.doubled} |",
        f"| gaps | {verdict.gaps} |",
        f"| out of order | {verdict.out_of_order} |",
        f"| lines unanswered for {PATIENCE_SECONDS:.0f} s | {outcome.stalls} |",
        f"| all that was wrong | {len(verdict.problems)} |",
        f"| took | {outcome.seconds / 60:.1f} min |",
    ]
    return "\n".join(rows)
