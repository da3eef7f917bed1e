"""A scorer that may be slow or fall ill, and those who do not wait for it.

The second opinion is a large model in the same process as the first. It is asked in a thread of
its own and has so long to answer; when it fails again and again it is left alone for a while, then
tried once, and trusted again when that goes well. Nobody's message waits for it longer than the
deadline, and while it is left alone nobody's message waits at all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from enum import StrEnum
from queue import SimpleQueue

import structlog

from moderation.screening.scorer import Score, Scorer, ask

log = structlog.get_logger(__name__)

DEADLINE_SECONDS = 2.0  # for a batch
# A large model takes up to 0.15 s a message, and eight times that to say which words it was: so few
# are asked at once that one call is within the deadline, and those heard in time are kept.
AT_ONCE = 4
FAILURES_MAX = 3
REST_SECONDS = 60.0


class State(StrEnum):
    CLOSED = "closed"  # all is well: it is asked
    OPEN = "open"  # left alone
    TRYING = "trying"  # asked once, to see


class Breaker:
    """Pure but for what it remembers. `now` is in seconds, of any clock that only goes forward."""

    def __init__(
        self, *, failures_max: int = FAILURES_MAX, rest_seconds: float = REST_SECONDS
    ) -> None:
        self.state = State.CLOSED
        self._failures_max, self._rest = failures_max, rest_seconds
        self._failures = 0
        self._until = 0.0

    def lets(self, now: float) -> bool:
        """Whether it may be asked now. After a rest it may, once."""
        if self.state == State.OPEN and now >= self._until:
            self.state = State.TRYING
            return True
        return self.state == State.CLOSED

    def worked(self) -> None:
        self.state, self._failures = State.CLOSED, 0

    def failed(self, now: float) -> None:
        self._failures += 1
        if self.state == State.TRYING or self._failures >= self._failures_max:
            self.state, self._until = State.OPEN, now + self._rest


class Second:
    """A scorer behind a breaker."""

    def __init__(
        self,
        scorer: Scorer,
        *,
        deadline_seconds: float = DEADLINE_SECONDS,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.scorer = scorer
        self._deadline, self._clock = deadline_seconds, clock
        self._breaker = breaker or Breaker()
        self._thread: _Thread | None = None

    def opinion(self, texts: Sequence[str]) -> list[Score | None]:
        """What it says of each; None for those it does not answer in time, or not sensibly, and
        for all while it is left alone. Under load the first of a batch are heard, and the others
        go without: that is no failure. Never raises."""
        heard: list[Score | None] = []
        until, took = self._clock() + self._deadline, 0.0
        while len(heard) < len(texts) and self._breaker.lets(self._clock()):
            asked = self._clock()
            if until - asked <= took:
                break
            scores = self._ask(texts[len(heard) :][:AT_ONCE], until - asked)
            if scores is None:
                break
            heard += scores
            took = self._clock() - asked
        return heard + [None] * (len(texts) - len(heard))

    def _ask(self, texts: Sequence[str], seconds: float) -> list[Score] | None:
        self._thread = self._thread or _Thread()
        try:
            scores = self._thread.run(lambda: ask(self.scorer, texts), seconds)
        except Exception as error:
            if isinstance(error, TimeoutError):
                # It may answer yet; nobody listens any more, and the next is asked elsewhere.
                self._thread = None
            self._breaker.failed(self._clock())
            log.warning("second_opinion_missing", scorer=self.scorer.name, exc_info=True)
            return None
        self._breaker.worked()
        return scores


class _Thread:
    """A daemon that does one thing after another, so that it keeps no process from ending."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[tuple[Callable[[], list[Score]], Future[list[Score]]]] = (
            SimpleQueue()
        )
        threading.Thread(target=self._serve, name="second-opinion", daemon=True).start()

    def run(self, work: Callable[[], list[Score]], seconds: float) -> list[Score]:
        answer: Future[list[Score]] = Future()
        self._asked.put((work, answer))
        return answer.result(seconds)

    def _serve(self) -> None:
        while True:
            work, answer = self._asked.get()
            try:
                answer.set_result(work())
            except Exception as error:
                answer.set_exception(error)
            except BaseException as error:
                answer.set_exception(RuntimeError(type(error).__name__))
