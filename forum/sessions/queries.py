"""Which sessions a group is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from forum.sessions.models import Session, SessionState

SHOWN_AFTER = timedelta(hours=24)


def current(groups: Iterable[UUID], now: datetime) -> list[Session]:
    """These groups' sessions that are open, still to come, or ended within the last day; by start.

    One that was planned and never started is shown until a day after its start.
    """
    recent = now - SHOWN_AFTER
    return list(
        Session.objects.filter(
            Q(state=SessionState.OPEN)
            | Q(state=SessionState.PLANNED, starts_at__gt=recent)
            | Q(state=SessionState.OVER, closed_at__gt=recent),
            group__in=groups,
        ).order_by("starts_at")
    )
