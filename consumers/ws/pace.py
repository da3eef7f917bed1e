"""How many frames a socket may send: a bucket that fills with time."""

from __future__ import annotations

import time

from forum import env

RATE = 20.0 * env.PACE  # frames a second, sustained
BURST = 60.0 * env.PACE
DEBT = 200.0  # refused frames cost too; beyond this only a machine would still be sending


class Bucket:
    """A token bucket that may go into debt."""

    def __init__(self) -> None:
        self._tokens = BURST
        self._at = time.monotonic()

    def take(self) -> bool:
        """Whether one more frame may come in now."""
        now = time.monotonic()
        self._tokens = min(BURST, self._tokens + (now - self._at) * RATE) - 1
        self._at = now
        return self._tokens >= 0

    @property
    def hopeless(self) -> bool:
        return self._tokens < -DEBT
