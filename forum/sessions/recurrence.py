"""When the evenings of a series are. Pure.

A series is a rule of RFC 5545 over wall time: seven in the evening stays seven in the evening when
the clock is changed. A time that does not exist on some night is meant as the offset before the
change would have it; one that exists twice, as the first (RFC 5545, 3.3.5).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr

TIMES_MAX = 26


def weekly(times: int, every: int) -> str:
    """The rule: so many times, every so many weeks. Those skipped count."""
    return f"FREQ=WEEKLY;INTERVAL={every};COUNT={times}"


def evenings(
    first: date, at: time, zone: str, rule: str, skipped: Iterable[date] = ()
) -> list[datetime]:
    """The moments of a series, in UTC, without those skipped."""
    rules = rrulestr(rule, dtstart=datetime.combine(first, at), forceset=True)
    assert isinstance(rules, rruleset)
    for day in skipped:
        rules.exdate(datetime.combine(day, at))
    return [moment(local, zone) for local in rules]


def moment(local: datetime, zone: str) -> datetime:
    """What the wall shows there, in UTC."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
