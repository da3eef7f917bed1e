"""Outside its hours a group is read-only, or closed: by what the sockets' functions give, and the
picture every screen is made of."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from consumers.wire import commands
from consumers.wire.present_places import places
from consumers.ws import pictures, room
from forum.errors import Code
from forum.people.devices import open_device
from forum.rooms.actions import create_side_room
from forum.rooms.models import Group, Outside
from forum.timeline.epoch import epoch
from tests import evening, house
from tests.moderation.test_cases import refused

pytestmark = pytest.mark.django_db

OSLO = ZoneInfo("Europe/Oslo")
BY_DAY = datetime(2026, 11, 24, 17, tzinfo=OSLO)
AT_NIGHT = datetime(2026, 11, 24, 23, tzinfo=OSLO)


@pytest.fixture
def home() -> house.House:
    with time_machine.travel(BY_DAY, tick=False):
        home = house.build(opens=time(15), closes=time(21), outside=Outside.CLOSED)
        house.share(home.bo, home.topic, "dette står her")
    return home


def follow(home: house.House) -> list[object]:
    asked = commands.Follow(re=1, room=home.topic.pk, after=None)
    return list(room.follow(home.ada.person, asked).entries)


def test_a_closed_group_is_not_read_by_any_way_in(home: house.House) -> None:
    """D3: following, scrolling up, writing, and coming back with an old cursor."""
    with time_machine.travel(BY_DAY, tick=False):
        assert len(follow(home)) == 1
    with time_machine.travel(AT_NIGHT, tick=False):
        token = open_device(home.ada.person)
        for attempt in (
            lambda: follow(home),
            lambda: room.earlier(
                home.ada.person, commands.Earlier(re=1, room=home.topic.pk, before=9)
            ),
            lambda: house.say(home.ada, home.topic, "er noen våkne?"),
        ):
            with refused(Code.ROOM_CLOSED) as refusal:
                attempt()
            assert refusal.value.params["opens_at"] == "2026-11-25T15:00:00+01:00"
        held = {home.topic.pk: 0}
        [greeting] = pictures.greet([pictures.Hello(token, "nb", epoch(), held)])
        assert greeting is not None and greeting.resumed == ()
        assert home.topic.pk not in greeting.picture.rooms
        assert greeting.picture.turns_at == datetime(2026, 11, 25, 15, tzinfo=OSLO)
        [placed] = places([home.ada.person])
        shown = next(one for one in placed.frame.groups[0].rooms if one.id == home.topic.pk)
        assert shown.shut and shown.closed == Code.ROOM_CLOSED


def test_a_read_only_group_is_read(home: house.House) -> None:
    """D3"""
    Group.objects.filter(pk=home.group.pk).update(outside=Outside.READ_ONLY)
    with time_machine.travel(AT_NIGHT, tick=False):
        assert len(follow(home)) == 1
        with refused(Code.ROOM_CLOSED):
            house.say(home.ada, home.topic, "er noen våkne?")


def test_a_session_keeps_its_own_hours(home: house.House) -> None:
    """D2 D3: an evening that lasts longer than the common room is open goes on."""
    with time_machine.travel(AT_NIGHT, tick=False):
        session = evening.opened(home, home.ada)
        assert house.say(home.ada, session.room, "vi er her ennå")


def test_a_side_room_never_closes(home: house.House) -> None:
    """F4 D3"""
    with time_machine.travel(AT_NIGHT, tick=False):
        side = create_side_room(home.ada, [home.finn, home.mia])
        assert house.say(home.ada, side, "det er vanskelig i natt")
