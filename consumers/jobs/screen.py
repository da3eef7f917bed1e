"""Screening as a loop: lease a batch, score it outside any transaction, settle it.

A scorer that hangs, crashes or talks nonsense decides nothing: the messages are given back, and
`give_up` settles as "not scored" those that have waited too long.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from queue import SimpleQueue
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error as DatabaseError

from consumers.hop import hop
from forum.messages.models import Message
from forum.messages.pending import BATCH, give_back, renew
from moderation.screening import actions, scorer, whole
from moderation.screening.phases import Draft, Screened, screen

log = structlog.get_logger(__name__)

DEADLINE_SECONDS = 10
LEFT_MAX = 10  # hanging calls
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


def ready() -> None:
    """Loads all that screening needs. Raises `CommandError`, in plain words and naming the file,
    for what is missing, damaged or stale."""
    try:
        whole.check()
        the_scorer()
    except scorer.ScorerUnavailable as error:
        raise CommandError(f"Messages cannot be scored, so nothing is started. {error}") from error


Asked = tuple[Callable[[], Any], Future[Any]]


class _Thread:
    """The scorer's own thread. A call that hangs is left behind with its thread, which keeps no
    process from ending; with too many of them nothing more is asked."""

    def __init__(self) -> None:
        self._left: list[threading.Thread] = []
        self._begin()

    def _begin(self) -> None:
        self._asked: SimpleQueue[Asked | None] = SimpleQueue()
        self._thread = threading.Thread(
            target=_serve, args=(self._asked,), name="scorer", daemon=True
        )
        self._thread.start()

    async def _call(self, work: Callable[[], Any]) -> Any:
        answer: Future[Any] = Future()
        self._asked.put((work, answer))
        return await asyncio.wrap_future(answer)

    async def warm(self) -> None:
        """Loads the scorer before a message is leased: one that cannot load holds none up."""
        if not the_scorer.cache_info().currsize:
            await self._call(the_scorer)

    async def screen(self, drafts: list[Draft]) -> list[Screened]:
        """See `phases.screen`. Raises `TimeoutError` too, and `ScorerUnavailable`."""
        self._left = [thread for thread in self._left if thread.is_alive()]
        if len(self._left) >= LEFT_MAX:
            raise scorer.ScorerUnavailable("the scorer hangs")
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                outcomes: list[Screened] = await self._call(lambda: screen(drafts, the_scorer()))
                return outcomes
        except TimeoutError:
            self._asked.put(None)
            self._left.append(self._thread)
            self._begin()
            raise


def _serve(asked: SimpleQueue[Asked | None]) -> None:
    while (one := asked.get()) is not None:
        work, answer = one
        if answer.set_running_or_notify_cancel():
            try:
                answer.set_result(work())
            except Exception as error:
                answer.set_exception(error)
            except BaseException as error:
                # One that wants the process to end does not get its way.
                answer.set_exception(
                    scorer.ScorerUnavailable(f"the scorer: {type(error).__name__}")
                )


_thread = _Thread()


async def work() -> bool:
    """One batch. True when there may be more."""
    await _thread.warm()
    taken = await hop(actions.take, WORKER)
    if not taken:
        return False
    done = asyncio.Event()
    renewing = asyncio.create_task(_renew(done))
    try:
        outcomes = await _screen(taken)
    finally:
        # Ended before settling begins: both lock the same rows.
        done.set()
        await renewing
    await _settle(taken, outcomes)
    # What came meanwhile has rung, or is found by the tick.
    return len(taken) == BATCH


async def _renew(done: asyncio.Event) -> None:
    while not done.is_set():
        try:
            async with asyncio.timeout(actions.LEASE_SECONDS / 3):
                await done.wait()
        except TimeoutError:
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
