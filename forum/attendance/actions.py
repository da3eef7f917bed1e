"""The only writer of who is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from forum import doorbell
from forum.attendance.models import Attendance
from forum.attendance.queries import full_for
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Role, system_only
from forum.sessions.models import Session
from forum.sessions.states import SessionState

# Said more often, it is not written more often.
APART = timedelta(seconds=1)


@system_only
@transaction.atomic
def attend_all(
    wanted: Sequence[tuple[Membership, Session]],
) -> list[Attendance | DomainError]:
    """These are there now. `Membership` and `Session` must come by way of `access.in_rooms`.

    Refusals: `session_over`, `session_full` (so many young people take part already).
    """
    now = timezone.now()
    rows = {
        (row.session_id, row.membership_id): row
        for row in Attendance.objects.filter(
            session__in={session.pk for _, session in wanted},
            membership__in={member.pk for member, _ in wanted},
        )
    }
    answers: list[Attendance | DomainError] = []
    seen: list[int] = []
    came: set[UUID] = set()  # whose groups have somebody new in a session
    for member, session in wanted:
        row = rows.get((session.pk, member.pk))
        if session.state in (SessionState.OVER, SessionState.CANCELLED):
            answers.append(DomainError(Code.SESSION_OVER))
            continue
        comes = session.state == SessionState.OPEN and (row is None or row.came_at is None)
        if comes and _full(session, member):
            answers.append(DomainError(Code.SESSION_FULL, capacity=session.capacity))
            continue
        if row is None or comes:
            row = _came(session.pk, member.pk, now, comes=comes)
            rows[session.pk, member.pk] = row
            if comes:
                came.add(session.group_id)
        elif row.seen_at < now - APART:
            seen.append(row.pk)
        answers.append(row)
    if came:
        doorbell.ring(*(doorbell.group(group) for group in sorted(came)))
    if seen:
        Attendance.objects.filter(pk__in=seen).update(seen_at=now)
    return answers


def _full(session: Session, member: Membership) -> bool:
    """Two who come at once wait for each other, so that the last place is given once."""
    if session.capacity is None or member.role != Role.PARTICIPANT:
        return False
    Session.objects.select_for_update().get(pk=session.pk)
    return full_for(member, session)


def _came(session: UUID, member: UUID, now: datetime, *, comes: bool) -> Attendance:
    row, _ = Attendance.objects.update_or_create(
        session_id=session,
        membership_id=member,
        defaults={"seen_at": now} | ({"came_at": now} if comes else {}),
    )
    return row


@system_only
def forget(sessions: QuerySet[Session]) -> None:
    """Lets go of which young people were in these sessions."""
    Attendance.objects.filter(session__in=sessions, membership__role=Role.PARTICIPANT).delete()
