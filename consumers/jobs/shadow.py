"""The model on trial as a loop of its own, behind everything that delivers messages.

It reads what is settled already, so that it can delay nothing; a model that cannot load, or fails
again and again, is left alone until the next start.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import structlog
from django.conf import settings

from consumers.hop import hop
from moderation.limits import trial
from moderation.screening import scorer
from moderation.screening.embedded import Embedded
from moderation.screening.models import Verdict
from moderation.screening.scorer import Score, Scorer

Out = TypeVar("Out")
log = structlog.get_logger(__name__)

DEADLINE_SECONDS = 60
FAILURES_MAX = 5


class Trial:
    """One model on trial. `kind`: a folder with an embedded model, or a kind of scorer."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._scorer: Scorer | None = None
        self._failures = 0

    async def work(self) -> bool:
        """One batch. True when there may be more. Never raises for what the model does."""
        if self._failures >= FAILURES_MAX:
            return False
        try:
            if self._scorer is None:
                self._scorer = await _aside(lambda: load(self._kind))
            return await self._batch(self._scorer)
        except Exception:
            self._failures += 1
            log.warning("shadow_failed", failures=self._failures, exc_info=True)
            return False

    async def _batch(self, model: Scorer) -> bool:
        name = trial.named(model)
        waiting = await hop(trial.waiting, name)
        if not waiting:
            return False
        scored = await _aside(lambda: score(model, waiting))
        await hop(trial.keep, name, scored)
        self._failures = 0
        return len(waiting) == trial.BATCH


def load(kind: str) -> Scorer:
    """The model. Raises `ScorerUnavailable`."""
    folder = Path(kind)
    if folder.is_dir():
        return Embedded.load(folder)
    return scorer.load(
        kind,
        checkpoint=settings.DETOXIFY_CHECKPOINT or None,
        sha256=settings.DETOXIFY_SHA256 or None,
    )


def score(
    model: Scorer, waiting: Sequence[tuple[Verdict, str]]
) -> list[tuple[Verdict, Score | None]]:
    """What the model says of each; none where it was not measured on the language. Raises as
    `scorer.ask` does."""
    known = [one for one in waiting if one[0].language in model.languages]
    scores = scorer.ask(model, [text for _, text in known]) if known else []
    said = {verdict.pk: score for (verdict, _), score in zip(known, scores, strict=True)}
    return [(verdict, said.get(verdict.pk)) for verdict, _ in waiting]


async def _aside(work: Callable[[], Out]) -> Out:
    """Runs `work` in a thread that keeps no process from ending, should it hang."""
    answer: Future[Out] = Future()

    def run() -> None:
        answer.set_running_or_notify_cancel()
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, name="shadow", daemon=True).start()
    async with asyncio.timeout(DEADLINE_SECONDS):
        return await asyncio.wrap_future(answer)
