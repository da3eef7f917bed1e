"""Real servers for tests, started from local binaries on free ports in temporary folders.

`postgres()`, `redis()` and `site()` are context managers that leave nothing behind. A `Site` is
our own processes as an operator would start them: one on SQLite, or PostgreSQL, Redis, two that
serve and one that works. `Site.kill` and `Site.restart` end any of them without warning and bring
it back in its old place, for the tests of faults.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
READY_SECONDS = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something listens there."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def binary(name: str) -> str:
    """The program's path, also where Debian hides PostgreSQL's. An error names what to install."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    for place in places:
        if (place / name).exists():
            return str(place / name)
    found = shutil.which(name)
    assert found, f"{name} is missing: run .ci/system, which installs what the tests start"
    return found


def stop(process: subprocess.Popen[bytes], patience: float = 15) -> None:
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(happy: object, what: str, seconds: float = READY_SECONDS) -> None:
    """Calls `happy` until it is true. Fails with `what` after `seconds`."""
    assert callable(happy)
    until = time.monotonic() + seconds
    while not happy():
        assert time.monotonic() < until, f"waited {seconds} s for {what}"
        time.sleep(0.05)


class Postgres:
    """A PostgreSQL cluster in a folder of its own. It may be killed and started again. `data`: the
    files of one that was stopped, to begin with a copy of."""

    def __init__(self, *, fsync: bool = False, data: Path | None = None) -> None:
        self._fsync = fsync
        self._folder = Path(tempfile.mkdtemp(prefix="fr-pg-", dir="/tmp"))
        self._as_postgres: list[str] = []
        if os.geteuid() == 0:
            # initdb refuses to run as root.
            shutil.chown(self._folder, "postgres", "postgres")
            self._as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres"]
            self._as_postgres += ["--clear-groups"]
        self.port = free_port()
        self.url = f"postgres://fr@127.0.0.1:{self.port}"
        if data is None:
            made = self._run("initdb", "-U", "fr", "-A", "trust", "-E", "UTF8").wait()
            assert made == 0, "initdb failed"
        else:
            subprocess.run(["cp", "-a", str(data), str(self.data)], check=True)
        self.process = self._start()

    @property
    def data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self._as_postgres, binary(program), "-D", str(self.data), *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )

    def _start(self) -> subprocess.Popen[bytes]:
        # Only processes die in tests, never the machine: what was written is there without fsync.
        # Full pages are still needed, for a kill may tear a page's write in two.
        return self._run(
            *("postgres", "-p", str(self.port), "-k", str(self._folder)),
            *(
                "-c",
                f"fsync={'on' if self._fsync else 'off'}",
                "-c",
                "max_connections=200",
                "-c",
                "listen_addresses=127.0.0.1",
            ),
        )

    def start(self) -> None:
        """Starts it unless it runs, and waits until it answers. A killed one leaves back ends that
        hold its shared memory for a moment: until they are gone it ends again at once."""
        ready = [binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]

        def happy() -> bool:
            if self.process.poll() is not None:
                self.process = self._start()
            return subprocess.run(ready, check=False).returncode == 0

        wait_until(happy, "PostgreSQL")

    def kill(self) -> None:
        """kill -9 of the postmaster. Its back ends notice, and end."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)  # fast shutdown: does not wait for clients
        self.process.wait(20)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


class Redis:
    """A Redis that keeps nothing on disk. It may be killed and started again."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="fr-redis-")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [binary("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
            + ["--save", "", "--dir", self._folder.name],
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Starts it unless it runs, and waits until it answers."""
        if self.process.poll() is not None:
            self.process = self._start()

        wait_until(lambda: answers(self.port), "Redis")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        stop(self.process)
        self._folder.cleanup()


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster. Gives the URL of its server, without a database."""
    with contextlib.closing(Postgres()) as server:
        server.start()
        yield server.url


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis that keeps nothing on disk. Gives its URL."""
    with contextlib.closing(Redis()) as server:
        server.start()
        yield server.url


def new_database(server: str, name: str = "") -> str:
    """A fresh database on this server. Gives its URL."""
    name = name or "t" + secrets.token_hex(6)
    subprocess.run(
        [binary("psql"), "-q", f"{server}/postgres", "-c", f"create database {name}"], check=True
    )
    return f"{server}/{name}"


DATABASE = "fellesrom"
MIGRATED = "TESTS_MIGRATED"


def migrated_folder() -> Path:
    """Where migrated databases lie: one folder for this process and all that it starts."""
    if MIGRATED not in os.environ:
        os.environ[MIGRATED] = tempfile.mkdtemp(prefix="fr-migrated-")
        atexit.register(shutil.rmtree, os.environ[MIGRATED], ignore_errors=True)
    return Path(os.environ[MIGRATED])


def migrated(kind: str) -> Path:
    """Files of a database of this kind ("sqlite", "cluster") with every table and nobody in it, to
    be copied: to migrate takes longer than all else a site does to start. Made by whoever needs
    them first."""
    made = migrated_folder() / kind
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _migrate(kind, made)
    return made


def _plain_env() -> dict[str, str]:
    """Ours, without what would set up a site in another way than a test says."""
    return {k: v for k, v in os.environ.items() if not k.startswith("FELLESROM_")}


def _migrate(kind: str, made: Path) -> None:
    env = _plain_env()
    with contextlib.ExitStack() as stack:
        var = stack.enter_context(tempfile.TemporaryDirectory(prefix="fr-var-"))
        env["FELLESROM_VAR"] = var
        if kind == "cluster":
            server = stack.enter_context(contextlib.closing(Postgres()))
            server.start()
            env["FELLESROM_DATABASE_URL"] = new_database(server.url, DATABASE)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            env=env,
            cwd=ROOT,
            check=True,
        )
        if kind == "cluster":
            server.stop()
            subprocess.run(["cp", "-a", str(server.data), str(made)], check=True)
        else:
            made.mkdir()
            for file in Path(var).glob("*.sqlite3*"):
                shutil.copy(file, made)


@dataclass
class Program:
    """One of our processes: how it was started, and where it is reached when it serves."""

    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes]
    url: str = ""


@dataclass
class Site:
    """Our own processes. `urls` has one address per serving process. `manage_py` is what runs in
    place of manage.py, where a test puts a broken part into the site."""

    folder: Path
    env: dict[str, str]
    urls: list[str] = field(default_factory=list)
    redis_url: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    programs: dict[str, Program] = field(default_factory=dict)
    redis: Redis | None = None
    postgres: Postgres | None = None
    manage_py: Path = ROOT / "manage.py"

    def manage(self, *arguments: str) -> str:
        """Runs a management command with the site's environment and gives what it printed."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{name}.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, str(self.manage_py), *arguments],
            env=self.env,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self.processes.append(process)
        self.programs[name] = Program(arguments, process)
        return process

    def serve(self, name: str, *arguments: str) -> str:
        """Starts a serving process and waits until it is ready. Gives its address."""
        port = free_port()
        self.start(name, "serve", "--port", str(port), *arguments)
        url = self.programs[name].url = f"http://127.0.0.1:{port}"
        self.wait_ready(name)
        self.urls.append(url)
        return url

    def wait_ready(self, name: str) -> None:
        """Waits until this serving process can do its work."""
        program = self.programs[name]

        def ready() -> bool:
            assert program.process.poll() is None, self.logs()[-3000:]
            return self.readyz(program.url) in ("ready", "degraded")

        wait_until(ready, f"{name} to be ready")

    def readyz(self, url: str) -> str:
        """What this process says of itself; nothing when it does not answer."""
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                return str(json.load(answer)["status"])
        except urllib.error.HTTPError as refusal:
            return str(json.load(refusal)["status"]) if refusal.code == 503 else ""
        except (OSError, http.client.HTTPException):
            return ""

    def kill(self, name: str) -> None:
        """kill -9, without a warning: one of our programs, "redis" or "postgres"."""
        if name == "redis" and self.redis:
            return self.redis.kill()
        if name == "postgres" and self.postgres:
            return self.postgres.kill()
        process = self.programs[name].process
        process.kill()
        process.wait()
        if process in self.processes:
            self.processes.remove(process)

    def restart(self, name: str) -> None:
        """Brings back what was killed, in its old place, and waits until it answers."""
        if name == "redis" and self.redis:
            return self.redis.start()
        if name == "postgres" and self.postgres:
            return self.postgres.start()
        was = self.programs[name]
        self.start(name, *was.arguments)
        self.programs[name].url = was.url
        if was.url:
            self.wait_ready(name)

    def complaints(self) -> str:
        """The kinds of lines that the logs hold, each with how often."""
        lines = (re.sub(r"timestamp='[^']*' ", "", line) for line in self.logs().splitlines())
        return "\n".join(f"{n} x {line}" for line, n in Counter(lines).most_common())

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            stop(process)


@contextlib.contextmanager
def site(kind: str, *, manage_py: Path = ROOT / "manage.py", **settings: str) -> Iterator[Site]:
    """A running site: "sqlite" (one process) or "cluster" (PostgreSQL, Redis, two that serve and
    one that works). On a clean way out, nothing in its logs may look like a bug."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fr-site-")))
        env = _plain_env() | {
            "FELLESROM_VAR": str(folder / "var"),
            "FELLESROM_SECRET_KEY": secrets.token_urlsafe(40),
            "PYTHONUNBUFFERED": "1",
        }
        running = Site(folder, env, manage_py=manage_py)
        if kind == "cluster":
            postgres = Postgres(data=migrated("cluster"))
            running.postgres = stack.enter_context(contextlib.closing(postgres))
            postgres.start()
            env["FELLESROM_DATABASE_URL"] = f"{postgres.url}/{DATABASE}"
            running.redis = stack.enter_context(contextlib.closing(Redis()))
            running.redis.start()
            running.redis_url = env["FELLESROM_REDIS_URL"] = running.redis.url
        else:
            shutil.copytree(migrated("sqlite"), folder / "var")
        env |= settings
        stack.callback(running.close)
        if kind == "cluster":
            running.start("work", "work")
            running.serve("serve1", "--no-loops")
            running.serve("serve2", "--no-loops")
        else:
            running.serve("serve")
        try:
            yield running
        except BaseException:
            print(running.complaints()[:10_000])
            raise
        running.close()
        blemishes = [
            line
            for line in running.complaints().splitlines()
            if re.search(r"Traceback|level='error'|command_failed", line)
        ]
        assert not blemishes, running.logs()[-10_000:]
