"""The results file: a section for each benchmark, in the place of its last one."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.machine import describe

RESULTS = Path(__file__).parent / "RESULTS.md"


def section(name: str, title: str, body: str, command: str, seconds: float) -> str:
    """With the command that made it, when, from which commit, and on what machine."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
        cwd=RESULTS.parent,
    ).stdout.strip()
    return (
        f"<!-- {name} -->\n### {title}\n\n{body}\n\n"
        f"`{command}`, {seconds / 60:.1f} min, {datetime.now(UTC):%Y-%m-%d}, {commit}. "
        f"{describe()}.\n<!-- end {name} -->"
    )


def write(name: str, text: str) -> None:
    """Puts the section in the place of the last one of this name, or at the end."""
    whole = RESULTS.read_text(encoding="utf-8")
    found = re.compile(f"<!-- {name} -->.*?<!-- end {name} -->", re.S)
    if found.search(whole):
        whole = found.sub(lambda _: text, whole)
    else:
        whole = f"{whole.rstrip()}\n\n{text}\n"
    RESULTS.write_text(whole, encoding="utf-8")
