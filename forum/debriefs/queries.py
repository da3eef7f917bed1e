"""Which sessions have been talked through, and which wait for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from forum.attendance.models import Attendance
from forum.debriefs.models import Debrief, Waiver
from forum.memberships.models import Membership
from forum.permissions import CARING
from forum.sessions.models import Session
from forum.sessions.states import SessionState

BOTH = 2


def lacking(session: Session) -> int:
    """How many adults have still to answer: both of those who were there, or the one."""
    if Waiver.objects.filter(session=session).exists():
        return 0
    answered = set(Debrief.objects.filter(session=session).values_list("by", flat=True))
    # Who has left the group answers no more, and is waited for no longer.
    able = Attendance.objects.filter(
        session=session, membership__role__in=CARING, membership__removed_at=None
    ).exclude(came_at=None)
    left = able.exclude(membership__in=answered).count()
    return min(max(0, BOTH - len(answered)), left)


def waits_for(session: Session) -> Session | None:
    """The session of the same group that was last before this one, if it has not been talked
    through."""
    last = (
        Session.objects.filter(group=session.group_id, state=SessionState.OVER)
        .order_by("-closed_at")
        .first()
    )
    return last if last is not None and lacking(last) else None


def open_debriefs(groups: Iterable[UUID], since: datetime) -> list[Session]:
    """The sessions of these groups that are over and wait, newest first: of the group's last one
    however long ago, for the next one waits for it."""
    over = Session.objects.filter(state=SessionState.OVER)
    last = over.filter(group=OuterRef("group")).order_by("-closed_at").values("pk")[:1]
    maybe = (
        over.filter(Q(closed_at__gt=since) | Q(pk=Subquery(last)), group__in=list(groups))
        .filter(waiver=None)
        .annotate(answered=Count("debriefs"))
        .filter(answered__lt=BOTH)
    )
    return [one for one in maybe.order_by("-closed_at") if lacking(one)]


def may_answer(by: Membership, session: Session) -> bool:
    """Whether this adult was there."""
    there = Attendance.objects.filter(session=session, membership=by).exclude(came_at=None)
    return by.role in CARING and there.exists()
