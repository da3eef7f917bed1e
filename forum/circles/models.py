"""The table of talking circles."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from forum.sessions.models import Session


class TalkingCircle(models.Model):
    """One round. `turns` is a `turns.Circle` of membership ids while it is on, and empty
    afterwards: who passed is nobody's business later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="circles")
    question = models.CharField(max_length=200, blank=True)
    turn_seconds = models.PositiveSmallIntegerField()
    with_adults = models.BooleanField(default=True)
    turns = models.JSONField(default=dict)
    turn_began_at = models.DateTimeField(null=True)
    turn_ends_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at=None), name="one_circle_at_a_time"
            )
        ]
