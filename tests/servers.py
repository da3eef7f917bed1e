"""Real servers for tests, started from local binaries on free ports in temporary folders.

`postgres()`, `redis()` and `site()` are context managers that leave nothing behind. A `Site` is
our own processes as an operator would start them: one on SQLite, or PostgreSQL, Redis, two that
serve and one that works.
"""

from __future__ import annotations

import contextlib
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
import urllib.request
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


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster. Gives the URL of its server, without a database."""
    folder = Path(tempfile.mkdtemp(prefix="fr-pg-", dir="/tmp"))
    as_postgres: list[str] = []
    if os.geteuid() == 0:
        # initdb refuses to run as root.
        shutil.chown(folder, "postgres", "postgres")
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    data = str(folder / "data")
    subprocess.run(
        [*as_postgres, binary("initdb"), "-D", data, "-U", "fr", "-A", "trust", "-E", "UTF8"],
        check=True,
        **quiet,
    )
    fast = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]
    server = subprocess.Popen(
        [*as_postgres, binary("postgres"), "-D", data, "-p", str(port), "-k", str(folder), *fast]
        + ["-c", "listen_addresses=127.0.0.1"],
        **quiet,
    )
    try:
        ready = [binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL")
        yield f"postgres://fr@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: does not wait for clients
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """A fresh database on this server. Gives its URL."""
    name = "t" + secrets.token_hex(6)
    subprocess.run(
        [binary("psql"), "-q", f"{server}/postgres", "-c", f"create database {name}"], check=True
    )
    return f"{server}/{name}"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis that keeps nothing on disk. Gives its URL."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="fr-redis-") as folder:
        server = subprocess.Popen(
            [binary("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
            + ["--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )

        def answers() -> bool:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return True
            return False

        try:
            wait_until(answers, "Redis")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop(server)


@dataclass
class Site:
    """Our own processes. `urls` has one address per serving process."""

    folder: Path
    env: dict[str, str]
    urls: list[str] = field(default_factory=list)
    redis_url: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

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
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.env,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self.processes.append(process)
        return process

    def serve(self, name: str, *arguments: str) -> str:
        """Starts a serving process and waits until it is ready. Gives its address."""
        port = free_port()
        process = self.start(name, "serve", "--port", str(port), *arguments)
        url = f"http://127.0.0.1:{port}"

        def ready() -> bool:
            assert process.poll() is None, self.logs()[-3000:]
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/readyz") as answer:
                return bool(answer.status == 200)
            return False

        wait_until(ready, f"{name} to be ready")
        self.urls.append(url)
        return url

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            stop(process)


@contextlib.contextmanager
def site(kind: str, **settings: str) -> Iterator[Site]:
    """A running site: "sqlite" (one process) or "cluster" (PostgreSQL, Redis, two that serve and
    one that works). On a clean way out, nothing in its logs may look like a bug."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fr-site-")))
        plain = {k: v for k, v in os.environ.items() if not k.startswith("FELLESROM_")}
        env = plain | {
            "FELLESROM_VAR": str(folder / "var"),
            "FELLESROM_SECRET_KEY": secrets.token_urlsafe(40),
            "PYTHONUNBUFFERED": "1",
        }
        running = Site(folder, env)
        if kind == "cluster":
            env["FELLESROM_DATABASE_URL"] = new_database(stack.enter_context(postgres()))
            running.redis_url = stack.enter_context(redis())
            env["FELLESROM_REDIS_URL"] = running.redis_url
        env |= settings
        running.manage("migrate", "--verbosity", "0")
        stack.callback(running.close)
        if kind == "cluster":
            running.start("work", "work")
            running.serve("serve1", "--no-loops")
            running.serve("serve2", "--no-loops")
        else:
            running.serve("serve")
        yield running
        running.close()
        blemishes = re.findall(
            r"^.*(?:Traceback|level='error'|command_failed).*$", running.logs(), re.M
        )
        assert not blemishes, "\n".join(blemishes[:10])
