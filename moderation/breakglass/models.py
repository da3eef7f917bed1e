"""The table of openings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from moderation.breakglass.states import OpeningState
from moderation.cases.models import Case


class Ground(models.TextChoices):
    """On what legal ground. Words, with their sources, stand under `staff.ground.`."""

    VITAL = "vital"  # personvernforordningen art. 6 nr. 1 d: vital interests
    AVERT = "avert"  # straffeloven § 196: the duty to avert
    HELP = "help"  # straffeloven § 287: the duty to help
    CHILD = "child"  # barnevernsloven § 13-2: the duty to notify
    COURT = "court"  # an order of a court


class Opening(models.Model):
    """Somebody asks to see, and somebody of another role says yes or no. `looks`: how often it was
    seen."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="openings")
    ground = models.CharField(max_length=10, choices=Ground)
    why = models.CharField(max_length=500)
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in OpeningState],
        default=OpeningState.ASKED,
    )
    asked_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["asked", "open"]), name="one_live_opening"
            ),
            models.CheckConstraint(condition=Q(minutes__lte=60), name="an_hour_at_most"),
        ]
