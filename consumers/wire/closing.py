"""Why the server ends a socket: the close codes, each with what the client should do."""

from __future__ import annotations

from enum import IntEnum


class Closing(IntEnum):
    """WebSocket close codes of ours, all over 4000: autobahn sends none of the standard's own."""

    RESTART = 4412  # come back in a moment
    SIGNED_OUT = 4401  # the login ended: go to the front door, do not retry
    ORIGIN = 4403  # not from our own pages: do not retry
    FLOODING = 4429  # far too many frames: come back after ten seconds
    SLOW = 4413  # reads more slowly than the room talks: come back and catch up
    SILENT = 4408  # no hello within ten seconds
    UNAVAILABLE = 4503  # the database does not answer: come back with back-off
