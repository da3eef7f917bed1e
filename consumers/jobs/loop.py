"""One loop: wake on a bell or a tick, work until there is nothing left, back off on failure."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from consumers.spacing import Spacing
from consumers.ws.hub import Hub

log = structlog.get_logger(__name__)

BACK_OFF_MAX = 3.0


@dataclass(frozen=True)
class Job:
    """`work` says whether there may be more right away. `tick` is in seconds; `bell` wakes it
    sooner."""

    name: str
    work: Callable[[], Awaitable[bool]]
    tick: float
    bell: str | None = None


async def run(job: Job, hub: Hub) -> None:
    """Runs the job until cancelled. A failure is logged and tried again, later each time."""
    wake = asyncio.Event()
    if job.bell:
        hub.listen(job.bell, wake.set)
    spacing = Spacing()
    failures = 0
    while True:
        wake.clear()
        try:
            more = await job.work()
            failures = 0
        except Exception:
            failures += 1
            log.warning("job_failed", job=job.name, failures=failures, exc_info=True)
            await asyncio.sleep(min(BACK_OFF_MAX, failures / 2) * random.uniform(0.5, 1))
            continue
        if more:
            continue
        try:
            async with asyncio.timeout(job.tick):
                await wake.wait()
        except TimeoutError:
            pass
        await spacing.wait()
