"""A second opinion helps where it answers, and keeps nobody waiting where it does not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from moderation.screening.breaker import Breaker, Second, State
from moderation.screening.graver import Graver
from moderation.screening.scorer import Score, ScorerUnavailable, Span

ENGLISH = "you are such an idiot and nobody here likes you"
NORWEGIAN = "du er en idiot og ingen her liker deg"


class Says:
    """A scorer that says what it is told to."""

    version = "1"

    def __init__(self, name: str, languages: set[str], answer: Any, **heads: float) -> None:
        self.name, self.languages = name, frozenset(languages)
        self.heads = frozenset(heads)
        self._said, self._answer = heads, answer
        self.asked = 0

    def score(self, texts: Sequence[str]) -> list[Score]:
        self.asked += 1
        if callable(self._answer):
            return self._answer(texts)  # type: ignore[no-any-return]
        return [Score(self._said, {"insult": (Span(0, 3, 1.0),)}) for _ in texts]


def first(insult: float = 0.2) -> Says:
    return Says("small", {"nb", "nn", "en"}, None, insult=insult, contact=0.1)


def second(insult: float = 0.9, answer: Any = None) -> Says:
    return Says("large", {"en"}, answer, insult=insult)


# --- two opinions ------------------------------------------------------------------------------


def test_in_english_the_graver_counts_and_both_are_kept() -> None:
    score = Graver(first(), Second(second())).score([ENGLISH])[0]
    assert score.heads == {"insult": 0.9, "contact": 0.1}
    assert score.opinions == {"small": {"insult": 0.2, "contact": 0.1}, "large": {"insult": 0.9}}
    milder = Graver(first(0.95), Second(second())).score([ENGLISH])[0]
    assert milder.heads["insult"] == 0.95


def test_in_norwegian_the_second_is_heard_and_kept_but_raises_nothing() -> None:
    """E15: it was never measured there."""
    for text in (NORWEGIAN, "hei", "😂"):
        score = Graver(first(), Second(second())).score([text])[0]
        assert score.heads["insult"] == 0.2
        assert score.opinions["large"] == {"insult": 0.9}


def test_a_second_that_knows_more_heads_than_the_first_does_not_fit() -> None:
    with pytest.raises(ScorerUnavailable, match="small\\+large"):
        Graver(
            Says("small", {"en"}, None, insult=0.1), Second(Says("large", {"en"}, None, threat=0.1))
        )


# --- one that fails ----------------------------------------------------------------------------


def raising(texts: Sequence[str]) -> Any:
    raise RuntimeError


def ending(texts: Sequence[str]) -> Any:
    raise SystemExit


def hanging(texts: Sequence[str]) -> Any:
    time.sleep(5)


FAILINGS = [
    raising,
    ending,
    hanging,
    lambda texts: None,
    lambda texts: [],
    lambda texts: [Score({"insult": float("nan")}, {}) for _ in texts],
    lambda texts: [Score({"kindness": 0.1}, {}) for _ in texts],
]


@pytest.mark.parametrize("answer", FAILINGS)
def test_whatever_is_wrong_with_the_second_the_first_decides_alone_and_soon(answer: Any) -> None:
    """E11"""
    pair = Graver(first(), Second(second(answer=answer), deadline_seconds=0.1))
    before = time.perf_counter()
    score = pair.score([ENGLISH])[0]
    assert time.perf_counter() - before < 2
    assert score.heads["insult"] == 0.2
    assert score.opinions == {}


def test_after_some_failures_it_is_left_alone_then_tried_once_and_trusted_again() -> None:
    now, well = [0.0], [False]

    def moody(texts: Sequence[str]) -> list[Score]:
        if not well[0]:
            raise RuntimeError
        return [Score({"insult": 0.9}, {}) for _ in texts]

    large = second(answer=moody)
    held = Second(large, breaker=Breaker(failures_max=3, rest_seconds=60), clock=lambda: now[0])
    for _ in range(5):
        assert held.opinion([ENGLISH]) == [None]
    assert large.asked == 3
    now[0] = 61.0
    for _ in range(2):
        assert held.opinion([ENGLISH]) == [None]
    assert large.asked == 4  # tried once, and failed
    now[0], well[0] = 122.0, True
    for _ in range(3):
        assert held.opinion([ENGLISH]) != [None]
    assert large.asked == 7


def test_a_slow_second_is_heard_on_the_first_of_a_crowd_and_trusted_still() -> None:
    """E11: what it has no time for goes without, and nobody waits beyond the deadline."""
    now = [0.0]

    def slow(texts: Sequence[str]) -> list[Score]:
        now[0] += 0.11 * len(texts)
        return [Score({"insult": 0.9}, {}) for _ in texts]

    breaker = Breaker()
    held = Second(second(answer=slow), deadline_seconds=2, breaker=breaker, clock=lambda: now[0])
    for _ in range(5):
        began = now[0]
        heard = held.opinion([ENGLISH] * 64)
        assert [score is not None for score in heard] == [True] * 16 + [False] * 48
        assert now[0] - began < 2
    assert breaker.state == State.CLOSED
    assert held.opinion([]) == []


# --- the breaker, whatever happens -------------------------------------------------------------


class BreakerMachine(RuleBasedStateMachine):
    """Against a plain telling of the same: never asked while it rests, one try after, and open only
    after failures."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker(failures_max=3, rest_seconds=10)
        self.now = 0.0
        self.in_a_row = 0
        self.rests_until: float | None = None

    @rule(seconds=st.floats(0, 30))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(well=st.booleans())
    def asked(self, well: bool) -> None:
        may = self.rests_until is None or self.now >= self.rests_until
        assert self.breaker.lets(self.now) == may
        if not may:
            return
        trying, self.rests_until = self.rests_until is not None, None
        if well:
            self.breaker.worked()
            self.in_a_row = 0
            return
        self.breaker.failed(self.now)
        self.in_a_row += 1
        if trying or self.in_a_row >= 3:
            self.rests_until = self.now + 10

    @invariant()
    def it_is_open_only_while_it_rests(self) -> None:
        assert (self.breaker.state == State.OPEN) == (self.rests_until is not None)


TestBreaker = BreakerMachine.TestCase
TestBreaker.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
