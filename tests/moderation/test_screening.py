"""Screening's writers: leases, fates carried out, and giving up without ever calling it clean."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from forum.messages import actions as messages
from forum.messages.models import Message
from forum.messages.states import State
from forum.rooms.models import Mode, Unscored
from moderation.cases.models import Case
from moderation.screening import actions, phases
from moderation.screening.models import Verdict
from moderation.screening.scorer import Score, ScorerUnavailable, Span
from tests import house

pytestmark = pytest.mark.django_db


class Ears:
    """A scorer that hears one word."""

    name, version = "ears", "1"
    heads = frozenset({"insult"})
    languages = frozenset({"nb", "nn", "en"})

    def score(self, texts: Sequence[str]) -> list[Score]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Score:
        at = text.find("idiot")
        if at < 0:
            return Score({"insult": 0.01}, {})
        return Score({"insult": 0.99}, {"insult": (Span(at, at + 5, 1.0),)})


def screen_all(worker: uuid.UUID | None = None) -> int:
    worker = worker or uuid.uuid4()
    taken = actions.take(worker)
    outcomes = phases.screen([draft for _, draft in taken], Ears())
    messages = [message for message, _ in taken]
    return actions.settle_all(list(zip(messages, outcomes, strict=True)), worker)


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_harmless_message_is_published_and_an_attack_goes_to_a_person() -> None:
    """E1 E11 E14"""
    home = house.build()
    kind = house.say(home.ada, home.topic, "det går bedre i dag")
    harsh = house.say(home.bo, home.topic, "du er en idiot")
    assert screen_all() == 2
    assert (state(kind), state(harsh)) == (State.PUBLISHED, State.HELD)
    case = Case.objects.get()
    assert (case.message, case.because) == (harsh, ["insult"])
    [finding] = Verdict.objects.get(message=harsh).findings
    assert finding["spans"] == [[9, 14]]
    assert finding["source"] == "ears"


def test_two_workers_never_screen_the_same_message() -> None:
    home = house.build()
    house.say(home.ada, home.topic, "hei")
    first, second = uuid.uuid4(), uuid.uuid4()
    assert len(actions.take(first)) == 1
    assert actions.take(second) == []


def test_a_dead_worker_s_lease_lapses_and_its_late_answer_changes_nothing() -> None:
    home = house.build()
    message = house.say(home.ada, home.topic, "du er en idiot")
    dead, alive = uuid.uuid4(), uuid.uuid4()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        [(late, draft)] = actions.take(dead)
        clock.shift(actions.LEASE_SECONDS + 1)
        assert screen_all(alive) == 1
        [outcome] = phases.screen([draft], Ears())
        assert actions.settle_all([(late, outcome)], dead) == 0
    assert state(message) == State.HELD
    assert Case.objects.count() == 1


def test_a_message_withdrawn_while_it_was_scored_stays_withdrawn() -> None:
    home = house.build()
    message = house.say(home.ada, home.topic, "hei")
    worker = uuid.uuid4()
    [(leased, draft)] = actions.take(worker)
    messages.withdraw(home.ada, message_id=message.pk)
    [outcome] = phases.screen([draft], Ears())
    assert actions.settle_all([(leased, outcome)], worker) == 0
    assert state(message) == State.WITHDRAWN


@pytest.mark.parametrize(
    ("policy", "fate"),
    [(Unscored.HOLD, State.HELD), (Unscored.PUBLISH_AND_QUEUE, State.PUBLISHED)],
)
def test_what_nobody_scored_in_time_goes_to_a_person_whatever_the_policy(
    policy: Unscored, fate: State
) -> None:
    """E11"""
    home = house.build(unscored=policy, patience=timedelta(seconds=20))
    message = house.say(home.ada, home.topic, "hei")
    assert actions.give_up() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=21)):
        assert actions.give_up() == 1
    assert state(message) == fate
    assert Case.objects.get().because == ["not_scored"]
    assert Verdict.objects.get().scorer == ""


def test_a_language_no_model_was_measured_on_is_not_scored() -> None:
    """E15"""
    home = house.build()
    message = house.say(
        home.ada, home.topic, "Nie wiem co mam robić, moja mama jest chora i bardzo się boję o nią"
    )
    screen_all()
    assert state(message) == State.HELD
    assert "not_scored" in Case.objects.get().because


def test_a_newcomer_s_first_messages_are_seen_by_a_person() -> None:
    """E1"""
    home = house.build(first_held=1)
    first = house.say(home.ada, home.topic, "hei")
    screen_all()
    assert state(first) == State.HELD
    messages.publish(first)
    second = house.say(home.ada, home.topic, "hei igjen")
    screen_all()
    assert state(second) == State.PUBLISHED


def test_hold_all_holds_the_young_and_not_the_staff() -> None:
    """E1"""
    home = house.build(mode=Mode.HOLD_ALL)
    young, adult = house.say(home.ada, home.topic, "hei"), house.say(home.finn, home.topic, "hei")
    screen_all()
    assert (state(young), state(adult)) == (State.HELD, State.PUBLISHED)


def test_one_member_can_be_held_while_the_others_talk() -> None:
    """E1"""
    home = house.build()
    house.Membership.objects.filter(pk=home.ada.pk).update(mode=Mode.HOLD_ALL)
    watched, other = house.say(home.ada, home.topic, "hei"), house.say(home.bo, home.topic, "hei")
    screen_all()
    assert (state(watched), state(other)) == (State.HELD, State.PUBLISHED)


@pytest.mark.parametrize(
    "nonsense",
    [
        [Score({"insult": float("nan")}, {})],
        [Score({"insult": -0.1}, {})],
        [Score({"insult": 1.1}, {})],
        [Score({}, {})],
        [Score({"insult": 0.1, "kindness": 0.1}, {})],
        [],
        [Score({"insult": 0.1}, {})] * 2,
        None,
    ],
)
def test_a_scorer_that_talks_nonsense_decides_nothing(nonsense: Any) -> None:
    """E11"""

    class Nonsense(Ears):
        def score(self, texts: Sequence[str]) -> Any:
            return nonsense

    home = house.build()
    house.say(home.ada, home.topic, "hei")
    [(_, draft)] = actions.take(uuid.uuid4())
    with pytest.raises(ScorerUnavailable, match="ears"):
        phases.screen([draft], Nonsense())


def test_nothing_overtakes_an_older_message_of_the_same_author_in_the_room() -> None:
    """C2: not even with two workers, of which the first is slow."""
    home = house.build()
    first = house.say(home.ada, home.topic, "hei")
    slow, quick = uuid.uuid4(), uuid.uuid4()
    [(leased, draft)] = actions.take(slow)
    second = house.say(home.ada, home.topic, "er det noen her")
    other = house.say(home.bo, home.topic, "ja, her")
    assert screen_all(quick) == 1
    assert (state(second), state(other)) == (State.PENDING, State.PUBLISHED)
    [outcome] = phases.screen([draft], Ears())
    assert actions.settle_all([(leased, outcome)], slow) == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=1)):
        assert screen_all(quick) == 1
    assert (state(first), state(second)) == (State.PUBLISHED, State.PUBLISHED)


def test_a_lease_given_before_the_clock_was_put_back_does_not_last_an_hour() -> None:
    home = house.build()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        house.say(home.ada, home.topic, "hei")
        assert len(actions.take(uuid.uuid4())) == 1
    assert len(actions.take(uuid.uuid4())) == 1
