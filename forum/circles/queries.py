"""The circles that are on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from forum.circles.models import TalkingCircle


def on(sessions: Iterable[UUID]) -> dict[UUID, TalkingCircle]:
    """Of each of these sessions, the circle that is on."""
    rows = TalkingCircle.objects.filter(session__in=list(sessions), ended_at=None)
    return {row.session_id: row for row in rows}
