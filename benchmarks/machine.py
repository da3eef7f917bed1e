"""Cores, processor time and memory of the processes measured."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import subprocess
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.servers import binary

SERVER_CORE, LOAD_CORE = 0, 1
TICK = os.sysconf("SC_CLK_TCK")
PACKAGES = ("Django", "channels", "channels-redis", "daphne", "websockets", "uvloop")


@contextlib.contextmanager
def on_core(core: int) -> Iterator[None]:
    """What is started within stays on this core; the caller goes back to the load's."""
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, {LOAD_CORE})


def make_room() -> None:
    """Allows thousands of sockets, here and in what is started, and moves the load to its core."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    os.sched_setaffinity(0, {LOAD_CORE})


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor time these processes have taken so far, with all their threads."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICK


def busy_seconds(core: int) -> float:
    """How long this core has worked so far, for whomever."""
    for line in Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name == f"cpu{core}":
            user, nice, system, _, _, irq, softirq, *_ = map(int, fields)
            return (user + nice + system + irq + softirq) / TICK
    raise ValueError(f"no core {core}")


def pss_bytes(pids: Sequence[int]) -> int:
    """Memory of these processes, shared pages by share."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def describe() -> str:
    """The machine and the versions, to stand with every result."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Linux {platform.release()}, "
        f"Python {platform.python_version()}, {', '.join(filter(None, map(_package, PACKAGES)))}, "
        f"PostgreSQL {_says('postgres', '--version').split()[2]}, "
        f"Redis {_says('redis-server', '--version').split('v=')[1].split()[0]}"
    )


def _package(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""


def _says(program: str, question: str) -> str:
    asked = [binary(program), question]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout
