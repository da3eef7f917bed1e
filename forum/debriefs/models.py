"""Tables of debriefs and waivers."""

from __future__ import annotations

from django.db import models

from forum.memberships.models import Membership
from forum.sessions.models import Session


class Debrief(models.Model):
    """What one adult answered after a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="debriefs")
    by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "by"], name="one_debrief_each")]


class Waiver(models.Model):
    """A lead lets the next session begin without."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="waiver")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
