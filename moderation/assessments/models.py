"""The table of assessments."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from moderation.cases.models import Case


class Outcome(models.TextChoices):
    REPORT = "report"
    NO_REPORT = "no_report"


class Assessment(models.Model):
    """One sheet. What was answered, and why it ended as it did, is sealed: it says of a young
    person what stands nowhere else. Read and written by `answers`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    answers = models.BinaryField()
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome, default="")
    reason = models.BinaryField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(outcome=""), name="one_open_assessment_per_case"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", finished_at=None, reason=None)
                | (~Q(outcome="") & Q(finished_at__isnull=False, reason__isnull=False)),
                name="assessment_finished_whole",
            ),
        ]
