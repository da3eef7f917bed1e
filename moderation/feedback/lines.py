"""Which lines are worth a person's label, taken out so that nobody is told on.

Only of groups whose administrator switched it on; never from side rooms, never what its author
took back, never an adult's, and nothing of care unless asked for by itself.

The order is by what a label would teach. First, where people disagreed with the model: flagged
and let through, or upheld and not flagged, the further from the score the better. Then, where the
model itself was unsure: the score of some head closest to its limit.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from forum.memberships.models import Membership
from forum.messages.states import State
from forum.permissions import Role
from forum.rooms.models import APART
from moderation.cases.models import Case
from moderation.cases.states import OPEN, CaseState
from moderation.feedback.deidentify import Deidentifier
from moderation.feedback.outcomes import Outcome, outcome, speaks
from moderation.limits.queries import limits_in_force
from moderation.screening import heads
from moderation.screening.models import Verdict
from moderation.screening.thresholds import Thresholds
from moderation.screening.verdict import Queue

# Of each group, and of the whole export: a line of one among few is not anonymous.
AUTHORS_MIN = 10
# From this share of its limit on a head of care is too near to be let out unasked.
_NEAR_CARE = 0.5
_CHANCE = random.SystemRandom()


class TooFewAuthors(Exception):
    """Nothing is given out: `authors` is how many there were."""

    def __init__(self, authors: int) -> None:
        super().__init__(f"{authors} of {AUTHORS_MIN} authors")
        self.authors = authors


@dataclass(frozen=True)
class Line:
    """A line as it leaves. `decision`: upheld, let_through or care; None where nobody decided."""

    text: str
    language: str
    scores: Mapping[str, float]
    decision: str | None
    versions: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """Lines in no order, from how many groups and authors, and how many were dropped because they
    might still have told on somebody."""

    lines: list[Line]
    groups: int
    authors: int
    dropped: int


@dataclass(frozen=True)
class _Candidate:
    rank: float
    group: UUID
    author: UUID
    line: Line


def take(most: int, *, with_care: bool = False) -> Taken:
    """Up to `most` lines. Raises `TooFewAuthors`."""
    found, dropped = _candidates(with_care)
    by_group: dict[UUID, set[UUID]] = defaultdict(set)
    for one in found:
        by_group[one.group].add(one.author)
    enough = {group for group, authors in by_group.items() if len(authors) >= AUTHORS_MIN}
    if not enough:
        raise TooFewAuthors(max(map(len, by_group.values()), default=0))
    best = _best([one for one in found if one.group in enough], most)
    authors = {one.author for one in best}
    if len(authors) < AUTHORS_MIN:
        raise TooFewAuthors(len(authors))
    lines = [one.line for one in best]
    _CHANCE.shuffle(lines)
    return Taken(lines, len({one.group for one in best}), len(authors), dropped)


def _best(found: Sequence[_Candidate], most: int) -> list[_Candidate]:
    """The first by rank, the same words once, and no more of one author than their share would be
    if only `AUTHORS_MIN` had written."""
    best: list[_Candidate] = []
    texts: set[str] = set()
    written: Counter[UUID] = Counter()
    for one in sorted(found, key=lambda one: -one.rank):
        if len(best) == most:
            break
        if one.line.text in texts or written[one.author] >= most // AUTHORS_MIN:
            continue
        texts.add(one.line.text)
        written[one.author] += 1
        best.append(one)
    return best


def _candidates(with_care: bool) -> tuple[list[_Candidate], int]:
    in_force = limits_in_force()
    cleaners: dict[UUID, Deidentifier] = {}
    decided = {
        case.message_id: case
        for case in Case.objects.filter(state=CaseState.DECIDED, group__lends_lines=True).order_by(
            "decided_at"
        )
    }
    found: list[_Candidate] = []
    dropped = 0
    for verdict in _lent().iterator(500):
        message = verdict.message
        group, case = message.room.group_id, decided.get(message.pk)
        limits = in_force.of(group)
        if not with_care and _about_care(verdict, case, limits):
            continue
        if group not in cleaners:
            aliases = Membership.objects.filter(group=group).values_list("alias", flat=True)
            cleaners[group] = Deidentifier(aliases)
        text = cleaners[group].clean(message.text)
        if not text:
            dropped += 1
            continue
        line = Line(
            text=text,
            language=verdict.language,
            scores=verdict.scores,
            decision=outcome(case.action, case.reason) if case else None,
            versions={
                "scorer": verdict.scorer,
                "limits": verdict.limits,
                "rules": verdict.rules,
            },
        )
        found.append(_Candidate(_rank(verdict, case, limits), group, message.author_id, line))
    return found, dropped


def _lent() -> QuerySet[Verdict]:
    return (
        Verdict.objects.filter(
            message__room__group__lends_lines=True,
            message__state__in=[State.PUBLISHED, State.DECLINED, State.REMOVED],
            message__author__role=Role.PARTICIPANT,
        )
        .exclude(scorer="")
        .exclude(message__room__kind__in=APART)
        .exclude(message__cases__state__in=sorted(OPEN))
        .select_related("message__room")
    )


def _about_care(verdict: Verdict, case: Case | None, limits: Thresholds) -> bool:
    if case and (case.queue == Queue.CARE or outcome(case.action, case.reason) == Outcome.CARE):
        return True
    # What several messages say together is somebody's story, whatever its head.
    if any(f["head"] in heads.CARE or f["source"] == "context" for f in verdict.findings):
        return True
    return any(
        verdict.scores.get(head, 0.0) >= _NEAR_CARE * limits.of(head, verdict.language)
        for head in heads.CARE
    )


def _rank(verdict: Verdict, case: Case | None, limits: Thresholds) -> float:
    """2 .. 1 where people disagreed, 1 .. 0 by how unsure the model was."""
    scores: dict[str, Any] = verdict.scores
    surprise, unsure = 0.0, 0.0
    for head, score in scores.items():
        limit = min(1.0, limits.of(head, verdict.language))
        unsure = max(unsure, 1 - abs(score - limit))
        if case is None:
            continue
        right = speaks(head, decided=outcome(case.action, case.reason), reason=case.reason)
        if right is not None and right != (score >= limit):
            surprise = max(surprise, 1 + abs(float(right) - score))
    return max(surprise, unsure)
