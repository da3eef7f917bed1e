"""An evening in many groups at once: what being there costs, and a picture of it.

Every screen says every 2.5 seconds that it has the session open (`attend`), and looks anew when
somebody's turn ends. Measured against the same number of `read`, which every screen says anyway.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.asked import Asked
from benchmarks.ground import ground
from benchmarks.people import Shape
from benchmarks.table import Goal, fmt, ratios, report
from benchmarks.targets import ours
from tests.faults.town import look

SESSIONS, PEOPLE, ROUNDS = 40, 12, 9


# Run inside the site, whose own loops have ended by then or do nothing: they look at other groups.
INSIDE = """
import json
from benchmarks.evening import measure
print(json.dumps(measure()))
"""
MOST = 2


def evening(asked: Asked) -> str:
    """An evening in forty groups at once: what being there costs"""
    rounds: list[dict[str, float]] = []
    with ground(asked) as on:
        for _ in range(asked.rounds):
            with ours(on, Shape(groups=1, youths=2), processes=0, sqlite=False) as target:
                assert target.site
                rounds.append(dict(look(target.site, INSIDE)))
    names = list(rounds[0])
    rows = [[name, fmt([one[name] for one in rounds], 2)] for name in names]
    paid = ratios([one[names[1]] for one in rounds], [one[names[0]] for one in rounds])
    return report(
        ["", "ms"],
        rows,
        [Goal("attend against read, both shared by 64", paid, MOST, at_most=True)],
        "A screen says `attend` every 2.5 seconds: twelve in a session make five a second.",
    )


def prepare() -> tuple[list[Any], list[Any]]:
    """So many groups with a session that is open, and everybody there. (person, room) of each, and
    the tokens of one group."""
    from django.utils import timezone

    from forum.attendance.actions import attend_all
    from forum.circles import actions as circles
    from forum.people.devices import open_device
    from forum.permissions import Role
    from forum.sessions import actions as sessions
    from tests import house

    there, tokens = [], []
    for number in range(SESSIONS):
        group = house.group(f"Gruppe {number}")
        adults = [house.staff(group, name, Role.FACILITATOR) for name in ("Finn", "Mia")]
        # Letters alone: a number in an alias is refused.
        young = [house.youth(group, f"Rolig {chr(97 + n) * 3}") for n in range(PEOPLE - 2)]
        session = sessions.schedule(
            adults[0], theme="I kveld", starts_at=timezone.now(), minutes=90
        )
        sessions.start(adults[0], session_id=session.pk)
        session.refresh_from_db()
        attend_all([(one, session) for one in (*adults, *young)])
        circles.begin(
            adults[0],
            session_id=session.pk,
            question="Hva hjelper litt?",
            turn_seconds=90,
            with_adults=True,
        )
        there += [(one.person, session.room_id) for one in (*adults, *young)]
        if number == 0:
            tokens = [open_device(one.person) for one in (*adults, *young)]
    return there, tokens


def timed(work: Callable[[], object]) -> float:
    """Milliseconds, the median of several."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def batches(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def measure() -> list[tuple[str, float]]:
    """Name and milliseconds per screen and word."""
    from consumers.wire import commands
    from consumers.ws import evening, pictures, room
    from forum.circles import actions as circles

    there, tokens = prepare()
    groups = batches(there, 64)

    def read() -> None:
        for batch in groups:
            room.read([(who, commands.Read(re=1, room=where, seq=1)) for who, where in batch])

    def attend() -> None:
        for batch in groups:
            evening.attend([(who, commands.Attend(re=1, room=where)) for who, where in batch])

    read()
    return [
        ("read, a word of one screen", timed(read) / len(there)),
        ("attend, a word of one screen", timed(attend) / len(there)),
        (f"the picture of a whole group of {PEOPLE}", timed(lambda: pictures.look(tokens))),
        (f"the loop's look at {SESSIONS} circles", timed(circles.turn)),
    ]
