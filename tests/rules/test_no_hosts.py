"""Nothing that is committed names a machine's path or a package registry's host."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOSTS = ["pypi" + ".org", "files.python" + "hosted.org", "registry." + "npmjs.org"]
PATHS = ["/" + "work/", "/" + "root/", "/" + "opt/wheels", "/" + "opt/pypi"]
FORBIDDEN = re.compile("|".join(re.escape(name) for name in HOSTS + PATHS))


def test_no_file_names_a_registry_or_this_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found = FORBIDDEN.search(text)
        assert not found, f"{name} names {found.group()}" if found else ""
