"""The table of activities."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from forum.sessions.models import Session


class Activity(models.Model):
    """One that is on, or was. `state` is its kind's own, and empty once it is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=20)
    state = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at=None), name="one_activity_at_a_time"
            )
        ]
