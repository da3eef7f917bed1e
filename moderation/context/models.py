"""Tables of signs and of the patterns that were raised from them."""

from __future__ import annotations

from django.db import models

from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.rooms.models import Room


class How(models.TextChoices):
    """How one knows whom a message was directed at."""

    REPLY = "reply"
    MENTION = "mention"
    NEARBY = "nearby"  # nobody else but these two had written for a while


class Sign(models.Model):
    """A message that bore a small sign of contact toward one member. Never changed; holds places in
    the text, never text."""

    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.CASCADE, related_name="sign"
    )
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="signs")
    toward = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    head = models.CharField(max_length=20)
    level = models.FloatField()
    spans = models.JSONField(default=list)  # (start, end) of the words that carried it
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["author", "-at"], name="signs_by_author")]


class Pattern(models.Model):
    """Something raised from several messages, on the newest of them, and what it was made of."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="patterns")
    head = models.CharField(max_length=20)
    author = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="patterns")
    toward = models.ForeignKey(Membership, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    score = models.FloatField()
    limit = models.FloatField()
    version = models.CharField(max_length=40)
    # {"counted": [[message id, level, part], ..], "means": [recent, earlier] or null, "before": n,
    #  "half_life_days": n or null}
    made_of = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "head"], name="one_pattern_of_a_kind")
        ]
        indexes = [models.Index(fields=["author", "-at"], name="patterns_by_author")]
