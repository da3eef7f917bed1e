"""Opening hours, against a second way of telling the time: looking at the wall minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forum.rooms.opening import Hours, by_hours, next_turn

MINUTE = timedelta(minutes=1)
clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2026, 1, 3), datetime(2027, 12, 28)).map(
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
zones = st.sampled_from(["Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "UTC"])
# The nights when the clock is changed.
NIGHTS = [datetime(2026, 3, 29, 1, 10, tzinfo=UTC), datetime(2026, 10, 25, 0, 40, tzinfo=UTC)]


@cache
def wall(day: date, zone: str) -> list[tuple[datetime, datetime]]:
    """What the wall shows at each minute around this day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    minutes = (noon + n * MINUTE for n in range(-40 * 60, 64 * 60))
    return [(at, at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for at in minutes]


def spans(hours: Hours, around: datetime) -> list[tuple[datetime, datetime]]:
    """Every day's hours near a moment, by looking at the wall."""
    found = []
    today = around.astimezone(ZoneInfo(hours.zone)).date()
    for ahead in range(-3, 4):
        day = today + timedelta(days=ahead)
        if (hours.days and day.weekday() not in hours.days) or day in hours.not_on:
            continue
        opens, closes = (time(), time()) if hours.all_day else (hours.opens, hours.closes)
        assert opens is not None and closes is not None
        until = day if opens < closes else day + timedelta(days=1)
        seen = wall(day, hours.zone)
        begins = next(at for at, shown in seen if shown >= datetime.combine(day, opens))
        before = [at for at, shown in seen if shown < datetime.combine(until, closes)]
        if begins < before[-1] + MINUTE:
            found.append((begins, before[-1] + MINUTE))
    return found


@given(
    opens=clocks,
    closes=clocks,
    now=moments,
    zone=zones,
    days=st.frozensets(st.integers(0, 6), max_size=6),
)
@example(time(2, 30), time(4), NIGHTS[0], "Europe/Oslo", frozenset())  # opens when there is no 2.30
@example(time(2, 10), time(2, 50), NIGHTS[0], "Europe/Oslo", frozenset())  # does not exist
@example(time(22), time(2, 30), NIGHTS[0], "Europe/Oslo", frozenset())
@example(time(2, 30), time(4), NIGHTS[1], "Europe/Oslo", frozenset())
@example(time(22), time(2, 30), NIGHTS[1], "Europe/Oslo", frozenset({5}))
def test_open_is_what_the_wall_shows(
    opens: time, closes: time, now: datetime, zone: str, days: frozenset[int]
) -> None:
    """S2 D3: across midnight and both changes of the clock, on some days of the week."""
    hours = Hours(opens, closes, zone, days)
    found = by_hours(hours, now)
    known = spans(hours, now)
    assert (found is None) == (hours.always or any(a <= now < b for a, b in known))
    if found is not None:
        assert found.opens_at is not None and found.opens_at > now
        coming = [begins for begins, _ in known if begins > now]
        if coming:
            assert found.opens_at == min(coming)


@given(opens=clocks, closes=clocks, now=moments, zone=zones)
def test_the_next_turn_is_when_it_stops_being_as_it_is(
    opens: time, closes: time, now: datetime, zone: str
) -> None:
    """D3: so that a screen changes at the hour, not some time after."""
    hours = Hours(opens, closes, zone)
    turn = next_turn(hours, now)
    if hours.always:
        assert turn is None
        return
    assert turn is not None and now < turn <= now + timedelta(hours=50)
    is_open = by_hours(hours, now) is None
    assert (by_hours(hours, max(now, turn - timedelta(seconds=1))) is None) == is_open
    assert (by_hours(hours, turn) is None) != is_open


def test_holidays_and_days_of_ones_own_are_closed() -> None:
    """D3: the 17th of May, and an autumn week."""
    week = frozenset(date(2026, 10, day) for day in range(5, 10))
    hours = Hours(time(15), time(21), not_on_holidays=True, not_on=week)
    oslo = ZoneInfo("Europe/Oslo")
    assert by_hours(hours, datetime(2026, 5, 16, 18, tzinfo=oslo)) is None
    holiday = by_hours(hours, datetime(2026, 5, 17, 18, tzinfo=oslo))
    assert holiday and holiday.opens_at == datetime(2026, 5, 18, 15, tzinfo=oslo)
    autumn = by_hours(hours, datetime(2026, 10, 5, 18, tzinfo=oslo))
    assert autumn and autumn.opens_at == datetime(2026, 10, 10, 15, tzinfo=oslo)


def test_every_day_of_the_week_and_none_of_the_year_is_never_open() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(800))
    found = by_hours(Hours(time(8), time(9), not_on=closed), datetime(2026, 6, 1, tzinfo=UTC))
    assert found and found.opens_at is None


@pytest.mark.parametrize("same", [None, time(9)])
def test_without_hours_it_is_always_open(same: time | None) -> None:
    assert by_hours(Hours(same, same), datetime(2026, 6, 1, tzinfo=UTC)) is None
