"""The only writers of check-ins."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from forum import doorbell
from forum.attendance.models import Attendance
from forum.checkins.feelings import fits
from forum.checkins.models import CheckIn, Moment
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, Role, requires, system_only
from forum.sessions.actions import find
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from forum.tallies.actions import FEWEST, count
from forum.tallies.models import Kind

# One may check out for so long after the session.
AFTER = timedelta(hours=24)
# A block waits until nobody has answered for so long, so that it takes as many as it can.
QUIET = timedelta(seconds=30)


@requires(Permission.TALK)
@transaction.atomic
def check(
    by: Membership, *, session_id: UUID, moment: Moment, face: int, words: list[str]
) -> CheckIn:
    """How a young person is who takes part; said again, it is changed. Errors: `session_not_found`,
    `not_allowed` (adults, and those who were not there), `checkin_unfit`, `not_from_here` (neither
    open nor over just now)."""
    session = find(by, session_id)
    now = timezone.now()
    if by.role != Role.PARTICIPANT or not _took_part(session, by):
        raise DomainError(Code.NOT_ALLOWED)
    late = session.closed_at is not None and now - session.closed_at < AFTER
    if session.state != SessionState.OPEN and not (moment == Moment.OUT and late):
        raise DomainError(Code.NOT_FROM_HERE)
    if not fits(face, words):
        raise DomainError(Code.CHECKIN_UNFIT)
    row, _ = CheckIn.objects.update_or_create(
        session=session,
        membership=by,
        moment=moment,
        defaults={"face": face, "words": words, "at": now},
    )
    doorbell.ring(doorbell.person(by.person_id))
    return row


def _took_part(session: Session, by: Membership) -> bool:
    there = Attendance.objects.filter(session=session, membership=by)
    return there.exclude(came_at=None).exists()


@system_only
def count_checkins() -> int:
    """Makes blocks of what is answered and not counted, once nobody has answered for a while.
    Returns how many."""
    waiting = CheckIn.objects.filter(counted=False).values_list("session", "moment")
    enough = waiting.annotate(number=Count("pk")).filter(number__gte=FEWEST).order_by()
    return sum(_count(session, moment) for session, moment, _ in enough)


@transaction.atomic
def _count(session_id: UUID, moment: str) -> bool:
    # Held, so that two workers do not count the same.
    session = Session.objects.select_for_update().get(pk=session_id)
    rows = list(CheckIn.objects.filter(session=session, moment=moment, counted=False))
    if len(rows) < FEWEST or max(row.at for row in rows) > timezone.now() - QUIET:
        return False
    kind = Kind.CHECK_IN if moment == Moment.IN else Kind.CHECK_OUT
    count(session, kind, [row.face for row in rows], [row.words for row in rows])
    CheckIn.objects.filter(pk__in=[row.pk for row in rows]).update(counted=True)
    doorbell.ring(doorbell.group(session.group_id))
    return True


@system_only
def forget(sessions: QuerySet[Session]) -> None:
    """Lets go of who answered what in these sessions; the blocks stay."""
    CheckIn.objects.filter(session__in=sessions).delete()
