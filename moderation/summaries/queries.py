"""The summaries there are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from moderation.summaries.models import Summary


def summaries(sessions: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Theme keys by session."""
    rows = Summary.objects.filter(session__in=list(sessions))
    return {row.session_id: row.themes for row in rows}
