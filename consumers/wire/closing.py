"""Why the server ends a socket: the close codes, each with what the client should do."""

from __future__ import annotations

from enum import IntEnum


class Closing(IntEnum):
    """WebSocket close codes of ours, all over 4000: autobahn sends none of the standard's own."""

    means: str

    def __new__(cls, code: int, means: str) -> Closing:
        one = int.__new__(cls, code)
        one._value_ = code
        one.means = means
        return one

    RESTART = (
        4412,
        "The process is going down. Come back at a moment of chance within three seconds.",
    )
    SIGNED_OUT = 4401, "The login has ended. Go to the front door; do not come back by yourself."
    ORIGIN = 4403, "Not from our own pages. Do not come back."
    SLOW = 4413, "You read more slowly than the room talks. Come back and resume."
    SILENT = 4408, "No `hello` within ten seconds."
    FLOODING = 4429, "Far too many frames. Come back after ten seconds."
    UNAVAILABLE = 4503, "The database does not answer. Come back, more slowly each time."
