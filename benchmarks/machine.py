"""Cores, processor time and memory of the processes measured."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

SERVER_CORE, LOAD_CORE = 0, 1


@contextlib.contextmanager
def on_core(core: int) -> Iterator[None]:
    """What is started within stays on this core; the caller goes back to the load's."""
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, {LOAD_CORE})


def cpu_seconds(pids: list[int]) -> float:
    """Processor time these processes have taken so far, with all their threads."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_bytes(pids: list[int]) -> int:
    """Memory of these processes, shared pages by share."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def describe() -> str:
    """The machine and the versions, for the head of the results."""
    cpu = next(
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    postgres = subprocess.run(["psql", "--version"], capture_output=True, text=True, check=True)
    redis = subprocess.run(["redis-server", "-v"], capture_output=True, text=True, check=True)
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "channels", "daphne"))
    return (
        f"{os.cpu_count()} cores ({cpu}, shared with others), {memory:.0f} GiB, "
        f"Linux {platform.release()}, Python {platform.python_version()}, {packages}, "
        f"PostgreSQL {postgres.stdout.split()[2]}, Redis {redis.stdout.split()[2][2:]}"
    )
