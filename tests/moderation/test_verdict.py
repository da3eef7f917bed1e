"""From findings to a fate: the whole policy as a table."""

from __future__ import annotations

import pytest

from forum.messages.models import HeldFor
from forum.rooms.models import Mode, Unscored
from moderation.screening.verdict import Decision, Fate, Finding, Policy, Queue, decide

CAREFUL = Policy(Mode.HOLD_IF_FLAGGED, Unscored.HOLD)
OPEN = Policy(Mode.PUBLISH_THEN_CHECK, Unscored.PUBLISH_AND_QUEUE)

PUBLISHED = (Fate.PUBLISH, None, None, 0)
CRISIS = (Fate.HOLD, HeldFor.CARE, Queue.CARE, 4)
ATTACK = (Fate.HOLD, HeldFor.CONDUCT, Queue.CONDUCT, 2)

TABLE = [
    # what was found, the policy, what comes of it
    ([], CAREFUL, PUBLISHED),
    (["toxicity"], CAREFUL, ATTACK),
    (["toxicity", "threat"], CAREFUL, (Fate.HOLD, HeldFor.CONDUCT, Queue.CONDUCT, 3)),
    (["toxicity"], OPEN, (Fate.PUBLISH, None, Queue.CONDUCT, 2)),
    (["crisis_suicide"], CAREFUL, CRISIS),
    (["crisis_suicide"], OPEN, CRISIS),
    (["crisis_suicide", "toxicity", "insult"], CAREFUL, CRISIS),
    (["crisis_suicide", "hold_all", "not_scored"], CAREFUL, CRISIS),
    (["self_directed"], CAREFUL, (Fate.PUBLISH, None, Queue.CARE, 2)),
    (["self_directed", "toxicity", "insult"], CAREFUL, (Fate.PUBLISH, None, Queue.CARE, 2)),
    (["reported_abuse", "identity_attack"], CAREFUL, (Fate.PUBLISH, None, Queue.CARE, 2)),
    (["self_directed", "threat"], CAREFUL, (Fate.HOLD, HeldFor.CONDUCT, Queue.CONDUCT, 3)),
    (["personal_data"], OPEN, (Fate.HOLD, HeldFor.PRIVACY, Queue.CONDUCT, 2)),
    (["personal_data", "insult"], OPEN, ATTACK),
    (["hold_all"], CAREFUL, (Fate.HOLD, HeldFor.POLICY, Queue.CONDUCT, 1)),
    (["newcomer", "self_directed"], CAREFUL, (Fate.HOLD, HeldFor.POLICY, Queue.CARE, 2)),
    (["not_scored"], CAREFUL, (Fate.HOLD, HeldFor.UNSCORED, Queue.CONDUCT, 1)),
    (["not_scored"], OPEN, (Fate.PUBLISH, None, Queue.CONDUCT, 1)),
]


def found(*heads: str) -> list[Finding]:
    return [Finding(head, 0.9, 0.5, "nb", "a model", "1") for head in heads]


@pytest.mark.parametrize(("heads", "policy", "expected"), TABLE)
def test_the_policy(
    heads: list[str], policy: Policy, expected: tuple[Fate, HeldFor | None, Queue | None, int]
) -> None:
    """E1 E11 E16 F2"""
    decision = decide(found(*heads), policy)
    assert (decision.fate, decision.held_for, decision.queue, decision.severity) == expected


@pytest.mark.parametrize(("heads", "policy", "expected"), TABLE)
def test_every_reason_is_named_and_their_order_does_not_matter(
    heads: list[str], policy: Policy, expected: object
) -> None:
    """E14"""
    decision: Decision = decide(found(*reversed(heads)), policy)
    assert decision == decide(found(*heads), policy)
    assert decision.queue is None or decision.because == tuple(sorted(heads))
