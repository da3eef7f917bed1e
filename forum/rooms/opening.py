"""When rooms take messages by the group's hours. Pure: the clock is an argument.

Hours are what the wall shows. A day's hours begin at the first moment the wall shows `opens` or
later, and end when it has shown `closes` for the last time: in the night when an hour is missing
they may begin with the next hour or not exist at all, and in the night when one comes twice they
neither begin nor end twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forum.errors import Code
from forum.help.holidays import is_holiday

if TYPE_CHECKING:
    from forum.rooms.models import Group

# Whoever closes on every day of the week is open on none: one looks no further than this.
AHEAD_DAYS = 370
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """When rooms open. Without `opens` and `closes`: all day. `days`: weekdays on which they open,
    Monday is 0; none: all. Hours that close before they open end on the next day."""

    opens: time | None
    closes: time | None
    zone: str = "Europe/Oslo"
    days: frozenset[int] = frozenset()
    not_on_holidays: bool = False
    not_on: frozenset[date] = frozenset()

    @classmethod
    def of(cls, group: Group) -> Hours:
        return cls(
            group.opens,
            group.closes,
            group.zone,
            frozenset(group.days),
            group.closed_on_holidays,
            frozenset(map(date.fromisoformat, group.closed_dates)),
        )

    @property
    def all_day(self) -> bool:
        return self.opens is None or self.closes is None or self.opens == self.closes

    @property
    def always(self) -> bool:
        return self.all_day and not (self.days or self.not_on_holidays or self.not_on)

    def span(self, day: date) -> tuple[datetime, datetime] | None:
        """From when until when the hours that begin on this day last, or None without any."""
        shut = (self.not_on_holidays and is_holiday(day)) or day in self.not_on
        if shut or (self.days and day.weekday() not in self.days):
            return None
        opens, closes = (time(), time()) if self.all_day else (self.opens, self.closes)
        assert opens is not None and closes is not None
        until = day if opens < closes else day + _DAY
        begins, ends = _first(day, opens, self.zone), _last(until, closes, self.zone)
        return (begins, ends) if begins < ends else None

    def spans(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Those that have not ended, from the present one on."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for ahead in range(-1, AHEAD_DAYS):
            span = self.span(today + ahead * _DAY)
            if span and span[1] > now:
                yield span


@dataclass(frozen=True)
class Closed:
    """Why nobody may write now, and when that changes if it is known."""

    code: Code
    opens_at: datetime | None = None
    why: str = ""


def by_hours(hours: Hours, now: datetime) -> Closed | None:
    """None while open."""
    if hours.always:
        return None
    begins, _ = next(hours.spans(now), (None, None))
    if begins is not None and begins <= now:
        return None
    local = begins and begins.astimezone(ZoneInfo(hours.zone))
    return Closed(Code.ROOM_CLOSED, local)


def next_turn(hours: Hours, now: datetime) -> datetime | None:
    """When they open or close next; None if they never do."""
    if hours.always:
        return None
    until: datetime | None = None
    for begins, ends in hours.spans(now):
        if until is None and begins > now:
            return begins
        if until is not None and begins > until:
            return until
        until = ends  # a day that goes over into the next
    return until


def _first(day: date, at: time, zone: str) -> datetime:
    """The first moment of a night at which the wall shows this or later."""
    moment = datetime.combine(day, at, ZoneInfo(zone))
    return _leap(moment) if _missing(moment) else moment.astimezone(UTC)


def _last(day: date, at: time, zone: str) -> datetime:
    """The moment before which the wall shows less than this, for the last time."""
    moment = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=1)
    return _leap(moment) if _missing(moment) else moment.astimezone(UTC)


def _missing(moment: datetime) -> bool:
    """Whether the clock is put forward over it."""
    there = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there.replace(tzinfo=None) != moment.replace(tzinfo=None)


def _leap(moment: datetime) -> datetime:
    """When the clock is put forward over it, to the second."""
    before, after = (moment.replace(fold=fold).astimezone(UTC) for fold in (1, 0))
    offset = after.astimezone(moment.tzinfo).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(moment.tzinfo).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return (after + timedelta(milliseconds=500)).replace(microsecond=0)
