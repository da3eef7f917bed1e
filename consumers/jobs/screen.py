"""Screening as a loop: lease a batch, score it outside any transaction, settle each message.

A scorer that hangs, crashes or talks nonsense decides nothing: the messages are given back, and
`give_up` settles as "not scored" those that have waited too long.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from uuid import UUID

import structlog
from django.conf import settings
from django.db import Error as DatabaseError

from consumers.hop import hop
from forum.messages.models import Message
from forum.messages.pending import BATCH, give_back, renew
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
    renewing = asyncio.create_task(_renew())
    try:
        await _settle(taken, await _screen(taken))
    finally:
        renewing.cancel()
    # What came meanwhile has rung.
    return len(taken) == BATCH


async def _renew() -> None:
    while True:
        await asyncio.sleep(actions.LEASE_SECONDS / 3)
        with contextlib.suppress(DatabaseError):
            await hop(renew, WORKER, seconds=actions.LEASE_SECONDS)


async def _screen(taken: list[tuple[Message, Draft]]) -> dict[UUID, Screened]:
    """The outcomes by message. One that the scorer cannot bear does not hold up the others."""
    try:
        outcomes = await _thread.screen([draft for _, draft in taken])
    except Exception:
        if len(taken) == 1:
            await hop(give_back, [taken[0][0]], WORKER, seconds=AGAIN_SECONDS)
            raise
        outcomes = []
        for message, draft in taken:
            try:
                outcomes += await _thread.screen([draft])
            except Exception:
                log.warning("not_scored_yet", exc_info=True)
                await hop(give_back, [message], WORKER, seconds=AGAIN_SECONDS)
    return {outcome.message: outcome for outcome in outcomes}


async def _settle(taken: list[tuple[Message, Draft]], outcomes: dict[UUID, Screened]) -> None:
    """All at once; or, when that fails, each by itself."""
    screened = [(message, outcomes[message.pk]) for message, _ in taken if message.pk in outcomes]
    try:
        await hop(actions.settle_all, screened, WORKER)
    except Exception:
        log.warning("not_settled_together", exc_info=True)
        for message, outcome in screened:
            try:
                await hop(actions.settle_all, [(message, outcome)], WORKER)
            except Exception:
                log.warning("not_settled_yet", exc_info=True)
                await hop(give_back, [message], WORKER, seconds=AGAIN_SECONDS)
