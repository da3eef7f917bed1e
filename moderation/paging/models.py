"""The table of pages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from forum.notices.models import Notice
from forum.rooms.models import Group
from moderation.cases.models import Case
from moderation.shifts.models import Gap


class Why(models.TextChoices):
    CRISIS = "crisis"
    LATE = "late"
    GAP = "gap"
    LIMIT = "limit"
    DRILL = "drill"


class Page(models.Model):
    """One call to one person. `step` counts the calls of one case, from 0."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="pages")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="pages")
    gap = models.ForeignKey(Gap, null=True, on_delete=models.CASCADE, related_name="pages")
    why = models.CharField(max_length=10, choices=Why)
    step = models.PositiveSmallIntegerField(default=0)
    member = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "why", "step"],
                condition=Q(case__isnull=False),
                name="each_step_of_a_case_once",
            ),
            models.UniqueConstraint(
                fields=["gap"], condition=Q(gap__isnull=False), name="one_page_for_a_gap"
            ),
        ]
        indexes = [models.Index(fields=["group", "-at"], name="pages_of_a_group")]
