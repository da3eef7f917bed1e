"""What a group may see of its proposals and votes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from forum.memberships.models import Membership
from forum.messages.states import State
from forum.permissions import Role
from forum.proposals.models import Proposal, Vote
from forum.proposals.states import ProposalState

SHOWN_DECIDED = timedelta(days=7)


def shown(groups: Iterable[UUID], now: datetime) -> list[Proposal]:
    """Those that are voted on and those decided lately, oldest first, with message and author. One
    that nobody has seen before it fell is never among them."""
    voted_on = Q(state=ProposalState.OPEN, message__state=State.PUBLISHED)
    return list(
        Proposal.objects.filter(
            voted_on | Q(decided_at__gt=now - SHOWN_DECIDED),
            group__in=groups,
            opened_at__isnull=False,
        )
        .select_related("message__author", "veto_by")
        .order_by("opened_at", "pk")
    )


def votes(proposals: Iterable[Proposal]) -> dict[UUID, dict[UUID, bool]]:
    """Of each open one: who votes what, of those who are in the group still."""
    asked = [one.pk for one in proposals if one.state == ProposalState.OPEN]
    found: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    if asked:
        rows = Vote.objects.filter(proposal__in=asked, membership__removed_at=None)
        for proposal, member, yes in rows.values_list("proposal", "membership", "yes"):
            found[proposal][member] = yes
    return found


def tally(proposal: Proposal) -> tuple[int, int, int]:
    """How many say yes, how many no, and how many could vote now."""
    votes = Vote.objects.filter(proposal=proposal, membership__removed_at=None)
    said = Counter(votes.values_list("yes", flat=True))
    participants = Membership.objects.filter(
        group=proposal.group_id, removed_at=None, role=Role.PARTICIPANT
    )
    return said[True], said[False], participants.count()
