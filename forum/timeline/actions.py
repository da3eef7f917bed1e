"""Appending to a timeline, and marking how far one has seen it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum import doorbell
from forum.memberships.models import Membership
from forum.permissions import system_only
from forum.rooms.models import Room
from forum.timeline.models import Entry, Kind, Marker


@dataclass(frozen=True)
class News:
    """What is to become an entry."""

    room: UUID
    kind: Kind
    message: UUID | None = None


@system_only
def append_all(news: Sequence[News]) -> None:
    """The next entries of their rooms, in this order, inside the transaction they record."""
    assert transaction.get_connection().in_atomic_block
    now = timezone.now()
    counts = Counter(one.room for one in news)
    # Always in the same order, so that two writers of the same rooms never wait for each other.
    seqs = {room: _raise_head(room, counts[room]) for room in sorted(counts)}
    Entry.objects.bulk_create(
        [
            Entry(
                room_id=one.room,
                seq=next(seqs[one.room]),
                kind=one.kind,
                message_id=one.message,
                at=now,
            )
            for one in news
        ]
    )
    doorbell.ring(*(doorbell.room(room) for room in counts))


def _raise_head(room: UUID, by: int) -> Iterator[int]:
    """Takes the room's next numbers. Locks its row until commit: the next writer waits, and reads
    our number. In SQL, because the ORM needs a second question for the answer."""
    field = Room._meta.pk
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(
            f"UPDATE {Room._meta.db_table} SET head = head + %s WHERE id = %s RETURNING head",
            [by, field.get_db_prep_value(room, transaction.get_connection())],
        )
        head: int = cursor.fetchone()[0]
    return iter(range(head - by + 1, head + 1))


@system_only
def append(room: UUID, kind: Kind, *, message: UUID | None = None) -> None:
    """The next entry of this room. Must run inside the transaction it records."""
    append_all([News(room, kind, message)])


@system_only
def mark_read(by: Membership, room: Room, *, seq: int) -> None:
    """Moves this member's marker forward; see `mark_read_all`."""
    mark_read_all([(by, room, seq)])


@system_only
@transaction.atomic
def mark_read_all(marks: Sequence[tuple[Membership, Room, int]]) -> None:
    """Moves these members' markers forward, never back and never past the room's head."""
    if not marks:
        return
    wanted: dict[tuple[UUID, UUID], int] = {}
    for by, room, seq in marks:
        key = (room.pk, by.pk)
        wanted[key] = max(wanted.get(key, 0), min(seq, room.head))
    markers = {
        (marker.room_id, marker.membership_id): marker
        for marker in Marker.objects.select_for_update()
        .filter(room__in={room for room, _ in wanted}, membership__in={by for _, by in wanted})
        .order_by("pk")  # another process may lock the same ones
    }
    fresh = [
        Marker(room_id=room, membership_id=by, seq=seq)
        for (room, by), seq in wanted.items()
        if (room, by) not in markers
    ]
    # Another device of the same member may be first: then this mark is the older one, or is
    # made again with the next message.
    Marker.objects.bulk_create(fresh, ignore_conflicts=True)
    moved: dict[int, list[int]] = {}
    for key, marker in markers.items():
        if key in wanted and marker.seq < wanted[key]:
            moved.setdefault(wanted[key], []).append(marker.pk)
    for seq, pks in sorted(moved.items()):
        Marker.objects.filter(pk__in=pks, seq__lt=seq).update(seq=seq)


@system_only
def forget_notices(due: Q, at_most: int) -> None:
    """Lines of the rooms themselves, of no message, that nobody keeps any longer. Numbers do not
    move: what is gone leaves a gap that readers know (`PAGE` and `head` say how far they are)."""
    old = Entry.objects.filter(due, message=None).order_by("pk").values_list("pk", flat=True)
    Entry.objects.filter(pk__in=list(old[:at_most])).delete()
