"""Tables of notices, and of the browsers that asked to be told."""

from __future__ import annotations

import uuid

from django.db import models

from forum.people.models import Person


class Kind(models.TextChoices):
    CRISIS = "crisis"  # somebody may be in danger
    LATE = "late"  # a case has waited too long
    GAP = "gap"  # nobody is on duty
    HANDED = "handed"  # a colleague hands something over
    LIMIT = "limit"  # somebody carries more than they should
    DRILL = "drill"
    SESSION = "session"  # one's own is about to come
    SHORT = "short"  # too few adults are there
    TALK = "talk"  # a young person would like to talk


class Notice(models.Model):
    """One notice to one person. `results`: what became of it, one entry for each carrier tried:
    carrier, whether it was taken, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # none: nothing more to try
    attempts = models.PositiveSmallIntegerField(default=0)
    results = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(next_at__isnull=False),
                name="notices_to_send",
            )
        ]


class PushSubscription(models.Model):
    """A browser that asked to be told. Its address is sealed: it names a device. `known_by` is its
    keyed hash, to find it again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    known_by = models.BinaryField(max_length=64, unique=True)
    sealed = models.BinaryField(max_length=2048)
    at = models.DateTimeField(auto_now_add=True)
