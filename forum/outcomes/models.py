"""The table of outcomes."""

from __future__ import annotations

from django.db import models

from forum.memberships.models import Membership
from forum.sessions.models import Session


class Outcome(models.Model):
    """Each answer: 0 no, 1 a little, 2 yes. `counted`: in a block already."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="outcomes")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    safe = models.PositiveSmallIntegerField()
    heard = models.PositiveSmallIntegerField()
    less_alone = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    counted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "membership"], name="one_outcome_each")
        ]
