"""Pending messages as work: leased to one screening worker at a time.

A lease is an UPDATE that must hit the row while it is free; a worker that dies lets it lapse and
the next one takes the message. `attempts` counts the leases a message has had.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import system_only

SLACK = timedelta(seconds=5)


@system_only
@transaction.atomic
def lease(worker: UUID, *, batch: int, seconds: int) -> list[Message]:
    """Up to `batch` of the oldest free pending messages, leased to `worker` for `seconds`."""
    now = timezone.now()
    until = now + timedelta(seconds=seconds)
    # One that runs far beyond a lease's length was written before the clock was put back.
    free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_until__gt=until + SLACK)
    pending = Message.objects.filter(free, state=State.PENDING)
    # Other workers' picks are stepped over; the UPDATE is what guards.
    oldest = pending.select_for_update(skip_locked=True).order_by("submitted_at").values("pk")
    leased = pending.filter(pk__in=oldest[:batch]).update(
        lease=worker, lease_until=until, attempts=F("attempts") + 1
    )
    if not leased:
        return []
    return list(
        Message.objects.filter(lease=worker, lease_until=until, state=State.PENDING)
        .select_related("room__group", "author")
        .order_by("submitted_at")
    )


def settleable(messages: Sequence[Message], worker: UUID) -> set[UUID]:
    """Which of these may be settled now: this worker's lease still stands, and nothing older by
    the same author in the same room is still pending elsewhere, which it would overtake.

    Asked in the settling transaction, which keeps the rows locked.
    """
    ours = [message.pk for message in messages]
    older = Message.objects.filter(
        state=State.PENDING,
        author=OuterRef("author"),
        room=OuterRef("room"),
        submitted_at__lt=OuterRef("submitted_at"),
    ).exclude(pk__in=ours)
    return set(
        Message.objects.select_for_update()
        .filter(~Exists(older), pk__in=ours, lease=worker, state=State.PENDING)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


@system_only
def give_back(messages: Sequence[Message], worker: UUID, *, seconds: float) -> None:
    """Lets go; they are free again after `seconds`."""
    Message.objects.filter(
        pk__in=[m.pk for m in messages], lease=worker, state=State.PENDING
    ).update(lease=None, lease_until=timezone.now() + timedelta(seconds=seconds))
