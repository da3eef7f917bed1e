"""Reading the helplines, and putting what is open now first. Pure: the clock is an argument."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Oslo")
STALE_AFTER = timedelta(days=180)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Helpline:
    """Somebody who answers. `hours` maps a weekday (0 is Monday) to its opening and closing time;
    None means always open. `ages` are from and to, in years."""

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
    hours: dict[int, tuple[time, time]] | None = None
    verified: date | None = None


@dataclass(frozen=True)
class Shown:
    """A helpline as it is at one moment. `opens_at` is None when it never opens or is open."""

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
    if always == bool(hours):
        raise ValueError(f"{entry['id']}: either always or hours")
    low, high = entry.pop("ages")
    return Helpline(**entry, ages=(low, high), hours=None if always else hours)


def now(at: datetime, language: str) -> list[Shown]:
    """All of them: emergency numbers, then what is open (always open last to close, so first),
    then what opens soonest."""
    shown = [_shown(line, at, language) for line in every()]
    return sorted(shown, key=_order)


def _order(shown: Shown) -> tuple[bool, bool, float, float]:
    closes = -shown.closes_at.timestamp() if shown.closes_at else float("-inf")
    opens = shown.opens_at.timestamp() if shown.opens_at else float("inf")
    return (not shown.line.emergency, not shown.open, closes, opens)


def _shown(line: Helpline, at: datetime, language: str) -> Shown:
    closes_at, opens_at = _closing(line, at), None
    is_open = line.hours is None or closes_at is not None
    if not is_open:
        opens_at = min((opens for opens, _ in _spans(line, at) if opens > at), default=None)
    return Shown(
        line=line,
        what=line.what[language],
        open=is_open,
        closes_at=closes_at,
        opens_at=opens_at,
        stale=line.verified is None or at.date() - line.verified > STALE_AFTER,
    )


def _closing(line: Helpline, at: datetime) -> datetime | None:
    return next((closes for opens, closes in _spans(line, at) if opens <= at < closes), None)


def _spans(line: Helpline, at: datetime) -> list[tuple[datetime, datetime]]:
    """Opening and closing moments from yesterday to a week ahead. Wall time first, then the zone,
    so that a change of the clock moves nothing; closing before opening means the next day."""
    today, spans = at.astimezone(ZONE).date(), []
    for offset in range(-1, 8):
        day = today + timedelta(days=offset)
        for weekday, (opens, closes) in (line.hours or {}).items():
            if day.weekday() == weekday:
                until = day if closes > opens else day + timedelta(days=1)
                spans.append(
                    (datetime.combine(day, opens, ZONE), datetime.combine(until, closes, ZONE))
                )
    return spans
