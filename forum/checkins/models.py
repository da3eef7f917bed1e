"""The table of check-ins and check-outs."""

from __future__ import annotations

from django.db import models

from forum.memberships.models import Membership
from forum.sessions.models import Session


class Moment(models.TextChoices):
    IN = "in"
    OUT = "out"


class CheckIn(models.Model):
    """`face`: 1 (heaviest) to 5. `words`: of `feelings.WORDS`. `counted`: in a block already."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="checkins")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    moment = models.CharField(max_length=3, choices=Moment)
    face = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list)
    at = models.DateTimeField()
    counted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "membership", "moment"], name="one_checkin_each"
            )
        ]
