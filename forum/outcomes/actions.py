"""The only writers of outcomes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from forum import doorbell
from forum.attendance.models import Attendance
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages.actions import submit
from forum.outcomes.models import Outcome
from forum.permissions import Permission, Role, requires, system_only
from forum.rooms.models import Room, RoomKind
from forum.sessions.actions import find
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from forum.tallies.actions import FEWEST, count
from forum.tallies.models import Kind

AFTER = timedelta(hours=24)
QUIET = timedelta(minutes=2)
ANSWERS = range(3)


@requires(Permission.TALK)
@transaction.atomic
def answer(
    by: Membership,
    *,
    session_id: UUID,
    safe: int,
    heard: int,
    less_alone: int,
    words: str = "",
    nonce: UUID,
) -> Outcome:
    """Of a young person who was there, until a day after; said again, the taps are changed. The
    words go to the adults as a message under this nonce. Errors: `session_not_found`,
    `not_allowed`, `not_from_here`, `checkin_unfit`, and those of `submit` for the words."""
    session = find(by, session_id)
    now = timezone.now()
    there = Attendance.objects.filter(session=session, membership=by).exclude(came_at=None)
    if by.role != Role.PARTICIPANT or not there.exists():
        raise DomainError(Code.NOT_ALLOWED)
    closing = session.state == SessionState.OPEN and session.closes_at is not None
    late = session.closed_at is not None and now - session.closed_at < AFTER
    if not (closing or late):
        raise DomainError(Code.NOT_FROM_HERE)
    if not all(one in ANSWERS for one in (safe, heard, less_alone)):
        raise DomainError(Code.CHECKIN_UNFIT)
    row, _ = Outcome.objects.update_or_create(
        session=session,
        membership=by,
        defaults={"safe": safe, "heard": heard, "less_alone": less_alone, "at": now},
    )
    if words.strip():
        back = Room.objects.select_related("group").get(group=by.group_id, kind=RoomKind.BACK)
        submit(by, back, nonce=nonce, text=words)
    doorbell.ring(doorbell.person(by.person_id))
    return row


@system_only
def count_outcomes() -> int:
    """Makes blocks of what is answered and not counted. Returns how many."""
    waiting = Outcome.objects.filter(counted=False).values_list("session")
    enough = waiting.annotate(number=Count("pk")).filter(number__gte=FEWEST).order_by()
    return sum(_count(session) for session, _ in enough)


@transaction.atomic
def _count(session_id: UUID) -> bool:
    session = Session.objects.select_for_update().get(pk=session_id)
    rows = list(Outcome.objects.filter(session=session, counted=False))
    if len(rows) < FEWEST or max(row.at for row in rows) > timezone.now() - QUIET:
        return False
    count(session, Kind.SAFE, [row.safe for row in rows])
    count(session, Kind.HEARD, [row.heard for row in rows])
    count(session, Kind.LESS_ALONE, [row.less_alone for row in rows])
    Outcome.objects.filter(pk__in=[row.pk for row in rows]).update(counted=True)
    doorbell.ring(doorbell.group(session.group_id))
    return True


@system_only
def forget(sessions: QuerySet[Session]) -> None:
    """Lets go of who answered what in these sessions; the blocks stay."""
    Outcome.objects.filter(session__in=sessions).delete()
