"""The table of reports."""

from __future__ import annotations

import uuid

from django.db import models

from forum.memberships.models import Membership
from moderation.cases.models import Case


class Why(models.TextChoices):
    """What is wrong, in the reporter's eyes."""

    HURTS = "hurts"
    THREAT = "threat"
    SEXUAL = "sexual"
    UNSAFE = "unsafe"  # wants something of somebody: to meet, a picture, to be alone
    WORRIED = "worried"  # somebody is not well
    OTHER = "other"


class Outcome(models.TextChoices):
    """What a reporter is told."""

    ACTED = "acted"
    LOOKED_AT = "looked_at"  # an adult has looked, and it stands


class Report(models.Model):
    """One person's report. `words` are optional."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reports")
    why = models.CharField(max_length=10, choices=Why)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    read = models.BooleanField(default=False)  # its maker has put the receipt or outcome away

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "by"], name="one_report_each_on_a_case")
        ]
        indexes = [models.Index(fields=["by", "read"])]
