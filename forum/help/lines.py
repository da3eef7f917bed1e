"""Reading the helplines, and putting what is open now first. Pure: the clock is an argument."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from forum.help.holidays import is_holiday

ZONE = ZoneInfo("Europe/Oslo")
STALE_AFTER = timedelta(days=180)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Opening and closing time; closing at or before opening means the next day.
Span = tuple[time, time]


@dataclass(frozen=True)
class Season:
    """Other hours for a part of every year. `first` and `last` are month and day, both included,
    and may go across New Year."""

    first: tuple[int, int]
    last: tuple[int, int]
    hours: Span

    def covers(self, day: date) -> bool:
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True)
class Helpline:
    """Somebody who answers. `hours` maps a weekday (0 is Monday) to when they are open; None means
    always, an empty one that nobody knows. `ages` are from and to, in years."""

    id: str
    name: str
    what: dict[str, str]
    ages: tuple[int, int]
    free: bool
    anonymous: bool
    source: str
    phone: str | None = None
    chat: str | None = None
    emergency: bool = False
    hours: dict[int, Span] | None = None
    seasons: tuple[Season, ...] = ()
    closed_holidays: bool = False
    verified: date | None = None

    @property
    def number(self) -> str:
        """The telephone number as people say it: "116 111", "22 40 00 40", "800 33 321"."""
        digits = self.phone or ""
        if len(digits) == 6:
            return f"{digits[:3]} {digits[3:]}"
        if len(digits) == 8 and digits.startswith("800"):
            return f"{digits[:3]} {digits[3:5]} {digits[5:]}"
        if len(digits) == 8:
            return " ".join(digits[at : at + 2] for at in range(0, 8, 2))
        return digits


@dataclass(frozen=True)
class Shown:
    """A helpline as it is at one moment. `opens_at` is None when it is open or nobody knows when it
    opens, `closes_at` when it is closed or never closes."""

    line: Helpline
    what: str
    open: bool
    closes_at: datetime | None
    opens_at: datetime | None
    stale: bool


@cache
def every() -> tuple[Helpline, ...]:
    """All helplines of `helplines.toml`. Raises for an entry that is not whole."""
    text = (Path(__file__).parent / "helplines.toml").read_text(encoding="utf-8")
    return tuple(_line(entry) for entry in tomllib.loads(text)["line"])


def _line(entry: dict[str, Any]) -> Helpline:
    always = entry.pop("always", False)
    hours = {DAYS.index(day): (span[0], span[1]) for day, span in entry.pop("hours", {}).items()}
    if always and hours:
        raise ValueError(f"{entry['id']}: either always or hours")
    seasons = tuple(
        Season(
            _month_day(one["from"]), _month_day(one["until"]), (one["hours"][0], one["hours"][1])
        )
        for one in entry.pop("seasons", [])
    )
    low, high = entry.pop("ages")
    return Helpline(**entry, ages=(low, high), hours=None if always else hours, seasons=seasons)


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def now(at: datetime, language: str) -> list[Shown]:
    """All of them: emergency numbers, then what is open (what closes last first), then what opens
    soonest, then those whose hours nobody knows. `at` is aware."""
    return sorted((show(line, at, language) for line in every()), key=_order)


def show(line: Helpline, at: datetime, language: str) -> Shown:
    """One of them at `at`, which is aware, in `nb`, `nn` or `en`."""
    # Times of one zone compare by the wall clock, which runs twice through an hour in October.
    at = at.astimezone(UTC)
    spans = _spans(line, at)
    closes_at = next((closes for opens, closes in spans if opens <= at < closes), None)
    is_open = line.hours is None or closes_at is not None
    opens_at = None if is_open else min((opens for opens, _ in spans if opens > at), default=None)
    checked = line.verified
    return Shown(
        line=line,
        what=line.what[language],
        open=is_open,
        closes_at=closes_at and closes_at.astimezone(ZONE),
        opens_at=opens_at and opens_at.astimezone(ZONE),
        stale=checked is None or at.astimezone(ZONE).date() - checked > STALE_AFTER,
    )


def _order(shown: Shown) -> tuple[bool, bool, float, float]:
    closes = -shown.closes_at.timestamp() if shown.closes_at else float("-inf")
    opens = shown.opens_at.timestamp() if shown.opens_at else float("inf")
    return (not shown.line.emergency, not shown.open, closes, opens)


def _spans(line: Helpline, at: datetime) -> list[tuple[datetime, datetime]]:
    """Opening and closing moments (UTC) from yesterday to a week ahead, the earliest first. Wall
    time first, then the zone, so that a change of the clock moves nothing."""
    today, spans = at.astimezone(ZONE).date(), []
    for offset in range(-1, 8):
        day = today + timedelta(days=offset)
        span = _hours(line, day)
        if span is not None:
            opens, closes = span
            until = day if closes > opens else day + timedelta(days=1)
            spans.append((_moment(day, opens), _moment(until, closes)))
    return spans


def _hours(line: Helpline, day: date) -> Span | None:
    usual = (line.hours or {}).get(day.weekday())
    if usual is None or (line.closed_holidays and is_holiday(day)):
        return None
    return next((season.hours for season in line.seasons if season.covers(day)), usual)


def _moment(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, ZONE).astimezone(UTC)
