"""Whether a room takes messages at this moment, whatever kind of room it is."""

from __future__ import annotations

from datetime import datetime

from forum.errors import Code
from forum.rooms.models import Room, RoomKind
from forum.rooms.opening import Closed, by_hours
from forum.sessions.models import SessionState


def closed(room: Room, now: datetime) -> Closed | None:
    """Why nobody may write in this room now, or None while it is open.

    Topics and the agreement's room keep the group's hours like the common room; a side room is
    never closed.
    """
    if room.kind == RoomKind.SIDE:
        return None
    if room.kind == RoomKind.SESSION:
        session = room.session
        if session.state == SessionState.OPEN:
            return None
        if session.state == SessionState.PLANNED:
            return Closed(Code.SESSION_WAITING, session.starts_at)
        return Closed(Code.SESSION_OVER)
    group = room.group
    return by_hours(opens=group.opens, closes=group.closes, zone=group.zone, now=now)
