"""What is measured: ours, the textbook and the ceiling, started alike and spoken to alike."""

from __future__ import annotations

import contextlib
import os
import random
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.machine import LOAD_CORE, SERVER_CORE, on_core
from benchmarks.wire import Hear, Line
from tests import servers
from tests.faults import town

# Harmless, so that screening lets them through.
SAYINGS = (
    "hei alle sammen",
    "jeg har hatt en fin dag på skolen",
    "takk for at du sier det",
    "mamma var litt bedre i dag",
    "det kjenner jeg igjen fra oss også",
    "jeg tok en tur ut, det hjalp",
)


@dataclass
class Place:
    """A room and who may be there: for ours the logins' tokens, else only how many."""

    room: str
    tokens: list[str] = field(repr=False)


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
        await line.ask(type="follow", room=place.room, after=None)
        return line

    def say(self, line: Line, place: Place, nonce: str) -> None:
        text = random.choice(SAYINGS)
        line.send({"type": "submit", "re": 0, "room": place.room, "nonce": nonce, "text": text})


class Plain(Target):
    """The textbook and the ceiling."""

    path = "/{room}"

    async def enter(self, place: Place, seat: int, hear: Hear) -> Line:
        return await Line.open(self.url(seat), hear, path=self.path.format(room=place.room))

    def say(self, line: Line, place: Place, nonce: str) -> None:
        line.send({"text": random.choice(SAYINGS), "nonce": nonce})


class Textbook(Plain):
    path = "/chat/{room}"


@dataclass
class Services:
    """A PostgreSQL that syncs to disk, and a Redis; on the load's core."""

    postgres: servers.Postgres
    redis: servers.Redis


@contextlib.contextmanager
def services() -> Iterator[Services]:
    with contextlib.ExitStack() as stack, on_core(LOAD_CORE):
        postgres = stack.enter_context(contextlib.closing(servers.Postgres(fsync=True)))
        postgres.start()
        redis = stack.enter_context(contextlib.closing(servers.Redis()))
        redis.start()
        yield Services(postgres, redis)


@contextlib.contextmanager
def ours(
    beside: Services | None,
    *,
    groups: int,
    youths: int,
    processes: int = 0,
    worker_counts: bool = True,
    name: str = "ours",
) -> Iterator[Target]:
    """Our own processes. Without services: one on SQLite. With them: one that does everything,
    or so many `processes` that serve and one that works. The worker counts as server and runs on
    its core, unless told otherwise."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fr-bench-")))
        env = {k: v for k, v in os.environ.items() if not k.startswith("FELLESROM_")} | {
            "FELLESROM_VAR": str(folder / "var"),
            "FELLESROM_SECRET_KEY": secrets.token_urlsafe(40),
            "FELLESROM_PACE": "1000000",
        }
        if beside:
            env["FELLESROM_DATABASE_URL"] = servers.new_database(beside.postgres.url)
            env["FELLESROM_REDIS_URL"] = beside.redis.url
        site = servers.Site(folder, env)
        site.manage("migrate", "--verbosity", "0")
        quarters = town.found(site, groups=groups, rooms=1, youths=youths)
        stack.callback(site.close)
        with on_core(SERVER_CORE):
            for n in range(processes):
                site.serve(f"serve{n}", "--no-loops")
            if not processes:
                site.serve("serve")
            counted = [process.pid for process in site.processes]
            if processes and worker_counts:
                counted.append(site.start("work", "work").pid)
        if processes and not worker_counts:
            site.start("work", "work")
        yield Ours(name, site.urls, counted, [Place(q.rooms[0], q.youths) for q in quarters], site)


@contextlib.contextmanager
def textbook(beside: Services, *, groups: int, youths: int, processes: int = 1) -> Iterator[Target]:
    """The tutorial's chat on the same Daphne, PostgreSQL and Redis."""
    env = os.environ | {
        "BASELINE_DATABASE_URL": servers.new_database(beside.postgres.url),
        "BASELINE_REDIS_URL": beside.redis.url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.baseline.settings",
    }
    _manage = [sys.executable, "-m", "django"]
    subprocess.run(
        [*_manage, "migrate", "--run-syncdb", "-v", "0"], env=env, cwd=servers.ROOT, check=True
    )
    with _programs(
        [
            [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", "{port}"]
            + ["benchmarks.baseline.asgi:application"]
        ]
        * processes,
        env,
    ) as (urls, pids):
        yield Textbook("textbook", urls, pids, _places(groups, youths))


@contextlib.contextmanager
def ceiling(*, groups: int, youths: int) -> Iterator[Target]:
    """A broadcast and nothing else."""
    program = [sys.executable, "-m", "benchmarks.ceiling", "{port}"]
    with _programs([program], dict(os.environ)) as (urls, pids):
        yield Plain("ceiling", urls, pids, _places(groups, youths))


def _places(groups: int, youths: int) -> list[Place]:
    return [Place(f"room{n}", [""] * youths) for n in range(groups)]


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
