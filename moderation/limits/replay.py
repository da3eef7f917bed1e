"""What would have become of the messages of the last weeks under other limits, or other scores.

Every verdict keeps all its scores, and all findings that came from elsewhere (rules, the group's
policy). So another limit needs no second scoring: the same pure `verdict.decide` is asked again.
The group's settings are those of today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from forum.rooms.models import Group, Mode, Unscored
from moderation.screening.models import Verdict
from moderation.screening.thresholds import Thresholds
from moderation.screening.verdict import Decision, Fate, Finding, Policy, Queue, decide


def of_model(finding: Mapping[str, Any], scores: Mapping[str, float]) -> bool:
    """Whether this stored finding is a score over its limit, and so not a rule or a policy."""
    return bool(finding["threshold"] > 0 and scores.get(finding["head"]) == finding["score"])


@dataclass(frozen=True)
class Seen:
    """A message that was screened, without the message. `others`: findings not of the model."""

    group: UUID
    language: str
    scores: Mapping[str, float]
    others: tuple[Finding, ...]
    policy: Policy

    def flagged(self, limits: Thresholds) -> set[str]:
        """The heads over their limits."""
        return {
            head for head, score in self.scores.items() if score >= limits.of(head, self.language)
        }

    def decided(self, limits: Thresholds) -> Decision:
        """Its fate under these limits."""
        found = [
            Finding(head, self.scores[head], limits.of(head, self.language), self.language, "", "")
            for head in sorted(self.flagged(limits))
        ]
        return decide([*found, *self.others], self.policy)


def seen(verdict: Verdict, scores: Mapping[str, float] | None = None) -> Seen:
    """This verdict (with message, room, group and author), or the same with another's scores."""
    message = verdict.message
    group = message.room.group
    return Seen(
        group=group.pk,
        language=verdict.language,
        scores=verdict.scores if scores is None else scores,
        others=tuple(
            Finding(**{**finding, "spans": ()})
            for finding in verdict.findings
            if not of_model(finding, verdict.scores)
        ),
        policy=Policy(Mode(message.author.mode or group.mode), Unscored(group.unscored)),
    )


def verdicts(since: datetime, group: Group | None = None) -> Iterator[Verdict]:
    """What was scored since then, in this group or anywhere, one after the other."""
    found = Verdict.objects.filter(at__gte=since).exclude(scorer="")
    if group is not None:
        found = found.filter(message__room__group=group)
    return found.select_related("message__room__group", "message__author").iterator(500)


@dataclass(frozen=True)
class Change:
    """What would change. `flags`: (language, head) -> flagged now, flagged then, messages of that
    language. `queued`: queue -> cases now, cases then."""

    messages: int
    same: int
    newly_held: int
    newly_shown: int
    queued: Mapping[str, tuple[int, int]]
    looked_at: tuple[int, int]
    flags: Mapping[tuple[str, str], tuple[int, int, int]]

    def stored(self) -> dict[str, Any]:
        """The totals, to be kept with a proposal."""
        return {
            "messages": self.messages,
            "same": self.same,
            "newly_held": self.newly_held,
            "newly_shown": self.newly_shown,
            "looked_at": list(self.looked_at),
        }


def compare(
    pairs: Iterable[tuple[Seen, Seen]],
    now: Callable[[UUID], Thresholds],
    then: Callable[[UUID], Thresholds],
) -> Change:
    """What changes between the first of each pair under the limits `now` gives for its group, and
    the second under those of `then`."""
    messages = same = newly_held = newly_shown = 0
    cases: Counter[tuple[str, int]] = Counter()
    flags: Counter[tuple[str, str, int]] = Counter()
    spoken: Counter[str] = Counter()
    limits: dict[UUID, Sequence[Thresholds]] = {}
    for sides in pairs:
        group = sides[0].group
        if group not in limits:
            limits[group] = (now(group), then(group))
        fates = []
        for side, (one, held_to) in enumerate(zip(sides, limits[group], strict=True)):
            decision = one.decided(held_to)
            fates.append(decision)
            if decision.queue is not None:
                cases[decision.queue, side] += 1
            for head in one.flagged(held_to):
                flags[one.language, head, side] += 1
        before, after = fates
        messages += 1
        spoken[sides[0].language] += 1
        same += (before.fate, before.queue) == (after.fate, after.queue)
        newly_held += (before.fate, after.fate) == (Fate.PUBLISH, Fate.HOLD)
        newly_shown += (before.fate, after.fate) == (Fate.HOLD, Fate.PUBLISH)
    return Change(
        messages=messages,
        same=same,
        newly_held=newly_held,
        newly_shown=newly_shown,
        queued={queue.value: (cases[queue, 0], cases[queue, 1]) for queue in Queue},
        looked_at=(sum(cases[q, 0] for q in Queue), sum(cases[q, 1] for q in Queue)),
        flags={
            (language, head): (flags[language, head, 0], flags[language, head, 1], spoken[language])
            for language, head in sorted({(language, head) for language, head, _ in flags})
        },
    )
