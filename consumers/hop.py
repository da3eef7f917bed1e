"""The way from the event loop into the database: one hop for a whole piece of work, and one for
all that piled up.

Threads of our own, each with one lasting connection: a single one on SQLite, a few on PostgreSQL.
Chosen by measurement, see ARCHITECTURE.md.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

from consumers.spacing import Spacing

Args = ParamSpec("Args")
Out = TypeVar("Out")
In = TypeVar("In")

THREADS = 6 if settings.ON_POSTGRES else 1
MOST_TOGETHER = 64

_pool = ThreadPoolExecutor(THREADS, "hop")
_breaks = 0  # broken connections found so far, by any thread
_mine = threading.local()


def _mend() -> None:
    """Lets go of this thread's connection when it is broken. It is tried after a failure here,
    and once after one that broke another's: a database that went down took all of them."""
    global _breaks
    here = connections[DEFAULT_DB_ALIAS]
    if here.connection is None:
        return
    if not here.errors_occurred and getattr(_mine, "breaks", 0) == _breaks:
        return
    if here.is_usable():
        here.errors_occurred = False
    else:
        _breaks += here.errors_occurred
        here.close()
    _mine.breaks = _breaks


async def hop(work: Callable[Args, Out], *args: Args.args, **kwargs: Args.kwargs) -> Out:
    """Runs `work` where the database may be used, and gives its result."""

    def run() -> Out:
        _mend()
        return work(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_pool, run)


class Together(Generic[In, Out]):
    """Group commit: what is asked while one hop is under way, or right after, shares the next.

    `work` takes what was asked, in order, and gives as many answers; an exception among them is
    raised for that one alone. When it raises itself, each is tried alone; but not when the database
    is away.
    """

    def __init__(self, work: Callable[[Sequence[In]], Sequence[Out | Exception]]) -> None:
        self._work = work
        self._asked: list[tuple[In, asyncio.Future[Out]]] = []
        self._running: asyncio.Task[None] | None = None
        self._spacing = Spacing()

    async def ask(self, one: In) -> Out:
        answer: asyncio.Future[Out] = asyncio.get_running_loop().create_future()
        self._asked.append((one, answer))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._asked:
                if len(self._asked) < MOST_TOGETHER:
                    await self._spacing.wait()
                # Who has gone meanwhile must not keep those waiting who came back.
                asked = [(one, answer) for one, answer in self._asked if not answer.done()]
                batch, self._asked = asked[:MOST_TOGETHER], asked[MOST_TOGETHER:]
                if batch:
                    await self._answer(batch)
        finally:
            self._running = None

    async def _answer(self, batch: list[tuple[In, asyncio.Future[Out]]]) -> None:
        answers: Sequence[Out | Exception]
        try:
            answers = await hop(self._work, [one for one, _ in batch])
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, (OperationalError, InterfaceError)):
                # What one of them asked must not fail the others.
                for alone in batch:
                    await self._answer([alone])
                return
            answers = [error] * len(batch)
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
