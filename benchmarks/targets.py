"""What is measured: ours, the textbook and the ceilings, started alike and spoken to alike."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from benchmarks.ground import Ground
from benchmarks.machine import SERVER_CORE, on_core
from benchmarks.people import Place, Shape, nobody
from benchmarks.wire import Hear, Line
from tests import servers

# Harmless, so that screening lets them through. Digits would look like a phone number, and be held.
SAYINGS = (
    "hei alle sammen",
    "jeg har hatt en fin dag på skolen",
    "takk for at du sier det",
    "mamma var litt bedre i dag",
    "det kjenner jeg igjen fra oss også",
    "jeg tok en tur ut, det hjalp",
)


@dataclass
class Target:
    """Something that serves chat rooms. `pids` are the processes that count as the server."""

    name: str
    urls: list[str]
    pids: list[int]
    places: list[Place]
    site: servers.Site | None = None  # ours alone

    async def enter(self, place: Place, seat: int, hear: Hear) -> Line:
        """Takes a seat in the room and hears it live."""
        raise NotImplementedError

    def say(self, line: Line, place: Place, nonce: str) -> None:
        raise NotImplementedError

    def url(self, seat: int) -> str:
        return self.urls[seat % len(self.urls)]


Make = Callable[[], AbstractContextManager[Target]]


class Ours(Target):
    async def enter(self, place: Place, seat: int, hear: Hear) -> Line:
        line = await Line.open(self.url(seat), hear, token=place.tokens[seat])
        await line.ask(type="hello", language="nb")
        page = await line.ask(type="follow", room=place.room, after=None)
        assert page["type"] == "page", page
        return line

    def say(self, line: Line, place: Place, nonce: str) -> None:
        text = random.choice(SAYINGS)
        line.say(
            f'{{"type":"submit","re":0,"room":"{place.room}","nonce":"{nonce}","text":"{text}"}}'.encode()
        )


class Plain(Target):
    """The textbook and the ceilings."""

    path = "/{room}"

    async def enter(self, place: Place, seat: int, hear: Hear) -> Line:
        return await Line.open(self.url(seat), hear, path=self.path.format(room=place.room))

    def say(self, line: Line, place: Place, nonce: str) -> None:
        line.say(f'{{"text":"{random.choice(SAYINGS)}","nonce":"{nonce}"}}'.encode())


class Textbook(Plain):
    path = "/chat/{room}"


@contextlib.contextmanager
def ours(
    ground: Ground,
    shape: Shape,
    *,
    processes: int = 1,
    sqlite: bool = False,
    worker_core: int | None = None,
) -> Iterator[Target]:
    """Our own processes: so many `processes` that serve and one that works; with none, a single
    one that does everything. The worker counts as server when it runs on the server's core."""
    core = ground.asked.worker_core if worker_core is None else worker_core
    site, places = ground.site(shape, sqlite=sqlite)
    try:
        with on_core(SERVER_CORE):
            for n in range(processes):
                site.serve(f"serve{n}", "--no-loops")
            if not processes:
                site.serve("serve")
            counted = [process.pid for process in site.processes]
        if processes:
            with on_core(core):
                worker = site.start("work", "work").pid
            counted += [worker] * (core == SERVER_CORE)
        yield Ours("ours", site.urls, counted, places, site)
    finally:
        site.close()
        shutil.rmtree(site.folder)


def both_forms(ground: Ground, shape: Shape) -> dict[str, Make]:
    """Ours with PostgreSQL and Redis, and ours alone on SQLite; each by its name in the tables."""
    return {
        "ours, 1 serving + worker": lambda: ours(ground, shape),
        "ours, one process, SQLite": lambda: ours(ground, shape, processes=0, sqlite=True),
    }


@contextlib.contextmanager
def textbook(ground: Ground, shape: Shape, *, processes: int = 1) -> Iterator[Target]:
    """The tutorial's chat on the same Daphne, PostgreSQL and Redis."""
    env = ground.textbook_env()
    ground.forget_redis()
    program = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", "{port}"]
    program += ["benchmarks.baseline.asgi:application"]
    with _programs([program] * processes, env) as (urls, pids):
        yield Textbook("textbook", urls, pids, nobody(shape))


@contextlib.contextmanager
def ceiling(kind: str, shape: Shape) -> Iterator[Target]:
    """A broadcast and nothing else; `kind` is a module of `benchmarks.ceilings`."""
    program = [sys.executable, "-m", f"benchmarks.ceilings.{kind}", "{port}"]
    with _programs([program], dict(os.environ)) as (urls, pids):
        yield Plain(kind, urls, pids, nobody(shape))


@contextlib.contextmanager
def _programs(
    programs: list[list[str]], env: dict[str, str]
) -> Iterator[tuple[list[str], list[int]]]:
    running: list[subprocess.Popen[bytes]] = []
    urls = []
    try:
        for program in programs:
            port = servers.free_port()
            arguments = [part.format(port=port) for part in program]
            with on_core(SERVER_CORE):
                running.append(subprocess.Popen(arguments, env=env, cwd=servers.ROOT))
            servers.wait_until(lambda port=port: servers.answers(port), "a server")
            urls.append(f"http://127.0.0.1:{port}")
        yield urls, [process.pid for process in running]
    finally:
        for process in running:
            servers.stop(process)
