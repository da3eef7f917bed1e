"""Telling a room that somebody is being looked after."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consumers.wire.present_places import Placed, places
from forum.errors import Code
from forum.memberships.access import in_room
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import HeldFor
from forum.rooms.models import Room
from forum.timeline.models import Kind
from forum.timeline.queries import since
from moderation.care.actions import note_looked_after
from moderation.cases import actions as cases
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.test_cases import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def decided(home: house.House, action: Action, reason: str, *, shown: bool = True) -> Case:
    message = (house.share if shown else house.say)(home.ada, home.topic, "jeg skal ta deg")
    if not shown:
        messages.hold(message, why=HeldFor.CARE)
    queue = Queue.CARE if reason == "care" else Queue.CONDUCT
    case = cases.open_case(message, queue=queue, severity=3, because=["threat"])
    case = cases.claim(home.mia, case)
    cases.decide(
        home.mia, case, version=case.version, judgement=cases.Judgement(action, reason, minutes=5)
    )
    return case


def say(by: Membership, room: Room) -> None:
    note_looked_after(*in_room(by.person, room.pk))


def offered(by: Membership, room: Room) -> bool:
    [placed] = places([by.person])
    return next(
        one.may_note for group in placed.frame.groups for one in group.rooms if one.id == room.pk
    )


def notices(room: Room) -> int:
    return [row.kind for row in since(room.pk, 0)].count(Kind.LOOKED_AFTER)


@pytest.mark.parametrize(
    ("action", "reason", "shown", "may"),
    [
        (Action.REMOVE, "threat", True, True),
        (Action.REMOVE, "harm", True, True),
        (Action.REMOVE, "harm", False, True),
        (Action.PAUSE, "threat", True, True),
        (Action.LOOKED_AFTER, "care", False, True),
        (Action.REMOVE_MEMBER, "attack", True, True),
        (Action.REMOVE, "attack", True, False),
        (Action.REPHRASE, "contact", True, False),
        (Action.PUBLISH, "fine", True, False),
        (Action.PUBLISH, "threat", True, False),
        (Action.LOOKED_AFTER, "care", True, False),
    ],
)
def test_it_is_offered_after_a_removal_for_safety_and_then_alone(
    home: house.House, action: Action, reason: str, shown: bool, may: bool
) -> None:
    """E23"""
    for adult in (home.finn, home.mia):
        assert not offered(adult, home.topic)
    with refused(Code.NOTHING_TO_NOTE):
        say(home.finn, home.topic)
    decided(home, action, reason, shown=shown)
    for adult in (home.finn, home.mia):
        assert offered(adult, home.topic) is may
    if not may:
        with refused(Code.NOTHING_TO_NOTE):
            say(home.finn, home.topic)
        return
    say(home.finn, home.topic)
    assert notices(home.topic) == 1


def test_it_is_for_the_adults_who_care_and_for_that_room(home: house.House) -> None:
    """E23 B1"""
    decided(home, Action.REMOVE, "threat")
    common = Room.objects.get(group=home.group, kind="common")
    assert offered(home.finn, home.topic) and not offered(home.finn, common)
    assert not offered(home.bo, home.topic)
    with refused(Code.NOT_ALLOWED):
        say(home.bo, home.topic)
    with refused(Code.ROOM_NOT_FOUND):
        say(home.cam, home.topic)
    with refused(Code.NOTHING_TO_NOTE):
        say(home.finn, common)


def test_it_is_said_once_in_ten_minutes_and_for_two_hours(home: house.House) -> None:
    """E23: and the picture says when time alone changes it."""
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        decided(home, Action.REMOVE, "threat")

        def placed() -> Placed:
            return places([home.finn.person])[0]

        assert placed().turns_at == start + timedelta(hours=2)
        say(home.finn, home.topic)
        assert not offered(home.finn, home.topic)
        assert placed().turns_at == start + timedelta(minutes=10)
        clock.shift(timedelta(minutes=9, seconds=59))
        with refused(Code.ALREADY_THERE):
            say(home.mia, home.topic)
        clock.shift(timedelta(seconds=1))
        assert offered(home.finn, home.topic)
        say(home.mia, home.topic)
        assert notices(home.topic) == 2
        clock.shift(timedelta(hours=2))
        assert not offered(home.finn, home.topic)
        with refused(Code.NOTHING_TO_NOTE):
            say(home.finn, home.topic)


def test_a_decision_that_was_taken_back_is_nothing_to_tell(home: house.House) -> None:
    """E23"""
    case = decided(home, Action.REMOVE, "threat")
    cases.appeal(home.ada, case, words="Det var en sang.")
    case = cases.claim(home.max, Case.objects.get(pk=case.pk))
    cases.decide(
        home.max, case, version=case.version, judgement=cases.Judgement(Action.PUBLISH, "fine")
    )
    assert not offered(home.finn, home.topic)
    with refused(Code.NOTHING_TO_NOTE):
        say(home.finn, home.topic)
