"""Pending messages as work: leased to one screening worker at a time.

A lease is an UPDATE that must hit the row while it is free; a worker that dies lets it lapse and
the next one takes the message. `attempts` counts the leases a message has had.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import system_only


@system_only
@transaction.atomic
def lease(worker: UUID, *, batch: int, seconds: int) -> list[Message]:
    """Up to `batch` of the oldest free pending messages, leased to `worker` for `seconds`."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    candidates = list(
        Message.objects.filter(free, state=State.PENDING)
        .order_by("submitted_at")
        .values_list("pk", flat=True)[:batch]
    )
    mine = [
        pk
        for pk in candidates
        if Message.objects.filter(free, pk=pk, state=State.PENDING).update(
            lease=worker, lease_until=now + timedelta(seconds=seconds), attempts=F("attempts") + 1
        )
    ]
    return list(
        Message.objects.filter(pk__in=mine)
        .select_related("room__group", "author__person")
        .order_by("submitted_at")
    )


@system_only
def still_mine(message: Message, worker: UUID) -> bool:
    """Whether this worker's lease still stands, asked (and locked) in the settling transaction."""
    return bool(
        Message.objects.filter(pk=message.pk, lease=worker, state=State.PENDING).update(
            lease=worker
        )
    )


@system_only
def give_back(messages: list[Message], worker: UUID, *, seconds: int) -> None:
    """Lets go after a failure; they are free again after `seconds`."""
    Message.objects.filter(
        pk__in=[m.pk for m in messages], lease=worker, state=State.PENDING
    ).update(lease=None, lease_until=timezone.now() + timedelta(seconds=seconds))
