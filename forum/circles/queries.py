"""The circles that are on, and who may take part in them now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import timezone

from forum.attendance.models import Attendance
from forum.attendance.queries import here
from forum.circles.models import TalkingCircle
from forum.memberships.models import Bar, Membership
from forum.permissions import Role


def on(sessions: Iterable[UUID]) -> dict[UUID, TalkingCircle]:
    """Of each of these sessions, the circle that is on."""
    rows = TalkingCircle.objects.filter(session__in=list(sessions), ended_at=None)
    return {row.session_id: row for row in rows}


def present(circles: Sequence[TalkingCircle]) -> dict[UUID, list[str]]:
    """Who of those who take part in the session is there, for each circle: the young people first,
    each in the order they came."""
    sessions = [circle.session_id for circle in circles]
    there = here(sessions, timezone.now())
    came = set(
        Attendance.objects.filter(session__in=sessions, came_at__isnull=False).values_list(
            "session", "membership"
        )
    )
    return {
        circle.pk: [
            str(one.pk)
            for one in sorted(there.get(circle.session_id, []), key=lambda one: one.is_staff)
            if (circle.session_id, one.pk) in came
            and (circle.with_adults or one.role == Role.PARTICIPANT)
        ]
        for circle in circles
    }


def belonging(circles: Sequence[TalkingCircle]) -> dict[UUID, frozenset[str]]:
    """Who may still be in the room, by the group of each of these circles."""
    now = timezone.now()
    groups = {circle.session.group_id for circle in circles}
    barred = set(
        Bar.objects.filter(room__in=[circle.session.room_id for circle in circles]).values_list(
            "membership", flat=True
        )
    )
    found: dict[UUID, set[str]] = {group: set() for group in groups}
    for one in Membership.objects.filter(group__in=groups, removed_at=None):
        away = one.suspended_until is not None and one.suspended_until > now
        if not away and one.pk not in barred:
            found[one.group_id].add(str(one.pk))
    return {group: frozenset(members) for group, members in found.items()}
