"""Starting: what is refused, and in which words."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests import servers
from tests.servers import ROOT, Site


def refusal(env: dict[str, str], *arguments: str, tree: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, str(tree / "manage.py"), *arguments],
        env=env,
        cwd=tree,
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


# --- what screening reads from files ------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The code, with a `moderation/` of its own that may be damaged."""
    for entry in ("forum", "consumers", "frontend"):
        (tmp_path / entry).symlink_to(ROOT / entry)
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(ROOT / "moderation", tmp_path / "moderation")
    return tmp_path


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _gone(path: Path) -> None:
    path.unlink()


def _other(words: str, others: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = path.read_text("utf-8")
        assert words in text
        path.write_text(text.replace(words, others, 1), "utf-8")

    return change


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("model/embedded.bin", _cut),
        ("model/embedded.bin", _gone),
        ("model/embedded.json", _cut),
        ("model/embedded.json", _other('"scales"', '"scale"')),
        ("model/embedded.json", _other('"features": "', '"features": "0 ')),
        ("model/embedded.json", _other('"version": "', '"version": "1')),
        ("thresholds.toml", _other("insult = ", "insolence = ")),
        ("rules/privacy.toml", _other("patterns = [", "patterns = ['(',")),
        ("rules/crisis.toml", _cut),
        ("classes.toml", _cut),
        ("language.toml", _gone),
    ],
)
def test_with_a_damaged_file_nothing_starts_that_would_score_and_the_words_say_which(
    alone: Site, tree: Path, file: str, damage: Callable[[Path], None]
) -> None:
    """E11"""
    damage(tree / "moderation" / "screening" / file)
    said = refusal(alone.env, "work", tree=tree)
    assert "Messages cannot be scored" in said
    assert Path(file).name in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["serve", "up"])
def test_whatever_runs_the_loops_refuses(alone: Site, tree: Path, command: str) -> None:
    """E11"""
    _cut(tree / "moderation" / "screening" / "model" / "embedded.bin")
    port = str(servers.free_port())
    said = refusal(alone.env | {"PORT": port}, command, "--port", port, tree=tree)
    assert "embedded.bin" in said


def test_a_process_that_scores_nothing_needs_no_scorer(alone: Site, tree: Path) -> None:
    """Pages and sockets stay up while the worker's files are put right."""
    _cut(tree / "moderation" / "screening" / "model" / "embedded.bin")
    said = refusal(alone.env, "serve", "--no-loops", "--port", str(servers.free_port()), tree=tree)
    assert "using this SQLite database" in said  # got as far as that


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"FELLESROM_DETOXIFY_CHECKPOINT": "/nowhere.ckpt"}, "sha256"),
        (
            {
                "FELLESROM_DETOXIFY_CHECKPOINT": "no.ckpt",
                "FELLESROM_DETOXIFY_SHA256": "0" * 64,
            },
            "no.ckpt",
        ),
        (
            {"FELLESROM_DETOXIFY_CHECKPOINT": "manage.py", "FELLESROM_DETOXIFY_SHA256": "0" * 64},
            "manage.py",
        ),
    ],
)
def test_a_second_scorer_that_cannot_be_trusted_does_not_start_either(
    alone: Site, facts: dict[str, str], said: str
) -> None:
    """E11"""
    assert said in refusal(alone.env | {"FELLESROM_SCORER": "both"} | facts, "work")
