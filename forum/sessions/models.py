"""The table of sessions."""

from __future__ import annotations

import uuid

from django.db import models

from forum.memberships.models import Membership
from forum.rooms.models import Group, Room


class SessionState(models.TextChoices):
    PLANNED = "planned"
    OPEN = "open"
    OVER = "over"


class Session(models.Model):
    """One meeting. `minutes` is its planned length."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sessions")
    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="session")
    theme = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    planned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
