"""What is asked at one moment shares a hop, and nobody gets another's answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest
from django.db import OperationalError

from consumers.hop import MOST_TOGETHER, Together


class Desk:
    """Doubles numbers. Refuses 13, breaks on 7, and cannot be reached on -1. Its first hop lasts
    until `open` is set."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = threading.Event()

    def work(self, asked: Sequence[int]) -> list[int | Exception]:
        self.open.wait(5)
        self.batches.append(list(asked))
        if -1 in asked:
            raise OperationalError
        if 7 in asked:
            raise RuntimeError("seven")
        return [ValueError("no") if n == 13 else 2 * n for n in asked]


async def ask_all(desk: Desk, numbers: list[int]) -> list[int | BaseException]:
    together = Together(desk.work)
    first = asyncio.create_task(together.ask(100))
    await asyncio.sleep(0.05)
    asking = [asyncio.create_task(together.ask(n)) for n in numbers]
    await asyncio.sleep(0.05)
    desk.open.set()
    assert await first == 200
    return await asyncio.gather(*asking, return_exceptions=True)


async def test_whoever_asks_while_a_hop_is_under_way_shares_the_next() -> None:
    desk = Desk()
    numbers = list(range(14, 14 + MOST_TOGETHER + 5))
    assert await ask_all(desk, numbers) == [2 * n for n in numbers]
    assert [len(batch) for batch in desk.batches] == [1, MOST_TOGETHER, 5]


async def test_a_refusal_is_its_own() -> None:
    one, two, three = await ask_all(Desk(), [1, 13, 3])
    assert (one, three) == (2, 6)
    assert isinstance(two, ValueError)


async def test_what_breaks_on_one_does_not_fail_the_others() -> None:
    one, two, three = await ask_all(Desk(), [1, 7, 3])
    assert (one, three) == (2, 6)
    assert isinstance(two, RuntimeError)


async def test_without_a_database_nobody_is_tried_again() -> None:
    desk = Desk()
    answers = await ask_all(desk, [1, -1, 3])
    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert len(desk.batches) == 2


async def test_who_no_longer_waits_disturbs_nobody() -> None:
    desk = Desk()
    together = Together(desk.work)
    gone, here = asyncio.create_task(together.ask(1)), asyncio.create_task(together.ask(2))
    await asyncio.sleep(0.05)
    gone.cancel()
    desk.open.set()
    assert await here == 4
    with pytest.raises(asyncio.CancelledError):
        await gone
