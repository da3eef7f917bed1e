"""What a decision says about the machine's heads. Pure.

A moderator gives one reason for a whole message. It speaks of the heads it names, clears all
others only when nothing was wrong, and otherwise leaves them unsaid: a message taken away as a
threat tells nothing of whether it was obscene too.
"""

from __future__ import annotations

from enum import StrEnum

from moderation.cases.outcomes import AGAINST, Action
from moderation.screening import heads


class Outcome(StrEnum):
    UPHELD = "upheld"  # something was wrong with it
    LET_THROUGH = "let_through"
    CARE = "care"  # somebody needs an adult


# The reasons that confirm a head of conduct.
CONFIRMS: dict[str, frozenset[str]] = {
    "toxicity": frozenset({"attack", "threat", "identity"}),
    "insult": frozenset({"attack", "identity"}),
    "threat": frozenset({"threat"}),
    "identity_attack": frozenset({"identity"}),
    "obscene": frozenset({"sexual"}),
    "sexual": frozenset({"sexual"}),
    "encourages_harm": frozenset({"harm"}),
    "contact": frozenset({"contact"}),
}
# Hurting others is not being hurt; other reasons against a message may go with distress.
_NOT_CARE = frozenset({"attack", "threat", "identity"})


def outcome(action: str, reason: str) -> Outcome:
    """What was decided, as far as the machine is concerned."""
    if reason == "care":
        return Outcome.CARE
    if action in AGAINST or (action == Action.LOOKED_AFTER and reason != "fine"):
        return Outcome.UPHELD
    return Outcome.LET_THROUGH


def speaks(head: str, *, decided: str, reason: str) -> bool | None:
    """Whether this head was right of the message; None where the decision does not say."""
    if head in heads.CARE:
        if decided == Outcome.CARE:
            return True
        return False if decided == Outcome.LET_THROUGH or reason in _NOT_CARE else None
    if decided == Outcome.UPHELD:
        return True if reason in CONFIRMS[head] else None
    return False
