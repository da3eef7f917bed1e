"""`python -m benchmarks NAME [--rounds N]`: measures, and writes the table into RESULTS.md."""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.crowd import crowd
from benchmarks.latency import latency
from benchmarks.machine import LOAD_CORE, describe
from benchmarks.paging import paging
from benchmarks.room import burst, processes, room, rooms

ALL: dict[str, Callable[[int], str]] = {
    "room": room,
    "processes": processes,
    "rooms": rooms,
    "crowd": crowd,
    "latency": latency,
    "burst": burst,
    "paging": paging,
}
RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks")
    ask.add_argument("name", choices=["all", *ALL])
    ask.add_argument("--rounds", type=int, default=3)
    asked = ask.parse_args()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    os.sched_setaffinity(0, {LOAD_CORE})
    for name in ALL if asked.name == "all" else [asked.name]:
        print(name, flush=True)
        start = time.monotonic()
        table = ALL[name](asked.rounds)
        print(table, flush=True)
        _write(name, table, asked.rounds, time.monotonic() - start)


def _write(name: str, table: str, rounds: int, took: float) -> None:
    """Puts the table in the place of the last one of this name."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    title = (ALL[name].__doc__ or "").strip()
    section = (
        f"<!-- {name} -->\n### {title}\n\n{table}\n\n"
        f"`python -m benchmarks {name} --rounds {rounds}`, {took / 60:.0f} min, "
        f"{datetime.now(UTC):%Y-%m-%d}, {commit}. {describe()}.\n<!-- end {name} -->"
    )
    text = RESULTS.read_text(encoding="utf-8")
    found = re.compile(f"<!-- {name} -->.*?<!-- end {name} -->", re.S)
    if found.search(text):
        text = found.sub(lambda _: section, text)
    else:
        text = f"{text.rstrip()}\n\n{section}\n"
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
