"""`python -m benchmarks NAME`: measures, and writes the table into RESULTS.md.
`python -m benchmarks profile LOAD`: shows where the time goes, and writes nothing."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import get_args

from benchmarks import results
from benchmarks.asked import Asked, Resume
from benchmarks.burst import burst
from benchmarks.cases import queue
from benchmarks.evening import evening
from benchmarks.idle import idle
from benchmarks.judging import judging
from benchmarks.latency import latency
from benchmarks.machine import LOAD_CORE, SERVER_CORE, make_room
from benchmarks.paging import paging
from benchmarks.profile import LOADS, SERVERS, profile
from benchmarks.room import processes, room
from benchmarks.rooms import rooms
from benchmarks.scoring import scoring
from benchmarks.storm import storm

ALL: dict[str, Callable[[Asked], str]] = {
    "room": room,
    "rooms": rooms,
    "idle": idle,
    "storm": storm,
    "paging": paging,
    "queue": queue,
    "judging": judging,
    "evening": evening,
    "processes": processes,
    "latency": latency,
    "burst": burst,
    "scoring": scoring,
}


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks")
    ask.add_argument("name", choices=["all", "profile", *ALL])
    ask.add_argument("load", nargs="?", choices=list(LOADS), help="for profile", default="room")
    ask.add_argument("--rounds", type=int, default=3, help="medians are taken over these")
    ask.add_argument(
        "--quick", action="store_true", help="only show that it works; writes no results"
    )
    ask.add_argument(
        "--worker-core",
        type=int,
        choices=[SERVER_CORE, LOAD_CORE],
        default=SERVER_CORE,
        help="the core of the scoring worker; on the server's it counts as server",
    )
    ask.add_argument(
        "--resume",
        choices=get_args(Resume),
        default=Asked.resume,
        help="how clients come back: by hello with cursors, or by follow",
    )
    watched = ask.add_argument_group("profile")
    watched.add_argument("--who", choices=list(SERVERS), default=next(iter(SERVERS)))
    watched.add_argument("--seconds", type=float, default=10)
    watched.add_argument("--rate", type=float, help="messages a second in all")
    given = ask.parse_args()
    asked = Asked(
        rounds=1 if given.quick else given.rounds,
        quick=given.quick,
        worker_core=given.worker_core,
        resume=given.resume,
    )
    make_room()
    if given.name == "profile":
        return profile(given.load, who=given.who, seconds=given.seconds, rate=given.rate)
    command = " ".join(["python -m benchmarks", *sys.argv[1:]])
    for name in ALL if given.name == "all" else [given.name]:
        print(name, flush=True)
        start = time.monotonic()
        body = ALL[name](asked)
        title = (ALL[name].__doc__ or "").strip()
        text = results.section(name, title, body, command, time.monotonic() - start)
        print(text, flush=True)
        if not asked.quick:
            results.write(name, text)


if __name__ == "__main__":
    main()
