"""Tables of cases, their decisions and their history."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.rooms.models import Group, Room
from moderation.cases.states import Appeal, CaseState
from moderation.screening.verdict import Queue


class Case(models.Model):
    """One look of a person at one message, or at somebody (`about`): an adult who was reported, or
    a young person an adult worries about; then `owner` sees to it until `due_at`, and `text` is the
    adult's worry.

    `text` is the message as it was when the case opened: an author's deletion does not take a cry
    for help away from those who are to answer it. It is emptied with the decision when the message
    is gone by then. It is empty from the start when the message is held for personal data alone:
    what tells who somebody is stands in the held message and nowhere else. Read `shown`.

    `level` says who may take it (`states.RANKS`). While an appeal waits, the columns of the
    decision still tell the first one: its author may not judge again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="cases")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="cases")
    about = models.ForeignKey(
        Membership, null=True, on_delete=models.CASCADE, related_name="cases_about"
    )
    text = models.TextField()
    queue = models.CharField(max_length=10, choices=[(q.value, q.value) for q in Queue])
    severity = models.PositiveSmallIntegerField()
    because = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in CaseState], default=CaseState.WAITING
    )
    level = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()

    claimed_at = models.DateTimeField(null=True)  # the first time
    holder = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    lease_until = models.DateTimeField(null=True)

    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    appeal = models.CharField(
        max_length=10, blank=True, choices=[(a.value, a.value) for a in Appeal], default=""
    )
    appealed_at = models.DateTimeField(null=True)
    side_room = models.ForeignKey(Room, null=True, on_delete=models.SET_NULL, related_name="+")

    @property
    def shown(self) -> str:
        """What a person who judges is to read; empty when it is gone."""
        return self.text or (self.message.text if self.message else "")

    @property
    def subject(self) -> Membership:
        """Whose doing is looked at."""
        member = self.message.author if self.message else self.about
        assert member is not None
        return member

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=~Q(state="decided"), name="one_open_case_per_message"
            ),
            models.UniqueConstraint(
                fields=["about"], condition=~Q(state="decided"), name="one_open_case_per_adult"
            ),
            models.CheckConstraint(
                condition=Q(message=None) ^ Q(about=None), name="case_of_message_or_adult"
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "-severity", "opened_at"],
                condition=~Q(state="decided"),
                name="open_cases_in_order",
            ),
            models.Index(fields=["group", "-decided_at"], name="cases_by_decision"),
            models.Index(
                fields=["due_at"], condition=Q(state="waiting"), name="waiting_cases_by_time"
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "on_hold"]),
                name="kept_cases_by_lease",
            ),
        ]


class Decision(models.Model):
    """What was decided in a case, and how long it took: the first, and the one on appeal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    action = models.CharField(max_length=20)
    reason = models.CharField(max_length=24)
    clause = models.CharField(max_length=300, blank=True)  # of the agreement, as it then stood
    words = models.CharField(max_length=500, blank=True)  # to the author
    on_appeal = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["at"], name="decisions_by_time")]


class CaseEvent(models.Model):
    """A line of a case's history. `to` is whom a case was handed to."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=20)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="case_events_by_hand")]


class Skip(models.Model):
    """This member would rather not look at this case: it stands last in their queue alone."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="skips")
    by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="one_skip_each")]
