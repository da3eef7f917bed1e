"""Appending to a timeline, and marking how far one has seen it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum import doorbell
from forum.memberships.models import Membership
from forum.permissions import system_only
from forum.rooms.models import Room
from forum.timeline.models import Entry, Kind, Marker


@system_only
def append(room: Room, kind: Kind, *, message_id: UUID | None = None) -> Entry:
    """The next entry of this room. Must run inside the transaction it records."""
    assert transaction.get_connection().in_atomic_block
    # The raise locks the room's row until commit: the next writer waits, and reads our number.
    Room.objects.filter(pk=room.pk).update(head=F("head") + 1)
    seq = Room.objects.values_list("head", flat=True).get(pk=room.pk)
    entry = Entry.objects.create(
        room=room, seq=seq, kind=kind, message_id=message_id, at=timezone.now()
    )
    doorbell.ring(doorbell.room(room.pk))
    return entry


@system_only
def mark_read(by: Membership, room: Room, *, seq: int) -> None:
    """Moves this member's marker forward, never back and never past the head."""
    seq = min(seq, Room.objects.values_list("head", flat=True).get(pk=room.pk))
    marker, made = Marker.objects.get_or_create(room=room, membership=by, defaults={"seq": seq})
    if not made and marker.seq < seq:
        Marker.objects.filter(pk=marker.pk, seq__lt=seq).update(seq=seq)
