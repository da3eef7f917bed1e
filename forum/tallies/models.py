"""The table of blocks."""

from __future__ import annotations

from django.db import models

from forum.sessions.models import Session


class Kind(models.TextChoices):
    CHECK_IN = "check_in"  # 1..5
    CHECK_OUT = "check_out"  # 1..5
    SAFE = "safe"  # 0..2
    HEARD = "heard"  # 0..2
    LESS_ALONE = "less_alone"  # 0..2


class Tally(models.Model):
    """A block: `people` of them gave answers that sum up to `total`. `words`: those chosen by five
    or more, and by how many."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="tallies")
    kind = models.CharField(max_length=10, choices=Kind)
    people = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    words = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(people__gte=5), name="no_block_of_fewer_than_five"
            )
        ]
        indexes = [models.Index(fields=["session", "kind"], name="tallies_of_session")]
