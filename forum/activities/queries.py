"""The activities that are on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from forum.activities.models import Activity


def on(sessions: Iterable[UUID]) -> dict[UUID, Activity]:
    """Of each of these sessions, the one that is on."""
    rows = Activity.objects.filter(session__in=list(sessions), ended_at=None)
    return {row.session_id: row for row in rows}
