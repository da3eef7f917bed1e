"""The table of messages."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from forum.messages.states import State
from forum.rooms.models import Room


class HeldFor(models.TextChoices):
    """Why a person looks at it, as far as its author is told."""

    CONDUCT = "conduct"
    CARE = "care"
    PRIVACY = "privacy"
    UNSCORED = "unscored"
    ADULTS = "adults"  # too few of them are there
    POLICY = "policy"  # the group holds everything, or a newcomer's first


class Message(models.Model):
    """What somebody wrote in a room. `nonce` is the client's own id for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="messages")
    nonce = models.UUIDField()
    text = models.TextField()
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in State], default=State.PENDING
    )
    submitted_at = models.DateTimeField()
    content_note = models.CharField(max_length=120, blank=True)

    held_for = models.CharField(max_length=10, choices=HeldFor, blank=True)
    # What the author is told of a decision against it, until they have read it.
    reason = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=500, blank=True)
    rephrase = models.BooleanField(default=False)
    outcome_unread = models.BooleanField(default=False)

    # The lease of a screening worker on a pending message.
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "nonce"], name="one_message_per_nonce")
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"], condition=Q(state=State.PENDING), name="pending_by_age"
            ),
            models.Index(fields=["author", "submitted_at"], name="message_by_author"),
            # What stood around a message, for those who judge it.
            models.Index(
                fields=["room", "submitted_at"],
                condition=Q(state=State.PUBLISHED),
                name="published_by_time",
            ),
        ]
