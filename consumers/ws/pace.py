"""How many frames a socket may send: a bucket that fills with time."""

from __future__ import annotations

import time

RATE = 20.0  # frames a second, sustained
BURST = 60.0
HOPELESS = 200  # refused in a row


class Bucket:
    """A token bucket. `hopeless` once nobody but a machine would still be sending."""

    def __init__(self) -> None:
        self._tokens = BURST
        self._at = time.monotonic()
        self._refused = 0

    def take(self) -> bool:
        """Whether one more frame may come in now."""
        now = time.monotonic()
        self._tokens = min(BURST, self._tokens + (now - self._at) * RATE)
        self._at = now
        if self._tokens < 1:
            self._refused += 1
            return False
        self._tokens -= 1
        self._refused = 0
        return True

    @property
    def hopeless(self) -> bool:
        return self._refused >= HOPELESS
