"""A model on trial: it scores what has been settled without it, and decides nothing.

Its scores are kept beside the verdicts, with the fate they would have given, until the message
goes. Whatever it does - fail, hang, talk nonsense - changes nothing for anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from forum.messages.states import State
from forum.permissions import system_only
from moderation.limits import replay
from moderation.limits.queries import limits_in_force
from moderation.screening.models import ShadowVerdict, Verdict
from moderation.screening.scorer import Score, Scorer

BATCH = 32
# What is older is not caught up with: a trial looks at what comes.
BACK = timedelta(hours=1)


def named(scorer: Scorer) -> str:
    """How a scorer's rows are told apart."""
    return f"{scorer.name} {scorer.version}"


def waiting(name: str) -> list[tuple[Verdict, str]]:
    """The oldest verdicts that this scorer has not seen, each with its text."""
    recent = Verdict.objects.filter(at__gte=timezone.now() - BACK).exclude(scorer="")
    unseen = recent.exclude(shadows__scorer=name).exclude(message__state=State.WITHDRAWN)
    found = unseen.select_related("message__room__group", "message__author").order_by("at")[:BATCH]
    return [(verdict, verdict.message.text) for verdict in found]


@system_only
def keep(name: str, scored: Sequence[tuple[Verdict, Score | None]]) -> int:
    """Keeps what the model said, or that it has no say in a message's language. Returns how many.
    Nothing of it reaches the message."""
    limits = limits_in_force()
    rows = []
    for verdict, score in scored:
        scores = {head: round(value, 4) for head, value in score.heads.items()} if score else {}
        one = replay.seen(verdict, scores)
        decision = one.decided(limits.of(one.group))
        rows.append(
            ShadowVerdict(
                verdict=verdict,
                scorer=name,
                scores=scores,
                fate=decision.fate,
                queue=decision.queue or "",
            )
        )
    # Another worker may have been as quick; a message may be gone by now.
    present = set(
        Verdict.objects.filter(pk__in=[verdict.pk for verdict, _ in scored]).values_list(
            "pk", flat=True
        )
    )
    kept = [row for row in rows if row.verdict_id in present]
    ShadowVerdict.objects.bulk_create(kept, ignore_conflicts=True)
    return len(kept)


def latest(since: datetime) -> str | None:
    """The model that was on trial last."""
    rows = ShadowVerdict.objects.filter(at__gte=since).order_by("-at")
    return rows.values_list("scorer", flat=True).first()


def change(name: str, since: datetime) -> replay.Change:
    """What this model would have changed, under the limits in force now."""
    rows = (
        ShadowVerdict.objects.filter(scorer=name, at__gte=since)
        .exclude(scores={})
        .select_related("verdict__message__room__group", "verdict__message__author")
    )
    limits = limits_in_force()
    pairs = (
        (replay.seen(row.verdict), replay.seen(row.verdict, row.scores))
        for row in rows.iterator(500)
    )
    return replay.compare(pairs, limits.of, limits.of)
