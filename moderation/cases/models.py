"""Tables of cases and their history."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.rooms.models import Group, Room
from moderation.screening.verdict import Queue


class CaseState(models.TextChoices):
    WAITING = "waiting"
    CLAIMED = "claimed"
    DECIDED = "decided"


class Case(models.Model):
    """One look of a person at one message. `text` is the message as it was when the case opened:
    an author's deletion does not take a cry for help away from those who are to answer it. It is
    emptied with the decision when the message is gone by then.

    It is empty from the start when the message is held for personal data alone: what tells who
    somebody is stands in the held message and nowhere else. Read `shown`, not `text`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="cases")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="cases")
    text = models.TextField()
    queue = models.CharField(max_length=10, choices=[(q.value, q.value) for q in Queue])
    severity = models.PositiveSmallIntegerField()
    because = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.WAITING)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()

    holder = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    lease_until = models.DateTimeField(null=True)

    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    side_room = models.ForeignKey(Room, null=True, on_delete=models.SET_NULL, related_name="+")

    @property
    def shown(self) -> str:
        """What a person who judges is to read; empty when it is gone."""
        return self.text or self.message.text

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=~Q(state="decided"), name="one_open_case_per_message"
            )
        ]
        indexes = [
            models.Index(
                fields=["group", "-severity", "opened_at"],
                condition=~Q(state="decided"),
                name="open_cases_in_order",
            ),
            models.Index(fields=["group", "-decided_at"], name="cases_by_decision"),
        ]


class CaseEvent(models.Model):
    """A line of a case's history."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=20)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
