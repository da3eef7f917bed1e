"""`python -m benchmarks profile room`: where the serving processes' time goes, under load.

Only who holds the interpreter's lock is counted: a thread that waits for it looks busy.

Uses py-spy where it is installed (`pip install py-spy`); it is in no lock file.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from benchmarks.asked import Asked
from benchmarks.ground import Ground, ground
from benchmarks.machine import LOAD_CORE, on_core
from benchmarks.people import Shape
from benchmarks.rounds import brief
from benchmarks.talk import talking
from benchmarks.targets import Target, ours, textbook
from benchmarks.wire import run

# What to look at, and how many messages a second are talked there unless another rate is asked for.
LOADS = {
    "room": (Shape(groups=1, youths=30), 100.0),
    "rooms": (Shape(groups=300, youths=10), 60.0),
}
SERVERS: dict[str, Callable[[Ground, Shape], AbstractContextManager[Target]]] = {
    "cluster": ours,
    "one": partial(ours, processes=0),
    "sqlite": partial(ours, processes=0, sqlite=True),
    "textbook": textbook,
}
TOP = 25


def profile(load: str, *, who: str, seconds: float, rate: float | None) -> None:
    """Prints for each process the functions that took most of its time themselves."""
    if shutil.which("py-spy") is None:
        sys.exit("py-spy is not on the path: pip install py-spy")
    shape, usual = LOADS[load]
    with ground(Asked()) as on, SERVERS[who](on, shape) as target:
        run(_watched(target, rate or usual, seconds, on.folder))


async def _watched(target: Target, rate: float, seconds: float, folder: Path) -> None:
    async with talking(target) as talk:
        await talk.at(rate, 2.0)
        with on_core(LOAD_CORE):
            spies = [await _spy(pid, seconds, folder / f"{pid}.folded") for pid in target.pids]
        print(f"  {brief(await talk.at(rate, seconds + 1))}")
        for spy in spies:
            _, said = await spy.communicate()
            if spy.returncode:
                sys.exit(said.decode())
    for pid in target.pids:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        print(f"\n{b' '.join(command[1:]).decode().strip()}")
        print(_top((folder / f"{pid}.folded").read_text().splitlines()))


async def _spy(pid: int, seconds: float, to: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *("py-spy", "record", "--pid", str(pid), "--duration", str(round(seconds))),
        *("--rate", "200", "--format", "raw", "--threads", "--gil", "--output", str(to)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


def _top(stacks: Sequence[str]) -> str:
    """From folded stacks (`outermost;...;innermost count`): the share of each innermost function,
    and of each with all that it called."""
    itself: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for stack in stacks:
        frames, _, count = stack.rpartition(" ")
        names = [_place(frame) for frame in frames.split(";")]
        itself[names[-1]] += int(count)
        whole.update(dict.fromkeys(names, int(count)))
    total = itself.total() or 1
    lines = [f"{'itself':>7} {'whole':>7}"]
    for name, samples in itself.most_common(TOP):
        lines.append(f"{samples / total:7.1%} {whole[name] / total:7.1%}  {name}")
    return "\n".join(lines)


def _place(frame: str) -> str:
    """`function (file:line)` without the line and the way to the file's library."""
    name, _, where = frame.partition(" (")
    file = where.rstrip(")").rpartition(":")[0]
    return f"{name} ({file.rpartition('site-packages/')[2]})" if file else name
