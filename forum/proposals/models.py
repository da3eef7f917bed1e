"""Tables of proposals and votes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.proposals.states import ProposalState
from forum.rooms.clauses import LENGTH_MAX
from forum.rooms.models import Group


class ProposalKind(models.TextChoices):
    ADD = "add"
    CHANGE = "change"
    DROP = "drop"


class Proposal(models.Model):
    """What a message proposes. Its text is the new clause, or for a drop the why; `clause` is the
    one changed or dropped, as it stood."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=6, choices=ProposalKind)
    clause = models.CharField(max_length=LENGTH_MAX, blank=True)
    state = models.CharField(
        max_length=8,
        choices=[(s.value, s.value) for s in ProposalState],
        default=ProposalState.OPEN,
    )
    # Since when it can be seen and voted on; none while its message is not published.
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Kept only where they tell nothing of anybody.
    yes = models.PositiveSmallIntegerField(null=True, blank=True)
    no = models.PositiveSmallIntegerField(null=True, blank=True)
    veto_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    veto_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            # Looked through each second.
            models.Index(
                fields=["opened_at"], condition=Q(state=ProposalState.OPEN), name="open_proposals"
            )
        ]


class Vote(models.Model):
    """What somebody votes; gone once it is decided."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="votes")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    yes = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "membership"], name="one_vote_each")
        ]
