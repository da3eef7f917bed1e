"""Random series, against a second implementation: 0 at a wrong hour.

    python -m tests.faults.times --rounds 10000

The first goes from the wall to the moment, by an RFC 5545 rule and the zone's offset. The second
goes the other way: it counts days, and looks through moments for the one at which the wall shows
the hour; where none does, the hour is missing, and the moment is the one of the offset before.
"""

from __future__ import annotations

import argparse
import random
import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.sessions.recurrence import TIMES_MAX, evenings, weekly

# Both halves of the earth, half an hour of summer time, and one without.
ZONES = ("Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
QUARTER = timedelta(minutes=15)
# As far from UTC as a zone may be.
FAR = timedelta(hours=15)


def by_the_wall(
    first: date, at: time, zone: str, times: int, every: int, skipped: set[date]
) -> list[datetime]:
    """The second implementation."""
    days = [first + timedelta(weeks=every * n) for n in range(times)]
    return [_moment(datetime.combine(day, at), zone) for day in days if day not in skipped]


def _moment(wanted: datetime, zone: str) -> datetime:
    where = ZoneInfo(zone)
    start = wanted.replace(tzinfo=UTC) - FAR
    missed = None
    for n in range(int(2 * FAR / QUARTER) + 1):
        at = start + n * QUARTER
        shown = at.astimezone(where).replace(tzinfo=None)
        if shown == wanted:
            return at
        if shown > wanted and missed is None:
            # As if the clock had not been put forward: as long after the last quarter before.
            last = (at - QUARTER).astimezone(where).replace(tzinfo=None)
            missed = at - QUARTER + (wanted - last)
    assert missed is not None
    return missed


def compare(rounds: int, seed: int) -> int:
    """How many of so many random series have an evening at another moment."""
    draw = random.Random(seed)
    wrong = 0
    for _ in range(rounds):
        zone = draw.choice(ZONES)
        # Half of them near a change of the clock, and half of those in the hours it is about.
        year = draw.randint(2024, 2037)
        month = draw.choice([3, 4, 10, 11]) if draw.random() < 0.5 else draw.randint(1, 12)
        first = date(year, month, draw.randint(1, 28))
        night = draw.random() < 0.5
        at = time(
            draw.randint(0, 3) if night else draw.randint(4, 23), draw.choice([0, 15, 30, 45])
        )
        times, every = draw.randint(1, TIMES_MAX), draw.randint(1, 4)
        days = [first + timedelta(weeks=every * n) for n in range(times)]
        skipped = set(draw.sample(days, draw.randint(0, min(3, times - 1)))) if times > 1 else set()
        found = evenings(first, at, zone, weekly(times, every), skipped)
        wrong += found != by_the_wall(first, at, zone, times, every, skipped)
    return wrong


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    said = asked.parse_args()
    began = stopwatch.monotonic()
    wrong = compare(said.rounds, said.seed)
    print(f"{said.rounds} series, {wrong} at a wrong hour, {stopwatch.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
