"""Hundreds of messages before a scorer that is broken in each of eight ways: not one is seen
unscored against its group's wish, each waits for a person, and the board says so."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from consumers.jobs import screen
from consumers.wire.present_desk import desk
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.states import State
from forum.rooms.models import Unscored
from moderation.cases.models import Case
from moderation.screening import actions, phases
from moderation.screening.embedded import Embedded
from moderation.screening.scorer import Score, ScorerUnavailable
from moderation.screening.verdict import NOT_SCORED
from tests import house
from tests.moderation.context.speech import run_job
from tests.volume import volume

pytestmark = pytest.mark.django_db

MESSAGES = volume(400, 1_000)
PATIENCE = timedelta(seconds=20)  # of the groups
DEADLINE_SECONDS = 0.05  # of a call; ten in earnest


class Broken:
    """A scorer of which only the answer is wrong."""

    name, version = "broken", "1"
    heads = frozenset({"insult"})
    languages = frozenset({"nb", "nn", "en"})

    def __init__(self, answer: Callable[[Sequence[str]], Any]) -> None:
        self._answer = answer

    def score(self, texts: Sequence[str]) -> Any:
        return self._answer(texts)


def dead(texts: Sequence[str]) -> Any:
    raise SystemExit


def hanging(texts: Sequence[str]) -> Any:
    while True:
        time.sleep(0.5)


def slow(texts: Sequence[str]) -> Any:
    time.sleep(DEADLINE_SECONDS * 2)
    return [Score({"insult": 0.0}, {}) for _ in texts]


def raising(texts: Sequence[str]) -> Any:
    raise RuntimeError


def not_a_number(texts: Sequence[str]) -> Any:
    return [Score({"insult": float("nan")}, {}) for _ in texts]


def wrong_shape(texts: Sequence[str]) -> Any:
    return [Score({"insult": 0.0}, {}) for _ in texts][1:]


def wrong_labels(texts: Sequence[str]) -> Any:
    return [Score({"kindness": 0.0}, {}) for _ in texts]


def stale(*chosen: Any, **more: Any) -> Any:
    raise ScorerUnavailable("thresholds.toml was chosen for another model")


KINDS = [dead, hanging, slow, raising, not_a_number, wrong_shape, wrong_labels, stale]


@pytest.fixture(autouse=True)
def another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scorer's thread of this test's own, and deadlines one can wait for."""
    monkeypatch.setattr(screen, "DEADLINE_SECONDS", DEADLINE_SECONDS)
    monkeypatch.setattr(screen, "_thread", screen._Thread())


def write(by: Membership, of: house.House, number: int) -> list[Message]:
    """So many messages at once, as pending as those that come by the socket."""
    now = timezone.now()
    return Message.objects.bulk_create(
        Message(
            room=of.topic,
            author=by,
            nonce=uuid.uuid4(),
            text=f"i dag leste jeg en fin bok, side {n}",
            submitted_at=now + timedelta(microseconds=n),
        )
        for n in range(number)
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_messages_before_a_broken_scorer(
    kind: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """E11 E15"""
    broken = stale if kind is stale else lambda *_, **__: Broken(kind)
    screen.the_scorer.cache_clear()
    monkeypatch.setattr(screen.scorer, "load", broken)
    houses = [
        house.build(unscored=policy, patience=PATIENCE)
        for policy in (Unscored.HOLD, Unscored.PUBLISH_AND_QUEUE)
    ]
    with time_machine.travel(timezone.now(), tick=True) as clock:
        for one in houses:
            for member in (one.ada, one.bo):
                write(member, one, MESSAGES // 4)
        # While there is patience nobody decides anything, however often it is tried.
        for _ in range(2):
            try:
                run_job(monkeypatch)
            except ScorerUnavailable:
                assert kind is stale
        assert not Message.objects.exclude(state=State.PENDING).exists()
        clock.shift(PATIENCE + timedelta(seconds=1))
        while actions.give_up():
            pass
    held, shown = (Message.objects.filter(room=one.topic) for one in houses)
    assert held.filter(state=State.HELD, held_for="unscored").count() == MESSAGES // 2
    assert shown.filter(state=State.PUBLISHED).count() == MESSAGES // 2
    assert Case.objects.filter(because=[NOT_SCORED]).count() == MESSAGES
    assert Case.objects.values("message").distinct().count() == MESSAGES
    for one in houses:
        board = desk(one.mia.person)
        assert board.open == MESSAGES // 2
        assert board.unread.share == 1
        assert board.unread.failed_at is not None
    screen.the_scorer.cache_clear()


def test_the_board_is_silent_about_a_scorer_that_reads() -> None:
    """E15: and about one that only does not know the language it counts, without alarm."""
    home = house.build()
    house.say(home.ada, home.topic, "i dag leste jeg en fin bok")
    house.say(home.bo, home.topic, "aujourd'hui je ne veux pas parler avec vous parce que non")
    taken = actions.take(worker := uuid.uuid4())
    outcomes = phases.screen([draft for _, draft in taken], Embedded.load())
    messages = [message for message, _ in taken]
    actions.settle_all(list(zip(messages, outcomes, strict=True)), worker)
    board = desk(home.mia.person)
    assert (board.unread.share, board.unread.of) == (0.5, 2)
    assert board.unread.failed_at is None
