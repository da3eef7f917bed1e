"""The life of a proposal, and the rule by which a vote is decided. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

VOTING = timedelta(days=3)
# An agreement is not one person's.
YES_LEAST = 2
# With fewer, figures would tell what somebody voted.
VOTED_LEAST = 5


class ProposalState(StrEnum):
    OPEN = "open"  # voted on as soon as its message is published
    ADOPTED = "adopted"
    FELL = "fell"
    VETOED = "vetoed"


def outcome(yes: int, no: int, participants: int, *, over: bool) -> ProposalState | None:
    """How a vote ends: early, when no further vote could turn it; when its time is `over`, by those
    who voted. None: it goes on."""
    if yes >= YES_LEAST and (yes > no if over else 2 * yes > participants):
        return ProposalState.ADOPTED
    if over or (no and 2 * no >= participants):
        return ProposalState.FELL
    return None
