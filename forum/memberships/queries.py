"""How a group's invitations stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from forum.memberships.models import InviteBatch

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """How a batch stands: how many were made, have come, and may still come."""

    batch: InviteBatch
    came: int
    open: int


def batches(group: UUID) -> list[Standing]:
    """A group's batches of the last months, newest first."""
    now = timezone.now()
    still = Q(invites__used_at=None, invites__revoked_at=None, invites__expires_at__gt=now)
    rows = (
        InviteBatch.objects.filter(group=group, at__gt=now - KEPT)
        .annotate(
            came=Count("invites", filter=Q(invites__used_at__isnull=False)),
            left=Count("invites", filter=still),
        )
        .order_by("-at")
    )
    return [Standing(batch=row, came=row.came, open=row.left) for row in rows]
