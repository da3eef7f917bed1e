"""Whether one has answered, and how a course went."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from forum.outcomes.models import Outcome
from forum.rooms.models import Group
from forum.sessions.models import Session
from forum.sessions.states import SessionState

COURSE_MOST = 26


def answered(sessions: Iterable[UUID], members: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Session and membership of each who has."""
    rows = Outcome.objects.filter(session__in=list(sessions), membership__in=list(members))
    return set(rows.values_list("session", "membership"))


def course(group: Group) -> list[Session]:
    """The group's latest sessions that are over, oldest first."""
    over = Session.objects.filter(group=group, state=SessionState.OVER).order_by("-starts_at")
    return list(over[:COURSE_MOST])[::-1]
