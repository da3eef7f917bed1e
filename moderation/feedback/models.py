"""The table of what decisions said."""

from __future__ import annotations

import uuid

from django.db import models

from forum.rooms.models import Group
from moderation.feedback.outcomes import Outcome


class Judged(models.Model):
    """One decision, with all that calibration needs and nothing that leads back to anybody.

    `id` is random and `week` a Monday: neither order nor time tells which case it was. `flagged`:
    [head, what found it] pairs, such as ["insult", "model"] or ["personal_data", "rule phone"].
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    language = models.CharField(max_length=8)
    scorer = models.CharField(max_length=120, blank=True)
    limits = models.CharField(max_length=80, blank=True)
    rules = models.CharField(max_length=80, blank=True)
    scores = models.JSONField(default=dict)
    flagged = models.JSONField(default=list)
    queue = models.CharField(max_length=10)
    action = models.CharField(max_length=20)
    reason = models.CharField(max_length=24)
    outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome])

    class Meta:
        indexes = [models.Index(fields=["week"], name="judged_by_week")]
