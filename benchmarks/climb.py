"""The fastest steady talk that a server carries.

First a quick ramp finds out where about it ends, then steps of some seconds find the fastest that
keeps the bound. All is offered at its own time, whether or not the last was answered: a server that
is too slow cannot slow its own test down.
"""

from __future__ import annotations

from benchmarks.asked import Asked
from benchmarks.talk import Outcome, Talk, talking
from benchmarks.targets import Target

BOUND = 0.250  # seconds, p99
RAMP = 1.5
STEP = 1.15
ACHIEVED = 0.95
TRIES = 10


def held(step: Outcome) -> bool:
    """Whether it kept up: in time, nothing lost or doubled, and about as fast as offered."""
    offered = step.offered / step.seconds
    return step.p99 <= BOUND and not step.lost and step.rate >= ACHIEVED * offered


async def climb(target: Target, start: float, asked: Asked) -> Outcome:
    """The fastest step that held, or the slowest one if none did; `start` is a rate that should
    hold."""
    async with talking(target) as talk:
        await talk.at(start, asked.pick(1.0, 0.2))  # warm
        rate = await _ramp(talk, start, asked.pick(0.8, 0.2), asked.pick(30, 2))
        return await _best(talk, rate, asked.pick(3.0, 0.5), asked.pick(TRIES, 1))


async def _ramp(talk: Talk, rate: float, seconds: float, steps: int) -> float:
    for _ in range(steps):
        if not held(await talk.at(rate * RAMP, seconds, patience=1.0)):
            break
        rate *= RAMP
    return rate


async def _best(talk: Talk, rate: float, seconds: float, tries: int) -> Outcome:
    """Up while it holds; or down until it does, faster and faster."""
    best: Outcome | None = None
    down = STEP
    for _ in range(tries):
        step = await talk.at(rate, seconds)
        print(f"    {rate:,.0f} messages/s: p99 {step.p99 * 1000:,.0f} ms", flush=True)
        if held(step):
            best = step
            if down > STEP:
                break  # Came from above: what is faster has failed.
            rate *= STEP
        elif best is not None:
            break
        else:
            rate /= down
            down *= 1.1
    return best or step
