"""Bells that nobody heard can still be found."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.memberships.actions import pause, remove
from forum.people.devices import end_device, known, open_device
from tests import house

pytestmark = pytest.mark.django_db


def names(after: int) -> set[str]:
    return {name for _, name in doorbell.rung(after)}


def test_what_changes_somebody_s_standing_leaves_a_row() -> None:
    """B3: found by the next tick, with or without Redis."""
    home = house.build()
    before = doorbell.newest()
    pause(home.bo, minutes=5)
    # Also the group's adults see whom they paused.
    bo = doorbell.person(home.bo.person_id)
    assert names(before) == {bo, doorbell.group(home.group.pk)}
    remove(home.ada)
    device = known(open_device(home.cam.person))
    assert device is not None
    end_device(device)
    found = names(before)
    assert {doorbell.person(who.person_id) for who in (home.ada, home.bo, home.cam)} <= found
    assert doorbell.group(home.group.pk) in found


def test_talk_leaves_none_for_the_room_s_head_tells_it() -> None:
    home = house.build()
    before = doorbell.newest()
    house.share(home.ada, home.topic, "hei")
    assert not any(name.startswith("room.") for name in names(before))


def test_a_change_that_did_not_happen_rang_nothing() -> None:
    home = house.build()
    before = doorbell.newest()
    with pytest.raises(RuntimeError), transaction.atomic():
        pause(home.bo, minutes=5)
        raise RuntimeError
    assert names(before) == set()


def test_old_bells_are_swept_away() -> None:
    doorbell.ring(doorbell.SCREENING, "person.x")
    assert doorbell.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert doorbell.sweep() == 1
    assert doorbell.rung(0) == []
