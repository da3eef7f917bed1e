"""Screening as a loop: lease a batch, score it outside any transaction, settle each message.

A scorer that hangs, crashes or talks nonsense decides nothing: the messages are given back, and
`give_up` settles as "not scored" those that have waited too long.
"""

from __future__ import annotations

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import structlog
from django.conf import settings

from consumers.hop import hop
from forum.messages.models import Message
from forum.messages.pending import give_back
from moderation.screening import actions, scorer
from moderation.screening.phases import Draft, Screened, screen

log = structlog.get_logger(__name__)

DEADLINE_SECONDS = 10
AGAIN_SECONDS = 2
WORKER = uuid.uuid4()


@cache
def the_scorer() -> scorer.Scorer:
    """The scorer this installation chose, loaded once."""
    return scorer.load(
        settings.SCORER,
        checkpoint=settings.DETOXIFY_CHECKPOINT or None,
        sha256=settings.DETOXIFY_SHA256 or None,
    )


class _Thread:
    """The scorer's own thread; a hanging call is left behind with its thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "scorer")

    async def warm(self) -> None:
        """Loads the scorer before a message is leased: one that cannot load holds none up."""
        if not the_scorer.cache_info().currsize:
            await asyncio.get_running_loop().run_in_executor(self._pool, the_scorer)

    async def screen(self, drafts: list[Draft]) -> list[Screened]:
        loop = asyncio.get_running_loop()
        call = loop.run_in_executor(self._pool, lambda: screen(drafts, the_scorer()))
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                return await call
        except TimeoutError:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = ThreadPoolExecutor(1, "scorer")
            raise


_thread = _Thread()


async def work() -> bool:
    """One batch. True when there may be more."""
    await _thread.warm()
    taken = await hop(actions.take, WORKER)
    if not taken:
        return False
    try:
        outcomes = await _thread.screen([draft for _, draft in taken])
    except Exception:
        if len(taken) == 1:
            await hop(give_back, [taken[0][0]], WORKER, seconds=AGAIN_SECONDS)
            raise
        outcomes = await _one_by_one(taken)
    by_id = {outcome.message: outcome for outcome in outcomes}
    screened = [(message, by_id[message.pk]) for message, _ in taken if message.pk in by_id]
    try:
        await hop(actions.settle_all, screened, WORKER)
    except Exception:
        await hop(give_back, [message for message, _ in screened], WORKER, seconds=AGAIN_SECONDS)
        raise
    return True


async def _one_by_one(taken: list[tuple[Message, Draft]]) -> list[Screened]:
    """So that one message the scorer cannot bear does not hold up the others."""
    outcomes: list[Screened] = []
    for message, draft in taken:
        try:
            outcomes += await _thread.screen([draft])
        except Exception:
            log.warning("not_scored_yet", exc_info=True)
            await hop(give_back, [message], WORKER, seconds=AGAIN_SECONDS)
    return outcomes
