"""Rising distress: only where the group wants it, measured by how this member wrote before, and so
that an adult asks how they are."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction

from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.messages.states import State
from forum.rooms.actions import create_side_room, create_topic
from forum.rooms.models import Room
from moderation.cases import actions as cases
from moderation.cases.access import find
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.context.models import Pattern
from moderation.screening import actions, phases
from moderation.screening.models import Verdict
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.context.speech import Numbers, say, screen_all

pytestmark = pytest.mark.django_db

# On this head .59 is the most that is no finding of its own; it weighs .8 of it.
HEAVY = "det er så tungt 55"
BEGAN = datetime(2026, 11, 2, 17, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(BEGAN, tick=False) as travelling:
        yield travelling


@pytest.fixture
def home(clock: time_machine.Coordinates) -> house.House:
    return house.build(follow_distress=True)


def writes(
    home: house.House,
    clock: time_machine.Coordinates,
    text: str,
    times: int = 1,
    *,
    by: Membership | None = None,
    room: Room | None = None,
    hours: float = 6,
) -> Message:
    for _ in range(times):
        last = say(by or home.ada, room or home.topic, text)
        screen_all()
        clock.shift(timedelta(hours=hours))
    last.refresh_from_db()
    return last


def two_weeks(
    home: house.House, clock: time_machine.Coordinates, text: str = "hei på dere"
) -> None:
    """What Ada is like: ten messages, the last of them more than a week ago."""
    writes(home, clock, text, 10)
    clock.shift(timedelta(days=8))


def decide(home: house.House, case: Case) -> None:
    held = cases.claim(home.mia, find(home.mia.person, case.pk)[1])
    cases.decide(
        home.mia, held, version=held.version, judgement=cases.Judgement(Action.LOOKED_AFTER, "care")
    )


def test_somebody_who_writes_more_heavily_than_before_is_asked_how_they_are(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E14 E16: a case of care; the message is shown, and nobody is told."""
    two_weeks(home, clock)
    writes(home, clock, HEAVY, 2)
    assert not Case.objects.exists()
    last = writes(home, clock, HEAVY)
    case = Case.objects.get()
    assert (case.message, case.queue, case.severity) == (last, Queue.CARE, 2)
    assert (case.because, last.state) == (["distress_rising"], State.PUBLISHED)
    pattern = Pattern.objects.get()
    assert pattern.toward is None
    assert pattern.made_of["before"] == 10
    recent, earlier = pattern.made_of["means"]
    assert recent - earlier == pytest.approx(pattern.score) and pattern.score >= pattern.limit
    assert len(pattern.made_of["counted"]) == 3
    assert Verdict.objects.get(message=last).findings[0]["source"] == "context"


def test_it_is_off_unless_the_group_wants_it(clock: time_machine.Coordinates) -> None:
    home = house.build()
    two_weeks(home, clock)
    writes(home, clock, HEAVY, 6)
    assert not Case.objects.exists()


def test_somebody_who_has_always_written_like_this_is_not_rising(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    two_weeks(home, clock, HEAVY)
    writes(home, clock, HEAVY, 6)
    assert not Case.objects.exists()


def test_a_newcomer_has_no_before_to_be_measured_by(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    writes(home, clock, HEAVY, 8)
    assert not Case.objects.exists()


def test_nobody_is_measured_by_what_another_wrote(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    two_weeks(home, clock)
    writes(home, clock, HEAVY, 2)
    writes(home, clock, HEAVY, 2, by=home.bo)
    assert not Case.objects.exists()


def test_the_rooms_of_the_course_count_together_but_not_side_rooms(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    two_weeks(home, clock)
    other = create_topic(home.finn, title="Et annet tema")
    side = create_side_room(home.ada, [home.mia, home.finn])
    writes(home, clock, HEAVY, 6, room=side)
    assert not Case.objects.exists()
    writes(home, clock, HEAVY, 1)
    writes(home, clock, HEAVY, 2, room=other)
    assert Case.objects.count() == 1


def test_what_was_taken_back_does_not_count(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """Unlike a sign against somebody, this was nobody else's."""
    two_weeks(home, clock)
    for _ in range(2):
        messages.withdraw(home.ada, message_id=writes(home, clock, HEAVY).pk)
    writes(home, clock, HEAVY, 2)
    assert not Case.objects.exists()
    writes(home, clock, HEAVY)
    assert Case.objects.count() == 1


def test_adults_are_not_followed(home: house.House, clock: time_machine.Coordinates) -> None:
    writes(home, clock, "hei", 10, by=home.finn)
    clock.shift(timedelta(days=8))
    writes(home, clock, HEAVY, 6, by=home.finn)
    assert not Case.objects.exists()


def test_while_an_adult_is_there_and_for_some_days_after_it_stays_quiet(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E2"""
    two_weeks(home, clock)
    writes(home, clock, HEAVY, 5)
    case = Case.objects.get()
    decide(home, case)
    writes(home, clock, HEAVY, 5)
    assert Case.objects.count() == 1
    clock.shift(timedelta(days=3))
    writes(home, clock, "det er så tungt 59", 4)
    assert Case.objects.count() == 2


def test_a_cry_for_help_is_its_own_case_and_nothing_rises_beside_it(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E2"""
    two_weeks(home, clock)
    writes(home, clock, HEAVY)
    writes(home, clock, "krise 90")
    writes(home, clock, HEAVY, 4)
    case = Case.objects.get()
    assert case.because == ["crisis_suicide"]


def test_it_joins_the_case_its_message_has_anyway(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    two_weeks(home, clock)
    writes(home, clock, HEAVY, 2)
    writes(home, clock, "det er så tungt 90")
    case = Case.objects.get()
    assert case.because == ["distress_rising", "self_directed"]
    assert (case.queue, case.severity) == (Queue.CARE, 2)


def test_a_whole_batch_comes_to_the_same(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    two_weeks(home, clock)
    said = []
    for _ in range(4):
        said.append(say(home.ada, home.topic, HEAVY))
        clock.shift(1)
    screen_all()
    assert Case.objects.get().message == said[2]


@pytest.mark.skipif(not settings.ON_POSTGRES, reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_very_same_moment_raise_it_once() -> None:
    """E2: in two rooms nothing else keeps them apart. The second waits for the first."""
    with time_machine.travel(BEGAN, tick=False) as clock:
        home = house.build(follow_distress=True)
        other = create_topic(home.finn, title="Et annet tema")
        two_weeks(home, clock)
        writes(home, clock, HEAVY, 2)
        batches = []
        for room in (home.topic, other):
            worker = uuid.uuid4()
            say(home.ada, room, HEAVY)
            [(message, draft)] = actions.take(worker)
            batches.append((worker, [(message, phases.screen([draft], Numbers())[0])]))
        first_in, go_on = threading.Event(), threading.Event()
        settled: list[int] = []

        def first() -> None:
            with transaction.atomic():
                settled.append(actions.settle_all(batches[0][1], batches[0][0]))
                first_in.set()
                go_on.wait(10)
            connection.close()

        def second() -> None:
            settled.append(actions.settle_all(batches[1][1], batches[1][0]))
            connection.close()

        threads = [threading.Thread(target=work) for work in (first, second)]
        threads[0].start()
        assert first_in.wait(10)
        threads[1].start()
        threads[1].join(0.5)
        assert threads[1].is_alive(), "the second did not wait"
        go_on.set()
        for thread in threads:
            thread.join(10)
        assert settled == [1, 1]
        assert Case.objects.count() == 1
