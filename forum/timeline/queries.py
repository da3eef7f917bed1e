"""Reading a timeline by sequence: each costs what it returns, however long the room is."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from forum.prepared import Prepared
from forum.rooms.models import Room
from forum.timeline.models import Entry

PAGE = 100


def _entries(room_id: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(room_id=room_id).select_related(
        "message__author", "message__reply_to__author"
    )


_since = Prepared(lambda room, cursor: _entries(room).filter(seq__gt=cursor).order_by("seq")[:PAGE])


def since(room_id: UUID, cursor: int) -> list[Entry]:
    """The entries right after `cursor`, rising, at most `PAGE`."""
    return _since(room_id, cursor)


def before(room_id: UUID, seq: int | None, limit: int) -> list[Entry]:
    """The newest entries, or those right before `seq`; rising, at most `limit`."""
    entries = _entries(room_id)
    if seq is not None:
        entries = entries.filter(seq__lt=seq)
    return list(entries.order_by("-seq")[:limit])[::-1]


_heads: Prepared[tuple[UUID, int]] = Prepared(
    lambda rooms: Room.objects.filter(pk__in=rooms).values_list("pk", "head")
)


def heads(room_ids: list[UUID]) -> dict[UUID, int]:
    """The newest sequence of each room."""
    return dict(_heads(room_ids)) if room_ids else {}
