"""Planning, opening and closing a session."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, requires
from forum.rooms.actions import clean_title
from forum.rooms.models import Room, RoomKind
from forum.sessions.models import Session, SessionState
from forum.timeline.actions import append
from forum.timeline.models import Kind

MINUTES_MIN, MINUTES_MAX = 30, 180


@requires(Permission.LEAD)
@transaction.atomic
def schedule(by: Membership, *, theme: str, starts_at: datetime, minutes: int) -> Session:
    """Plans a session with its room. Errors: `title_length`, `session_length`, `session_past`."""
    theme = clean_title(theme)
    if not MINUTES_MIN <= minutes <= MINUTES_MAX:
        raise DomainError(Code.SESSION_LENGTH, min=MINUTES_MIN, max=MINUTES_MAX)
    if starts_at + timedelta(minutes=minutes) <= timezone.now():
        raise DomainError(Code.SESSION_PAST)
    room = Room.objects.create(group=by.group, kind=RoomKind.SESSION, title=theme)
    session = Session.objects.create(
        group=by.group,
        room=room,
        theme=theme,
        starts_at=starts_at,
        minutes=minutes,
        planned_by=by,
    )
    doorbell.ring(doorbell.group(by.group_id))
    return session


def find(by: Membership, session_id: UUID) -> Session:
    """A session of this member's group. Raises `session_not_found`."""
    session = Session.objects.select_related("room").filter(pk=session_id, group=by.group).first()
    if session is None:
        raise DomainError(Code.SESSION_NOT_FOUND)
    return session


@requires(Permission.LEAD)
@transaction.atomic
def start(by: Membership, *, session_id: UUID) -> Session:
    """Opens the room. Errors: `session_not_found`, `already_there`, `not_from_here`."""
    return _step(by, session_id, SessionState.PLANNED, SessionState.OPEN)


@requires(Permission.LEAD)
@transaction.atomic
def close(by: Membership, *, session_id: UUID) -> Session:
    """Closes the room. Errors: `session_not_found`, `already_there`, `not_from_here`."""
    return _step(by, session_id, SessionState.OPEN, SessionState.OVER)


_STAMP = {SessionState.OPEN: "opened_at", SessionState.OVER: "closed_at"}
_KIND = {SessionState.OPEN: Kind.SESSION_OPENED, SessionState.OVER: Kind.SESSION_CLOSED}


def _step(by: Membership, session_id: UUID, source: SessionState, target: SessionState) -> Session:
    session = find(by, session_id)
    moved = Session.objects.filter(pk=session.pk, state=source).update(
        state=target, **{_STAMP[target]: timezone.now()}
    )
    if not moved:
        there = session.state == target
        raise DomainError(Code.ALREADY_THERE if there else Code.NOT_FROM_HERE)
    append(session.room_id, _KIND[target])
    doorbell.ring(doorbell.group(session.group_id))
    session.refresh_from_db()
    return session
