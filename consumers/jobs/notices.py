"""Notices as a loop: the database on its threads, the network on another."""

from __future__ import annotations

import asyncio

from consumers.hop import hop
from forum.notices.actions import BATCH, settle, take
from forum.notices.carriers import carry


async def work() -> bool:
    """One round. True when there may be more at once."""
    letters = await hop(take)
    results = await asyncio.gather(*(asyncio.to_thread(carry, letter) for letter in letters))
    for letter, result in zip(letters, results, strict=True):
        await hop(settle, letter, result)
    return len(letters) == BATCH
