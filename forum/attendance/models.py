"""The table of who is, and was, there."""

from __future__ import annotations

from django.db import models

from forum.memberships.models import Membership
from forum.sessions.models import Session


class Attendance(models.Model):
    """Somebody at a session. `came_at`: since when they take part; none while they only wait."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "membership"], name="one_attendance_each")
        ]
        indexes = [models.Index(fields=["session", "seen_at"], name="attendance_seen")]
