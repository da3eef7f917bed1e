"""From findings to a message's fate. Pure, and the whole policy on one screen.

Nothing is removed on a score: the worst a machine can do is ask a person. Distress is not
toxicity: crisis outranks conduct, and swearing at oneself or retelling what somebody else said
goes to care, not to the queue of attacks. What several messages say together changes no fate.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum

from forum.messages.models import HeldFor
from forum.rooms.models import Mode, Unscored
from moderation.screening.heads import BY_WORDS


class Fate(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"


class Queue(StrEnum):
    CONDUCT = "conduct"
    CARE = "care"


@dataclass(frozen=True)
class Finding:
    """One reason to look: a head over its threshold, or a rule, or the group's policy.

    `spans` are (start, end) in code points of the text as stored. `source` and `version` name the
    model, rule set or policy it came from.
    """

    head: str
    score: float
    threshold: float
    language: str
    source: str
    version: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Policy:
    """What of the group's settings a verdict depends on."""

    mode: Mode
    unscored: Unscored


@dataclass(frozen=True)
class Decision:
    """The fate; and, where a person should look, in which queue, how urgently and why."""

    fate: Fate
    held_for: HeldFor | None = None
    queue: Queue | None = None
    severity: int = 0  # 1 look when you can .. 4 crisis
    because: tuple[str, ...] = field(default=())


CRISIS = {"crisis_suicide": 4, "crisis_selfharm": 3, "crisis_abuse": 3}
CONDUCT = {
    "threat": 3,
    "encourages_harm": 3,
    "sexual": 3,
    "contact": 3,
    "identity_attack": 2,
    "insult": 2,
    "toxicity": 2,
    "obscene": 1,
}
# What a self-directed or retold sentence explains away.
EXPLAINED_BY_DISTRESS = BY_WORDS
DISTRESS = frozenset({"self_directed", "reported_abuse"})
# What several messages say together: the queue if the message itself is in none, and how urgent.
CONTEXT = {"contact_pattern": (Queue.CONDUCT, 3), "distress_rising": (Queue.CARE, 2)}
SHORT_OF_ADULTS = "short_of_adults"
POLICY = frozenset({"hold_all", "newcomer", SHORT_OF_ADULTS})
NOT_SCORED = "not_scored"
PERSONAL_DATA = "personal_data"


def decide(findings: Sequence[Finding], policy: Policy) -> Decision:
    """The fate of one message. The gravest reason wins; all of them are named."""
    heads = {finding.head for finding in findings}
    return aware(_by_itself(heads - CONTEXT.keys(), policy), heads & CONTEXT.keys())


def aware(decision: Decision, heads: Set[str]) -> Decision:
    """The same fate, with what the message says together with others: that brings a person to
    look, or joins what does already."""
    if not heads:
        return decision
    queues = {CONTEXT[head][0] for head in heads}
    # A pattern against somebody must not be missed among the cares; both are named.
    alone = Queue.CONDUCT if Queue.CONDUCT in queues else Queue.CARE
    return replace(
        decision,
        queue=decision.queue or alone,
        severity=max(decision.severity, *(CONTEXT[head][1] for head in heads)),
        because=tuple(sorted({*decision.because, *heads})),
    )


def _by_itself(heads: Set[str], policy: Policy) -> Decision:
    because = tuple(sorted(heads))

    crisis = heads & CRISIS.keys()
    if crisis:
        severity = max(CRISIS[head] for head in crisis)
        return Decision(Fate.HOLD, HeldFor.CARE, Queue.CARE, severity, because)

    conduct = heads & CONDUCT.keys()
    distress = heads & DISTRESS
    if distress:
        conduct -= EXPLAINED_BY_DISTRESS
    if conduct:
        severity = max(CONDUCT[head] for head in conduct)
        shown = policy.mode == Mode.PUBLISH_THEN_CHECK
        if shown and PERSONAL_DATA not in heads and not heads & POLICY:
            return Decision(Fate.PUBLISH, None, Queue.CONDUCT, severity, because)
        return Decision(Fate.HOLD, HeldFor.CONDUCT, Queue.CONDUCT, severity, because)

    if PERSONAL_DATA in heads:
        return Decision(Fate.HOLD, HeldFor.PRIVACY, Queue.CONDUCT, 2, because)
    if heads & POLICY:
        queue = Queue.CARE if distress else Queue.CONDUCT
        why = HeldFor.ADULTS if SHORT_OF_ADULTS in heads else HeldFor.POLICY
        return Decision(Fate.HOLD, why, queue, 2 if distress else 1, because)
    if NOT_SCORED in heads:
        if policy.unscored == Unscored.PUBLISH_AND_QUEUE:
            return Decision(Fate.PUBLISH, None, Queue.CONDUCT, 1, because)
        return Decision(Fate.HOLD, HeldFor.UNSCORED, Queue.CONDUCT, 1, because)
    if distress:
        # Openness is what the room is for: the others see it, and an adult knows.
        return Decision(Fate.PUBLISH, None, Queue.CARE, 2, because)
    return Decision(Fate.PUBLISH)
