"""From findings to a fate: the whole policy as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.messages.models import HeldFor
from forum.rooms.models import Mode, Unscored
from moderation.screening import heads
from moderation.screening.verdict import (
    CONTEXT,
    NOT_SCORED,
    POLICY,
    Decision,
    Fate,
    Finding,
    Policy,
    Queue,
    aware,
    decide,
)

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
    (["contact_pattern"], CAREFUL, (Fate.PUBLISH, None, Queue.CONDUCT, 3)),
    (["distress_rising"], CAREFUL, (Fate.PUBLISH, None, Queue.CARE, 2)),
    (["contact_pattern", "distress_rising"], OPEN, (Fate.PUBLISH, None, Queue.CONDUCT, 3)),
    (["contact_pattern", "self_directed"], CAREFUL, (Fate.PUBLISH, None, Queue.CARE, 3)),
    (["contact_pattern", "insult"], CAREFUL, (Fate.HOLD, HeldFor.CONDUCT, Queue.CONDUCT, 3)),
    (["contact_pattern", "obscene"], OPEN, (Fate.PUBLISH, None, Queue.CONDUCT, 3)),
    (["contact_pattern", "crisis_suicide"], OPEN, CRISIS),
    (["distress_rising", "threat"], OPEN, (Fate.PUBLISH, None, Queue.CONDUCT, 3)),
    (["distress_rising", "personal_data"], OPEN, (Fate.HOLD, HeldFor.PRIVACY, Queue.CONDUCT, 2)),
    (["contact_pattern", "hold_all"], CAREFUL, (Fate.HOLD, HeldFor.POLICY, Queue.CONDUCT, 3)),
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


ALONE = [*heads.SCORED, heads.PERSONAL_DATA, *POLICY, NOT_SCORED]


@given(
    st.sets(st.sampled_from(ALONE)),
    st.sets(st.sampled_from(sorted(CONTEXT)), min_size=1),
    st.sampled_from([CAREFUL, OPEN, Policy(Mode.HOLD_ALL, Unscored.HOLD)]),
)
def test_what_several_messages_say_together_brings_a_person_and_changes_no_fate(
    alone: set[str], together: set[str], policy: Policy
) -> None:
    """E1: whatever else was found."""
    plain, more = decide(found(*alone), policy), decide(found(*alone, *together), policy)
    assert (more.fate, more.held_for) == (plain.fate, plain.held_for)
    assert more.queue is not None and more.queue == (plain.queue or more.queue)
    assert more.severity >= max(plain.severity, 2)
    assert set(more.because) == {*plain.because, *together}
    assert more == aware(plain, together)
