"""Slower, locked, paused, home for the day: whoever it concerns is told why and until when."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from forum.errors import Code
from forum.memberships.access import in_room
from forum.rooms.actions import create_side_room
from forum.rooms.models import Room, RoomKind
from forum.sessions.opening import closed
from forum.steering import actions as steering
from forum.timeline.models import Entry
from tests import house
from tests.moderation.test_cases import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def test_a_slow_room_says_how_long_to_wait(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D4: for each alone, and not for adults."""
    steering.slow_down(home.finn, home.topic, seconds=30, reason="fast")
    assert house.say(home.ada, home.topic, "hei")
    clock.shift(timedelta(seconds=11))
    with refused(Code.SLOW_DOWN) as refusal:
        house.say(home.ada, home.topic, "en ting til")
    assert refusal.value.params == {"seconds": 19}
    assert house.say(home.bo, home.topic, "hei fra meg")
    assert house.say(home.finn, home.topic, "velkommen")
    assert house.say(home.finn, home.topic, "alle sammen")
    clock.shift(timedelta(seconds=19))
    assert house.say(home.ada, home.topic, "en ting til")
    clock.shift(timedelta(seconds=75))
    assert house.say(home.ada, home.topic, "mye senere")
    steering.slow_down(home.finn, home.topic, seconds=0)
    assert house.say(home.ada, home.topic, "som før")
    kinds = Entry.objects.filter(room=home.topic).values_list("kind", flat=True)
    assert list(kinds) == ["slowed", "unslowed"]


def test_a_locked_room_says_why_and_until_when(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D4"""
    steering.lock(home.mia, home.topic, minutes=5, reason="breathe")
    until = timezone.now() + timedelta(minutes=5)
    for member in (home.ada, home.finn):
        with refused(Code.ROOM_LOCKED) as refusal:
            house.say(member, home.topic, "men")
        assert refusal.value.params == {"opens_at": until.isoformat(), "why": "breathe"}
    common = Room.objects.get(group=home.group, kind=RoomKind.COMMON)
    assert house.say(home.ada, common, "her går det")
    clock.shift(timedelta(minutes=5, seconds=1))
    assert house.say(home.ada, home.topic, "nå går det")
    steering.lock(home.mia, home.topic, minutes=5, reason="breathe")
    steering.lock(home.finn, home.topic, minutes=0)
    assert (
        closed(Room.objects.select_related("group").get(pk=home.topic.pk), timezone.now()) is None
    )


def test_one_who_is_paused_is_told_why(home: house.House, clock: time_machine.Coordinates) -> None:
    """D4"""
    until = steering.pause(home.finn, member_id=home.ada.pk, minutes=10, reason="space")
    assert until is not None
    with refused(Code.PAUSED) as refusal:
        house.say(home.ada, home.topic, "men")
    assert refusal.value.params == {"until": until.isoformat(), "why": "space"}
    assert steering.pause(home.finn, member_id=home.ada.pk, minutes=0) is None
    assert house.say(home.ada, home.topic, "takk")


def test_home_for_the_day_leaves_the_side_room_and_ends_at_midnight(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D4 F4: nobody is cut off from the adults."""
    side = create_side_room(home.ada, [home.finn, home.mia])
    until = steering.send_home(home.finn, member_id=home.ada.pk, reason="rest")
    assert until.astimezone(ZoneInfo("Europe/Oslo")).hour == 0
    assert timedelta() < until - timezone.now() <= timedelta(days=1)
    with refused(Code.ROOM_NOT_FOUND):
        in_room(home.ada.person, home.topic.pk)
    assert in_room(home.ada.person, side.pk)[0] == home.ada
    assert house.say(home.ada, side, "hva skjer nå?")
    clock.move_to(until + timedelta(seconds=1))
    assert in_room(home.ada.person, home.topic.pk)
    clock.move_to(until - timedelta(hours=1))
    steering.let_back(home.finn, member_id=home.ada.pk)
    assert in_room(home.ada.person, home.topic.pk)


@pytest.mark.parametrize(
    ("what", "facts", "code"),
    [
        ("slow_down", {"seconds": 121, "reason": "fast"}, Code.SLOW_UNFIT),
        ("slow_down", {"seconds": -1, "reason": "fast"}, Code.SLOW_UNFIT),
        ("slow_down", {"seconds": 30, "reason": ""}, Code.REASON_NEEDED),
        ("slow_down", {"seconds": 30, "reason": "space"}, Code.REASON_NEEDED),
        ("lock", {"minutes": 61, "reason": "breathe"}, Code.LOCK_UNFIT),
        ("lock", {"minutes": 5, "reason": ""}, Code.REASON_NEEDED),
        ("pause", {"minutes": 61, "reason": "space"}, Code.PAUSE_UNFIT),
        ("pause", {"minutes": 5, "reason": "fast"}, Code.REASON_NEEDED),
        ("send_home", {"reason": ""}, Code.REASON_NEEDED),
    ],
)
def test_what_cannot_be_is_refused(
    home: house.House, what: str, facts: dict[str, object], code: Code
) -> None:
    """D4"""
    room = (home.topic,) if what in ("slow_down", "lock") else ()
    member = {} if room else {"member_id": home.ada.pk}
    with refused(code):
        getattr(steering, what)(home.finn, *room, **member, **facts)


def test_only_young_people_of_ones_own_group(home: house.House) -> None:
    """B1 B2"""
    for stranger in (home.cam, home.mia):
        with refused(Code.MEMBER_NOT_FOUND):
            steering.pause(home.finn, member_id=stranger.pk, minutes=5, reason="space")
    with refused(Code.NOT_ALLOWED):
        steering.pause(home.ada, member_id=home.bo.pk, minutes=5, reason="space")
    back = Room.objects.get(group=home.group, kind=RoomKind.BACK)
    with refused(Code.ACTION_UNFIT):
        steering.lock(home.finn, back, minutes=5, reason="breathe")
