"""Runs pytest on a PostgreSQL of its own: `python -m tests.on_postgres tests/forum`.

The rules that guard races live in the database, and the two databases keep them differently.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests import servers


def run(arguments: list[str]) -> int:
    """Gives pytest's exit code. `arguments` are pytest's."""
    with servers.postgres() as server:
        env = os.environ | {"FELLESROM_DATABASE_URL": servers.new_database(server)}
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=env).returncode


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
