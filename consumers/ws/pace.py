"""How many frames a login may send: a bucket that fills with time.

Kept by login and not by socket, in this process: whoever was cut off for flooding gains nothing by
coming back.
"""

from __future__ import annotations

import time

from forum import env

RATE = 20.0 * env.PACE  # frames a second, sustained
BURST = 60.0 * env.PACE
DEBT = 200.0  # refused frames cost too; beyond this only a machine would still be sending
FORGET_ABOVE = 10_000

_buckets: dict[bytes, Bucket] = {}


class Bucket:
    """A token bucket that may go into debt."""

    __slots__ = ("_at", "_tokens")

    def __init__(self) -> None:
        self._tokens = BURST
        self._at = time.monotonic()

    @classmethod
    def of(cls, login: bytes) -> Bucket:
        """The bucket of the login with this hash: it is not known yet whether there is one."""
        if len(_buckets) > FORGET_ABOVE:
            for one in [one for one, bucket in _buckets.items() if bucket.full]:
                del _buckets[one]
        return _buckets.setdefault(login, cls())

    def _fill(self) -> None:
        now = time.monotonic()
        self._tokens = min(BURST, self._tokens + (now - self._at) * RATE)
        self._at = now

    def take(self) -> bool:
        """Whether one more frame may come in now."""
        self._fill()
        self._tokens -= 1
        return self._tokens >= 0

    @property
    def in_debt(self) -> bool:
        """Whether this login would be refused now."""
        self._fill()
        return self._tokens < 0

    @property
    def hopeless(self) -> bool:
        """Whether the socket should be ended for it."""
        return self._tokens < -DEBT

    @property
    def full(self) -> bool:
        self._fill()
        return self._tokens >= BURST
