"""Tables of limits and of what people did with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from forum.rooms.models import Group
from moderation.limits.states import LimitState


class LimitSet(models.Model):
    """Limits laid over the default: for one group, or for the whole installation (no group).

    `limits`: language -> head -> 0..1. `figures`: one object per language and head, see
    `proposing.Figure`; `replayed`: what the set would have changed, see `replay.Change`.
    """

    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="limit_sets"
    )
    limits = models.JSONField()
    scorer = models.CharField(max_length=120)  # name and version of whose scores it is made for
    figures = models.JSONField(default=list)
    replayed = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in LimitState],
        default=LimitState.PROPOSED,
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField(null=True)  # when it was last put in force
    # Two different people; the second puts it in force.
    first = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    second = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    # What was in force before it; none: the default alone.
    before = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    @property
    def version(self) -> str:
        """How findings name it."""
        return f"set-{self.pk}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "state"],
                condition=Q(state__in=["proposed", "in_force"], group__isnull=False),
                name="one_such_limit_set_in_group",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=["proposed", "in_force"], group__isnull=True),
                name="one_such_limit_set_everywhere",
            ),
        ]


class LimitEvent(models.Model):
    """A line of a set's history: who did what, and when."""

    limit_set = models.ForeignKey(LimitSet, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=12)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
