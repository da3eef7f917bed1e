"""A session: planned, a waiting room, open, over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.sessions import actions, queries
from tests import house

pytestmark = pytest.mark.django_db


def refused(code: Code) -> object:
    return pytest.raises(DomainError, match=f"^{code.value}$")


@pytest.fixture
def home() -> house.House:
    return house.build()


def plan(home: house.House, **facts: object) -> actions.Session:
    asked = {"theme": "Når hjemme er vanskelig", "minutes": 90}
    starts_at = timezone.now() + timedelta(hours=1)
    return actions.schedule(home.finn, **({"starts_at": starts_at} | asked | facts))


def test_the_room_takes_messages_only_while_a_facilitator_keeps_it_open(home: house.House) -> None:
    """D2"""
    session = plan(home)
    with refused(Code.SESSION_WAITING):
        house.say(home.ada, session.room, "er det noen her?")
    actions.start(home.finn, session_id=session.pk)
    assert house.say(home.ada, session.room, "hei")
    actions.close(home.finn, session_id=session.pk)
    with refused(Code.SESSION_OVER):
        house.say(home.ada, session.room, "en ting til")


@pytest.mark.parametrize("minutes", [29, 181, 0, -90])
def test_a_session_lasts_half_an_hour_to_three(home: house.House, minutes: int) -> None:
    """D1"""
    with refused(Code.SESSION_LENGTH):
        plan(home, minutes=minutes)


def test_a_session_cannot_be_planned_for_yesterday(home: house.House) -> None:
    """D1"""
    with refused(Code.SESSION_PAST):
        plan(home, starts_at=timezone.now() - timedelta(days=1))


def test_a_participant_can_neither_plan_nor_start(home: house.House) -> None:
    """B1"""
    session = plan(home)
    for attempt in (
        lambda: actions.schedule(
            home.ada, theme="min", starts_at=timezone.now() + timedelta(hours=1), minutes=60
        ),
        lambda: actions.start(home.ada, session_id=session.pk),
        lambda: actions.start(home.mia, session_id=session.pk),
    ):
        with refused(Code.NOT_ALLOWED):
            attempt()


def test_a_session_starts_once(home: house.House) -> None:
    session = plan(home)
    actions.start(home.finn, session_id=session.pk)
    with refused(Code.ALREADY_THERE):
        actions.start(home.finn, session_id=session.pk)
    actions.close(home.finn, session_id=session.pk)
    with refused(Code.NOT_FROM_HERE):
        actions.start(home.finn, session_id=session.pk)


def test_a_facilitator_of_another_group_does_not_find_it(home: house.House) -> None:
    """B2"""
    session = plan(home)
    stranger = house.staff(home.elsewhere, "Per", house.Role.FACILITATOR)
    with refused(Code.SESSION_NOT_FOUND):
        actions.start(stranger, session_id=session.pk)


def test_what_is_planned_open_or_just_over_is_shown(home: house.House) -> None:
    session = plan(home)
    now = timezone.now()
    assert queries.current([home.group.pk], now) == [session]
    assert queries.current([home.group.pk], now + timedelta(days=3)) == []
