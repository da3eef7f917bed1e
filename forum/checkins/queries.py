"""One's own check-ins."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from forum.checkins.models import CheckIn


def own(sessions: Iterable[UUID], members: Iterable[UUID]) -> dict[tuple[UUID, UUID, str], CheckIn]:
    """By session, membership and moment."""
    rows = CheckIn.objects.filter(session__in=list(sessions), membership__in=list(members))
    return {(row.session_id, row.membership_id, row.moment): row for row in rows}
