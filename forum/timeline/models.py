"""Tables of the timeline: entries, markers, and the epoch."""

from __future__ import annotations

from django.db import models

from forum.memberships.models import Membership
from forum.rooms.models import Room


class Kind(models.TextChoices):
    MESSAGE = "message"
    GONE = "gone"
    BACK = "back"  # taken away, and given back on appeal
    SESSION_OPENED = "session_opened"
    SESSION_CLOSED = "session_closed"
    LOOKED_AFTER = "looked_after"
    SIDE_OPENED = "side_opened"
    SESSION_CLOSING = "session_closing"
    SESSION_CANCELLED = "session_cancelled"
    ADULTS_MISSING = "adults_missing"
    ADULTS_BACK = "adults_back"
    SLOWED = "slowed"
    UNSLOWED = "unslowed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    CIRCLE_BEGAN = "circle_began"
    CIRCLE_ENDED = "circle_ended"
    ACTIVITY_BEGAN = "activity_began"
    ACTIVITY_ENDED = "activity_ended"


class Entry(models.Model):
    """One thing that happened in a room, at one place in its order. Holds no text."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="entries")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    message = models.ForeignKey(
        "forum.Message", null=True, on_delete=models.CASCADE, related_name="entries"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="seq_once_in_room")]


class Marker(models.Model):
    """How far a member has seen a room."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="markers")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "membership"], name="one_marker_each")
        ]


class Epoch(models.Model):
    """The one row that names this life of the database."""

    value = models.UUIDField()
