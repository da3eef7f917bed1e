"""Whether a room takes messages at this moment, whatever kind of room it is."""

from __future__ import annotations

from datetime import datetime

from forum.errors import Code
from forum.rooms.models import APART, Room, RoomKind
from forum.rooms.opening import Closed, Hours, by_hours
from forum.sessions.states import SessionState


def closed(room: Room, now: datetime) -> Closed | None:
    """Why nobody may write in this room now, or None while it is open.

    Topics and the agreement's room keep the group's hours like the common room; what is between few
    is never closed.
    """
    if room.kind in APART:
        return None
    if room.kind == RoomKind.SESSION:
        session = room.session
        if session.state == SessionState.PLANNED:
            return Closed(Code.SESSION_WAITING, session.starts_at)
        if session.state != SessionState.OPEN:
            return Closed(Code.SESSION_OVER)
    else:
        shut = by_hours(Hours.of(room.group), now)
        if shut is not None:
            return shut
    if room.locked_until and room.locked_until > now:
        return Closed(Code.ROOM_LOCKED, room.locked_until, room.lock_reason)
    return None
