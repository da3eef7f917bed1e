"""Who is there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from forum.attendance.models import Attendance
from forum.memberships.models import Membership
from forum.permissions import CARING, Role
from forum.sessions.models import Session

# A screen says it every `SAYS`; a second lost word is no absence.
SAYS = timedelta(seconds=2.5)
SEEN = timedelta(seconds=7)


def _here(sessions: Iterable[UUID], now: datetime) -> QuerySet[Attendance]:
    awake = Q(membership__suspended_until=None) | Q(membership__suspended_until__lte=now)
    return Attendance.objects.filter(
        awake, session__in=list(sessions), seen_at__gt=now - SEEN, membership__removed_at=None
    )


def here(sessions: Iterable[UUID], now: datetime) -> dict[UUID, list[Membership]]:
    """Who is there, in the order they came."""
    found: dict[UUID, list[Membership]] = defaultdict(list)
    for row in _here(sessions, now).select_related("membership").order_by("came_at", "pk"):
        found[row.session_id].append(row.membership)
    return found


def adults_here(
    sessions: Iterable[UUID], now: datetime, *, besides: Membership | None = None
) -> dict[UUID, int]:
    """How many cleared adults are there, of each session where any is."""
    adults = _here(sessions, now).filter(membership__role__in=CARING, membership__cleared=True)
    if besides is not None:
        adults = adults.exclude(membership=besides)
    return dict(adults.values_list("session").annotate(number=Count("pk")))


def is_short(session: Session, adults: Mapping[UUID, int]) -> bool:
    """Whether fewer are there than the group asks."""
    return adults.get(session.pk, 0) < session.group.adults_needed


def came(session: Session) -> QuerySet[Attendance]:
    """Those who took part, in the order they came."""
    return (
        Attendance.objects.filter(session=session)
        .exclude(came_at=None)
        .select_related("membership")
        .order_by("came_at", "pk")
    )


def full_for(by: Membership, session: Session) -> bool:
    """Whether every place is taken, and none by this young person."""
    if session.capacity is None or by.role != Role.PARTICIPANT:
        return False
    took = young(session)
    return took.count() >= session.capacity and not took.filter(membership=by).exists()


def young(session: Session) -> QuerySet[Attendance]:
    """The young people among them."""
    return came(session).filter(membership__role=Role.PARTICIPANT)
