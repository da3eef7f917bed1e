"""Starting: what is refused, and in which words."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests import servers
from tests.servers import ROOT, Site


def refusal(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def alone() -> Iterator[Site]:
    with servers.site("sqlite") as site:
        yield site


def test_a_second_process_on_the_same_sqlite_file_is_refused(alone: Site) -> None:
    """J1"""
    assert "using this SQLite database" in refusal(
        alone.env, "serve", "--port", str(servers.free_port())
    )
    assert "using this SQLite database" in refusal(alone.env, "work")


def test_a_taken_port_is_named_with_the_way_round_it(alone: Site) -> None:
    """J1"""
    port = urlsplit(alone.urls[0]).port
    said = refusal(alone.env | {"PORT": str(port)}, "up", "--port", str(port))
    assert f"Port {port} is taken" in said
    assert f"PORT={port + 1} make run" in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"FELLESROM_SECURE": "true", "FELLESROM_SECRET_KEY": ""}, "FELLESROM_SECRET_KEY"),
        ({"FELLESROM_SECRET_KEY": "short"}, "32 characters"),
        ({"FELLESROM_REDIS_URL": "redis://127.0.0.1:1/0"}, "FELLESROM_DATABASE_URL"),
        ({"FELLESROM_SCORER": "oracle"}, "FELLESROM_SCORER"),
    ],
)
def test_unsafe_combinations_do_not_start(alone: Site, facts: dict[str, str], said: str) -> None:
    assert said in refusal(alone.env | facts, "check")


def test_readiness_says_degraded_while_redis_is_gone() -> None:
    """J2"""
    with servers.site("cluster") as site:
        address = site.urls[0] + "/readyz"
        assert httpx.get(address).json() == {"status": "ready"}
        host, port = urlsplit(site.redis_url).netloc.split(":")
        with socket.create_connection((host, int(port))) as line:
            line.sendall(b"SHUTDOWN NOSAVE\r\n")
        servers.wait_until(
            lambda: httpx.get(address).json() == {"status": "degraded"}, "Redis to be missed", 10
        )
        assert httpx.get(address).status_code == 200
        # The layer reports its lost line as errors, rightly: not this time what the site's own
        # look at its logs is for.
        site.close()
        for log in site.folder.glob("*.log"):
            log.write_text("")
