"""Opening hours, against a second way of telling the time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from forum.rooms.opening import by_hours, next_turn

OSLO = ZoneInfo("Europe/Oslo")
clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@given(opens=clocks, closes=clocks, now=moments)
def test_open_is_what_the_wall_clock_says(opens: time, closes: time, now: datetime) -> None:
    """S2: also across midnight and both changes of the clock."""
    minute = now.astimezone(OSLO).hour * 60 + now.astimezone(OSLO).minute
    first, last = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    length = (last - first) % 1440
    expected = length == 0 or (minute - first) % 1440 < length
    found = by_hours(opens=opens, closes=closes, zone="Europe/Oslo", now=now)
    assert (found is None) == expected
    if found is not None:
        assert found.opens_at is not None
        assert now < found.opens_at < now + timedelta(hours=26)
        assert found.opens_at.time() == opens


@given(opens=clocks, closes=clocks, now=moments)
def test_the_next_turn_is_when_it_stops_being_as_it_is(
    opens: time, closes: time, now: datetime
) -> None:
    """D3: so that a screen changes at the hour, not some time after."""
    hours = {"opens": opens, "closes": closes, "zone": "Europe/Oslo"}
    turn = next_turn(**hours, now=now)
    if opens == closes:
        assert turn is None
        return
    assert turn is not None and now < turn <= now + timedelta(hours=26)
    is_open = by_hours(**hours, now=now) is None
    just_before = max(now, turn - timedelta(seconds=1))
    assert (by_hours(**hours, now=just_before) is None) == is_open
