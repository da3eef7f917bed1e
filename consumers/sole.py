"""SQLite takes one process. This refuses the second, before it can spoil anything."""

from __future__ import annotations

import fcntl
from typing import IO

from django.conf import settings
from django.core.management.base import CommandError

from forum import env

_held: IO[str] | None = None


def claim_database() -> None:
    """Locks the SQLite file's folder for this process's life; nothing on PostgreSQL."""
    global _held
    if settings.ON_POSTGRES or _held is not None:
        return
    env.VAR.mkdir(parents=True, exist_ok=True)
    lock = (env.VAR / "lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise CommandError(
            "Another Fellesrom process is using this SQLite database. Stop it first, or set "
            "FELLESROM_DATABASE_URL to a PostgreSQL database, which several can share."
        ) from error
    _held = lock
