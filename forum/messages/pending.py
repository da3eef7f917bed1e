"""Pending messages as work: leased to one screening worker at a time.

A lease is an UPDATE that must hit the row while it is free; a worker that dies lets it lapse and
the next one takes the message. `attempts` counts the leases a message has had.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import system_only
from forum.prepared import Prepared, PreparedUpdate

BATCH = 64
SLACK = timedelta(seconds=5)


def _free(now: datetime, beyond: datetime, worker: UUID) -> QuerySet[Message]:
    """What this worker may lease. A lease that runs far beyond a lease's length was written before
    the clock was put back; and a worker does one batch at a time, so a lease of its own is left
    over from one that failed."""
    lapsed = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_until__gt=beyond)
    return Message.objects.filter(lapsed | Q(lease=worker), state=State.PENDING)


_oldest: Prepared[tuple[UUID]] = Prepared(
    # Other workers' picks are stepped over; the UPDATE is what guards.
    lambda now, beyond, worker: (
        _free(now, beyond, worker)
        .select_for_update(skip_locked=True)
        .order_by("submitted_at")
        .values_list("pk")[:BATCH]
    )
)
_lease = PreparedUpdate(
    lambda now, beyond, worker, picked, until: (
        _free(now, beyond, worker).filter(pk__in=picked),
        {"lease": worker, "lease_until": until, "attempts": F("attempts") + 1},
    )
)
_leased = Prepared(
    lambda picked, worker, until: (
        Message.objects.filter(pk__in=picked, lease=worker, lease_until=until)
        .select_related("room__group", "room__session", "author")
        .order_by("submitted_at")
    )
)


@system_only
@transaction.atomic
def lease(worker: UUID, *, seconds: int) -> list[Message]:
    """Up to `BATCH` of the oldest free pending messages, leased to `worker` for `seconds`."""
    now = timezone.now()
    until = now + timedelta(seconds=seconds)
    beyond = until + SLACK
    picked = [pk for (pk,) in _oldest(now, beyond, worker)]
    if not picked or not _lease(now, beyond, worker, picked, until):
        return []
    return _leased(picked, worker, until)


@system_only
def renew(worker: UUID, *, seconds: int) -> None:
    """This worker is still at it."""
    Message.objects.filter(lease=worker, state=State.PENDING).update(
        lease_until=timezone.now() + timedelta(seconds=seconds)
    )


def _overtaking(ours: list[UUID], worker: UUID) -> Exists:
    """Something older by the same author in the same room is pending, and not still ours."""
    older = Message.objects.filter(
        state=State.PENDING,
        author=OuterRef("author"),
        room=OuterRef("room"),
        submitted_at__lt=OuterRef("submitted_at"),
    )
    return Exists(older.exclude(pk__in=ours, lease=worker))


_settleable = Prepared(
    lambda ours, worker: (
        Message.objects.select_for_update()
        .filter(~_overtaking(ours, worker), pk__in=ours, lease=worker, state=State.PENDING)
        .order_by("pk")
        .values_list("pk")
    )
)


def settleable(messages: Sequence[Message], worker: UUID) -> set[UUID]:
    """Which of these may be settled now: this worker's lease still stands, and they would not
    overtake an older one that is still pending elsewhere.

    Asked in the settling transaction, which keeps the rows locked.
    """
    ours = [message.pk for message in messages]
    return {pk for (pk,) in _settleable(ours, worker)} if ours else set()


@system_only
def give_back(messages: Sequence[Message], worker: UUID, *, seconds: float) -> None:
    """Lets go; they are free again after `seconds`."""
    Message.objects.filter(
        pk__in=[m.pk for m in messages], lease=worker, state=State.PENDING
    ).update(lease=None, lease_until=timezone.now() + timedelta(seconds=seconds))
