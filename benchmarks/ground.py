"""What every target stands on: one PostgreSQL, one Redis, and databases made once and copied.

Each start of a server gets a database of its own with the same people in it. Copying one takes a
fraction of a second; migrating and filling it anew would take longer than most measurements.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.asked import Asked
from benchmarks.machine import LOAD_CORE, on_core
from benchmarks.people import Place, Shape, make
from tests import servers

BASELINE_SETTINGS = "benchmarks.baseline.settings"


@dataclass
class Ground:
    """A PostgreSQL that syncs to disk, and a Redis; on the load's core."""

    asked: Asked
    postgres: servers.Postgres
    redis: servers.Redis
    folder: Path
    _stock: dict[tuple[Shape, bool], tuple[Path, str, list[Place]]] = field(default_factory=dict)
    _textbook: str = ""

    def site(self, shape: Shape, *, sqlite: bool) -> tuple[servers.Site, list[Place]]:
        """A site that is not running yet, with its own copy of these people."""
        if (shape, sqlite) not in self._stock:
            self._stock[shape, sqlite] = self._fill(shape, sqlite)
        var, url, places = self._stock[shape, sqlite]
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copytree(var, folder / "var")
        return self._site(folder, sqlite, self.copy(url)), places

    def _fill(self, shape: Shape, sqlite: bool) -> tuple[Path, str, list[Place]]:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        url = "" if sqlite else servers.new_database(self.postgres.url)
        site = self._site(folder, sqlite, url)
        site.env["FELLESROM_VAR"] = str(folder / "var")
        site.manage("migrate", "--verbosity", "0")
        places = make(site, shape)
        (folder / "var").mkdir(exist_ok=True)
        return folder / "var", url, places

    def _site(self, folder: Path, sqlite: bool, database: str) -> servers.Site:
        env = {k: v for k, v in os.environ.items() if not k.startswith("FELLESROM_")} | {
            "FELLESROM_VAR": str(folder / "var"),
            "FELLESROM_SECRET_KEY": secrets.token_urlsafe(40),
            "FELLESROM_PACE": "100000",
        }
        if not sqlite:
            env["FELLESROM_DATABASE_URL"] = database
            env["FELLESROM_REDIS_URL"] = self.redis.url
        return servers.Site(folder, env)

    def textbook_env(self) -> dict[str, str]:
        """The environment of a textbook server with an empty database of its own."""
        env = os.environ | {
            "BASELINE_REDIS_URL": self.redis.url,
            "DJANGO_SETTINGS_MODULE": BASELINE_SETTINGS,
        }
        if not self._textbook:
            self._textbook = servers.new_database(self.postgres.url)
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v", "0"],
                env=env | {"BASELINE_DATABASE_URL": self._textbook},
                cwd=servers.ROOT,
                check=True,
            )
        return env | {"BASELINE_DATABASE_URL": self.copy(self._textbook)}

    def copy(self, url: str) -> str:
        """A copy of this database, which nobody may be using. Gives its URL; none of none."""
        if not url:
            return ""
        server, _, name = url.rpartition("/")
        fresh = "b" + secrets.token_hex(6)
        subprocess.run(
            [servers.binary("psql"), "-q", f"{server}/postgres"]
            + ["-c", f"create database {fresh} template {name}"],
            check=True,
        )
        return f"{server}/{fresh}"

    def forget_redis(self) -> None:
        """Empties it. The textbook's layer keeps the dead sockets of an earlier run for a day,
        and would go on sending to them."""
        with socket.create_connection(("127.0.0.1", self.redis.port), 5) as redis:
            redis.sendall(b"FLUSHALL\r\n")
            assert redis.recv(64).startswith(b"+OK")


@contextlib.contextmanager
def ground(asked: Asked) -> Iterator[Ground]:
    with contextlib.ExitStack() as stack, on_core(LOAD_CORE):
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fr-bench-")))
        postgres = stack.enter_context(contextlib.closing(servers.Postgres(fsync=True)))
        postgres.start()
        redis = stack.enter_context(contextlib.closing(servers.Redis()))
        redis.start()
        yield Ground(asked, postgres, redis, folder)
