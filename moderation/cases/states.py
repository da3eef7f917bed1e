"""The life of a case and of the appeal against it, as one table. Pure.

Whatever asks for a person's look (a flag, a rule, a hold, a report, a colleague's worry) opens the
one case or joins it. From there each step stands here with the states it leaves and the one it
reaches, and nothing else moves a case.
"""

from __future__ import annotations

from enum import StrEnum

from forum.permissions import Role


class CaseState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"  # somebody looks at it now, until their lease runs out
    ON_HOLD = "on_hold"  # its holder waits for something, until a time they named
    DECIDED = "decided"


class Step(StrEnum):
    CLAIM = "claim"
    RELEASE = "release"
    LAPSE = "lapse"
    HOLD = "hold"
    HAND_OVER = "hand_over"
    ESCALATE = "escalate"
    DECIDE = "decide"
    APPEAL = "appeal"


_S = CaseState
# Somebody has it.
KEPT = frozenset({_S.CLAIMED, _S.ON_HOLD})
STEPS: dict[Step, tuple[frozenset[CaseState], CaseState]] = {
    # Another's claim is free again when it has run out, which the action asks of the clock.
    Step.CLAIM: (KEPT | {_S.WAITING}, _S.CLAIMED),
    Step.RELEASE: (KEPT, _S.WAITING),
    Step.LAPSE: (KEPT, _S.WAITING),
    Step.HOLD: (frozenset({_S.CLAIMED}), _S.ON_HOLD),
    Step.HAND_OVER: (KEPT, _S.CLAIMED),
    Step.ESCALATE: (KEPT, _S.WAITING),
    Step.DECIDE: (frozenset({_S.CLAIMED}), _S.DECIDED),
    Step.APPEAL: (frozenset({_S.DECIDED}), _S.WAITING),
}
OPEN = frozenset(CaseState) - {CaseState.DECIDED}


class Appeal(StrEnum):
    """Once for each case: NONE -> ASKED -> UPHELD | REVERSED."""

    NONE = ""
    ASKED = "asked"
    UPHELD = "upheld"  # the first decision stands
    REVERSED = "reversed"


# Severity goes from 1 (look when you can) to 4. From GRAVE on it weighs on whoever looks.
GRAVE, CRISIS = 3, 4

# Who may take an escalated case: those at its level and above.
RANKS: dict[str, int] = {
    Role.MODERATOR: 0,
    Role.SHIFT_LEAD: 1,
    Role.SAFEGUARDING_LEAD: 2,
}
LEVEL_MAX = max(RANKS.values())


def rank(role: str) -> int:
    """How far up somebody stands who judges; -1 for those who do not."""
    return RANKS.get(role, -1)
