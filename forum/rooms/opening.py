"""When a room takes messages. Pure: the clock is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.errors import Code


@dataclass(frozen=True)
class Closed:
    """Why nobody may write now, and when that changes if it is known."""

    code: Code
    opens_at: datetime | None = None


def by_hours(*, opens: time | None, closes: time | None, zone: str, now: datetime) -> Closed | None:
    """None while open. Hours that close before they open cross midnight.

    `opens` equal to `closes`, or either missing, means always open.
    """
    if opens is None or closes is None or opens == closes:
        return None
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time()
    is_open = opens <= clock < closes if opens < closes else clock >= opens or clock < closes
    if is_open:
        return None
    day = local.date() if clock < opens else local.date() + timedelta(days=1)
    # Wall time first, then the zone: across a change of the clock it still opens at the hour
    # on the wall.
    return Closed(Code.ROOM_CLOSED, datetime.combine(day, opens, ZoneInfo(zone)))


def next_turn(
    *, opens: time | None, closes: time | None, zone: str, now: datetime
) -> datetime | None:
    """When the hours open or close next; None for a room that never closes."""
    if opens is None or closes is None or opens == closes:
        return None
    today = now.astimezone(ZoneInfo(zone)).date()
    turns = [
        datetime.combine(today + timedelta(days=ahead), clock, ZoneInfo(zone))
        for ahead in (0, 1)
        for clock in (opens, closes)
    ]
    return min(turn for turn in turns if turn > now)
