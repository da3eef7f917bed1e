"""A loop that fails goes on trying, and is soon back when what it needs is back."""

from __future__ import annotations

import asyncio
import time

import pytest

from consumers import spacing
from consumers.jobs import loop
from consumers.ws.hub import Hub


async def test_a_job_that_fails_all_night_is_still_tried_in_the_morning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """E11: and never waits longer than a few seconds for the next try."""
    waits: list[float] = []
    rest = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await rest(0)

    monkeypatch.setattr(loop.asyncio, "sleep", sleep)
    well = asyncio.Event()
    tries = 0

    async def work() -> bool:
        nonlocal tries
        tries += 1
        if tries < 3_000:
            raise RuntimeError
        well.set()
        return False

    running = asyncio.create_task(loop.run(loop.Job("night", work, tick=1), Hub()))
    await asyncio.wait_for(well.wait(), 60)
    running.cancel()
    assert max(waits) <= loop.BACK_OFF_MAX


async def test_rounds_keep_apart_and_a_first_one_waits_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apart = 0.025
    monkeypatch.setattr(spacing, "APART_SECONDS", apart)
    rounds = spacing.Spacing()
    began = time.monotonic()
    await rounds.wait()
    assert time.monotonic() - began < apart
    for _ in range(3):
        await rounds.wait()
    assert time.monotonic() - began >= 3 * apart * 0.99
