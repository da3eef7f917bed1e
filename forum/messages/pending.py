"""Pending messages as work: leased to one screening worker at a time.

A lease is an UPDATE that must hit the row while it is free; a worker that dies lets it lapse and
the next one takes the message. `attempts` counts the leases a message has had.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
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
    oldest = pending.select_for_update(skip_locked=True).order_by("submitted_at")
    picked = list(oldest.values_list("pk", flat=True)[:batch])
    if not picked:
        return []
    pending.filter(pk__in=picked).update(
        lease=worker, lease_until=until, attempts=F("attempts") + 1
    )
    return list(
        Message.objects.filter(pk__in=picked, lease=worker, lease_until=until)
        .select_related("room__group", "author")
        .order_by("submitted_at")
    )


def settleable(messages: Sequence[Message], worker: UUID) -> set[UUID]:
    """Which of these may be settled now: this worker's lease still stands, and nothing older by
    the same author in the same room is still pending, which it would overtake.

    Asked in the settling transaction, which keeps the rows locked.
    """
    held = (
        Message.objects.select_for_update()
        .filter(pk__in=[message.pk for message in messages], lease=worker, state=State.PENDING)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    ours = set(held)
    elsewhere = Message.objects.filter(
        state=State.PENDING, author__in={message.author_id for message in messages}
    ).exclude(pk__in=ours)
    older = list(elsewhere.values_list("room_id", "author_id", "submitted_at"))
    return {
        message.pk
        for message in messages
        if message.pk in ours
        and not any(
            (room, author) == (message.room_id, message.author_id) and at < message.submitted_at
            for room, author, at in older
        )
    }


@system_only
def give_back(messages: Sequence[Message], worker: UUID, *, seconds: float) -> None:
    """Lets go; they are free again after `seconds`."""
    Message.objects.filter(
        pk__in=[m.pk for m in messages], lease=worker, state=State.PENDING
    ).update(lease=None, lease_until=timezone.now() + timedelta(seconds=seconds))
