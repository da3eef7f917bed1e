"""The calendar feed, opened in a real calendar parser that is not the one that wrote it."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest
import vobject
from django.test import Client
from django.utils import timezone

from forum.calendar.actions import drop_key, make_key
from forum.memberships.actions import remove
from forum.sessions import actions as sessions
from tests import house

pytestmark = pytest.mark.django_db

FIRST = date(2030, 10, 8)


@pytest.fixture
def home() -> house.House:
    return house.build()


def course(home: house.House) -> list[sessions.Session]:
    plan = sessions.Plan("Når hjemme er vanskelig", FIRST, time(19), 90)
    return sessions.plan_series(home.finn, plan, times=8)


def feed(key: str) -> object:
    return Client().get(f"/c/{key}.ics")


def test_eight_evenings_at_the_right_hour_under_a_neutral_title(home: house.House) -> None:
    """D6 G7: in the person's language; an alarm half an hour before."""
    made = course(home)
    sessions.cancel(home.finn, session_id=made[3].pk)
    answer = feed(make_key(home.ada.person))
    assert answer["Content-Type"].startswith("text/calendar")  # type: ignore[index]
    text = answer.content.decode()  # type: ignore[attr-defined]
    events = vobject.readOne(text).vevent_list
    starts = [event.dtstart.value.astimezone(UTC) for event in events]
    assert starts == [one.starts_at for one in made]
    assert all(event.dtend.value - event.dtstart.value == timedelta(minutes=90) for event in events)
    assert {event.summary.value for event in events} == {"Avtale"}
    assert [event.status.value for event in events].count("CANCELLED") == 1
    assert [hasattr(event, "valarm") for event in events].count(True) == 7
    assert len({event.uid.value for event in events}) == 8
    for secret in (home.group.name, home.group.theme, "hjemme", "Finn", "ellesrom"):
        assert secret not in text


def test_its_lines_are_no_longer_than_a_calendar_takes(home: house.House) -> None:
    """RFC 5545, 3.1: 75 octets, ended by CRLF."""
    course(home)
    lines = feed(make_key(home.ada.person)).content.split(b"\r\n")  # type: ignore[attr-defined]
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_a_key_taken_back_opens_what_an_unknown_one_opens(home: house.House) -> None:
    """B2 D6"""
    first = make_key(home.ada.person)
    second = make_key(home.ada.person)
    assert feed(first).status_code == feed("x").status_code == 404  # type: ignore[attr-defined]
    assert feed(second).status_code == 200  # type: ignore[attr-defined]
    drop_key(home.ada.person)
    unknown = feed("x")
    assert feed(second).content == unknown.content  # type: ignore[attr-defined]


def test_whoever_has_left_sees_no_evenings(home: house.House) -> None:
    course(home)
    key = make_key(home.ada.person)
    remove(home.ada)
    assert b"VEVENT" not in feed(key).content  # type: ignore[attr-defined]


def test_nothing_of_the_key_is_kept_but_its_hash(home: house.House) -> None:
    from forum.calendar.models import CalendarKey

    key = make_key(home.ada.person)
    row = CalendarKey.objects.get()
    assert key.encode() not in bytes(row.key_hash) and row.made_at <= timezone.now()
